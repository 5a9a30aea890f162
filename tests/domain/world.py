"""A small province to test rules in: a calendar of 2023, a handful of units, and the people of a case."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.access import Tie
from domain.case import Case, CaseStatus
from domain.case_clocks import CaseContext
from domain.deadlines import OfficeHours
from domain.people import Actor, Grant, Role
from domain.report import Conduct
from domain.settings import DEFAULTS
from domain.task import Area, Task
from domain.unit import Unit, UnitKind, by_code

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")

DAYS_OFF_2023 = frozenset(
    {date(2023, 1, 2)}
    | {date(2023, 1, day) for day in range(20, 27)}
    | {date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 3)}
    | {date(2023, 9, 1), date(2023, 9, 4)}
)


class Calendar2023:
    """Weekends and the days off of 2023; one made-up make-up Saturday can be added."""

    def __init__(self, off: frozenset[date] = DAYS_OFF_2023, worked: frozenset[date] = frozenset()) -> None:
        self.off = off
        self.worked = worked

    def is_working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)


CAL = Calendar2023()
HOURS = OfficeHours(PROVINCE)

UNITS = by_code(
    [
        Unit("UBND-NA", "Ủy ban nhân dân tỉnh", "Provincial People's Committee", UnitKind.PROVINCE),
        Unit("BCD", "Ban Chỉ đạo", "Steering Committee", UnitKind.STEERING_COMMITTEE, "UBND-NA"),
        Unit("VPUBND", "Văn phòng", "Office", UnitKind.DEPARTMENT, "UBND-NA", selected_for_direction=True),
        Unit("TTHCC", "Trung tâm", "Service Centre", UnitKind.SUBUNIT, "VPUBND"),
        Unit("SNV", "Sở Nội vụ", "Home Affairs", UnitKind.DEPARTMENT, "UBND-NA"),
        Unit(
            "STTTT", "Sở Thông tin và Truyền thông", "Information", UnitKind.DEPARTMENT, "UBND-NA",
            valid_to=date(2025, 2, 28), successors=("SKHCN",),
        ),
        Unit("SKHCN", "Sở Khoa học và Công nghệ", "Science", UnitKind.DEPARTMENT, "UBND-NA"),
        Unit("TTT", "Thanh tra tỉnh", "Inspectorate", UnitKind.INSPECTORATE, "UBND-NA"),
        Unit("TTT-P1", "Phòng 1", "Division 1", UnitKind.SUBUNIT, "TTT"),
        Unit("TP-VINH", "UBND thành phố Vinh", "Vinh City", UnitKind.CITY, "UBND-NA"),
        Unit("P-HUNGBINH", "UBND phường Hưng Bình", "Hưng Bình Ward", UnitKind.COMMUNE, "TP-VINH"),
        Unit("H-NAMDAN", "UBND huyện Nam Đàn", "Nam Đàn", UnitKind.DISTRICT, "UBND-NA"),
    ]
)  # fmt: skip


def at(day: str, clock: str = "09:00") -> datetime:
    """An instant, written as the province's day and time."""
    local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), PROVINCE)
    return local.astimezone(UTC)


LONG_AGO = at("2023-01-03")


def person(name: str, *roles: tuple[Role, str | None], reporter: bool = False) -> Actor:
    grants = tuple(Grant(f"{name}-{n}", name, role, unit, LONG_AGO) for n, (role, unit) in enumerate(roles))
    return Actor(name, grants, name, reporter_id=f"pseudonym-of-{name}" if reporter else None)


