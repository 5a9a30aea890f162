"""Where a Word file has text: every paragraph of body, tables, text boxes, heads and feet, and its placeholders.

Word cuts a line into runs as it pleases (a corrected letter begins a new one), so a placeholder is sought in the line
and not in a run.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from docx.document import Document as WordDocument
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement

PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_P, _T = qn("w:p"), qn("w:t")
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS_WITH_TEXT: Final = ("/header", "/footer", "/footnotes", "/endnotes")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph and the pieces its text stands in."""

    paragraph: CT_P
    pieces: tuple[BaseOxmlElement, ...]

    @property
    def text(self) -> str:
        """The whole line."""
        return "".join(piece.text or "" for piece in self.pieces)

    def names(self) -> tuple[str, ...]:
        """The placeholders in the line, in order."""
        return tuple(PLACEHOLDER.findall(self.text))

    def alone(self) -> str | None:
        """The placeholder that is all the line says, if so."""
        found = PLACEHOLDER.fullmatch(self.text.strip())
        return found.group(1) if found else None

    def put(self, value_of: Callable[[str], str]) -> None:
        """Puts a value for each placeholder, into the piece it begins in. What a value says is not read again."""
        starts: list[int] = []
        length = 0
        for piece in self.pieces:
            starts.append(length)
            length += len(piece.text or "")
        for found in reversed(list(PLACEHOLDER.finditer(self.text))):
            self._replace(starts, found.start(), found.end(), value_of(found.group(1)))

    def _replace(self, starts: list[int], begin: int, end: int, value: str) -> None:
        for start, piece in reversed(list(zip(starts, self.pieces, strict=True))):
            text = piece.text or ""
            # Later placeholders are put already, so what stands before this one's end is where it was.
            first, last = max(begin - start, 0), min(end - start, len(text))
            if start >= end or first >= last:
                continue
            put = value if begin >= start else ""
            piece.text = text[:first] + put + text[last:]
            piece.set(SPACE, "preserve")


def places(document: WordDocument) -> Iterator[Place]:
    """Every paragraph of the file that has text."""
    beside = [
        part.element
        for part in document.part.package.iter_parts()
        if isinstance(part, XmlPart) and any(kind in str(part.partname) for kind in _PARTS_WITH_TEXT)
    ]
    for root in (document.element, *beside):
        for paragraph in root.iter(_P):
            pieces = tuple(
                piece for piece in paragraph.iter(_T) if next(piece.iterancestors(_P)) is paragraph
            )
            if pieces:
                yield Place(paragraph, pieces)
