"""What people write is kept exactly as written; the only question asked of it is whether it says anything."""

import unicodedata
from typing import Final

# Letters and symbols by category, yet drawn as nothing: fillers of Hangul, and the empty Braille cell.
_INVISIBLE_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Unassigned code points are left out: to an older Unicode table a new emoji is one.
_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})


def is_blank(text: str) -> bool:
    """Whether nothing in the text can be seen: spaces, controls, NUL, zero-width and direction marks, fillers.

    A combining mark with nothing to stand on is not a word either.
    """
    return all(
        char in _INVISIBLE_LETTERS or unicodedata.category(char) in _INVISIBLE_CATEGORIES for char in text
    )
