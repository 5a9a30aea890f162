"""What people typed, as a paper can hold it.

XML 1.0 has no place for NUL and its like, a spreadsheet's cell ends at 32,767 characters, and one override of direction
turns round the line it stands in. Text is treated where it is put on paper, and only there.
"""

import re
from typing import Final

ELLIPSIS: Final = "…"
CELL_ROOM: Final = 32_767
"""Characters of one cell in a workbook (ECMA-376, Excel's specifications)."""

_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

_ISOLATES: Final = {0x2068: None, 0x2069: None}
"""Put around a name by whoever made a sentence of it, for a page where lines have no end; a cut would leave half."""


def printable(text: str) -> str:
    """The text with what no paper can hold made visible: NUL is "␀", an override of direction "�" (U+FFFD)."""
    return _CONTROL.sub(_visible_sign, _LINE_ENDS.sub("\n", text.translate(_ISOLATES)))


def one_line(text: str) -> str:
    """The printable text on one line, its white space single."""
    return " ".join(printable(text).split())


def cut(text: str, room: int) -> str:
    """The printable text on one line, or as much of its beginning as the room holds, with "…" at its end."""
    line = one_line(text)
    if len(line) <= room:
        return line
    head = line[: room - 1]
    space = head.rfind(" ")
    return (head[:space] if space > room // 2 else head).rstrip() + ELLIPSIS


def _visible_sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
