"""The inspection queue as each of its readers sees it: parts, counts, order, pages, and what is said of nothing."""

import re
from datetime import timedelta

import pytest

from bot.ui.text import MESSAGE_ROOM, units
from domain.case import CaseStatus, Priority
from domain.case_acts import CaseAct
from domain.report import Conduct
from services.case_queue import QueueFilter
from simulator.client import Person, View
from tests.support.inspection import Inspectorate, again, presses, says
from tests.support.town import Town

CODE = re.compile(r"NA-[0-9A-Z]{4}-[0-9A-Z]{4}")


async def queue_of(town: Town, person: Person) -> View:
    await says(town, person, "/queue")
    return await person.last()


def codes(view: View) -> list[str]:
    return CODE.findall(view.text)


def sound(view: View) -> None:
    """What every screen of the queue is: short enough, few rows, not to be passed on."""
    assert units(view.text) <= MESSAGE_ROOM
    assert len(view.rows) <= 4
    assert view.protected


async def test_it_opens_with_what_waits_for_the_reader(town: Town, inspectorate: Inspectorate) -> None:
    dung, lan = await inspectorate.intake(), await inspectorate.inspector()
    new = await inspectorate.receives()
    shown = await queue_of(town, dung)
    sound(shown)
    assert "Việc tôi cần làm" in shown.text
    assert codes(shown) == [new.code]
    # Nothing waits for an inspector while a report is not screened: they see what is open.
    shown = await queue_of(town, lan)
    assert "Tất cả hồ sơ đang mở" in shown.text
    assert codes(shown) == [new.code]


@pytest.mark.both_databases
async def test_every_part_counts_what_it_shows(town: Town, inspectorate: Inspectorate) -> None:
    lan = await inspectorate.inspector()
    quang = await inspectorate.lead()
    _, screened, mine, others, reviewed = await inspectorate.receives_all({}, {}, {}, {}, {})
    await inspectorate.brings(screened, CaseStatus.SCREENED)
    await inspectorate.brings(mine, CaseStatus.VERIFYING)
    await inspectorate.brings(others, CaseStatus.SCREENED)
    nam = await inspectorate.inspector("Cao Văn Nam")
    await inspectorate.assigns(quang, others, nam)
    await inspectorate.brings(reviewed, CaseStatus.SCREENED)
    await inspectorate.assigns(quang, reviewed, nam)
    for act in (CaseAct.BEGIN, CaseAct.SUBMIT_CONCLUSION):
        await inspectorate.does(nam, reviewed, act)
    # To Lan: verify what is hers, and be the second person to Nam's conclusion.
    shown = await queue_of(town, lan)
    assert set(codes(shown)) == {mine.code, reviewed.code}
    assert shown.labels[2:6] == ["Tất cả 5", "Mới 2", "Của tôi 1", "Quá hạn 0"]
    await presses(town, lan, "Của tôi 1")
    assert codes(await lan.last()) == [mine.code]
    await presses(town, lan, "Mới 2")
    assert len(codes(await lan.last())) == 2
    await presses(town, lan, "Tất cả 5")
    everything = await lan.last()
    sound(everything)
    assert len(codes(everything)) == 5
    # Whoever has a case is seen by the others.
    assert "Cao Văn Nam" in everything.text
    assert "Nguyễn Thị Lan" in everything.text
    # To the lead: hand out what was screened, and review.
    assert set(codes(await queue_of(town, quang))) == {screened.code, reviewed.code}
    # To the drafter: only what is theirs to begin.
    assert codes(await queue_of(town, nam)) == [others.code]


async def test_what_is_overdue_is_told_apart(town: Town, inspectorate: Inspectorate) -> None:
    dung = await inspectorate.intake()
    late = await inspectorate.receives()
    await inspectorate.waits(timedelta(days=2))
    await inspectorate.receives()
    await queue_of(town, dung)
    await presses(town, dung, "Quá hạn 1")
    shown = await dung.last()
    assert codes(shown) == [late.code]
    assert "Quá hạn từ 07:55 03/10/2023" in shown.text
    assert "2 ngày trước" in shown.text


async def test_the_urgent_come_first_then_the_oldest(town: Town, inspectorate: Inspectorate) -> None:
    first, second, third, fourth = await inspectorate.receives_all({}, {}, {}, {})
    await inspectorate.brings(third, CaseStatus.SCREENED, priority=Priority.URGENT)
    await inspectorate.brings(fourth, CaseStatus.SCREENED, priority=Priority.HIGH)
    lan = await inspectorate.inspector()
    shown = await queue_of(town, lan)
    assert codes(shown) == [third.code, fourth.code, first.code, second.code]
    assert shown.text.index("khẩn") < shown.text.index(fourth.code)


async def test_it_is_narrowed_by_unit_and_by_conduct(town: Town, inspectorate: Inspectorate) -> None:
    dung = await inspectorate.intake()
    one, two, three = await inspectorate.receives_all(
        {"unit": "STNMT", "conduct": Conduct.DELAY},
        {"unit": "STNMT", "conduct": Conduct.EXTORTION},
        {"unit": "TP-VINH", "conduct": Conduct.DELAY},
    )
    await queue_of(town, dung)
    await presses(town, dung, "Theo đơn vị ›")
    picker = await dung.last()
    sound(picker)
    assert "STNMT: Sở Tài nguyên và Môi trường" in picker.text
    assert picker.labels == ["STNMT (2)", "TP-VINH (1)", "‹ Tất cả"]
    await presses(town, dung, "STNMT (2)")
    assert set(codes(await dung.last())) == {one.code, two.code}
    await presses(town, dung, "Theo hành vi ›", "Chậm trễ, đùn đẩy (1)")
    shown = await dung.last()
    sound(shown)
    assert codes(shown) == [one.code]
    assert "STNMT · chậm trễ, đùn đẩy" in shown.text
    # What a case was opened from is where one comes back to.
    await presses(town, dung, "1", "‹ Danh sách")
    assert codes(await dung.last()) == [one.code]
    # Narrowed down to nothing.
    await presses(town, dung, "Của tôi 0")
    assert "Không có hồ sơ nào về đơn vị hoặc hành vi đã chọn" in (await dung.last()).text
    await presses(town, dung, "Tất cả 1", "Theo đơn vị ›", "‹ Tất cả", "Theo hành vi ›", "‹ Tất cả")
    assert set(codes(await dung.last())) == {one.code, two.code, three.code}


