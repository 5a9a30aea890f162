"""What the buttons of a reporter's own reports say. Whose report it is is asked each time.

``below`` is of a button on a message that told something: what it opens stands below, for what was said stays said.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.ui.buttons import Press


class Saying(StrEnum):
    """What a reporter can say of a report they sent. The values are short because buttons carry them."""

    ADD = "a"
    ANSWER = "q"
    APPEAL = "p"


@dataclass(frozen=True)
class ListOwn(Press, prefix="o1"):
    """The reports one sent, from beyond so many."""

    after: int = 0


@dataclass(frozen=True)
class OpenOwn(Press, prefix="o2"):
    """A report of one's own."""

    case_id: str
    below: bool = False


@dataclass(frozen=True)
class ReadPast(Press, prefix="o3"):
    """A page of what was said and done so far, the latest first."""

    case_id: str
    page: int = 0


@dataclass(frozen=True)
class ReadWords(Press, prefix="o4"):
    """A page of something one was asked or told, word for word."""

    case_id: str
    entry: int
    page: int = 0
    below: bool = False


@dataclass(frozen=True)
class SayOwn(Press, prefix="o5"):
    """Adds to the report, answers its open question, or appeals; ``anew`` instead of what was begun before."""

    case_id: str
    what: Saying
    below: bool = False
    anew: bool = False


@dataclass(frozen=True)
class WithdrawOwn(Press, prefix="o6"):
    """Asks to withdraw it; ``sure`` after being asked."""

    case_id: str
    sure: bool = False


@dataclass(frozen=True)
class WhoOpened(Press, prefix="o7"):
    """On which days it was opened, and in what role."""

    case_id: str
    page: int = 0
