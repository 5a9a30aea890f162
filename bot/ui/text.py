"""What people typed, made safe to show.

Telegram delivers NUL, zero-width and right-to-left controls as they were typed. They are kept in the data,
because a report is kept exactly; on a page one override character would turn round everything that follows
it, buttons' words and colleagues' notes included. So text is treated where it is shown, and only there.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from markupsafe import Markup, escape

MESSAGE_ROOM = 4096
"""Characters Telegram takes in a message, after its tags are read."""
RAW_ROOM = 32_768
"""Bytes Telegram takes in a message before its tags are read: an address behind a word counts here."""
CAPTION_ROOM = 1024
"""Characters Telegram takes under a photo or a document, after its tags are read."""
TOAST_ROOM = 200
"""Characters Telegram takes in the answer to a press."""

ELLIPSIS = "…"
SCRAP = 300
"""So many units of a longer text are not worth beginning it for at the end of a page."""

T = TypeVar("T")

_FSI, _PDI = "\u2068", "\u2069"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_TAG = re.compile(r"</?[a-z][^<>]*>")
_ANY_TAG = re.compile(r"<(/?)([a-z][a-z-]*)((?:\s[^<>]*)?)>")
_TAGS = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote"}
    | {"a", "span", "tg-spoiler", "tg-emoji", "tg-time"}
)
_SPACES = re.compile(r"\s")


def shown(text: str) -> str:
    """The text as it may stand on a page, at most four characters longer, never able to act on what surrounds it.

    Control characters become visible signs (NUL is "␀"), bidirectional overrides and isolates become "�"
    (U+FFFD), and a first or last line with right-to-left letters is isolated (Unicode Annex 9), so its
    direction ends with it. Plain left-to-right text comes back as it was, so that what is copied from the page
    is what was typed.
    """
    text = _CONTROL.sub(_visible_sign, _LINE_ENDS.sub("\n", text))
    if _RIGHT_TO_LEFT.search(text) is None:
        return text
    # Telegram ends a paragraph, and its direction, at each newline: only what shares a line with other words is
    # to be held back. To isolate each line would make a text of short ones longer than the page it was cut for.
    several = text.split("\n")
    for edge in {0, len(several) - 1}:
        if _RIGHT_TO_LEFT.search(several[edge]):
            several[edge] = f"{_FSI}{several[edge]}{_PDI}"
    return "\n".join(several)


def _visible_sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\N{REPLACEMENT CHARACTER}"


def quoted(text: str, *, expandable: bool = True) -> Markup:
    """A person's words as a quotation, literal and contained; folded by Telegram when long, if `expandable`."""
    opening = Markup("<blockquote expandable>") if expandable else Markup("<blockquote>")
    return opening + escape(shown(text)) + Markup("</blockquote>")


