"""Workbooks as values: sheets with their columns, each of a kind, and their rows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Cell = str | int | Decimal | date | None
"""What stands in a cell; None leaves it empty."""


class Kind(StrEnum):
    """How a column's cells are shown. A PERCENT is given per cent, as it is said: 80.4."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    SCORE = "score"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column; ``width`` in characters."""

    title: str
    kind: Kind
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title and a note stand above the head, and ``note`` says too where the data are a sample."""

    name: str
    title: str
    note: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook to be written. ``decimals`` are those of its percentages."""

    title: str
    sheets: tuple[Sheet, ...]
    decimals: int = 1
