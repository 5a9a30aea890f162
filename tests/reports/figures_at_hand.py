"""The sample of 2023 as the figures of papers: the real plan and units, and what else there is, true to life."""

import csv
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from adapters.calendar import ProvinceCalendar
from bot.ui.translation import Translator
from domain.deadlines import DueRule
from domain.plan import by_area, by_unit, plan_figure
from domain.rates import Rate
from domain.task import Area, Task, TaskStatus, days_overdue, is_overdue
from domain.unit import DISTRICTS, Unit, UnitKind, by_code, expand
from handlers.words import label_of
from reports.charts import About
from reports.figures import (
    Criterion,
    DigitalPlans,
    Inspection,
    MonthFigure,
    Obligation,
    OnlineFigure,
    OverdueFigures,
    OverdueTask,
    PeriodicFigures,
    Ranked,
    Receipt,
    Score,
    SelfInspections,
    Timeliness,
    UnitFigure,
)
from reports.letterhead import Letterhead
from reports.voice import Voice

SAMPLES = Path("samples/nghe-an-2023")
TODAY = date(2023, 10, 2)
CALENDAR = ProvinceCalendar()
HOSTILE = "<b>&amp;</b> =cmd|'/c calc'!A1 \x00\u202e{{co_quan}} #set page() \"\\ שלום Nguyễn\r\nđường"
LONG = "Nâng tỷ lệ hồ sơ trực tuyến " * 150


@cache
def voice(language: str) -> Voice:
    tr = Translator(language)
    return Voice(tr, partial(label_of, tr))


VI, EN = voice("vi"), voice("en")


def _rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


UNITS = by_code(
    Unit(
        row["code"], row["name_vi"], row["name_en"], UnitKind(row["kind"]), row["parent"] or None,
        row["selected_for_direction"] == "true",
    )
    for row in _rows("units.csv")
)  # fmt: skip

TASKS = tuple(
    Task(
        id=f"task-{row['code']}",
        plan="CCHC-2023",
        code=row["code"],
        area=Area(row["area"]),
        title_vi=row["title_vi"],
        title_en=row["title_en"],
        lead_unit=row["lead_unit"],
        cooperating_units=expand(
            filter(None, row["cooperating_units"].split(";")), UNITS, TODAY, row["lead_unit"]
        ),
        product_vi=row["product_vi"],
        due_date=date.fromisoformat(row["due_date"]),
        original_due_date=date.fromisoformat(row["due_date"]),
        status=TaskStatus(row["status"]),
        submitted_on=_day(row["submitted_on"]),
        completed_on=_day(row["completed_on"]),
    )
    for row in _rows("par_plan_2023.csv")
)

PLAN = plan_figure(TASKS, TODAY)
AREAS = by_area(TASKS, TODAY)
UNIT_FIGURES = tuple(UnitFigure(UNITS[code], figure) for code, figure in by_unit(TASKS, TODAY).items())
ABOUT = About("Kế hoạch cải cách hành chính tỉnh Nghệ An năm 2023", TODAY, is_sample=True)

OVERDUE = tuple(
    OverdueTask(
        task,
        UNITS[task.lead_unit],
        days_overdue(task, TODAY, CALENDAR),
        head="Nguyễn Văn Mẫu",
        explanation="Còn 6 đơn vị chưa gửi kế hoạch; đã có văn bản đôn đốc lần 2.",
    )
    for task in TASKS
    if is_overdue(task, TODAY)
)

_DISTRICTS = expand([DISTRICTS], UNITS, TODAY)
ONLINE = tuple(
    OnlineFigure(
        UNITS[code],
        None if nth in (8, 17) else Rate(310 + 37 * nth, 900 + 11 * nth),
        Decimal(60),
    )
    for nth, code in enumerate(_DISTRICTS)
)
MONTHS = tuple(
    MonthFigure(2023, month, None if month == 4 else Rate(4100 + 330 * month, 10_000))
    for month in range(1, 10)
)

OBLIGATIONS = (
    Obligation(
        "CV-04b", 4, "Báo cáo giải trình nguyên nhân chậm ban hành Kế hoạch chuyển đổi số",
        "Submit a document explaining the delay in issuing the digital transformation plan",
        "Văn bản giải trình", UNITS["H-KYSON"], DueRule.BEFORE_STRICT, date(2023, 10, 27),
        receipts=(Receipt(UNITS["SNV"], date(2023, 10, 25)), Receipt(UNITS["STTTT"])),
    ),
    Obligation(
        "CV-06b", 6, "Báo cáo kết quả cuối năm về Sở Nội vụ", "Report year-end results to Home Affairs",
        "Báo cáo kết quả", UNITS["TP-VINH"], DueRule.BY_DATE, date(2023, 11, 30), done_on=date(2023, 11, 28),
        receipts=(Receipt(UNITS["SNV"], date(2023, 11, 28)),),
    ),
    Obligation(
        "CV-01", 1, "Tăng cường chỉ đạo, kiểm tra, giám sát", "Strengthen direction and supervision",
        "Nội dung trong báo cáo định kỳ", UNITS["SXD"], DueRule.CONTINUOUS,
    ),
)  # fmt: skip

