"""The morning's digest, over the wire: who hears what on which day, once, and nothing when there is nothing to say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.samples import import_samples
from domain.people import Role
from domain.settings import SettingRow
from domain.task import Evidence, EvidenceKind
from services.tasks import submit
from simulator.client import Person
from tests.support.plans import count, done, give_tasks, news, presses, says, task
from tests.support.town import PROVINCE, Town
from tests.support.waiting import until


def at(day: int, hour: int = 8, minute: int = 0, *, month: int = 10, year: int = 2023) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=PROVINCE)


async def heard(town: Town, person: Person, *mornings: datetime) -> list[tuple[int, str]]:
    """What the person hears on each of the mornings, by day of the month."""
    said = []
    for morning in mornings:
        before = await count(person)
        await town.moves_to(morning)
        said += [(morning.day, text) for text in await news(person, before)]
    return said


# ── the head ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
async def test_the_head_of_sttt_hears_on_two_mondays_and_nothing_between(town: Town) -> None:
    await import_samples(town.product.office)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    said = await heard(town, minh, *(at(day) for day in (2, 3, 4, 5, 6, 7, 8, 9)))
    assert [day for day, _ in said] == [2, 9]
    for words in (
        "Nhắc việc, Thứ Hai, 02/10/2023",
        "CCHC23-40 · quá hạn 64 ngày làm việc · thời hạn 30/06/2023",
        "Theo dõi, đôn đốc các cơ quan",
        "Dữ liệu mẫu",
    ):
        assert words in said[0][1]
    assert "quá hạn 69 ngày làm việc" in said[1][1]
    assert "nhắc muộn" not in said[1][1]
    # The button does the next thing, below what was said.
    digest = await minh.last()
    opened = await presses(town, minh, "Mở CCHC23-40")
    assert opened.message_id != digest.message_id
    assert "Trình kết quả" in opened.labels


async def test_a_task_is_spoken_of_seven_three_one_and_no_working_days_before_then_daily_then_weekly(
    town: Town,
) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-11"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    said = await heard(town, minh, *(at(day) for day in range(2, 28)))
    assert [(day, text.split(" · ")[1]) for day, text in said] == [
        (2, "còn 7 ngày làm việc"),
        (6, "còn 3 ngày làm việc"),
        (10, "còn 1 ngày làm việc"),
        (11, "đến hạn hôm nay"),
        (12, "quá hạn 1 ngày làm việc"),
        (13, "quá hạn 2 ngày làm việc"),
        (16, "quá hạn 3 ngày làm việc"),
        (23, "quá hạn 8 ngày làm việc"),
    ]


async def test_acknowledging_stops_the_nagging_and_not_the_escalation(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-11"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu = await town.staff("Thu", Role.COORDINATOR)
    await says(town, minh, "/tasks")
    await presses(town, minh, "A-1", "Nhận việc")
    since = await count(thu)
    said = await heard(town, minh, *(at(day) for day in range(2, 28)))
    # The due day and the weekly word cannot be silenced.
    assert [day for day, _ in said] == [11, 23]
    assert len([text for text in await news(thu, since) if "A-1" in text]) == 3


async def test_many_tasks_are_one_message_that_is_read_on_a_telephone(town: Town) -> None:
    await give_tasks(
        town,
        *(task(f"N-{n:02}", "STTTT", f"2023-0{1 + n % 9}-15", title="Rà soát thủ tục " * 9) for n in range(1, 29)),
        task("HOM-NAY", "STTTT", "2023-10-02"),
        task("SAP", "STTTT", "2023-10-05"),
    )  # fmt: skip
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    ((_, text),) = await heard(town, minh, at(2))
    view = await minh.last()
    assert "Quá hạn: 28 · Đến hạn hôm nay: 1 · Sắp đến hạn: 1" in text
    # Every task is named with its date and why; the first six in full, the others folded away.
    for n in range(1, 29):
        assert text.count(f"N-{n:02}") == 1
    assert "HOM-NAY · đến hạn hôm nay · 02/10/2023" in text
    folded = [one for one in view.wire["entities"] if one["type"] == "expandable_blockquote"]
    assert len(folded) == 1
    unfolded = text.encode("utf-16-le")[: folded[0]["offset"] * 2].decode("utf-16-le")
    assert len(unfolded.splitlines()) <= 22
    assert len(view.rows) == 3
    assert view.rows[-1] == ["Tất cả nhiệm vụ của đơn vị"]


async def test_more_than_a_message_holds_is_counted(town: Town) -> None:
    await give_tasks(town, *(task(f"NHIEM-VU-DAI-{n:03}", "STTTT", "2023-03-15") for n in range(150)))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    ((_, text),) = await heard(town, minh, at(2))
    named = text.count("NHIEM-VU-DAI-")
    assert f"và {150 - (named - 6)} nhiệm vụ khác" in text
    assert named > 40


async def test_what_is_done_between_posting_and_delivery_is_not_said(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"), task("A-2", "STTTT", "2023-07-31"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await town.client.fault(kind="flood", method="sendMessage", chat=minh, count=None, retry_after=1)
    before, calls = await count(minh), len(await town.client.calls("sendMessage", chat=minh.id))
    town.clock.move_to(at(2))
    await town.product.ticker.round()

    async def refused() -> bool:
        return len(await town.client.calls("sendMessage", chat=minh.id)) > calls

    await until(refused, "a refused digest")
    async with town.product.office.writing() as (uow, scope):
        (plan,) = await uow.tasks.plans()
        first = next(one for one in await uow.tasks.of_plan(plan.id) if one.code == "A-1")
        (head,) = await uow.people.holding({Role.UNIT_HEAD})
        paper = Evidence(EvidenceKind.DOCUMENT_NUMBER, "46/BC-STTTT")
        await submit(scope, head.actor(scope.now), first.id, [paper])
    await town.client.clear_faults()
    await town.settle()
    (told,) = await news(minh, before)
    assert "A-1" not in told
    assert "A-2" in told


async def test_with_nothing_to_hear_nobody_hears(town: Town) -> None:
    await give_tasks(
        town,
        task("A-1", "STTTT", "2023-10-20"),
        task("B-1", "SYT", "2023-10-02", together=["SXD"]),
        done("C-1", "SXD"),
    )
    people = [
        await town.staff(name, Role.UNIT_HEAD, unit)
        for name, unit in (("Minh", "STTTT"), ("Hải", "SYT"), ("Ba", "SXD"))
    ]
    counts = [await count(person) for person in people]
    await town.moves_to(at(2))
    assert [len(await news(person, before)) for person, before in zip(people, counts, strict=True)] == [
        0,
        1,
        0,
    ]


async def test_the_head_and_the_focal_officer_hear_and_who_serves_two_units_hears_once(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"), task("B-1", "SYT", "2023-06-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    lan = await town.staff("Lan", Role.FOCAL_OFFICER, "STTTT", until=datetime(2024, 1, 1, tzinfo=UTC))
    await town.staff("Lan", Role.UNIT_HEAD, "SYT")
    before = [await count(minh), await count(lan)]
    await town.moves_to(at(2))
    (to_minh,) = await news(minh, before[0])
    (to_lan,) = await news(lan, before[1])
    assert "B-1" not in to_minh
    for words in ("A-1 · Sở Thông tin và Truyền thông", "B-1 · Sở Y tế"):
        assert words in to_lan


# ── days off ──────────────────────────────────────────────────────────────────────────────────────


async def test_on_days_off_nobody_is_rung_at(town: Town) -> None:
    # Tết of 2024: off from Thursday 8 to Wednesday 14 February; the due date lies within.
    await town.moves_to(at(1, 7, 0, month=2, year=2024))
    await give_tasks(town, task("A-1", "STTTT", "2024-02-12"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    days = [at(day, month=2, year=2024) for day in range(1, 17)]
    said = await heard(town, minh, *days)
    assert [(day, text.split(" · ")[1]) for day, text in said] == [
        (2, "còn 3 ngày làm việc"),
        (6, "còn 1 ngày làm việc"),
        # The last working day before the due date: there will be no other.
        (7, "không còn ngày làm việc nào"),
        (15, "quá hạn 1 ngày làm việc"),
        (16, "quá hạn 2 ngày làm việc"),
    ]


async def test_a_morning_that_was_slept_through_is_made_up_for_within_office_hours(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    for moment in (at(2, 12, 0), at(2, 13, 29)):
        assert await heard(town, minh, moment) == []
    ((_, text),) = await heard(town, minh, at(2, 13, 30))
    assert "nhắc muộn" not in text
    for moment in (at(2, 13, 31), at(2, 16, 0), at(2, 18, 0)):
        assert await heard(town, minh, moment) == []


async def test_after_an_outage_of_days_what_was_missed_is_said_once_and_marked_late(town: Town) -> None:
    await give_tasks(
        town,
        task("CU", "STTTT", "2023-06-30"),
        task("NGAY-6", "STTTT", "2023-10-06"),
        task("NGAY-11", "STTTT", "2023-10-11"),
        task("XA", "STTTT", "2023-12-29"),
    )
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await heard(town, minh, at(2))
    await town.product.stop()
    town.clock.move_to(at(7, 10))
    await town.restarts()
    # A Saturday: it waits for Monday.
    assert await heard(town, minh, at(7, 10, 5), at(8, 9)) == []
    ((_, text),) = await heard(town, minh, at(9))
    said = {line.split(" · ")[0]: line for line in text.splitlines() if " · " in line}
    assert "quá hạn 1 ngày làm việc" in said["NGAY-6"]
    assert "nhắc muộn" not in said["NGAY-6"]
    assert said["NGAY-11"].endswith("nhắc muộn")
    assert "nhắc muộn" not in said["CU"]
    assert "XA" not in said
    assert await heard(town, minh, at(9, 9), at(9, 16)) == []


async def test_two_rounds_at_once_post_one_digest(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    before = await count(minh)
    town.clock.move_to(at(2))
    for _ in range(3):
        await town.product.ticker.round()
    await town.settle()
    await town.restarts()
    await town.product.ticker.round()
    await town.settle()
    assert len(await news(minh, before)) == 1


async def test_hours_and_days_are_settings(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-04"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    async with town.product.office.writing() as (uow, scope):
        for key, value in (("reminder_at", "09:30"), ("reminder_days_before", "2")):
            await uow.settings.set_rule(SettingRow(key, value, date(2023, 10, 1)), None, scope.now)
    assert await heard(town, minh, at(2), at(2, 9, 29)) == []
    ((_, text),) = await heard(town, minh, at(2, 9, 30))
    assert "còn 2 ngày làm việc" in text


# ── the ladder ────────────────────────────────────────────────────────────────────────────────────


async def test_an_overdue_task_climbs_to_the_coordinator_the_leader_and_the_report(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-02"))
    await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    thu, dao = await town.staff("Thu", Role.COORDINATOR), await town.staff("Đạo", Role.LEADER)
    to_thu, to_dao = [], []
    for day in range(2, 21):
        before = await count(thu), await count(dao)
        await town.moves_to(at(day))
        to_thu += [(day, text) for text in await news(thu, before[0])]
        to_dao += [(day, text) for text in await news(dao, before[1])]
    assert [day for day, _ in to_thu] == [3, 5, 11]
    # A leader's weeks begin with the whole at a glance; of the task they hear on two days.
    assert [day for day, _ in to_dao] == [2, 5, 9, 11, 16]
    to_dao = [(day, text) for day, text in to_dao if "A-1" in text]
    assert [day for day, _ in to_dao] == [5, 11]
    assert "A-1 · Sở Thông tin và Truyền thông · quá hạn 1 ngày làm việc" in to_thu[0][1]
    assert "Đã lên danh sách báo cáo lãnh đạo" in to_thu[1][1]
    assert "Đã vào báo cáo quá hạn" in to_dao[1][1]
    assert "quá hạn 7 ngày làm việc" in to_dao[1][1]
    opened = await presses(town, dao, "Mở A-1")
    assert "Trình kết quả" not in opened.labels


async def test_a_task_first_seen_late_starts_at_its_present_rung_only(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"))
    thu, dao = await town.staff("Thu", Role.COORDINATOR), await town.staff("Đạo", Role.LEADER)
    since = await count(dao)
    ((_, text),) = await heard(town, thu, at(2))
    assert "Đã vào báo cáo quá hạn" in text
    assert ["A-1" in said for said in await news(dao, since)] == [True]
    assert await heard(town, thu, *(at(day) for day in range(3, 20))) == []
    assert ["A-1" in said for said in await news(dao, since)] == [True, False, False]


async def test_whoever_heads_a_unit_and_coordinates_hears_of_both_in_one_message(town: Town) -> None:
    await give_tasks(town, task("A-1", "SNV", "2023-06-30"), task("B-1", "SYT", "2023-06-30"))
    thu = await town.staff("Thu", Role.UNIT_HEAD, "SNV")
    await town.staff("Thu", Role.COORDINATOR)
    ((_, text),) = await heard(town, thu, at(2))
    own, climbed = text.split("Nhiệm vụ quá hạn cần đôn đốc: 1")
    assert "A-1" in own
    assert "B-1 · Sở Y tế" in climbed
    # What is said of the own unit is not said a second time.
    assert "A-1" not in climbed
    assert (await thu.last()).rows == [
        ["A-1", "B-1"],
        ["Tất cả nhiệm vụ của đơn vị", "Tất cả nhiệm vụ quá hạn"],
    ]


async def test_a_role_that_ended_before_delivery_hears_nothing(town: Town) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-06-30"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await minh.blocks()
    await town.settle()
    await town.moves_to(at(2))
    async with town.product.office.writing() as (uow, scope):
        (person,) = await uow.people.holding({Role.UNIT_HEAD})
        await uow.people.end_grant(person.grants[0].id, scope.now)
    before = await count(minh)
    await minh.unblocks()
    await town.after(timedelta(minutes=1))
    assert await news(minh, before) == []
