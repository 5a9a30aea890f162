from dataclasses import fields
from datetime import date, time, timedelta

import pytest

from domain.errors import Code, Refused
from domain.rates import Rounding
from domain.reminders import Ladder, ReminderPolicy
from domain.report import Limits
from domain.settings import (
    DEFAULTS,
    KEYS,
    SOURCES,
    ReportingKind,
    Rules,
    SettingRow,
    as_text,
    rules_on,
    with_setting,
)
from tests.domain.world import HOURS, PROVINCE

# key: a text that is good, what it means, and texts that are not
VALUES: dict[str, tuple[str, object, tuple[str, ...]]] = {
    "rounding": ("half_up", Rounding.HALF_UP, ("", "up")),
    "decimals": ("2", 2, ("-1", "5", "one")),
    "standing_agency": (" SNV2 ", "SNV2", ("", "  ")),
    "office_hours": ("08:00-12:00,13:00-17:00", ((time(8), time(12)), (time(13), time(17))),
        ("", "8-12", "12:00-08:00", "08:00-25:00", "08:00+07:00-09:00"),
    ),
    "reminder_days_before": ("0,5,2", (5, 2, 0), ("", "1,1", "-1", "x")),
    "reminder_at": ("07:45", time(7, 45), ("", "25:00", "08:00+07:00")),
    "overdue_daily_days": ("0", 0, ("-1", "")),
    "overdue_weekly": ("False", False, ("no", "")),
    "ladder_days": ("2,4,9", (2, 4, 9), ("1,2", "0,1,2", "3,3,3")),
    "report_due_day": ("18", 18, ("0", "31")),
    "unit_report_days_earlier": ("3", 3, ("-3",)),
    "dossier_cut_off_day": ("5", 5, ("0", "31", "")),
    "province_office": (" UBND tỉnh ", "UBND tỉnh", ("", " ")),
    "province_short": ("UBND", "UBND", ("",)),
    "province_letterhead": ("ỦY BAN NHÂN DÂN / TỈNH NGHỆ AN", ("ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN"), ()),
    "province_authority": ("TM. ỦY BAN NHÂN DÂN/CHỦ TỊCH", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ()),
    "province_signer": ("Nguyễn  Văn A", "Nguyễn Văn A", ()),
    "agency_authority": ("KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ()),
    "agency_signer": ("Trần Thị B", "Trần Thị B", ()),
    "paper_place": ("Vinh", "Vinh", ("",)),
    "report_recipients": ("Bộ Nội vụ / Chủ tịch, các Phó Chủ tịch", ("Bộ Nội vụ", "Chủ tịch, các Phó Chủ tịch"), ()),
    "screening_hours": ("4.5", 4.5, ("0", "nan", "inf", "-1")),
    "assignment_days": ("2", 2, ("0",)),
    "begin_days": ("3", 3, ("0",)),
    "conclusion_days": ("45", 45, ("0", "1.5")),
    "conclusion_extension_days": ("15", 15, ("0",)),
    "word_days": ("5", 5, ("0",)),
    "question_days": ("7", 7, ("0",)),
    "question_reminder_days": ("5,2", (2, 5), ("2,2",)),
    "escalation_percent": ("40,80,100,150", (40, 80, 100, 150), ("50,75,100", "0,1,2,3")),
    "appeal_days": ("60", 60, ("0",)),
    "reports_a_day": ("5", 5, ("0",)),
    "messages_a_minute": ("30", 30, ("0",)),
    "files_a_report": ("10", 10, ("0",)),
    "draft_hours": ("48", 48.0, ("0",)),
    "small_cell": ("10", 10, ("-1",)),
    "keep_rejected_months": ("12", 12, ("0",)),
    "keep_unsubstantiated_years": ("3", 3, ("0",)),
    "keep_substantiated_years": ("20", 20, ("0", "")),
    "reporting_periods": (
        "q1=12-15..03-14,half_year=12-15..06-14,q3=06-15..09-14,year=12-15..12-14",
        DEFAULTS.reporting_periods,
        ("", "q1=12-15..03-14", "q1=13-15..03-14,half_year=12-15..06-14,q3=06-15..09-14,year=12-15..12-14"),
    ),
}  # fmt: skip


def test_every_setting_is_known_here_and_names_its_source() -> None:
    assert set(VALUES) == set(KEYS) == {field.name for field in fields(Rules)}
    assert all(SOURCES[key] for key in KEYS)


@pytest.mark.parametrize("key", VALUES)
def test_a_setting_is_read_from_text(key: str) -> None:
    text, meant, _ = VALUES[key]
    changed = with_setting(DEFAULTS, key, text)
    assert getattr(changed, key) == meant
    assert all(getattr(changed, other) == getattr(DEFAULTS, other) for other in KEYS if other != key)


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, (_, _, bad) in VALUES.items() for text in bad]
)
def test_a_wrong_value_is_refused_by_name(key: str, text: str) -> None:
    with pytest.raises(Refused) as refused:
        with_setting(DEFAULTS, key, text)
    assert refused.value.code is Code.SETTING_INVALID
    assert refused.value.data == {"key": key, "value": text}


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        with_setting(DEFAULTS, "colour", "red")
    assert refused.value.code is Code.SETTING_UNKNOWN


def test_a_setting_holds_from_its_day_until_the_next_row_for_it() -> None:
    rows = [
        SettingRow("small_cell", "7", date(2024, 1, 1)),
        SettingRow("small_cell", "3", date(2023, 6, 1)),
        SettingRow("rounding", "half_up", date(2024, 1, 1)),
    ]
    assert rules_on(rows, date(2023, 5, 31)) == DEFAULTS
    assert rules_on(rows, date(2023, 6, 1)).small_cell == 3
    assert rules_on(rows, date(2024, 1, 1)).small_cell == 7
    assert rules_on(rows, date(2024, 1, 1)).rounding is Rounding.HALF_UP


def test_the_defaults_are_the_defaults_of_each_rule() -> None:
    assert DEFAULTS.reminders == ReminderPolicy()
    assert DEFAULTS.ladder == Ladder()
    assert DEFAULTS.limits == Limits(3, 20, 30, timedelta(hours=24))
    assert DEFAULTS.hours(PROVINCE) == HOURS
    assert with_setting(DEFAULTS, "keep_substantiated_years", "law").keep_substantiated_years is None


def test_the_reporting_periods_are_the_ministrys() -> None:
    periods = {period.kind: period.days(2023) for period in DEFAULTS.reporting_periods}
    assert periods == {
        ReportingKind.Q1: (date(2022, 12, 15), date(2023, 3, 14)),
        ReportingKind.HALF_YEAR: (date(2022, 12, 15), date(2023, 6, 14)),
        ReportingKind.Q3: (date(2023, 6, 15), date(2023, 9, 14)),
        ReportingKind.YEAR: (date(2022, 12, 15), date(2023, 12, 14)),
    }


@pytest.mark.parametrize("key", KEYS)
def test_what_is_written_is_read_back(key: str) -> None:
    for rules in (DEFAULTS, with_setting(DEFAULTS, key, VALUES[key][0])):
        assert with_setting(DEFAULTS, key, as_text(rules, key)) == rules
    with pytest.raises(Refused) as refusal:
        as_text(DEFAULTS, f"no_{key}")
    assert refusal.value.code is Code.SETTING_UNKNOWN
