"""The product's own templates, in the form of Decree 30/2020/NĐ-CP, Annex I.

A4 upright; margins 20 mm above and below, 30 left, 15 right; Times New Roman, black; the page's number in the middle of
the top margin from the second page on. What the Annex leaves open (13 or 14 points, single to one and a half lines) is
set for reading on paper: 14 points, 1.15 lines, 6 points between paragraphs.
"""

import io
from collections.abc import Sequence
from functools import cache
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports.paper import PaperKind

FONT: Final = "Times New Roman"
PAGE: Final = (210, 297)
MARGINS: Final = {"top": 20, "bottom": 20, "left": 30, "right": 15}
TEXT_WIDTH: Final = PAGE[0] - MARGINS["left"] - MARGINS["right"]
LEFT_OF_HEAD: Final = 67
"""The motto in 13 points is 96 mm long; the issuing body has the rest."""

SHORT_RULE: Final = "Kẻ ngắn"
"""Under the issuing body and the abstract: a third to a half of the line above."""
LONG_RULE: Final = "Kẻ dài"
"""Under the motto: as long as the line above."""
BODY: Final = "Nội dung"

CENTER, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


@cache
def own_template(kind: PaperKind) -> bytes:
    """The template as a .docx."""
    document = Document()
    for element in list(document.element.body)[:-1]:
        document.element.body.remove(element)
    _page(document)
    _styles(document)
    _head(document)
    match kind:
        case PaperKind.PERIODIC:
            _periodic(document)
        case PaperKind.OVERDUE:
            _overdue(document)
    _foot(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.bottom_margin = Mm(MARGINS["top"]), Mm(MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"])
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        run.font.size = Pt(14)
        if kind is not None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _styles(document: WordDocument) -> None:
    _of_today(document)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _type(normal, 14)
    _spacing(normal)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "vi-VN")
    for old in normal.element.get_or_add_rPr().findall(qn("w:lang")):
        old.getparent().remove(old)
    normal.element.get_or_add_rPr().append(language)
    for name, size, bold, italic, align in (
        ("Cơ quan chủ quản", 13, False, False, CENTER),
        ("Cơ quan ban hành", 13, True, False, CENTER),
        ("Quốc hiệu", 13, True, False, CENTER),
        ("Tiêu ngữ", 14, True, False, CENTER),
        ("Số, ký hiệu", 13, False, False, CENTER),
        ("Địa danh, thời gian", 14, False, True, CENTER),
        ("Tên loại, trích yếu", 14, True, False, CENTER),
        ("Dữ liệu mẫu", 13, False, True, CENTER),
        ("Chữ ký", 14, True, False, CENTER),
        ("Nơi nhận", 12, True, True, LEFT),
        ("Danh sách nơi nhận", 11, False, False, LEFT),
    ):
        _spacing(_style(document, name, size, align=align, bold=bold, italic=italic))
    body = _style(document, BODY, 14, align=JUSTIFY)
    _spacing(body, after=6, lines=1.15, indent=12.7)
    for level in (1, 2):
        heading = document.styles[f"Heading {level}"]
        assert isinstance(heading, ParagraphStyle)
        _type(heading, 14, bold=True)
        heading.paragraph_format.alignment = JUSTIFY
        heading.paragraph_format.keep_with_next = True
        _spacing(heading, before=6 if level == 1 else 0, after=6, lines=1.15, indent=12.7)
    for name in (SHORT_RULE, LONG_RULE):
        rule = _style(document, name, 2, align=CENTER)
        _spacing(rule, before=4, after=6)
        rule.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        rule.paragraph_format.line_spacing = Pt(2)
        _ruled(rule)


def _of_today(document: WordDocument) -> None:
    """Says which Word this is for: python-docx's own document is one of 2010, and tables are laid out as then."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _style(
    document: WordDocument,
    name: str,
    size: float,
    *,
    align: WD_ALIGN_PARAGRAPH,
    bold: bool = False,
    italic: bool = False,
) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _type(style, size, bold=bold, italic=italic)
    style.paragraph_format.alignment = align
    return style


def _type(style: ParagraphStyle, size: float, *, bold: bool = False, italic: bool = False) -> None:
    font = style.font
    font.size, font.bold, font.italic = Pt(size), bold, italic
    font.color.rgb = RGBColor(0, 0, 0)
    # A theme's font would win over the named one.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _spacing(
    style: ParagraphStyle, *, before: float = 0, after: float = 0, lines: float = 1.0, indent: float = 0
) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing = lines
    form.first_line_indent = Mm(indent)
    form.widow_control = True


def _ruled(style: ParagraphStyle) -> None:
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = style.element.get_or_add_pPr()
    # The schema wants borders before spacing, indentation and alignment.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _head(document: WordDocument) -> None:
    left, right = _pair(document, (LEFT_OF_HEAD, TEXT_WIDTH - LEFT_OF_HEAD))
    _lines(
        left,
        ("Cơ quan chủ quản", "{{co_quan_chu_quan}}"),
        ("Cơ quan ban hành", "{{co_quan_ban_hanh}}"),
        (SHORT_RULE, ""),
        ("Số, ký hiệu", "Số: {{so}}/{{ky_hieu}}"),
    )
    _lines(
        right,
        ("Quốc hiệu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Tiêu ngữ", "Độc lập - Tự do - Hạnh phúc"),
        (LONG_RULE, ""),
        ("Địa danh, thời gian", "{{dia_danh}}, {{ngay_thang}}"),
    )
    document.add_paragraph("BÁO CÁO", "Tên loại, trích yếu").paragraph_format.space_before = Pt(18)
    document.add_paragraph("{{trich_yeu}}", "Tên loại, trích yếu")
    document.add_paragraph("", SHORT_RULE).paragraph_format.space_after = Pt(12)
    document.add_paragraph("{{du_lieu_mau}}", "Dữ liệu mẫu").paragraph_format.space_after = Pt(6)


def _foot(document: WordDocument) -> None:
    left, right = _pair(document, (80, TEXT_WIDTH - 80))
    _lines(left, ("Nơi nhận", "Nơi nhận:"), ("Danh sách nơi nhận", "{{noi_nhan}}"))
    _lines(right, ("Chữ ký", "{{quyen_han_ky}}"), ("Chữ ký", "{{nguoi_ky}}"))
    # Room for the signature and the seal.
    right.paragraphs[-1].paragraph_format.space_before = Pt(80)


def _pair(document: WordDocument, widths: tuple[int, int]) -> tuple[_Cell, _Cell]:
    """Two cells side by side without rules or inner margins, that no page break divides."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    whole = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(whole)
    left, right = table.rows[0].cells
    for cell, column, width in zip((left, right), table.columns, widths, strict=True):
        cell.width = column.width = Mm(width)
    return left, right


def _lines(cell: _Cell, *lines: tuple[str, str]) -> None:
    for nth, (style, text) in enumerate(lines):
        paragraph = cell.paragraphs[0] if nth == 0 else cell.add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)
        if style == "Số, ký hiệu" or style.startswith("Địa danh"):
            paragraph.paragraph_format.space_before = Pt(4)


