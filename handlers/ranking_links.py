"""The buttons of the ranking of units."""

from dataclasses import dataclass
from enum import StrEnum

from bot.ui.buttons import Press
from domain.ranking import UnitGroup
from domain.task import Area


class Standing(StrEnum):
    """Which units of a group are listed."""

    ALL = "a"
    """By rank."""
    UNSUBMITTED = "u"
    UNAPPRAISED = "p"


@dataclass(frozen=True)
class OpenRanking(Press, prefix="yk1"):
    """The ranking of a year, for whoever coordinates or governs."""

    year: int


@dataclass(frozen=True)
class OpenGroup(Press, prefix="yg1"):
    """The units of one group."""

    year: int
    group: UnitGroup
    which: Standing = Standing.ALL
    page: int = 0


@dataclass(frozen=True)
class OpenSheet(Press, prefix="ys1"):
    """A unit's scores; from a message of its own, below that."""

    year: int
    unit: str
    below: bool = False


@dataclass(frozen=True)
class OpenArea(Press, prefix="yb1"):
    """The criteria of one area."""

    year: int
    unit: str
    area: Area
    page: int = 0


@dataclass(frozen=True)
class OpenCriterion(Press, prefix="yc1"):
    """One criterion of a unit."""

    unit: str
    criterion: str


@dataclass(frozen=True)
class OpenCard(Press, prefix="yt1"):
    """The scorecard of the unit's head."""

    year: int
    unit: str


@dataclass(frozen=True)
class ShowScoreFile(Press, prefix="yf1"):
    """Sends the file that shows a score."""

    unit: str
    criterion: str


@dataclass(frozen=True)
class ScoreOwn(Press, prefix="yw1"):
    """Begins the unit's own score on a criterion."""

    unit: str
    criterion: str


@dataclass(frozen=True)
class SubmitScores(Press, prefix="yx1"):
    """The unit submits; ``revision`` is what its officer has before their eyes."""

    year: int
    unit: str
    revision: int


@dataclass(frozen=True)
class TakeScoresBack(Press, prefix="yv1"):
    """The unit takes its scores back; ``revision`` as with submitting."""

    year: int
    unit: str
    revision: int


@dataclass(frozen=True)
class AcceptScore(Press, prefix="ya1"):
    """The coordinator accepts the unit's own score; ``mark`` is the score before their eyes."""

    unit: str
    criterion: str
    mark: int


@dataclass(frozen=True)
class GiveScore(Press, prefix="yo1"):
    """Begins another score than the unit's own; ``mark`` as with accepting."""

    unit: str
    criterion: str
    mark: int


@dataclass(frozen=True)
class SetOpen(Press, prefix="ye1"):
    """The coordinator opens the ranking, or closes it once that is sure."""

    year: int
    is_open: bool
    revision: int
    sure: bool = False


@dataclass(frozen=True)
class ChoosePoints(Press, prefix="yq1"):
    """A score was pressed in place of written, in hundredths."""

    form: str
    turn: int
    hundredths: int


@dataclass(frozen=True)
class BeginScoreAnew(Press, prefix="yn1"):
    """Begins a score anew, another than the one that was begun: the unit's own, or with a ``mark`` an appraised one."""

    unit: str
    criterion: str
    mark: int | None = None