async def test_more_units_than_a_screen_holds_are_turned_over(town: Town, inspectorate: Inspectorate) -> None:
    dung = await inspectorate.intake()
    async with town.product.office.reading() as (uow, _):
        every = [code for code in await uow.units.all() if code not in ("UBND-NA", "BCD-CCHC", "TTT")]
    await inspectorate.receives_all(*({"unit": code} for code in every))
    await queue_of(town, dung)
    await presses(town, dung, "Theo đơn vị ›")
    found: list[str] = []
    while True:
        picker = await dung.last()
        assert len(picker.rows) <= 5
        found += [label.removesuffix(" (1)") for label in picker.labels if label.endswith(" (1)")]
        if "Tiếp ›" not in picker.labels:
            break
        await presses(town, dung, "Tiếp ›")
    assert sorted(found) == sorted(every)
    await presses(town, dung, "‹ Trước", f"{found[-10]} (1)")
    assert len(codes(await dung.last())) == 1


@pytest.mark.both_databases
async def test_pages_hold_every_case_once_and_stand_still_while_cases_come_and_go(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung = await inspectorate.intake()
    filed = await inspectorate.receives_all(*({"unit": "H-THANHCHUONG"} for _ in range(17)))
    shown = await queue_of(town, dung)
    seen: list[list[str]] = []
    while True:
        sound(shown)
        seen.append(codes(shown))
        if "Tiếp ›" not in shown.labels:
            break
        await presses(town, dung, "Tiếp ›")
        shown = await dung.last()
    assert [code for page in seen for code in page] == [case.code for case in filed]
    assert [len(page) for page in seen] == [5, 5, 5, 2]
    assert "17/17" in shown.text
    back = []
    while "‹ Trước" in shown.labels:
        await presses(town, dung, "‹ Trước")
        shown = await dung.last()
        back.append(codes(shown))
    assert back == seen[-2::-1]
    # Of the first page a case is gone from the part and one has come to its end; the second page is as it was.
    await presses(town, dung, "Tiếp ›")
    await inspectorate.brings(filed[0], CaseStatus.SCREENED)
    await inspectorate.receives()
    await presses(town, dung, "Tiếp ›", "‹ Trước")
    # The notice of the new report stands below by now.
    assert codes(await again(dung, shown)) == seen[1]


@pytest.mark.parametrize(
    ("which", "words"),
    [
        (QueueFilter.ALL, "Không có hồ sơ nào đang mở."),
        (QueueFilter.NEW, "Mọi hồ sơ đang mở đều đã có người xử lý."),
        (QueueFilter.MINE, "Ông/bà không có hồ sơ nào đang mở."),
        (QueueFilter.NEEDS_ACTION, "Không có việc nào đang chờ ông/bà."),
        (QueueFilter.OVERDUE, "Không có hồ sơ nào quá hạn."),
    ],
)
async def test_of_nothing_it_is_said_what_there_is_none_of(
    town: Town, inspectorate: Inspectorate, which: QueueFilter, words: str
) -> None:
    lan = await inspectorate.inspector()
    shown = await queue_of(town, lan)
    await lan.forges(f"q1:{which.value}:::%:0", shown.message_id)
    await town.settle()
    shown = await lan.last()
    sound(shown)
    assert words in shown.text
    assert "0/0 hồ sơ đang mở" in shown.text


async def test_a_made_up_page_or_unit_shows_nothing_and_breaks_nothing(
    town: Town, inspectorate: Inspectorate
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives()
    screen = await queue_of(town, dung)
    for data in ("q1:a:NOWHERE::%:0", "q1:a:::zzzz:0", "q1:a:::%:1", "q2:a::9"):
        await dung.forges(data, screen.message_id)
        await town.settle()
        shown = await dung.last()
        assert shown.message_id == screen.message_id
        assert case.code not in shown.text
    for data in ("q1:a:%00::%:0", "q1:a:::%00:0", "q2:a:nonsense:0", "q1:x:::%:0", "q1:a:%ED%A0%80::%:0"):
        pressed = await dung.forges(data, screen.message_id)
        assert (await pressed.answer()).text == "Nút này đã cũ."
        await town.settle()
    assert codes(await queue_of(town, dung)) == [case.code]


async def test_it_is_whole_in_english_too(town: Town, inspectorate: Inspectorate) -> None:
    lan = await inspectorate.inspector(language="en")
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.VERIFYING)
    shown = await queue_of(town, lan)
    sound(shown)
    assert f"1. {case.code} · received today" in shown.text
    assert "Under verification · Nguyễn Thị Lan" in shown.text
    await presses(
        town, lan, "By unit ›", "STNMT (1)", "By conduct ›", "Harassment for advantage (1)", "1", "‹ Queue"
    )
    assert codes(await lan.last()) == [case.code]
