"""The code of a case: a name to say on the telephone, never an authority.

Ten characters that survive being read out, written down and typed with a Vietnamese keyboard: Crockford's base 32,
which has no I, L, O or U. Forty bits of chance, so that codes are not counted up and tell nothing of how many cases
there are.
"""

import unicodedata
from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIX: Final = "NA"
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LENGTH: Final = 8
CHANCE_BYTES: Final = 5
"""How many random bytes a code is made of."""


def new_code(chance: bytes) -> str:
    """A code "NA-XXXX-XXXX" from exactly five random bytes. Raises ValueError for another length."""
    if len(chance) != CHANCE_BYTES:
        raise ValueError(f"a code is made of {CHANCE_BYTES} random bytes, not {len(chance)}")
    number = int.from_bytes(chance)
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{_PREFIX}-{letters[:4]}-{letters[4:]}"


def parse_code(text: str) -> str | None:
    """The code a person meant, or None if the text is none.

    Forgives case, spaces and dashes of any kind, full-width letters, a missing prefix, O for 0, and I or L for 1.
    """
    letters = _without_separators(text)
    if len(letters) == _LENGTH + len(_PREFIX) and letters.startswith(_PREFIX):
        letters = letters[len(_PREFIX) :]
    letters = letters.translate(_READ_AS)
    if len(letters) != _LENGTH or any(letter not in _ALPHABET for letter in letters):
        return None
    return f"{_PREFIX}-{letters[:4]}-{letters[4:]}"


def is_written_out(text: str) -> bool:
    """Whether the text is a code with its prefix. Without it "cam on ban", which is thanks, is eight letters too."""
    return parse_code(text) is not None and len(_without_separators(text)) == len(_PREFIX) + _LENGTH


def _without_separators(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(
        c for c in folded if unicodedata.category(c) not in {"Pd", "Zs", "Cc", "Cf", "Pc"} and c != "−"
    )
