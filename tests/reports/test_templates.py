"""Templates a coordinator sends: what is refused and in which words, and what is written into one that is not."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from bot.ui.translation import Translator
from reports.overdue import overdue_report
from reports.paper import FIELDS, PaperKind
from reports.template_faults import (
    Fault,
    TemplateFault,
    TemplateRefused,
    fault_words,
    packed,
    unpacked,
)
from reports.word import write_paper
from reports.word_check import MOST_BYTES, MOST_UNPACKED_BYTES, template_faults
from reports.word_template import own_template
from tests.reports.figures_at_hand import COMMITTEE, HOSTILE, OVERDUE_REPORT, VI
from tests.support.languages import in_every_language

KIND = PaperKind.OVERDUE


def changed(change: Callable[[WordDocument], object]) -> bytes:
    """The product's own template after somebody worked on it."""
    document = Document(io.BytesIO(own_template(KIND)))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def faults(data: bytes) -> set[tuple[Fault, str]]:
    return {(one.fault, one.place) for one in template_faults(KIND, data)}


def text_of(data: bytes) -> str:
    return "\n".join(
        "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
        for paragraph in Document(io.BytesIO(data)).element.body.iter(qn("w:p"))
    )


@pytest.mark.parametrize("kind", PaperKind)
def test_the_product_s_own_template_has_no_fault_and_every_placeholder(kind: PaperKind) -> None:
    assert template_faults(kind, own_template(kind)) == ()
    assert all("{{" + name + "}}" in text_of(own_template(kind)) for name in FIELDS[kind].names)


def test_the_template_of_another_paper_is_told_apart() -> None:
    found = template_faults(PaperKind.PERIODIC, own_template(PaperKind.OVERDUE))
    assert TemplateFault(Fault.MISSING, "{{ho_so_truc_tuyen}}") in found
    assert TemplateFault(Fault.UNKNOWN, "{{nhiem_vu_qua_han}}") in found


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04 no archive", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9]
)
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    assert faults(data) == {(Fault.NOT_WORD, "")}


def test_a_workbook_an_archive_and_a_torn_file_are_no_word_files() -> None:
    def without_the_text(members: dict[str, bytes]) -> None:
        del members["word/document.xml"]

    def torn(members: dict[str, bytes]) -> None:
        members["word/document.xml"] = members["word/document.xml"][:500]

    def another_type(members: dict[str, bytes]) -> None:
        members["[Content_Types].xml"] = b"<Types/>"

    def another_text(members: dict[str, bytes]) -> None:
        members["word/document.xml"] = b"<html/>"

    for change in (without_the_text, torn, another_type, another_text):
        assert faults(repacked(own_template(KIND), change)) == {(Fault.NOT_WORD, "")}, change.__name__


def test_macros_are_refused() -> None:
    data = repacked(own_template(KIND), lambda members: members.update({"word/vbaProject.bin": b"\0"}))
    assert faults(data) == {(Fault.MACROS, "")}


def test_what_unpacks_to_too_much_is_refused_unread() -> None:
    bomb = repacked(
        own_template(KIND), lambda members: members.update({"word/big.xml": b" " * (MOST_UNPACKED_BYTES + 1)})
    )
    assert len(bomb) < MOST_BYTES
    assert faults(bomb) == {(Fault.TOO_LARGE, "")}
    assert faults(b"PK" * MOST_BYTES) == {(Fault.TOO_LARGE, "")}


