"""Vietnamese text reduced to what people type in a hurry: no marks, no đ, no capitals, no punctuation.

The same word reaches the bot as one code point or as three, with the tone on either vowel (hoà, hòa), and mostly
with no marks at all; only the bare letters are common to all of them.
"""

from __future__ import annotations

import unicodedata

# Three capital letters look like Đ and each is met in the wild: D with stroke, eth, African D.
_BARRED_D = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ɖ": "d", "Ɖ": "D"})


def fold(text: str) -> str:
    """Lower-case words of plain letters and digits, single spaces between: "Sở Y tế – TP. Vinh" → "so y te tp vinh".

    Independent of Unicode form, of where the tone mark stands and of case. Zero-width and control characters vanish.
    """
    letters: list[str] = []
    for char in unicodedata.normalize("NFKD", text.translate(_BARRED_D)).casefold():
        category = unicodedata.category(char)
        if category[0] in "LN":
            letters.append(char)
        elif category not in ("Mn", "Cf"):
            letters.append(" ")
    return " ".join("".join(letters).split())
