"""Shares as the province publishes them.

The dispatch of October 2023 gives 33 of 41 tasks as "80.4%"; 33/41 is 0.80487…, so the official figure is cut off after
the first decimal, not rounded. The bot must print the same figure, or its scoreboard contradicts the dispatch.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.errors import Code, Refused


class Rounding(StrEnum):
    """How a percentage is brought to its decimals; a setting, TRUNCATE by default (dispatch of October 2023)."""

    TRUNCATE = "truncate"
    HALF_UP = "half_up"


@dataclass(frozen=True, slots=True)
class Rate:
    """``done`` of ``total``, both counts. Raises Refused(FIGURE_IMPOSSIBLE) unless 0 ≤ done ≤ total."""

    done: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.done <= self.total:
            raise Refused(Code.FIGURE_IMPOSSIBLE, done=self.done, total=self.total)

    @property
    def left(self) -> int:
        """What is not done yet: a count, always shown beside the percentage."""
        return self.total - self.done

    def percent(self, rounding: Rounding = Rounding.TRUNCATE, decimals: int = 1) -> Decimal | None:
        """The percentage with exactly ``decimals`` places, or None when there is nothing to divide by."""
        if self.total == 0:
            return None
        scaled = self.done * 100 * 10**decimals
        # In whole numbers: a float would turn some exact shares into the next lower figure when cut off.
        match rounding:
            case Rounding.TRUNCATE:
                units = scaled // self.total
            case Rounding.HALF_UP:
                units = (2 * scaled + self.total) // (2 * self.total)
        return Decimal(units).scaleb(-decimals)
