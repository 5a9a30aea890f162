"""Days that somebody names beforehand or afterwards: a plan lies ahead, what was held lies behind.

A date mistyped by a decade is a real date; what nobody can have meant is refused when it is entered.
"""

from datetime import date, timedelta
from typing import Final

from domain.errors import Code, Refused

FARTHEST: Final = timedelta(days=730)
"""So far ahead something is planned by its day at most."""
LONGEST_AGO: Final = timedelta(days=366)
"""So long ago something was held that is still recorded by its day."""


def check_ahead(day: date, today: date) -> None:
    """Whether something can be planned for the day, today included. Raises Refused: DAY_PASSED, DAY_TOO_FAR."""
    if day < today:
        raise Refused(Code.DAY_PASSED, day=day)
    if day > today + FARTHEST:
        raise Refused(Code.DAY_TOO_FAR, day=day, last=today + FARTHEST)


def check_held(day: date, today: date) -> None:
    """Whether something can have been held on the day, today included. Raises Refused(HELD_DAY_INVALID)."""
    if not today - LONGEST_AGO <= day <= today:
        raise Refused(Code.HELD_DAY_INVALID, first=today - LONGEST_AGO)


def year_before(day: date) -> date:
    """The same day a year before; of the 29th of February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