def units(text: str) -> int:
    """Length in UTF-16 units, which is how Telegram measures."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def visible_length(text: Markup) -> int:
    """Length of what a reader sees, in UTF-16 units: tags do not count, an entity counts as its character."""
    return units(html.unescape(_TAG.sub("", text)))


def graphemes(text: str) -> Iterator[str]:
    """The text in pieces each taken for one character: marks, joiners, flags and skin tones stay together.

    A near relative of Unicode Annex 29 without its tables: Hangul jamo and Indic conjuncts are taken apart.
    """
    cluster = ""
    flag = False
    for char in text:
        if cluster and (_extends(char) or cluster[-1] == "\u200d" or (cluster == "\r" and char == "\n")):
            cluster += char
            continue
        indicator = "\U0001f1e6" <= char <= "\U0001f1ff"
        if cluster and indicator and flag:
            cluster += char
            flag = False
            continue
        if cluster:
            yield cluster
        cluster = char
        flag = indicator
    if cluster:
        yield cluster


def _extends(char: str) -> bool:
    return (
        char == "\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char) in {"Mn", "Me", "Mc"}
    )


def fit(text: str, room: int) -> str:
    """The text, or as much of its beginning as `room` UTF-16 units hold with "…" at the end.

    It is cut between words where there are some. Raises ValueError when there is no room for even the "…".
    """
    if room < 1:
        raise ValueError("no room to fit a text in")
    if units(text) <= room:
        return text
    # The space a word ends with need not fit: the "…" takes its place.
    head = _head(text, room).rstrip()
    if units(head) >= room:
        head = _head(text, room - 1).rstrip()
    return head + ELLIPSIS


def fit_together(texts: Sequence[str], room: int, least: int) -> str:
    """The texts, each on lines of its own, or as much of each as they can share of `room` UTF-16 units.

    None is cut to fewer than `least` of them for another's sake.
    """
    whole = "\n".join(texts)
    if units(whole) <= room:
        return whole
    return fit("\n".join(fit(text, max(least, room // len(texts))) for text in texts), room)


def capital(text: str) -> str:
    """The text with a capital letter, for where a line or a button begins with it."""
    return text[:1].upper() + text[1:]


def paged_text(text: str, size: int) -> list[str]:
    """The text over pages of at most `size` UTF-16 units, cut after a line or a word where there is one.

    The pages joined are the text, to the character. An empty text is one empty page. Raises ValueError when
    `size` cannot hold every character (it must be 2 or more).
    """
    if size < 2:
        raise ValueError("a page must hold at least two units, which some characters take")
    pages: list[str] = []
    rest = text
    while rest or not pages:
        page = _first_page(rest, size)
        pages.append(page)
        rest = rest[len(page) :]
    return pages


def _first_page(text: str, size: int) -> str:
    if units(text) <= size:
        return text
    return _head(text, size) or _code_points(text, size)


def packed(told: Iterable[tuple[T, str]], size: int, head: int) -> list[list[tuple[T, str]]]:
    """Things told, each with its words, over pages of at most `size` units, `head` of them for the lines above each.

    Words that do not fit go on on the next page, unless only a scrap of them would stand on this one. At least one
    page, which may be empty. Raises ValueError when `size` leaves no room for words.
    """
    if size < head + SCRAP:
        raise ValueError("a page must hold more than a scrap of words")
    pages: list[list[tuple[T, str]]] = [[]]
    room = size
    for thing, words in told:
        rest: str | None = words
        while rest is not None:
            if pages[-1] and room - head < min(units(rest), SCRAP):
                pages.append([])
                room = size
            # Where less is left, what is left of the words is less too.
            part = _first_page(rest, max(room - head, 2))
            pages[-1].append((thing, part))
            room -= units(part) + head
            rest = rest[len(part) :] or None
    return pages


def _head(text: str, room: int) -> str:
    """The longest good beginning of a text too long for the room: it ends after a newline, else a space, else
    a grapheme.
    """
    head = _code_points(text, room)
    # A cluster may straddle the cut; the look beyond it is bounded because a cluster can be of any length.
    whole = _whole_graphemes(head, text[len(head) : len(head) + 1])
    newline = whole.rfind("\n") + 1
    if newline > len(whole) // 2:
        return whole[:newline]
    space = max((found.end() for found in _SPACES.finditer(whole)), default=0)
    return whole[:space] if space > len(whole) // 2 else whole


def _code_points(text: str, room: int) -> str:
    taken = 0
    for index, char in enumerate(text):
        taken += 2 if char > "\uffff" else 1
        if taken > room:
            return text[:index]
    return text


def _whole_graphemes(head: str, following: str) -> str:
    clusters = list(graphemes(head + following))
    if not clusters or clusters[-1] == following:
        return head
    whole = "".join(clusters[:-1])
    return whole or head


def markup_faults(text: str) -> list[str]:
    """What Telegram would refuse in this HTML: tags it does not know, not closed, or closed out of turn; bare
    "<".
    """
    faults = []
    open_tags: list[str] = []
    for closing, name, _ in _ANY_TAG.findall(text):
        if name not in _TAGS:
            faults.append(f"unknown tag <{name}>")
        elif not closing:
            open_tags.append(name)
        elif open_tags and open_tags[-1] == name:
            open_tags.pop()
        else:
            faults.append(f"</{name}> closes nothing")
    faults += [f"<{name}> is not closed" for name in open_tags]
    if "<" in _ANY_TAG.sub("", text):
        faults.append("a bare < stands in the text")
    return faults


def tags(text: str) -> list[str]:
    """The tags of a message, sorted, to compare a translation with its source."""
    return sorted(f"{closing}{name}{rest}" for closing, name, rest in _ANY_TAG.findall(text))
