"""Ids that tell nothing and that nobody can guess.

A button names a thing by its id, and a button can be forged: a counter would tell how many cases there
are and invite trying the next one. The first part grows with time, so that an index stays compact.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

Chance = Callable[[int], bytes]
"""So many unpredictable bytes."""

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_DIGITS: Final = 8
_CHANCE_DIGITS: Final = 10


def new_id(now: datetime, chance: Chance) -> str:
    """18 characters: 40 bits of time in steps of 16 ms, 50 bits of chance."""
    ticks = int(now.timestamp() * 1000) >> 4 & (1 << 40) - 1
    random = int.from_bytes(chance(7)) & (1 << 50) - 1
    return _base32(ticks, _TIME_DIGITS) + _base32(random, _CHANCE_DIGITS)


def _base32(number: int, digits: int) -> str:
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(digits)))
