"""Official papers, read back and held to Decree 30/2020/NĐ-CP, Annex I, millimetre by millimetre."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from domain.rates import Rounding
from reports.figures import OverdueTask
from reports.overdue import overdue_report
from reports.paper import FIELDS, Paper, PaperKind, Table
from reports.periodic import periodic_report
from reports.ruler import width_in_points
from reports.word import write_paper
from tests.reports.figures_at_hand import (
    COMMITTEE,
    DEPARTMENT,
    EN,
    HOSTILE,
    LONG,
    NOTHING_DONE,
    OVERDUE,
    OVERDUE_REPORT,
    PERIODIC,
    TASKS,
    UNITS,
    VI,
)


def written(paper: Paper) -> WordDocument:
    return Document(io.BytesIO(write_paper(paper)))


@pytest.fixture(scope="module")
def periodic() -> WordDocument:
    return written(periodic_report(VI, COMMITTEE, PERIODIC))


@pytest.fixture(scope="module")
def overdue() -> WordDocument:
    return written(overdue_report(VI, DEPARTMENT, OVERDUE_REPORT))


def paragraphs(document: WordDocument) -> list[Paragraph]:
    """Every paragraph, those of tables in their place."""
    return [Paragraph(one, document._body) for one in document.element.body.iter(qn("w:p"))]


def said(document: WordDocument) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(document))


def the_line(document: WordDocument, text: str) -> Paragraph:
    return next(one for one in paragraphs(document) if one.text.startswith(text))


def style_of(paragraph: Paragraph) -> ParagraphStyle:
    assert isinstance(paragraph.style, ParagraphStyle)
    return paragraph.style


def millimetres(length: Length | None) -> int:
    assert length is not None
    whole: int = round(length.mm)
    return whole


def rule_under(document: WordDocument, text: str, room: float) -> float:
    """How long the rule under a line is, as a share of the line."""
    line = the_line(document, text)
    rule = Paragraph(line._p.getnext(), document._body)
    assert style_of(rule).element.pPr.find(qn("w:pBdr")) is not None
    form = rule.paragraph_format
    assert form.left_indent is not None
    assert form.left_indent == form.right_indent
    size = style_of(line).font.size
    assert size is not None
    return float((room - 2 * form.left_indent.pt) / width_in_points(text, size.pt))


class TestForm:
    def test_a4_with_the_margins_of_the_annex(self, periodic: WordDocument) -> None:
        (section,) = periodic.sections
        assert [millimetres(side) for side in (section.page_width, section.page_height)] == [210, 297]
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [millimetres(margin) for margin in margins] == [20, 20, 30, 15]

    def test_everything_is_in_times_new_roman_and_black(self, periodic: WordDocument) -> None:
        for style in {style.name: style for style in map(style_of, paragraphs(periodic))}.values():
            fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            named = set() if fonts is None else set(fonts.attrib.values())
            assert named <= {"Times New Roman"}, style.name
            assert style.font.color.rgb in (None, RGBColor(0, 0, 0)), style.name
        assert periodic.styles["Normal"].font.name == "Times New Roman"

    def test_national_name_and_motto_with_a_rule_as_long_as_the_motto(self, periodic: WordDocument) -> None:
        name = style_of(the_line(periodic, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
        motto = style_of(the_line(periodic, "Độc lập - Tự do - Hạnh phúc"))
        assert (name.font.size, name.font.bold, name.font.italic) == (Pt(13), True, False)
        assert (motto.font.size, motto.font.bold, motto.font.italic) == (Pt(14), True, False)
        width = width_in_points("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13)
        cell = periodic.tables[0].rows[0].cells[1]
        assert cell.width is not None
        assert width < cell.width.pt, "the national name stands on one line"
        assert rule_under(periodic, "Độc lập - Tự do - Hạnh phúc", cell.width.pt) == pytest.approx(
            1, abs=0.02
        )

    @pytest.mark.parametrize(
        "text", ["TỈNH NGHỆ AN", "Kết quả công tác cải cách hành chính quý III năm 2023"]
    )
    def test_rules_of_a_third_to_a_half_under_issuer_and_abstract(
        self, periodic: WordDocument, text: str
    ) -> None:
        cell = periodic.tables[0].rows[0].cells[0].width
        assert cell is not None
        room = cell.pt if text.isupper() else Mm(165).pt
        assert 1 / 3 <= rule_under(periodic, text, room) <= 1 / 2

    def test_the_issuer_is_bold_and_what_is_above_it_is_not(self, overdue: WordDocument) -> None:
        parent, issuer = (style_of(the_line(overdue, text)) for text in ("UBND TỈNH NGHỆ AN", "SỞ NỘI VỤ"))
        assert (parent.font.size, parent.font.bold) == (Pt(13), False)
        assert (issuer.font.size, issuer.font.bold) == (Pt(13), True)

    def test_who_has_nobody_above_has_no_empty_line_there(self, periodic: WordDocument) -> None:
        cell = periodic.tables[0].rows[0].cells[0]
        assert [one.text for one in cell.paragraphs] == [
            "ỦY BAN NHÂN DÂN",
            "TỈNH NGHỆ AN",
            "",
            "Số: 05/BC-UBND",
        ]

    def test_place_and_date_in_italics(self, periodic: WordDocument) -> None:
        line = the_line(periodic, "Nghệ An, ngày")
        assert line.text == "Nghệ An, ngày 20 tháng 12 năm 2023"
        assert (style_of(line).font.size, style_of(line).font.italic) == (Pt(14), True)

    @pytest.mark.parametrize(
        ("day", "text"),
        [
            (date(2024, 1, 5), "ngày 05 tháng 01 năm 2024"),
            (date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"),
            (date(2024, 3, 9), "ngày 09 tháng 3 năm 2024"),
        ],
    )
    def test_days_under_ten_and_the_first_two_months_take_a_nought(self, day: date, text: str) -> None:
        document = written(periodic_report(VI, replace(COMMITTEE, signed_on=day, number=12), PERIODIC))
        assert the_line(document, "Nghệ An, ngày").text == f"Nghệ An, {text}"
        assert "Số: 12/BC-UBND" in said(document)

    def test_what_is_not_known_yet_is_left_to_the_pen(self, overdue: WordDocument) -> None:
        assert re.search(r"^Số: \xa0{6}/BC-SNV$", said(overdue), re.MULTILINE)
        assert (
            the_line(overdue, "Nghệ An").text
            == "Nghệ An, ngày\xa0\xa0\xa0\xa0\xa0\xa0tháng\xa0\xa0\xa0\xa0\xa0\xa0năm 2023"
        )

    def test_body_justified_indented_and_spaced(self, periodic: WordDocument) -> None:
        body = style_of(the_line(periodic, "Thực hiện chế độ báo cáo"))
        form = body.paragraph_format
        assert body.font.size == Pt(14)
        assert form.alignment is WD_ALIGN_PARAGRAPH.JUSTIFY
        assert form.first_line_indent is not None
        assert 10 <= form.first_line_indent.mm <= 12.71
        assert form.space_after is not None
        assert form.space_after >= Pt(6)
        assert isinstance(form.line_spacing, float)
        assert 1.0 <= form.line_spacing <= 1.5

    def test_kind_and_abstract_in_bold_in_the_middle(self, periodic: WordDocument) -> None:
        for text in ("BÁO CÁO", "Kết quả công tác"):
            style = style_of(the_line(periodic, text))
            assert (style.font.size, style.font.bold) == (Pt(14), True)
            assert style.paragraph_format.alignment is WD_ALIGN_PARAGRAPH.CENTER

    def test_signature_with_its_authority_and_recipients(self, periodic: WordDocument) -> None:
        left, right = periodic.tables[-1].rows[0].cells
        assert [one.text for one in right.paragraphs] == [
            "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu",
        ]  # fmt: skip
        assert {style_of(one).font.size for one in right.paragraphs} == {Pt(14)}
        head, *listed = left.paragraphs
        assert (head.text, style_of(head).font.size) == ("Nơi nhận:", Pt(12))
        assert (style_of(head).font.bold, style_of(head).font.italic) == (True, True)
        assert [one.text for one in listed] == [
            "- Bộ Nội vụ;", "- Thường trực Tỉnh ủy;", "- Các sở, ban, ngành;", "- Lưu: VT, SNV.",
        ]  # fmt: skip
        assert {style_of(one).font.size for one in listed} == {Pt(11)}

    def test_the_page_number_stands_in_the_middle_above_from_the_second_page_on(
        self, periodic: WordDocument
    ) -> None:
        (section,) = periodic.sections
        assert section.different_first_page_header_footer
        assert [one.text for one in section.first_page_header.paragraphs] == [""]
        (number,) = section.header.paragraphs
        assert number.alignment is WD_ALIGN_PARAGRAPH.CENTER
        assert "PAGE" in number._p.xml
        assert {run.font.size for run in number.runs} == {Pt(14)}

    def test_tables_repeat_their_head_and_break_no_row(self, periodic: WordDocument) -> None:
        for table in periodic.tables[1:-1]:
            head, *_ = [row._tr.get_or_add_trPr() for row in table.rows]
            assert head.find(qn("w:tblHeader")) is not None
            for row in table.rows:
                assert row._tr.get_or_add_trPr().find(qn("w:cantSplit")) is not None


class TestPeriodicReport:
    def test_no_placeholder_is_left(self, periodic: WordDocument, overdue: WordDocument) -> None:
        assert "{{" not in said(periodic)
        assert "{{" not in said(overdue)

    def test_every_field_has_its_words(self) -> None:
        for paper in (
            periodic_report(VI, COMMITTEE, PERIODIC),
            overdue_report(VI, COMMITTEE, OVERDUE_REPORT),
        ):
            assert set(paper.words) == FIELDS[paper.kind].words
            assert set(paper.parts) == FIELDS[paper.kind].parts

    def test_the_plan_s_figure_is_the_dispatch_s(self, periodic: WordDocument) -> None:
        assert "Số nhiệm vụ đã hoàn thành: 33/41 (80,4%), còn 8." in said(periodic)

    def test_the_seven_areas_and_their_sum(self, periodic: WordDocument) -> None:
        table = periodic.tables[1]
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert len(rows) == 1 + 7 + 1
        assert rows[-1] == ["", "Tổng cộng", "41", "33", "80,4%", "8", "1"]
        assert sum(int(row[2]) for row in rows[1:-1]) == 41

    def test_who_has_not_reported_is_named(self, periodic: WordDocument) -> None:
        text = said(periodic)
        assert "chưa gửi báo cáo (2): Ủy ban nhân dân huyện Kỳ Sơn; Sở Du lịch." in text
        assert "Đơn vị chưa báo cáo số liệu (2): Ủy ban nhân dân huyện Hưng Nguyên;" in text

    def test_digital_plans_by_who_explained(self, periodic: WordDocument) -> None:
        text = said(periodic)
        assert "Kế hoạch chuyển đổi số năm 2023: 36/42 (85,7%), còn 6." in text
        assert (
            "đã có văn bản giải trình (2): Ủy ban nhân dân huyện Kỳ Sơn; Ủy ban nhân dân huyện Quế Phong."
            in text
        )
        assert "chưa giải trình (4):" in text

    def test_a_sample_says_so(self, periodic: WordDocument) -> None:
        assert "(Dữ liệu mẫu: tên nhiệm vụ, số liệu và thời hạn chỉ để minh họa)" in said(periodic)
        real = written(periodic_report(VI, COMMITTEE, replace(PERIODIC, is_sample=False)))
        assert "Dữ liệu mẫu" not in said(real)

    def test_a_period_in_which_nothing_happened_is_said_in_words(self) -> None:
        document = written(periodic_report(VI, COMMITTEE, NOTHING_DONE))
        text = said(document)
        assert "{{" not in text
        assert "Số nhiệm vụ đã hoàn thành: 0/0, còn 0." in text
        assert "Chưa có đơn vị nào báo cáo số liệu." in text
        assert "Trong kỳ chưa tổ chức cuộc kiểm tra nào." in text
        assert "Các cơ quan, đơn vị đã gửi báo cáo đầy đủ." in text
        assert text.count("Không có.") == 4

    def test_the_province_s_rounding_is_kept_to(self) -> None:
        half_up = replace(VI, rounding=Rounding.HALF_UP, decimals=2)
        assert (
            periodic_report(half_up, COMMITTEE, PERIODIC).words["ket_qua_ke_hoach"] == "33/41 (80,49%), còn 8"
        )

    def test_no_other_language_is_official(self) -> None:
        with pytest.raises(ValueError, match="Vietnamese"):
            periodic_report(EN, COMMITTEE, PERIODIC)
        with pytest.raises(ValueError, match="Vietnamese"):
            overdue_report(EN, COMMITTEE, OVERDUE_REPORT)

    def test_hostile_words_stand_there_as_they_are(self) -> None:
        figures = replace(
            PERIODIC,
            direction=(HOSTILE, LONG),
            difficulties=(HOSTILE,),
            overdue=(replace(OVERDUE[0], explanation=HOSTILE, head=HOSTILE),),
        )
        document = written(periodic_report(VI, replace(COMMITTEE, signer=HOSTILE, place=HOSTILE), figures))
        text = said(document)
        assert "<b>&amp;</b> =cmd|'/c calc'!A1 ␀�{{co_quan}} #set page()" in text
        assert "\x00" not in text
        assert "\u202e" not in text
        assert LONG.strip() in text
        assert document.core_properties.author == "Ủy ban nhân dân tỉnh Nghệ An"

    def test_the_same_figures_make_the_same_paper(self) -> None:
        first, second = (written(periodic_report(VI, COMMITTEE, PERIODIC)) for _ in range(2))
        assert first.element.xml == second.element.xml


class TestOverdueReport:
    def test_each_task_under_its_unit_and_head_with_days_and_reason(self, overdue: WordDocument) -> None:
        table = overdue.tables[1]
        assert table.rows[1].cells[0].text == (
            "Sở Thông tin và Truyền thông (1 nhiệm vụ); người đứng đầu: Nguyễn Văn Mẫu"
        )
        number, task, due, days, reason = (cell.text for cell in table.rows[2].cells)
        assert (number, due, days) == ("1", "30/06/2023", "64")
        assert task.startswith("CCHC23-40: Theo dõi, đôn đốc")
        assert reason == "Còn 6 đơn vị chưa gửi kế hoạch; đã có văn bản đôn đốc lần 2."

    def test_the_oldest_first_and_who_did_not_explain(self) -> None:
        late = [
            OverdueTask(TASKS[0], UNITS["SNV"], 3),
            OverdueTask(TASKS[8], UNITS["STP"], 40, head="Lê Thị Mẫu", explanation="Thiếu người."),
            OverdueTask(TASKS[1], UNITS["SNV"], 9),
        ]
        paper = overdue_report(VI, COMMITTEE, replace(OVERDUE_REPORT, tasks=tuple(late)))
        (table,) = paper.parts["nhiem_vu_qua_han"]
        assert isinstance(table, Table)
        assert [row.cells[0] for row in table.rows] == [
            "Sở Tư pháp (1 nhiệm vụ); người đứng đầu: Lê Thị Mẫu", "1", "Sở Nội vụ (2 nhiệm vụ)", "2", "3",
        ]  # fmt: skip
        assert [row.cells[-1] for row in table.rows if not row.is_heading] == [
            "Thiếu người.", "Chưa giải trình", "Chưa giải trình",
        ]  # fmt: skip

    def test_nothing_overdue_is_said_in_words(self) -> None:
        document = written(overdue_report(VI, COMMITTEE, replace(OVERDUE_REPORT, tasks=(), is_sample=False)))
        assert "Không có nhiệm vụ quá hạn." in said(document)
        assert "Số nhiệm vụ quá hạn: 0." in said(document)


def test_every_kind_of_paper_is_made() -> None:
    assert set(FIELDS) == set(PaperKind)