CRITERIA = (
    Criterion("1.1", "Chỉ đạo, điều hành", "Steering", Area.STEERING, Decimal(10)),
    Criterion("3.2", "Hồ sơ trực tuyến", "Online dossiers", Area.PROCEDURES, Decimal("7.5")),
)
RANKING = (
    Ranked(
        UNITS["SNV"], 1, Decimal("16.5"),
        {"1.1": Score(Decimal(10), Decimal("9.5")), "3.2": Score(Decimal("7.5"), Decimal(7))},
    ),
    Ranked(UNITS["SXD"], None, None, {"1.1": Score(Decimal(8))}),
)  # fmt: skip

_MISSING = ("H-KYSON", "H-QUEPHONG", "H-QUYCHAU", "H-TUONGDUONG", "SDL", "BDT")

PERIODIC = PeriodicFigures(
    name="quý III năm 2023",
    first=date(2023, 6, 15),
    last=date(2023, 9, 14),
    as_of=TODAY,
    plan=PLAN,
    areas=AREAS,
    timeliness=Timeliness(assigned=41, in_time=30, late=3, overdue=1, explained=1, extended=2),
    overdue=OVERDUE,
    online=ONLINE,
    self_inspections=SelfInspections(
        planned=42,
        held=Rate(31, 42),
        findings=17,
        repeated=(UNITS["H-QUYHOP"], UNITS["SGTVT"]),
        none_held=tuple(UNITS[code] for code in ("BDT", "SDL", "H-KYSON")),
    ),
    inspections=(
        Inspection(UNITS["TP-VINH"], date(2023, 7, 18), "12 hồ sơ trả kết quả chậm không có thư xin lỗi."),
        Inspection(
            UNITS["STNMT"], date(2023, 8, 22), "Niêm yết thủ tục chưa cập nhật; đã khắc phục ngày 25/08/2023."
        ),
        Inspection(UNITS["H-NGHILOC"], date(2023, 9, 7), "Chưa phát hiện vi phạm."),
    ),
    digital_plans=DigitalPlans(
        year=2023,
        issued=Rate(36, 42),
        missing=tuple(UNITS[code] for code in _MISSING),
        explained=tuple(UNITS[code] for code in _MISSING[:2]),
    ),
    direction=(
        "Ủy ban nhân dân tỉnh đã ban hành 06 văn bản chỉ đạo, tổ chức phiên họp thứ hai của Ban Chỉ đạo cải cách "
        "hành chính tỉnh ngày 24/08/2023.",
        "Ban Chỉ đạo lựa chọn 07 cơ quan, đơn vị để tập trung chỉ đạo trong năm 2023.",
    ),
    publicity=(
        "Đài Phát thanh và Truyền hình Nghệ An phát 12 chuyên mục về dịch vụ công trực tuyến.",
        "21/21 huyện, thành phố, thị xã niêm yết mã QR tại Bộ phận Một cửa.",
    ),
    not_reported=tuple(UNITS[code] for code in ("H-KYSON", "SDL")),
    difficulties=("Hạ tầng mạng ở các xã vùng cao chưa bảo đảm, người dân chưa có chữ ký số cá nhân.",),
    proposals=("Đề nghị Bộ Nội vụ sớm hướng dẫn tiêu chí xác định Chỉ số cải cách hành chính năm 2023.",),
    is_sample=True,
)

OVERDUE_REPORT = OverdueFigures(TODAY, PLAN, OVERDUE, is_sample=True)

COMMITTEE = Letterhead(
    parent=(),
    issuer=("ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN"),
    name="Ủy ban nhân dân tỉnh Nghệ An",
    sign="BC-UBND",
    place="Nghệ An",
    authority=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    signer="Nguyễn Văn Mẫu",
    recipients=("Bộ Nội vụ", "Thường trực Tỉnh ủy", "Các sở, ban, ngành"),
    archive="VT, SNV",
    number=5,
    signed_on=date(2023, 12, 20),
)
DEPARTMENT = Letterhead(
    parent=("UBND TỈNH NGHỆ AN",),
    issuer=("SỞ NỘI VỤ",),
    name="Sở Nội vụ",
    sign="BC-SNV",
    place="Nghệ An",
    authority=("GIÁM ĐỐC",),
    signer="Trần Thị Mẫu",
    recipients=("Ủy ban nhân dân tỉnh (để báo cáo)",),
    archive="VT, CCHC",
)

NOTHING_DONE = PeriodicFigures(
    name="quý I năm 2024",
    first=date(2023, 12, 15),
    last=date(2024, 3, 14),
    as_of=date(2024, 3, 14),
    plan=plan_figure((), TODAY),
    areas={},
    timeliness=Timeliness(0, 0, 0, 0, 0, 0),
    overdue=(),
    online=(),
    self_inspections=SelfInspections(0, Rate(0, 0), 0),
    inspections=(),
    digital_plans=DigitalPlans(2024, Rate(0, 0)),
)
