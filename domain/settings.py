"""The settings of the domain: what a province may decide otherwise, each with its default and its source.

They are rows with a validity date, edited by the coordinator; the deployment's settings are environment variables and
are not here. Every value is read from text, so that one table holds them all, and a wrong one is refused when it is
written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from domain.deadlines import OfficeHours
from domain.errors import Code, Refused
from domain.rates import Rounding
from domain.reminders import Ladder, ReminderPolicy
from domain.report import Limits
from domain.task import STANDING_AGENCY

_DISPATCH: Final = "Official dispatch of October 2023"
_TASKS: Final = "Product rules for tasks"
_CASES: Final = "Product rules for cases"
_ABUSE: Final = "Product rules against abuse"
_REPORTING: Final = "Reporting cut-offs of the Ministry of Home Affairs"
_PAPERS: Final = (
    "Decree 30/2020/NĐ-CP, Annex I: who issues and who signs; parts of a list stand between slashes"
)
_CHOICE: Final = "Choice of this product; no rule names it"


class ReportingKind(StrEnum):
    """The periods units report for."""

    Q1 = "q1"
    HALF_YEAR = "half_year"
    Q3 = "q3"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """A period by its first and last day as (month, day); it begins in the year before when the first is the later."""

    kind: ReportingKind
    first: tuple[int, int]
    last: tuple[int, int]

    def days(self, year: int) -> tuple[date, date]:
        """First and last day of the period that ends in ``year``, both included."""
        return date(year - (self.first > self.last), *self.first), date(year, *self.last)


def _whole(text: str, least: int, most: int) -> int:
    value = int(text)
    if not least <= value <= most:
        raise ValueError(f"not within {least} and {most}")
    return value


def _days(text: str) -> int:
    return _whole(text, 0, 3660)


def _count(text: str) -> int:
    return _whole(text, 1, 10_000)


def _decimals(text: str) -> int:
    return _whole(text, 0, 4)


def _day_of_month(text: str) -> int:
    return _whole(text, 1, 28)


def _numbers(text: str) -> tuple[int, ...]:
    values = tuple(_days(part) for part in text.split(","))
    if len(set(values)) != len(values):
        raise ValueError("a number is named twice")
    return values


def _falling(text: str) -> tuple[int, ...]:
    return tuple(sorted(_numbers(text), reverse=True))


def _rising(text: str) -> tuple[int, ...]:
    return tuple(sorted(_numbers(text)))


def _ladder(text: str) -> tuple[int, ...]:
    values = _rising(text)
    if len(values) != 3 or values[0] < 1:
        raise ValueError("three rungs from one day on")
    return values


def _four(text: str) -> tuple[int, ...]:
    values = _rising(text)
    if len(values) != 4 or values[0] < 1:
        raise ValueError("four percentages from one on")
    return values


def _hours(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1000:
        raise ValueError("not a number of hours")
    return value


def _clock(text: str) -> time:
    value = time.fromisoformat(text.strip())
    if value.tzinfo is not None:
        raise ValueError("a local time has no zone")
    return value


def _spans(text: str) -> tuple[tuple[time, time], ...]:
    spans = []
    for part in text.split(","):
        start, end = part.split("-")
        spans.append((_clock(start), _clock(end)))
    return OfficeHours(UTC, tuple(spans)).spans


def _code(text: str) -> str:
    if not text.strip():
        raise ValueError("empty")
    return text.strip()


def _line(text: str) -> str:
    return " ".join(text.split())


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("/") if part.strip())


def _yes(text: str) -> bool:
    return {"true": True, "false": False}[text.strip().lower()]


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    value = date(2023, int(month), int(day))
    return value.month, value.day


def _periods(text: str) -> tuple[ReportingPeriod, ...]:
    periods = []
    for part in text.split(","):
        kind, span = part.split("=")
        first, last = span.split("..")
        periods.append(ReportingPeriod(ReportingKind(kind.strip()), _month_day(first), _month_day(last)))
    if len({period.kind for period in periods}) != len(ReportingKind):
        raise ValueError("each period once")
    return tuple(periods)


def _kept(text: str) -> int | None:
    return None if text.strip() == "law" else _count(text)


def _from(source: str, parse: Callable[[str], object]) -> dict[str, object]:
    return {"parse": parse, "source": source}


@dataclass(frozen=True, slots=True)
class Rules:
    """Every setting with its default. Days are working days unless the source says calendar days."""

    rounding: Rounding = field(
        default=Rounding.TRUNCATE, metadata=_from(f"{_DISPATCH}: 33/41 is given as 80.4%", Rounding)
    )
    decimals: int = field(default=1, metadata=_from(f"{_DISPATCH}: one decimal", _decimals))
    standing_agency: str = field(default=STANDING_AGENCY, metadata=_from(f"{_DISPATCH}: Home Affairs", _code))
    office_hours: tuple[tuple[time, time], ...] = field(
        default=((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30))), metadata=_from(_CHOICE, _spans)
    )
    reminder_days_before: tuple[int, ...] = field(default=(7, 3, 1, 0), metadata=_from(_TASKS, _falling))
    reminder_at: time = field(default=time(8, 0), metadata=_from(_TASKS, _clock))
    overdue_daily_days: int = field(default=3, metadata=_from(_TASKS, _days))
    overdue_weekly: bool = field(default=True, metadata=_from(_TASKS, _yes))
    ladder_days: tuple[int, ...] = field(default=(1, 3, 7), metadata=_from(_TASKS, _ladder))
    reporting_periods: tuple[ReportingPeriod, ...] = field(
        default=(
            ReportingPeriod(ReportingKind.Q1, (12, 15), (3, 14)),
            ReportingPeriod(ReportingKind.HALF_YEAR, (12, 15), (6, 14)),
            ReportingPeriod(ReportingKind.Q3, (6, 15), (9, 14)),
            ReportingPeriod(ReportingKind.YEAR, (12, 15), (12, 14)),
        ),
        metadata=_from(_REPORTING, _periods),
    )
    report_due_day: int = field(default=20, metadata=_from(_REPORTING, _day_of_month))
    unit_report_days_earlier: int = field(default=5, metadata=_from(_CHOICE, _days))
    dossier_cut_off_day: int = field(
        default=10, metadata=_from(f"{_CHOICE}: day of the month after", _day_of_month)
    )
    province_office: str = field(default="Ủy ban nhân dân tỉnh Nghệ An", metadata=_from(_PAPERS, _code))
    province_short: str = field(default="UBND tỉnh Nghệ An", metadata=_from(_PAPERS, _code))
    province_letterhead: tuple[str, ...] = field(
        default=("ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN"), metadata=_from(_PAPERS, _parts)
    )
    province_authority: tuple[str, ...] = field(
        default=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), metadata=_from(_PAPERS, _parts)
    )
    province_signer: str = field(default="", metadata=_from(_PAPERS, _line))
    agency_authority: tuple[str, ...] = field(default=("GIÁM ĐỐC",), metadata=_from(_PAPERS, _parts))
    agency_signer: str = field(default="", metadata=_from(_PAPERS, _line))
    paper_place: str = field(default="Nghệ An", metadata=_from(_PAPERS, _code))
    report_recipients: tuple[str, ...] = field(
        default=("Bộ Nội vụ", "Thường trực Tỉnh ủy", "Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Sở Nội vụ"),
        metadata=_from(_PAPERS, _parts),
    )
    screening_hours: float = field(default=8.0, metadata=_from(f"{_CASES}: office hours", _hours))
    assignment_days: int = field(default=1, metadata=_from(_CASES, _count))
    begin_days: int = field(default=2, metadata=_from(_CHOICE, _count))
    conclusion_days: int = field(
        default=30, metadata=_from(f"{_CASES}; Law on Denunciation 2018, art. 30: calendar days", _count)
    )
    conclusion_extension_days: int = field(
        default=30, metadata=_from(f"{_CASES}; art. 30: calendar days, once", _count)
    )
    word_days: int = field(
        default=10, metadata=_from(f"{_CASES}; Law on Citizen Reception 2013, art. 28", _count)
    )
    question_days: int = field(default=10, metadata=_from(_CASES, _count))
    question_reminder_days: tuple[int, ...] = field(
        default=(3, 7), metadata=_from(f"{_CASES}: two reminders; {_CHOICE}", _rising)
    )
    escalation_percent: tuple[int, ...] = field(default=(50, 75, 100, 125), metadata=_from(_CASES, _four))
    appeal_days: int = field(default=30, metadata=_from(f"{_CASES}: calendar days", _count))
    reports_a_day: int = field(default=3, metadata=_from(_ABUSE, _count))
    messages_a_minute: int = field(default=20, metadata=_from(_ABUSE, _count))
    files_a_report: int = field(default=30, metadata=_from(_ABUSE, _count))
    draft_hours: float = field(default=24.0, metadata=_from(_CASES, _hours))
    small_cell: int = field(default=5, metadata=_from(f"{_CASES}: smaller cells are suppressed", _days))
    keep_rejected_months: int = field(default=6, metadata=_from(f"{_CASES}: retention", _count))
    keep_unsubstantiated_years: int = field(default=2, metadata=_from(f"{_CASES}: retention", _count))
    keep_substantiated_years: int | None = field(
        default=None,
        metadata=_from(
            f"{_CASES}: as the archive law says, written 'law', until a number of years is decided", _kept
        ),
    )

    def hours(self, zone: tzinfo) -> OfficeHours:
        """The office hours in the province's zone."""
        return OfficeHours(zone, self.office_hours)

    @property
    def reminders(self) -> ReminderPolicy:
        """When tasks are spoken of."""
        return ReminderPolicy(
            self.reminder_days_before, self.reminder_at, self.overdue_daily_days, self.overdue_weekly
        )

    @property
    def ladder(self) -> Ladder:
        """When an overdue task climbs."""
        return Ladder(*self.ladder_days)

    @property
    def limits(self) -> Limits:
        """What one reporter may do."""
        return Limits(
            self.reports_a_day,
            self.messages_a_minute,
            self.files_a_report,
            timedelta(hours=self.draft_hours),
        )


