"""The buttons that lead to a case: of the queue, of notices, and of the case's own screens."""

from dataclasses import dataclass
from enum import StrEnum

from bot.ui.buttons import Press
from domain.case_acts import CaseAct
from domain.report import Conduct
from services.case_queue import QueueFilter


class CaseView(StrEnum):
    """The screens of a case. The values are short because buttons carry them."""

    OVERVIEW = "o"
    TOLD = "w"
    """Every word of the reporter."""
    FILES = "f"
    TIMELINE = "t"
    CONCLUSION = "c"
    MORE = "m"
    """What is done less often."""
    ASSIGN = "a"


@dataclass(frozen=True)
class OpenCase(Press, prefix="k1"):
    """A screen of a case; ``which``, ``unit`` and ``conduct`` are of the queue it was opened from."""

    case_id: str
    view: CaseView = CaseView.OVERVIEW
    page: int = 0
    which: QueueFilter = QueueFilter.ALL
    unit: str | None = None
    conduct: Conduct | None = None


@dataclass(frozen=True)
class DoAct(Press, prefix="k2"):
    """Does something with a case, or opens the form for it. The revision is that of the screen."""

    case_id: str
    act: CaseAct
    revision: int
    which: QueueFilter = QueueFilter.ALL


@dataclass(frozen=True)
class Assign(Press, prefix="k3"):
    """Gives the case to this person. The revision is that of the screen."""

    case_id: str
    person_id: str
    revision: int


@dataclass(frozen=True)
class WriteNote(Press, prefix="k4"):
    """Begins a note in a case."""

    case_id: str


@dataclass(frozen=True)
class DeclareTie(Press, prefix="k5"):
    """The reader has a tie to what the case is about; ``sure`` after being asked."""

    case_id: str
    sure: bool = False


@dataclass(frozen=True)
class ShowFile(Press, prefix="k6"):
    """Sends a file of the case to be looked at."""

    case_id: str
    file_id: str


@dataclass(frozen=True)
class BeginAnew(Press, prefix="k7"):
    """Begins a form about a case, and destroys what was begun of it about another; ``person_id`` is who takes over."""

    case_id: str
    form: str
    person_id: str | None = None
