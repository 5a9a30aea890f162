"""The buttons that lead to online dossiers: of a unit, of the province, of a month, and to their forms."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.ui.buttons import Press
from domain.unit import UnitKind

# A month stands in a button by its first day.


class DossierWhich(StrEnum):
    """Which units of a month are listed."""

    ALL = "a"
    MISSING = "m"
    BELOW = "b"


@dataclass(frozen=True)
class ProvinceDossiers(Press, prefix="op1"):
    """A month of the province, or the one that is awaited."""

    month: date | None = None


@dataclass(frozen=True)
class DossierKinds(Press, prefix="ok1"):
    """A month of the province by kind of unit."""

    month: date


@dataclass(frozen=True)
class DossierUnits(Press, prefix="ou1"):
    """Units of a month: all, those that told nothing, those below their target; of a kind, if named."""

    month: date
    which: DossierWhich = DossierWhich.ALL
    kind: UnitKind | None = None
    page: int = 0


@dataclass(frozen=True)
class UnitFigures(Press, prefix="oi1"):
    """The figures of a unit; ``from_month`` is the month of the province they were opened from."""

    unit: str
    from_month: date | None = None


@dataclass(frozen=True)
class ShowTrend(Press, prefix="oi2"):
    """Has the months of a unit drawn as a picture."""

    unit: str


@dataclass(frozen=True)
class OpenMonth(Press, prefix="om1"):
    """A month of a unit. From a digest it opens below what was said."""

    unit: str
    month: date
    below: bool = False


@dataclass(frozen=True)
class EnterFigures(Press, prefix="oe1"):
    """Begins to enter a month of a unit, or to correct it."""

    unit: str
    month: date


@dataclass(frozen=True)
class SetTarget(Press, prefix="ot1"):
    """Begins to set the target of a kind of units."""


@dataclass(frozen=True)
class ChooseMonth(Press, prefix="oc1"):
    """The month that is asked for was pressed in place of written."""

    form: str
    turn: int
    month: date


@dataclass(frozen=True)
class UnitPublicityLog(Press, prefix="pul1"):
    """What a unit logged of its publicity."""

    unit: str
    page: int = 0


@dataclass(frozen=True)
class PublicityCounts(Press, prefix="puc1"):
    """How much each unit logged in the three months up to one."""

    last: date
    page: int = 0


@dataclass(frozen=True)
class LogPublicity(Press, prefix="pua1"):
    """Begins to log an act of publicity."""

    unit: str


@dataclass(frozen=True)
class ShowPublicity(Press, prefix="puf1"):
    """Sends the file that shows an act of publicity."""

    act: str