DEFAULTS: Final = Rules()

KEYS: Final[tuple[str, ...]] = tuple(entry.name for entry in fields(Rules))
SOURCES: Final[Mapping[str, str]] = {entry.name: entry.metadata["source"] for entry in fields(Rules)}
"""Where each setting comes from: a rule, or the choice of this product."""
_PARSERS: Final = {entry.name: entry.metadata["parse"] for entry in fields(Rules)}


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting's value, as text, in force from a day of the province until a later row for the same key."""

    key: str
    value: str
    valid_from: date


def as_text(rules: Rules, key: str) -> str:
    """A setting as it is written: ``with_setting`` reads it back. Raises Refused(SETTING_UNKNOWN)."""
    if key not in _PARSERS:
        raise Refused(Code.SETTING_UNKNOWN, key=key)
    return _written(getattr(rules, key))


def _written(value: object) -> str:
    match value:
        case None:
            return "law"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
        case time():
            return value.isoformat("minutes")
        case ReportingPeriod(kind, first, last):
            return f"{kind}={first[0]:02}-{first[1]:02}..{last[0]:02}-{last[1]:02}"
        case (time() as start, time() as end):
            return f"{_written(start)}-{_written(end)}"
        case tuple():
            # A part of a list of words may hold a comma.
            return (" / " if value and isinstance(value[0], str) else ",").join(map(_written, value))
        case _:
            return str(value)


def with_setting(rules: Rules, key: str, text: str) -> Rules:
    """The rules with one setting changed. Raises Refused: SETTING_UNKNOWN or SETTING_INVALID (``key``, ``value``)."""
    if key not in _PARSERS:
        raise Refused(Code.SETTING_UNKNOWN, key=key)
    try:
        return replace(rules, **{key: _PARSERS[key](text)})
    except (ValueError, KeyError) as error:
        raise Refused(Code.SETTING_INVALID, key=key, value=text) from error


def rules_on(rows: Iterable[SettingRow], day: date) -> Rules:
    """The rules in force on a day: the defaults, and for each key the latest row not after the day.

    Raises Refused as ``with_setting``.
    """
    rules = DEFAULTS
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.valid_from <= day:
            rules = with_setting(rules, row.key, row.value)
    return rules