CITIZEN = person("citizen", reporter=True)
STRANGER = person("stranger", reporter=True)
INTAKE = person("intake", (Role.INTAKE_OFFICER, "TTT"))
INTAKE_TOO = person("intake-too", (Role.INTAKE_OFFICER, "TTT"))
OWNER = person("owner", (Role.INSPECTOR, "TTT"))
INSPECTOR = person("inspector", (Role.INSPECTOR, "TTT"))
LEAD = person("lead", (Role.LEAD_INSPECTOR, "TTT"))
LEAD_TOO = person("lead-too", (Role.LEAD_INSPECTOR, "TTT"))
OVERSIGHT = person("oversight", (Role.OVERSIGHT, None))
OVERSIGHT_TOO = person("oversight-too", (Role.OVERSIGHT, None))
CUSTODIAN = person("custodian", (Role.CUSTODIAN, None))
ADMINISTRATOR = person("administrator", (Role.ADMINISTRATOR, None))
COORDINATOR = person("coordinator", (Role.COORDINATOR, "SNV"))
LEADER = person("leader", (Role.LEADER, "UBND-NA"))
HEAD_OF_ACCUSED = person("head-of-accused", (Role.UNIT_HEAD, "STTTT"))
FOCAL_OF_ACCUSED = person("focal-of-accused", (Role.FOCAL_OFFICER, "STTTT"))
HEAD_ELSEWHERE = person("head-elsewhere", (Role.UNIT_HEAD, "TP-VINH"))
HEAD_OF_INSPECTORATE = person("head-of-inspectorate", (Role.UNIT_HEAD, "TTT"))
TIED = person("tied", (Role.LEAD_INSPECTOR, "TTT"), (Role.INTAKE_OFFICER, "TTT"))
INSIDER = person(
    "insider", (Role.LEAD_INSPECTOR, "TTT"), (Role.INTAKE_OFFICER, "TTT"), (Role.FOCAL_OFFICER, "STTTT")
)

CTX = CaseContext(UNITS, CAL, HOURS, DEFAULTS, ties=(Tie("tied", LONG_AGO, unit="STTTT"),))

RECEIVED_AT = at("2023-10-02", "08:30")
"""Monday 2 October 2023."""


def a_case(status: CaseStatus = CaseStatus.RECEIVED, **changes: object) -> Case:
    """A case of the citizen about STTTT, received on 2 October 2023, with what its status implies."""
    values: dict[str, object] = {
        "id": "case-1",
        "code": "NA-0000-0001",
        "status": status,
        "conduct": Conduct.CAUSING_TROUBLE,
        "accused_unit": "STTTT",
        "created_at": RECEIVED_AT - timedelta(minutes=20),
        "reporter_id": CITIZEN.reporter_id,
        "unit_may_be_asked": True,
    }
    if status is not CaseStatus.DRAFT:
        values |= {"received_at": RECEIVED_AT, "clock_from": RECEIVED_AT, "last_word_at": RECEIVED_AT}
    if status not in {CaseStatus.DRAFT, CaseStatus.RECEIVED, CaseStatus.REJECTED}:
        values |= {"screened_at": RECEIVED_AT + timedelta(hours=1)}
    if status not in {
        CaseStatus.DRAFT,
        CaseStatus.RECEIVED,
        CaseStatus.REJECTED,
        CaseStatus.SCREENED,
        CaseStatus.REOPENED,
    }:
        values |= {
            "owner_id": OWNER.person_id,
            "assigned_at": RECEIVED_AT + timedelta(hours=2),
            "handled_by": frozenset({OWNER.person_id}),
        }
    return Case(**(values | changes))  # type: ignore[arg-type]


def a_task(**changes: object) -> Task:
    """CCHC23-40 of the sample: led by STTTT, due on 30 June 2023."""
    values: dict[str, object] = {
        "id": "task-40",
        "plan": "CCHC-2023",
        "code": "CCHC23-40",
        "area": Area.DIGITAL_GOVERNMENT,
        "title_vi": "Theo dõi, đôn đốc",
        "title_en": "Monitor and urge",
        "lead_unit": "STTTT",
        "cooperating_units": ("VPUBND", "TP-VINH"),
        "product_vi": "Báo cáo tổng hợp",
        "due_date": date(2023, 6, 30),
        "original_due_date": date(2023, 6, 30),
    }
    return Task(**(values | changes))  # type: ignore[arg-type]
