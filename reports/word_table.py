"""Tables of official papers: ruled, in 12 points, the head repeated on each page, no row broken over two."""

from typing import Any, Final, cast

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Length

from reports.paper import Align, Row, Table
from reports.text import printable
from reports.word_places import SPACE

POINTS: Final = 12
_ALIGN: Final = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_TWIP: Final = 635


def table_element(table: Table, width: Length) -> CT_Tbl:
    """The table over the whole width of the text."""
    weights = sum(column.weight for column in table.columns)
    widths = [width * column.weight // weights // _TWIP for column in table.columns]
    element = OxmlElement("w:tbl")
    element.append(_properties(sum(widths)))
    grid = child(element, "w:tblGrid")
    for one in widths:
        child(grid, "w:gridCol", w=one)
    _row(element, table, Row(tuple(column.title for column in table.columns)), widths, is_head=True)
    for row in table.rows:
        _row(element, table, row, widths)
    return cast(CT_Tbl, element)


def _properties(width: int) -> Any:
    properties = OxmlElement("w:tblPr")
    child(properties, "w:tblW", w=width, type="dxa")
    # In the middle of the text's whole width: else Word and LibreOffice differ by the cells' inner margin.
    child(properties, "w:jc", val="center")
    borders = child(properties, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        child(borders, f"w:{side}", val="single", sz=4, space=0, color="000000")
    child(properties, "w:tblLayout", type="fixed")
    margins = child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        child(margins, f"w:{side}", w=70, type="dxa")
    return properties


def _row(element: Any, table: Table, row: Row, widths: list[int], *, is_head: bool = False) -> None:
    line = child(element, "w:tr")
    properties = child(line, "w:trPr")
    child(properties, "w:cantSplit")
    if is_head:
        child(properties, "w:tblHeader")
    if row.is_heading:
        _cell(line, row.cells[0], sum(widths), Align.LEFT, bold=True, span=len(widths))
        return
    for column, text, width in zip(table.columns, row.cells, widths, strict=True):
        _cell(line, text, width, Align.CENTER if is_head else column.align, bold=is_head or row.is_sum)


def _cell(line: Any, text: str, width: int, align: Align, *, bold: bool, span: int = 1) -> None:
    cell = child(line, "w:tc")
    properties = child(cell, "w:tcPr")
    child(properties, "w:tcW", w=width, type="dxa")
    if span > 1:
        child(properties, "w:gridSpan", val=span)
    child(properties, "w:vAlign", val="center")
    for part in printable(text).split("\n"):
        paragraph = child(cell, "w:p")
        form = child(paragraph, "w:pPr")
        if span > 1 or bold:
            child(form, "w:keepNext")
        child(form, "w:spacing", before=40, after=40, line=240, lineRule="auto")
        child(form, "w:ind", left=0, right=0, firstLine=0)
        child(form, "w:jc", val=_ALIGN[align].name.lower())
        run = child(paragraph, "w:r")
        manner = child(run, "w:rPr")
        if bold:
            child(manner, "w:b")
        child(manner, "w:sz", val=POINTS * 2)
        child(manner, "w:szCs", val=POINTS * 2)
        text_in(run, part)


def child(parent: Any, tag: str, **attributes: object) -> Any:
    """A new element at the end of another, with Word's own attributes."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    parent.append(element)
    return element


def text_in(run: Any, text: str) -> None:
    """Puts text into a run, its spaces kept."""
    piece = child(run, "w:t")
    piece.text = text
    piece.set(SPACE, "preserve")
