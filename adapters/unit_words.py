"""How Vietnamese writes the names of its offices short, and what of a name tells nothing.

Every district is "Ủy ban nhân dân huyện …", so four fifths of such a name are shared by twenty others. Both a unit's
name and what a person types are brought to one form here: abbreviations written out, set phrases drawn together to
one weak word, so that what is left to compare is what tells one office from another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Final

from rapidfuzz import fuzz

Words = tuple[str, ...]

WEAK: Final = frozenset({"ubnd", "tp", "tx", "huyen", "tinh", "so", "cuc", "xa", "phuong", "thitran"})
"""Words that say what sort of office, not which."""

COMMUNE: Final = frozenset({"xa", "phuong", "thitran"})
"""Words that say a commune, ward or township is meant, which has no row among the units of 2023."""

_UNSAID: Final = frozenset({"va", "and", "of", "the"})

# Several meanings are all tried. Keys are folded words standing alone.
_SHORT: Final[dict[str, tuple[str, ...]]] = {
    "ub": ("ubnd",),
    "t p": ("thanh pho",),
    "tp": ("thanh pho",),
    "tx": ("thi xa",),
    "h": ("huyen",),
    "x": ("xa",),
    "p": ("phuong",),
    "tt": ("thi tran", "trung tam", "thanh tra"),
    "ca": ("cong an",),
    "vp": ("van phong",),
    "bql": ("ban quan ly",),
    "kkt": ("khu kinh te",),
    "bv": ("benh vien",),
    "dept": ("department",),
}

# What people call the provincial service centre, from the counter at which one office answers for all.
_BYNAMES: Final[dict[str, str]] = {"mot cua": "trung tam phuc vu hanh chinh cong"}

# Longest first: "uy ban nhan dan" before "uy ban".
_PHRASES: Final[dict[str, str]] = {
    "uy ban nhan dan": "ubnd",
    "people s committee": "ubnd",
    "peoples committee": "ubnd",
    "uy ban": "ubnd",
    "thanh pho": "tp",
    "city": "tp",
    "thi xa": "tx",
    "town": "tx",
    "thi tran": "thitran",
    "district": "huyen",
    "provincial": "tinh",
    "province": "tinh",
    "department": "so",
    # Three phrases that hold a weak word and are not weak.
    "xa hoi": "xahoi",
    "dia phuong": "diaphuong",
    "doi phuong": "doiphuong",
}
_FORGIVEN_FROM: Final = 8
_FORGIVEN_RATIO: Final = 86


def readings(folded: Words) -> Iterator[Words]:
    """Every way to read what was typed, abbreviations written out and set phrases drawn together.

    At most nine: a text with more ambiguous abbreviations is read by their first meaning.
    """
    choices = [_SHORT.get(word, (word,)) for word in folded]
    if sum(len(choice) > 1 for choice in choices) > 2:
        choices = [choice[:1] for choice in choices]
    for choice in product(*choices):
        yield canonical(tuple(" ".join(choice).split()))


def canonical(words: Words) -> Words:
    """Set phrases as one word each, a typo in a long one forgiven; "and", "of" left out."""
    text = " ".join(words)
    for byname, name in _BYNAMES.items():
        text = f" {text} ".replace(f" {byname} ", f" {name} ").strip()
    said = [word for word in text.split() if word not in _UNSAID]
    for phrase, symbol in _PHRASES.items():
        said = _drawn_together(said, phrase.split(), symbol)
    return tuple(said)


def _drawn_together(words: list[str], phrase: list[str], symbol: str) -> list[str]:
    result: list[str] = []
    at = 0
    while at < len(words):
        window = words[at : at + len(phrase)]
        if window == phrase or _nearly(window, phrase):
            result.append(symbol)
            at += len(phrase)
        else:
            result.append(words[at])
            at += 1
    return result


def _nearly(window: list[str], phrase: list[str]) -> bool:
    wanted = "".join(phrase)
    if len(window) != len(phrase) or len(phrase) == 1 or len(wanted) < _FORGIVEN_FROM:
        return False
    return fuzz.ratio("".join(window), wanted, score_cutoff=_FORGIVEN_RATIO) > 0


def without(words: Words, phrase: Words) -> Words:
    """The words less one occurrence of the phrase, unless nothing would be left."""
    if phrase and len(words) > len(phrase):
        for at in range(len(words) - len(phrase) + 1):
            if words[at : at + len(phrase)] == phrase:
                return words[:at] + words[at + len(phrase) :]
    return words


def initials(words: Words) -> str:
    """The first letter of each word, as offices are abbreviated: "so giao duc dao tao" → "sgddt"."""
    return "".join(word[0] for word in words)
