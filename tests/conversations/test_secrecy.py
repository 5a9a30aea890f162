"""Who is not to know of a case learns nothing of it: not by words, not by counts, not by what their asking costs."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.case import Case, CaseStatus
from domain.case_acts import CaseAct
from domain.people import Role
from simulator.client import Person
from tests.support.inspection import Inspectorate, presses, says
from tests.support.statements import Statements, listening
from tests.support.town import Town

NO_ID = "0000000000zzzzzzzz"
NO_CODE = "NA-0000-0000"
FORGED = (
    *(f"k1:{{id}}:{view}:0:a::" for view in "owftcma"),
    *(f"k2:{{id}}:{act.value}:1:a" for act in CaseAct),
    "k3:{id}:{id}:1",
    "k4:{id}",
    "k5:{id}:0",
    "k5:{id}:1",
    "k6:{id}:{file}",
    "k7:{id}:c_note:",
    "k7:{id}:c_conclude:",
    "k7:{id}:nonsense:",
)
"""Every button a case ever had, as somebody who read the program could make it up."""
OF_EACH_KIND = tuple({data.partition(":")[0]: data for data in FORGED}.values())


@pytest.fixture
def heard(town: Town) -> Statements:
    return listening(town.product.office.database)


async def learns_nothing(
    town: Town,
    heard: Statements,
    person: Person,
    case: Case,
    file_id: str = NO_ID,
    forged: Sequence[str] = OF_EACH_KIND,
) -> None:
    """Whatever they try with the case's id and code, it is what they get with an id and a code of nothing.

    In the same words, after the same statements: each is tried with both, one after the other.
    """
    screen, before = await person.last(), len(await person.messages())
    await town.settle()
    heard.of_updates()
    names = ({"id": case.id, "file": file_id}, {"id": NO_ID, "file": NO_ID})
    pressed = [await person.forges(data.format(**one), screen.message_id) for data in forged for one in names]
    for text in (case.code, NO_CODE, "xin chào"):
        await person.sends(f"/case {text}")
    await town.settle()
    toasts = [(await one.answer()).text for one in pressed]
    said = [(view.text, view.labels) for view in (await person.messages())[before:] if view.from_bot]
    statements = heard.of_updates()
    assert len(said) == len(statements) == 2 * len(forged) + 3
    for number, data in enumerate((*forged, "/case")):
        hidden, nothing = 2 * number, 2 * number + 1
        assert said[hidden] == said[nothing], data
        assert "Không tìm thấy" in said[hidden][0]
        assert statements[hidden] == statements[nothing], data
        assert toasts[hidden : hidden + 1] == toasts[nothing : nothing + 1], data
    assert said[-1] == said[-2]
    assert statements[-1] == statements[-2]
    assert not [text for text, _ in said if case.code in text]


@pytest.fixture
async def case(inspectorate: Inspectorate) -> Case:
    """A report about the Department of Natural Resources, verified by Lan."""
    return await inspectorate.brings(await inspectorate.receives(), CaseStatus.VERIFYING)


OUTSIDERS = [
    (Role.UNIT_HEAD, "STNMT"),
    (Role.FOCAL_OFFICER, "STNMT"),
    (Role.UNIT_HEAD, "UBND-NA"),
    (Role.UNIT_HEAD, "TTT"),
    (Role.COORDINATOR, "SNV"),
    (Role.LEADER, None),
    (Role.CUSTODIAN, None),
    (Role.ADMINISTRATOR, None),
    (Role.OVERSIGHT, None),
]


@pytest.mark.parametrize(
    ("role", "unit"), OUTSIDERS, ids=lambda one: getattr(one, "value", one) or "province"
)
async def test_who_has_no_business_with_a_case_gets_what_a_case_that_does_not_exist_gets(
    town: Town, heard: Statements, inspectorate: Inspectorate, case: Case, role: Role, unit: str | None
) -> None:
    until = town.clock.now() + timedelta(days=90) if role is Role.FOCAL_OFFICER else None
    outsider = await town.staff("Lê Văn Minh", role, unit, until=until)
    await learns_nothing(
        town, heard, outsider, case, forged=FORGED if (role, unit) == OUTSIDERS[0] else OF_EACH_KIND
    )


@pytest.mark.both_databases
async def test_so_does_an_inspector_with_a_tie_or_a_post_in_the_accused_unit(
    town: Town, heard: Statements, inspectorate: Inspectorate, case: Case
) -> None:
    tied = await inspectorate.inspector("Cao Văn Nam")
    await inspectorate.ties(tied, case)
    await learns_nothing(town, heard, tied, case, forged=FORGED)


async def test_so_does_whoever_reported_it_when_they_try_it_as_staff(
    town: Town, inspectorate: Inspectorate
) -> None:
    nam = await inspectorate.inspector("Cao Văn Nam")
    case = await inspectorate.receives(nam)
    screen = await nam.last()
    await nam.forges(f"k1:{case.id}:o:0:a::", screen.message_id)
    await town.settle()
    assert "Không tìm thấy" in (await nam.last()).text
    await says(town, nam, "/queue")
    assert case.code not in (await nam.last()).text
    assert "0/0" in (await nam.last()).text


async def test_a_citizen_who_found_the_code_gets_nothing_either(
    town: Town, heard: Statements, inspectorate: Inspectorate, case: Case
) -> None:
    khach = await town.person("Khách")
    await khach.starts()
    await town.settle()
    await learns_nothing(town, heard, khach, case)


async def test_a_file_of_a_case_is_as_hidden_as_the_case(
    town: Town, heard: Statements, inspectorate: Inspectorate
) -> None:
    hoa = await town.person("Hoa")
    await hoa.starts()
    await hoa.shares_location(18.67, 105.69)
    await town.settle()
    places = [view for view in await hoa.messages() if view.media == "location"]
    case = await inspectorate.receives(hoa, evidence=places)
    async with town.product.office.reading() as (uow, _):
        (file,) = await uow.files.of_case(case.id)
    minh = await town.staff("Lê Văn Minh", Role.UNIT_HEAD, "STNMT")
    await learns_nothing(town, heard, minh, case, file.id)
    # And another case's file is none of this case, even for whoever may read both.
    lan = await inspectorate.inspector()
    other = await inspectorate.receives()
    await lan.forges(f"k6:{other.id}:{file.id}", (await lan.last()).message_id)
    await town.settle()
    assert "Không tìm thấy" in (await lan.last()).text


async def test_a_press_that_is_made_up_in_a_group_shows_the_group_nothing(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    own = await inspectorate.receives(hoa)
    lan, minh = await inspectorate.inspector(), await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    group = await town.client.group("Tổ dân phố", [lan, hoa, minh])
    await hoa.sends("/start", chat=group)
    await town.settle()
    asked = await hoa.last(chat=group)
    before = {person: await person.transcript() for person in (lan, hoa, minh)}
    for person, data in (
        (lan, f"k1:{own.id}:o:0:a::"),
        (lan, f"k2:{own.id}:claim:1:a"),
        (lan, "q1:a:::%:0"),
        (minh, "tl1::0"),
        (hoa, f"o2:{own.id}:1"),
        (hoa, "o1:0"),
        (hoa, "m1"),
        (hoa, "m2:report"),
        (hoa, "zz9:1"),
    ):
        pressed = await person.forges(data, asked.message_id, chat=group)
        assert "trò chuyện riêng" in (await pressed.answer()).text
        await town.settle()
        # A button put there by one would be pressed by another in good faith.
        (said,) = [view for view in await hoa.messages(chat=group) if view.from_bot]
        assert (said.text, said.labels) == (asked.text, asked.labels), data
    assert {person: await person.transcript() for person in (lan, hoa, minh)} == before
    assert await inspectorate.stored(own) == own


@pytest.mark.parametrize(
    ("accused", "hears_nothing"), [("VPUBND", "TTHCC"), ("TTHCC", "VPUBND"), ("STNMT", "STNMT")]
)
async def test_the_line_above_and_below_the_accused_unit_hears_nothing_from_receipt_to_the_end(
    town: Town, inspectorate: Inspectorate, accused: str, hears_nothing: str
) -> None:
    until = town.clock.now() + timedelta(days=90)
    people = [
        await town.staff("Lê Văn Minh", Role.UNIT_HEAD, hears_nothing),
        await town.staff("Bùi Thị Sen", Role.FOCAL_OFFICER, hears_nothing, until=until),
        await town.staff("Hoàng Thị Thu", Role.COORDINATOR, "SNV"),
        await town.staff("Ngô Văn An", Role.LEADER, None),
        await town.staff("Vũ Thị Mơ", Role.CUSTODIAN, None),
        await town.staff("Đỗ Văn Tú", Role.ADMINISTRATOR, None),
    ]
    insider = await inspectorate.inspector("Cao Văn Nam")
    await inspectorate.belongs(insider, Role.FOCAL_OFFICER, hears_nothing, until=until)
    people.append(insider)
    # Whatever else there is to hear of by then has been heard.
    await inspectorate.intake()
    await inspectorate.lead()
    before = [await person.transcript() for person in people]
    case = await inspectorate.receives(unit=accused)
    # Unscreened for two days, so that every rung but the inspectorate's head has heard of it.
    await inspectorate.waits(timedelta(hours=30))
    case = await inspectorate.brings(case, CaseStatus.UNDER_REVIEW)
    await inspectorate.brings(case, CaseStatus.CLOSED)
    heard = [await person.transcript() for person in people]
    # Of their own tasks they may hear; of this they do not.
    for was, now in zip(before, heard, strict=True):
        new = now.removeprefix(was)
        assert case.code not in new
        # "Hồ sơ" alone is also what a unit digitises and inspects; of a case it stands before its code.
        assert "hồ sơ na-" not in new.lower()
        assert "mở hồ sơ" not in new.lower()
        assert "phản ánh" not in new.lower()


async def test_the_queue_of_an_insider_counts_nothing_of_what_is_hidden_from_them(
    town: Town, inspectorate: Inspectorate
) -> None:
    nam = await inspectorate.inspector("Cao Văn Nam")
    until = town.clock.now() + timedelta(days=90)
    await inspectorate.belongs(nam, Role.FOCAL_OFFICER, "STNMT", until=until)
    seen = await inspectorate.receives(unit="TP-VINH")
    await says(town, nam, "/queue")
    queue = await nam.last()
    hidden = await inspectorate.receives(unit="STNMT")
    for data in ("q1:a:::%:0", "q1:n:::%:0", "q1:t:::%:0", "q2:a::0", "q3:a:", "q1:a:STNMT::%:0"):
        await nam.forges(data, queue.message_id)
        await town.settle()
        shown = await nam.last()
        assert hidden.code not in shown.text
        assert "STNMT (" not in "".join(shown.labels)
        assert "0/0" in shown.text or "2" not in "".join(label for label in shown.labels)
    await says(town, nam, "/queue")
    assert (await nam.last()).text == queue.text
    assert seen.code in queue.text


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.UNIT_HEAD, "STNMT"), (Role.COORDINATOR, "SNV"), (Role.LEADER, None), (Role.CUSTODIAN, None),
     (Role.ADMINISTRATOR, None)],
)  # fmt: skip
async def test_there_is_no_queue_for_who_is_no_inspector(
    town: Town, inspectorate: Inspectorate, case: Case, role: Role, unit: str | None
) -> None:
    person = await town.staff("Lê Văn Minh", role, unit)
    assert "queue" not in await person.commands()
    shown = []
    for command in ("/queue", "/nosuchcommand"):
        await says(town, person, command)
        shown.append((await person.last()).text)
    assert shown[0] == shown[1]
    screen = await person.last()
    for data in ("q1:a:::%:0", "q2:a::0", "q3:a:", "q1:a:STNMT::0zzz:0", "zz9:1"):
        pressed = await person.forges(data, screen.message_id)
        assert (await pressed.answer()).text == "Nút này đã cũ."
        await town.settle()
        shown.append((await person.last()).text)
    assert len(set(shown[2:])) == 1
    assert case.code not in shown[-1]


# ── the inspectorate itself ───────────────────────────────────────────────────────────────────────


async def test_a_report_about_the_inspectorate_reaches_oversight_alone(
    town: Town, heard: Statements, inspectorate: Inspectorate
) -> None:
    dung, lan, quang = await inspectorate.intake(), await inspectorate.inspector(), await inspectorate.lead()
    ha = await inspectorate.oversight()
    before = [await person.transcript() for person in (dung, lan, quang)]
    case = await inspectorate.receives(unit="TTT")
    notice = await ha.last()
    assert "Có phản ánh mới" in notice.text
    assert case.code in notice.text
    await presses(town, ha, "Mở hồ sơ")
    assert "chỉ cấp giám sát" in (await ha.last()).text
    await presses(town, ha, "‹ Danh sách")
    assert case.code in (await ha.last()).text
    assert [await person.transcript() for person in (dung, lan, quang)] == before
    for person in (dung, quang):
        await learns_nothing(town, heard, person, case)
    # Oversight does not see what does not concern the inspectorate.
    other = await inspectorate.receives()
    await says(town, ha, "/queue")
    assert other.code not in (await ha.last()).text


async def test_oversight_carries_its_case_by_two_of_its_own(town: Town, inspectorate: Inspectorate) -> None:
    ha, binh = await inspectorate.oversight(), await inspectorate.oversight("Lý Thanh Bình")
    case = await inspectorate.receives(unit="TTT")
    await says(town, ha, f"/case {case.code}")
    await presses(town, ha, "Sàng lọc", "Tố cáo", "Có", "Có", "Có", "Không", "Khẩn", "Đã kiểm tra: không có")
    await presses(town, ha, "Ghi nhận sàng lọc", "Phân công cho… ›")
    assert (await ha.last()).labels == ["Lý Thanh Bình", "Trần Ngọc Hà", "‹ Hồ sơ"]
    await presses(town, ha, "Trần Ngọc Hà", "Bắt đầu xác minh")
    await inspectorate.does(ha, case, CaseAct.SUBMIT_CONCLUSION)
    assert "Có kết luận chờ duyệt" in (await binh.last()).text
    await presses(town, binh, "Mở hồ sơ", "Duyệt kết luận ›", "Phê duyệt")
    assert (await inspectorate.stored(case)).status is CaseStatus.CONCLUDED


@pytest.mark.parametrize("unit", ["TTT", "STNMT"])
async def test_where_nobody_may_screen_the_administrator_hears_that_and_nothing_else(
    town: Town, heard: Statements, inspectorate: Inspectorate, unit: str
) -> None:
    tu = await town.staff("Đỗ Văn Tú", Role.ADMINISTRATOR, None)
    before = len(await tu.messages())
    case = await inspectorate.receives(unit=unit)
    (alarm,) = (await tu.messages())[before:]
    assert "chưa có người được sàng lọc" in alarm.text
    assert not alarm.labels
    for word in (case.code, unit, "Sở", "Nhũng nhiễu", "Thanh tra tỉnh"):
        assert word not in alarm.text
    await learns_nothing(town, heard, tu, case)


async def test_what_was_to_be_told_is_not_told_once_it_is_no_longer_theirs_to_know(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan = await inspectorate.inspector()
    quang = await inspectorate.lead()
    await town.moves_to(town.clock.now().replace(hour=23))
    case = await inspectorate.receives()
    await inspectorate.does(await inspectorate.intake(), case, CaseAct.SCREEN)
    await inspectorate.assigns(quang, case, lan)
    before = await lan.transcript()
    # It is night: what she is to hear waits for the morning, and by then she has a tie.
    await inspectorate.ties(lan, case)
    await inspectorate.waits(timedelta(hours=12))
    assert await lan.transcript() == before


def test_every_button_of_a_case_is_among_the_forged() -> None:
    from bot.ui.buttons import registered

    of_cases = {prefix for prefix, press in registered().items() if press.__module__ == "handlers.case_links"}
    assert of_cases == {data.partition(":")[0] for data in FORGED}
