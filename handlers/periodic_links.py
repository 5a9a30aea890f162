"""The buttons that lead to periodic reports: of a unit, of the province, and to what is done with them.

A period stands in a button by its key, such as 2023-q3; no key is the period people mean today.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.ui.buttons import Press


class ReportWhich(StrEnum):
    """Which units of a period are listed."""

    MISSING = "m"
    SENT = "s"
    CORRECTED = "c"


@dataclass(frozen=True)
class OpenUnitReport(Press, prefix="bu1"):
    """The report of a unit for a period. From a digest or a notice it opens below what was said."""

    unit: str
    period: str = ""
    below: bool = False


@dataclass(frozen=True)
class WriteReport(Press, prefix="bw1"):
    """Begins to write the report of a unit."""

    unit: str
    period: str


@dataclass(frozen=True)
class ProvincePeriod(Press, prefix="bp1"):
    """A period of the province."""

    period: str = ""


@dataclass(frozen=True)
class PeriodUnits(Press, prefix="bl1"):
    """A page of the units of a period."""

    period: str
    which: ReportWhich
    page: int = 0


@dataclass(frozen=True)
class RemindMissing(Press, prefix="br1"):
    """Reminds the units that have not sent."""

    period: str


@dataclass(frozen=True)
class AskPeriodic(Press, prefix="bf1"):
    """Has the province's report of a period made."""

    period: str


@dataclass(frozen=True)
class ChooseReopening(Press, prefix="bo1"):
    """Asks until when a closed report is opened again."""

    unit: str
    period: str


@dataclass(frozen=True)
class ReopenReport(Press, prefix="bd1"):
    """Opens a closed report again until a day."""

    unit: str
    period: str
    until: date
