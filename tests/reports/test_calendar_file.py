"""Calendars, read back as a telephone reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Alarm, Calendar, Event

from domain.deadlines import DueRule
from domain.task import Task, TaskStatus
from reports.agenda import Agenda, Reminding, due_dates
from reports.calendar_file import write_calendar
from reports.text import one_line
from tests.reports.figures_at_hand import CALENDAR, HOSTILE, LONG, OBLIGATIONS, TASKS, UNITS, VI, voice

MADE_AT = datetime(2023, 10, 2, 1, 0, tzinfo=UTC)


def agenda(*tasks: Task, language: str = "vi", reminding: Reminding | None = None) -> Agenda:
    return due_dates(
        voice(language), "Hạn nhiệm vụ", tasks, (), UNITS, CALENDAR,
        made_at=MADE_AT, zone="Asia/Ho_Chi_Minh", issuer="cchc.example",
        **({} if reminding is None else {"reminding": reminding}),
    )  # fmt: skip


def events(made: Agenda) -> list[Event]:
    return [one for one in Calendar.from_ical(write_calendar(made)).walk("VEVENT") if isinstance(one, Event)]


def task(**changes: object) -> Task:
    return replace(TASKS[39], **changes)  # type: ignore[arg-type]


def alarms(event: Event) -> list[datetime]:
    """When the telephone rings, in the province's time."""
    midnight = datetime.combine(event.start, time())
    return [midnight + trigger for trigger in triggers(event)]


def triggers(event: Event) -> list[timedelta]:
    found = [one.TRIGGER for one in event.walk("VALARM") if isinstance(one, Alarm)]
    return [trigger for trigger in found if isinstance(trigger, timedelta)]


def test_a_task_is_a_whole_day_that_keeps_nobody_busy() -> None:
    (event,) = events(agenda(task()))
    assert event.start == date(2023, 6, 30)
    assert event.end == date(2023, 7, 1)
    assert event["transp"] == "TRANSPARENT"
    assert event.DTSTAMP == MADE_AT
    assert event["summary"] == (
        "Hạn: CCHC23-40 Theo dõi, đôn đốc các cơ quan, đơn vị, địa phương ban hành Kế hoạch chuyển đổi số năm 2023"
    )
    assert "Sản phẩm: Báo cáo tổng hợp" in str(event["description"])


def test_an_extension_moves_the_entry_and_never_doubles_it() -> None:
    (before,) = events(agenda(task()))
    (after,) = events(agenda(task(due_date=date(2023, 11, 15), revision=3)))
    assert before["uid"] == after["uid"] == "task-task-CCHC23-40@cchc.example"
    assert (before["sequence"], after["sequence"]) == (0, 3)
    assert "thời hạn theo kế hoạch: 30/06/2023" in str(after["description"])


def test_only_what_is_still_to_be_done_is_in_it() -> None:
    made = agenda(*(task(id=str(status), status=status) for status in TaskStatus))
    assert {entry.uid for entry in made.entries} == {
        "task-not_started@cchc.example", "task-in_progress@cchc.example",
    }  # fmt: skip


def test_it_reminds_on_working_mornings() -> None:
    # Saturday 2 September 2023: the Friday before and the Monday after are days off.
    (event,) = events(agenda(task(due_date=date(2023, 9, 2)), reminding=Reminding((3, 1, 0), time(8, 0))))
    assert alarms(event) == [datetime(2023, 8, day, 8, 0) for day in (28, 30, 31)]  # noqa: DTZ001 -- local


def test_obligations_that_have_a_day_and_are_not_done() -> None:
    made = due_dates(
        VI,
        "Hạn",
        (),
        (*OBLIGATIONS, replace(OBLIGATIONS[0], code="CV-05a", rule=DueRule.PER_CASE)),
        UNITS,
        CALENDAR,
        made_at=MADE_AT,
        zone="Asia/Ho_Chi_Minh",
        issuer="cchc.example",
    )
    (event,) = events(made)
    assert event["uid"] == "obligation-CV-04b-H-KYSON@cchc.example"
    assert event.start == date(2023, 10, 27)
    assert "Mục 4 của công văn" in str(event["description"])


def test_entries_stand_in_the_order_of_their_days() -> None:
    days = [entry.day for entry in agenda(*TASKS).entries]
    assert days == sorted(days)
    assert len(days) == 7


@pytest.mark.parametrize(
    "words", [HOSTILE, LONG, "a;b,c\\n\\d", "END:VEVENT\nBEGIN:VALARM", "ữ" * 300, "🏛" * 200]
)
def test_any_words_come_back_and_end_no_entry(words: str) -> None:
    made = agenda(task(title_vi=words, product_vi=words), task(id="next"))
    assert len(Calendar.from_ical(write_calendar(made)).walk("VALARM")) == 4
    titles = {str(event["uid"]): str(event["summary"]) for event in events(made)}
    title = titles["task-task-CCHC23-40@cchc.example"]
    assert title == f"Hạn: CCHC23-40 {one_line(words)}"
    assert "\x00" not in title


def test_lines_are_folded_by_octets_and_whole_letters() -> None:
    made = write_calendar(agenda(task(title_vi="Ữ" * 500)))
    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")
    assert b"\n" not in made.replace(b"\r\n", b"")


def test_a_calendar_without_entries_is_still_one() -> None:
    calendar = Calendar.from_ical(write_calendar(agenda()))
    assert calendar["version"] == "2.0"
    assert calendar["x-wr-calname"] == "Hạn nhiệm vụ"


def test_in_english() -> None:
    (event,) = events(agenda(task(), language="en"))
    assert str(event["summary"]).startswith("Due: CCHC23-40 Monitor and urge agencies")
    assert b"SUMMARY;LANGUAGE=en:" in write_calendar(agenda(task(), language="en"))


def test_a_reminder_may_be_as_early_as_one_likes() -> None:
    (event,) = events(agenda(task(), reminding=Reminding((), time(8, 0))))
    assert triggers(event) == []
    (event,) = events(agenda(task(), reminding=Reminding((7,), time(7, 30))))
    assert triggers(event) == [timedelta(days=-9, hours=7, minutes=30)]
