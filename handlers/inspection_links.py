"""The buttons that lead to inspections, and where "back" leads from one."""

from dataclasses import dataclass
from enum import StrEnum

from bot.ui.buttons import Press
from domain.inspection import InspectionAct, InspectionKind


class InspectionOrigin(StrEnum):
    """From where an inspection was opened, and so where "back" leads."""

    CALENDAR = "c"
    PROVINCE = "v"


@dataclass(frozen=True)
class UnitCalendar(Press, prefix="ic1"):
    """A unit's inspections; of the unit whose calendar the reader keeps if none is named."""

    unit: str | None = None
    page: int = 0


class Seen(StrEnum):
    """Which units the province's picture lists."""

    ALL = "a"
    REPEATED = "r"
    NONE_HELD = "n"
    OVERDUE = "o"


@dataclass(frozen=True)
class InspectionPicture(Press, prefix="ip1"):
    """The province's picture, by unit."""

    seen: Seen = Seen.ALL
    page: int = 0


@dataclass(frozen=True)
class ProvinceInspections(Press, prefix="iv1"):
    """What the province inspects."""

    page: int = 0


@dataclass(frozen=True)
class OpenInspection(Press, prefix="ii1"):
    """An inspection's page. Without an origin it opens below the notice that led here; ``at`` turns its findings."""

    inspection: str
    origin: InspectionOrigin | None = None
    page: int = 0
    at: int = 0


@dataclass(frozen=True)
class PlanInspection(Press, prefix="in1"):
    """Begins to plan one: of the unit by itself, or by the province of a unit that is still to be named."""

    kind: InspectionKind
    unit: str | None = None


@dataclass(frozen=True)
class BeginInspectionAct(Press, prefix="ib1"):
    """Begins what is to be done with an inspection; ``finding`` is what is followed up."""

    inspection: str
    act: InspectionAct
    finding: str | None = None