def test_a_picture_from_elsewhere_is_refused_and_a_hyperlink_is_not() -> None:
    def reaching_out(document: WordDocument) -> None:
        document.part.relate_to("https://example.org/seen.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
        document.part.relate_to("https://example.org/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    assert faults(changed(reaching_out)) == {(Fault.EXTERNAL, "https://example.org/seen.png")}


def test_the_page_is_held_to_the_decree() -> None:
    def letter(document: WordDocument) -> None:
        document.sections[0].page_width = Mm(216)

    def narrow(document: WordDocument) -> None:
        document.sections[0].left_margin = Mm(20)

    def other_margins_the_decree_allows(document: WordDocument) -> None:
        section = document.sections[0]
        section.top_margin, section.left_margin, section.right_margin = Mm(25), Mm(35), Mm(20)

    assert faults(changed(letter)) == {(Fault.NOT_A4, "")}
    assert faults(changed(narrow)) == {(Fault.MARGINS, "")}
    assert faults(changed(other_margins_the_decree_allows)) == set()


def test_placeholders_that_are_unknown_open_missing_or_not_alone_are_named() -> None:
    def worked_on(document: WordDocument) -> None:
        document.add_paragraph("{{ten_lanh_dao}}")
        document.add_paragraph("Kính gửi {{noi_nhan")
        document.add_paragraph("Danh sách: {{nhiem_vu_qua_han}}")
        for paragraph in document.paragraphs:
            if "{{trich_yeu}}" in paragraph.text:
                paragraph.text = ""

    assert faults(changed(worked_on)) == {
        (Fault.UNKNOWN, "{{ten_lanh_dao}}"),
        (Fault.UNCLOSED, "Kính gửi {{noi_nhan"),
        (Fault.NOT_ALONE, "{{nhiem_vu_qua_han}}"),
        (Fault.MISSING, "{{trich_yeu}}"),
    }


def test_nothing_is_written_with_a_template_that_has_faults() -> None:
    paper = overdue_report(VI, COMMITTEE, OVERDUE_REPORT, template=b"not a template")
    with pytest.raises(TemplateRefused) as refused:
        write_paper(paper)
    assert refused.value.faults == (TemplateFault(Fault.NOT_WORD),)


def test_a_replaced_template_keeps_its_own_words_and_manner() -> None:
    def worked_on(document: WordDocument) -> None:
        document.styles["Nội dung"].font.size = None
        document.paragraphs[0].insert_paragraph_before("Mật danh {{so}}: {{ ten_co_quan }} kính trình.")
        document.sections[0].footer.paragraphs[0].text = "{{ten_co_quan}}"

    made = write_paper(overdue_report(VI, COMMITTEE, OVERDUE_REPORT, template=changed(worked_on)))
    assert "Mật danh 05: Ủy ban nhân dân tỉnh Nghệ An kính trình." in text_of(made)
    footer = Document(io.BytesIO(made)).sections[0].footer
    assert [one.text for one in footer.paragraphs] == ["Ủy ban nhân dân tỉnh Nghệ An"]


def test_a_placeholder_that_word_cut_into_pieces_is_found() -> None:
    pieces = ("Số ", "{", "{s", "o}", "} và {{tong_", "so_qua_han}}/{{so}", "}.")

    def cut_up(document: WordDocument) -> None:
        paragraph = document.paragraphs[0].insert_paragraph_before("")
        for piece in pieces:
            paragraph.add_run(piece).bold = True

    data = changed(cut_up)
    assert template_faults(KIND, data) == ()
    assert "Số 05 và 1/05." in text_of(
        write_paper(overdue_report(VI, COMMITTEE, OVERDUE_REPORT, template=data))
    )


def test_the_end_of_a_section_stays_where_it_was() -> None:
    def with_another_section(document: WordDocument) -> None:
        document.add_section(WD_SECTION.NEW_PAGE)
        # The paragraph that ends the first section is the last but the new one's.
        ending = next(
            one for one in document.paragraphs if one._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
        )
        ending.text = "{{du_lieu_mau}}"

    for is_sample in (True, False):
        figures = replace(OVERDUE_REPORT, is_sample=is_sample)
        made = write_paper(overdue_report(VI, COMMITTEE, figures, template=changed(with_another_section)))
        document = Document(io.BytesIO(made))
        assert len(document.sections) == 2
        last = document.element.body[-2]
        assert "Dữ liệu mẫu" not in "".join(last.itertext()), "it belongs to the first section"


def test_a_placeholder_in_what_somebody_wrote_stays_literal() -> None:
    paper = overdue_report(VI, COMMITTEE, OVERDUE_REPORT)
    words = {**paper.words, "nguoi_ky": "{{so}} " + HOSTILE}
    made = write_paper(type(paper)(paper.kind, paper.title, paper.author, words, paper.parts))
    assert "{{so}} <b>&amp;</b>" in text_of(made)
    assert "{{co_quan}}" in text_of(made)


def test_every_fault_has_its_words_in_every_language() -> None:
    for fault in Fault:
        words = in_every_language(partial(_words, fault))
        assert words["vi"] != words["en"]


def _words(fault: Fault, tr: Translator) -> str:
    return fault_words(tr, TemplateFault(fault, "{{noi_nhan}}"))


def test_faults_pass_between_processes() -> None:
    found = (TemplateFault(Fault.UNKNOWN, "{{đơn_vị}}"), TemplateFault(Fault.NOT_A4))
    assert unpacked(packed(found)) == found
    assert unpacked(packed(())) == ()
