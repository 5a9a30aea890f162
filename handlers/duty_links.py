"""The buttons that lead to what a dispatch orders, and to the register of digital plans."""

from dataclasses import dataclass
from enum import StrEnum

from bot.ui.buttons import Press
from domain.digital_plan import PlanTerm


class DutyOrigin(StrEnum):
    """From where a duty was opened, and so where "back" leads."""

    UNIT = "u"
    RECEIVING = "r"
    ORDER = "o"
    SELECTED = "s"


@dataclass(frozen=True)
class DutyList(Press, prefix="dl1"):
    """What a unit owes under dispatches; of the only unit served if none is named."""

    unit: str | None = None
    page: int = 0


@dataclass(frozen=True)
class ReceivingList(Press, prefix="dr1"):
    """What was sent to the reader's department and waits for its receipt."""

    page: int = 0


@dataclass(frozen=True)
class DispatchOrders(Press, prefix="do1"):
    """The orders of the dispatches, with how far they are."""


class Which(StrEnum):
    """Which of the units that an order falls on are listed."""

    ALL = "a"
    OPEN = "o"
    """Nothing sent yet."""


@dataclass(frozen=True)
class OrderUnits(Press, prefix="du1"):
    """The units that an order falls on."""

    order: str
    which: Which = Which.OPEN
    page: int = 0


@dataclass(frozen=True)
class SelectedBodies(Press, prefix="dk1"):
    """The bodies selected for direction; their buttons open the review of key tasks, or the report."""

    reports: bool = False


@dataclass(frozen=True)
class OpenDuty(Press, prefix="d1"):
    """A duty's page. Without an origin it opens below the notice that led here."""

    order: str
    unit: str
    origin: DutyOrigin | None = None
    page: int = 0


@dataclass(frozen=True)
class AcknowledgeDuty(Press, prefix="da1"):
    """ "Đã nhận việc"."""

    order: str
    unit: str


@dataclass(frozen=True)
class SendDocument(Press, prefix="ds1"):
    """Begins to tell of the document that was sent."""

    order: str
    unit: str


@dataclass(frozen=True)
class ReceiveDocument(Press, prefix="dc1"):
    """A department's receipt; ``revision`` is what its officer has before their eyes."""

    order: str
    unit: str
    revision: int


@dataclass(frozen=True)
class ReturnDocument(Press, prefix="db1"):
    """Begins the reason for which a document goes back; ``revision`` as with a receipt."""

    order: str
    unit: str
    revision: int


@dataclass(frozen=True)
class BeginDutyAnew(Press, prefix="dn1"):
    """Begins a form anew, about something else than what was begun."""

    form: str
    subject: str


@dataclass(frozen=True)
class ShowPaper(Press, prefix="dp1"):
    """Sends the file of the document to be looked at."""

    order: str
    unit: str


@dataclass(frozen=True)
class OpenRegister(Press, prefix="dx1"):
    """The register of digital plans: those who lack one, or all units."""

    which: Which = Which.OPEN
    page: int = 0


@dataclass(frozen=True)
class OpenUnitPlans(Press, prefix="dy1"):
    """The plans of one unit; ``which`` and ``page`` lead back to the register."""

    unit: str
    which: Which = Which.OPEN
    page: int = 0


@dataclass(frozen=True)
class ShowPlan(Press, prefix="dz1"):
    """Sends the file of a plan to be looked at."""

    unit: str
    first_year: int
    last_year: int


@dataclass(frozen=True)
class EnterPlan(Press, prefix="de1"):
    """Begins to enter the plan a unit issued for a term."""

    unit: str
    first_year: int
    last_year: int

    @classmethod
    def of(cls, unit: str, term: PlanTerm) -> "EnterPlan":
        """The button for a term."""
        return cls(unit, term.first_year, term.last_year)