def _paragraphs(document: WordDocument, lines: Sequence[tuple[str, str]]) -> Paragraph:
    made = [document.add_paragraph(text, style) for style, text in lines]
    return made[-1]


def _periodic(document: WordDocument) -> None:
    first, second = "Heading 1", "Heading 2"
    closing = _paragraphs(
        document,
        (
            (
                BODY,
                "Thực hiện chế độ báo cáo định kỳ về công tác cải cách hành chính, {{ten_co_quan}} báo cáo kết quả "
                "{{ky_bao_cao}} (số liệu từ ngày {{tu_ngay}} đến ngày {{den_ngay}}; nhiệm vụ của Kế hoạch tính "
                "đến ngày {{tinh_den_ngay}}) như sau:",
            ),
            (first, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),
            (BODY, "{{chi_dao_dieu_hanh}}"),
            (first, "II. KẾT QUẢ THỰC HIỆN KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH"),
            (second, "1. Kết quả theo lĩnh vực"),
            (BODY, "Số nhiệm vụ đã hoàn thành: {{ket_qua_ke_hoach}}. Kết quả theo từng lĩnh vực:"),
            (BODY, "{{ket_qua_linh_vuc}}"),
            (second, "2. Tiến độ thực hiện nhiệm vụ"),
            (BODY, "{{tien_do}}"),
            (first, "III. TIẾP NHẬN HỒ SƠ QUA DỊCH VỤ CÔNG TRỰC TUYẾN"),
            (BODY, "{{ho_so_truc_tuyen}}"),
            (first, "IV. KIỂM TRA KỶ LUẬT, KỶ CƯƠNG HÀNH CHÍNH"),
            (second, "1. Tự kiểm tra của các cơ quan, đơn vị"),
            (BODY, "{{tu_kiem_tra}}"),
            (second, "2. Kiểm tra của tỉnh"),
            (BODY, "{{kiem_tra_cua_tinh}}"),
            (first, "V. BAN HÀNH KẾ HOẠCH CHUYỂN ĐỔI SỐ"),
            (BODY, "{{ke_hoach_chuyen_doi_so}}"),
            (first, "VI. THÔNG TIN, TUYÊN TRUYỀN"),
            (BODY, "{{tuyen_truyen}}"),
            (first, "VII. CHẤP HÀNH CHẾ ĐỘ BÁO CÁO"),
            (BODY, "{{chua_bao_cao}}"),
            (first, "VIII. KHÓ KHĂN, VƯỚNG MẮC"),
            (BODY, "{{kho_khan}}"),
            (first, "IX. KIẾN NGHỊ, ĐỀ XUẤT"),
            (BODY, "{{kien_nghi}}"),
            (
                BODY,
                "Trên đây là báo cáo kết quả công tác cải cách hành chính {{ky_bao_cao}} của {{ten_co_quan}}./.",
            ),
        ),
    )
    closing.paragraph_format.keep_with_next = True


def _overdue(document: WordDocument) -> None:
    closing = _paragraphs(
        document,
        (
            (
                BODY,
                "Qua theo dõi việc thực hiện Kế hoạch cải cách hành chính, {{ten_co_quan}} báo cáo tình hình nhiệm "
                "vụ quá hạn tính đến ngày {{tinh_den_ngay}} như sau:",
            ),
            (
                BODY,
                "1. Số nhiệm vụ đã hoàn thành: {{ket_qua_ke_hoach}}. Số nhiệm vụ quá hạn: {{tong_so_qua_han}}.",
            ),
            (BODY, "2. Danh sách nhiệm vụ quá hạn theo đơn vị chủ trì và người đứng đầu:"),
            (BODY, "{{nhiem_vu_qua_han}}"),
            (BODY, "Trên đây là tình hình nhiệm vụ quá hạn tính đến ngày {{tinh_den_ngay}}./."),
        ),
    )
    closing.paragraph_format.keep_with_next = True
