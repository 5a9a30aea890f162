"""Writes an official paper into its template (Decree 30/2020/NĐ-CP, Annex I)."""

import io
from collections.abc import Iterable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Final, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Length, Pt
from docx.styles.style import BaseStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

from reports.paper import FIELDS, Content, Paper, Table
from reports.ruler import width_in_points
from reports.template_faults import TemplateRefused
from reports.text import one_line, printable
from reports.word_check import template_faults
from reports.word_places import Place, places
from reports.word_table import child, table_element, text_in
from reports.word_template import LONG_RULE, SHORT_RULE, own_template

_SHORT: Final = 0.42
"""Of the line above, for a rule that must be a third to a half of it."""
_USUAL_SIZE: Final = 13.0
_TC, _P, _TXBX, _SECT = qn("w:tc"), qn("w:p"), qn("w:txbxContent"), qn("w:sectPr")
_NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_paper(paper: Paper) -> bytes:
    """The paper as a .docx. Raises TemplateRefused for a template that has faults."""
    template = paper.template
    if template is not None and (faults := template_faults(paper.kind, template)):
        raise TemplateRefused(faults)
    document = Document(io.BytesIO(own_template(paper.kind) if template is None else template))
    width = _text_width(document)
    for place in list(places(document)):
        _fill(document, place, paper, width)
    _draw_rules(document, width)
    _properties(document, paper)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _fill(document: WordDocument, place: Place, paper: Paper, width: Length) -> None:
    names = place.names()
    if not names:
        return
    alone = place.alone()
    if alone in FIELDS[paper.kind].parts:
        _expand(document, place, paper.parts.get(alone, ()), width)
        return
    place.put(lambda name: printable(paper.words.get(name, "")).replace("\n", " "))
    if not place.text.strip():
        _remove(place.paragraph)


def _expand(document: WordDocument, place: Place, contents: Iterable[Content], width: Length) -> None:
    """Puts paragraphs like this one, and tables, in its place."""
    for content in contents:
        if isinstance(content, Table):
            made: list[BaseOxmlElement] = [table_element(content, width), _gap()]
        else:
            made = [_like(place, line) for line in printable(content).split("\n") if line.strip()]
        for element in made:
            place.paragraph.addprevious(element)
    _remove(place.paragraph)


def _like(place: Place, text: str) -> CT_P:
    """A paragraph in the manner of the placeholder's."""
    paragraph = OxmlElement("w:p")
    properties = place.paragraph.find(qn("w:pPr"))
    if properties is not None:
        own = deepcopy(properties)
        # The end of a section is not a manner: one paragraph alone keeps it.
        for end in own.findall(_SECT):
            own.remove(end)
        paragraph.append(own)
    run = child(paragraph, "w:r")
    manner = place.pieces[0].getparent().find(qn("w:rPr"))
    if manner is not None:
        run.append(deepcopy(manner))
    text_in(run, text)
    return cast(CT_P, paragraph)


def _gap() -> CT_P:
    """A small empty paragraph: Word joins a table to the next without one."""
    paragraph = OxmlElement("w:p")
    child(child(paragraph, "w:pPr"), "w:spacing", before=0, after=0, line=120, lineRule="exact")
    return cast(CT_P, paragraph)


def _remove(paragraph: CT_P) -> None:
    """Takes a paragraph out; one that a cell, a text box or a section ends with is emptied instead."""
    home = paragraph.getparent()
    is_alone = home.tag in (_TC, _TXBX) and len(home.findall(_P)) == 1
    if is_alone or paragraph.find(f"{qn('w:pPr')}/{_SECT}") is not None:
        for piece in paragraph.iter(qn("w:t")):
            piece.text = ""
    else:
        home.remove(paragraph)


def _draw_rules(document: WordDocument, width: Length) -> None:
    """Gives the rules the length that the line above them asks for."""
    shares = {SHORT_RULE: _SHORT, LONG_RULE: 1.0}
    # By identifier: to ask each paragraph of a long paper for its style's name takes Word's whole list each time.
    ids = {style.style_id: shares[style.name] for style in document.styles if style.name in shares}
    for element in document.element.body.iter(_P):
        share = ids.get(element.style)
        above = element.getprevious()
        if share is None or above is None or above.tag != _P:
            continue
        paragraph = Paragraph(element, document._body)
        line = Paragraph(above, document._body)
        room = Length(_cell_width(element) or width).pt
        length = min(width_in_points(line.text, _size(line)), room) * share
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.left_indent = Pt((room - length) / 2)
        paragraph.paragraph_format.right_indent = Pt((room - length) / 2)


def _cell_width(element: BaseOxmlElement) -> int | None:
    cell = next(element.iterancestors(_TC), None)
    return None if cell is None else cast("int | None", cell.width)


def _size(paragraph: Paragraph) -> float:
    sizes: list[Length | None] = [run.font.size for run in paragraph.runs]
    style: BaseStyle | None = paragraph.style
    while isinstance(style, ParagraphStyle):
        sizes.append(style.font.size)
        style = style.base_style
    return next((size.pt for size in sizes if size is not None), _USUAL_SIZE)


def _text_width(document: WordDocument) -> Length:
    section = document.sections[0]
    assert section.page_width is not None, "a checked template has its page"
    return Emu(section.page_width - (section.left_margin or 0) - (section.right_margin or 0))


def _properties(document: WordDocument, paper: Paper) -> None:
    known = document.core_properties
    known.title, known.author, known.last_modified_by = (
        one_line(paper.title)[:255],
        one_line(paper.author)[:255],
        "",
    )
    known.comments = known.keywords = known.subject = ""
    known.created = known.modified = _NO_TIME
    known.language = "vi-VN"
    known.revision = 1
