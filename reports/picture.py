"""Charts as values: what is written, and where it stands as shares of the room."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour says: the palette has no more than a reader tells apart at a glance."""

    GOOD = "good"
    BAD = "bad"
    QUIET = "quiet"


class Mark(StrEnum):
    """How the key shows what it explains."""

    FIELD = "field"
    DASH = "dash"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the key."""

    mark: Mark
    tone: Tone
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, how much of the track it fills (0 to 1), what is written at it, where a mark crosses it."""

    label: str
    share: float
    text: str
    tone: Tone
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a chart. The title says the message."""

    language: str
    title: str
    subtitle: str = ""
    key: tuple[Key, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars in the order given."""

    frame: Frame
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis, as a share of it, and what is written there."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point by its shares of the width and of the height; ``strong`` is for the value that matters."""

    x: float
    y: float
    text: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line in runs: where a value is missing, one ends and another begins."""

    runs: tuple[tuple[Point, ...], ...]
    tone: Tone
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over the same axes."""

    frame: Frame
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    lines: tuple[Line, ...]


Chart = BarChart | LineChart
