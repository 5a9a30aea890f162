"""A message that cannot be delivered is somebody's business: each refusal has its end; none loops, none is silent."""

import pytest

from domain.case import CaseStatus
from domain.case_acts import CaseAct
from domain.people import Role
from simulator.client import Person
from tests.support.inspection import QUESTION, Inspectorate, presses, says
from tests.support.luck import calls_to, grows_impatient, last_call, outbound
from tests.support.plans import give_units
from tests.support.reporting import count, heard
from tests.support.town import Town

NOT_PARSEABLE = "Bad Request: can't parse entities: Unclosed start tag at byte offset 3"


# ── nobody there ──────────────────────────────────────────────────────────────────────────────────


async def test_who_blocked_the_bot_is_left_alone_and_the_inspector_told(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.VERIFYING)
    since, called = await count(lan), await last_call(town)
    await hoa.blocks()
    await town.settle()
    (told,) = await heard(lan, since)
    assert "đã chặn bot" in told.text
    assert case.code in told.text

    await inspectorate.does(lan, case, CaseAct.ASK_REPORTER)
    await town.product.ticker.round()
    await town.settle()
    # One try, which is refused; the question waits, and nobody is told of the same absence twice.
    assert [call["status"] for call in await calls_to(town, hoa, after=called)] == [403]
    assert await outbound(town) == [("blocked", "blocked")]
    assert len(await heard(lan, since)) == 1

    await hoa.unblocks()
    await town.settle()
    assert QUESTION in (await hoa.last()).text
    assert await outbound(town) == []


async def test_while_nobody_has_the_case_who_screens_is_told_that_its_reporter_is_away(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    dung = await inspectorate.intake()
    case = await inspectorate.receives(hoa)
    since = await count(dung)
    await hoa.blocks()
    await town.settle()
    (told,) = await heard(dung, since)
    assert "đã chặn bot" in told.text
    assert case.code in told.text


async def test_where_the_owner_left_the_lead_is_told_that_the_reporter_is_away(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.VERIFYING)
    await inspectorate.ends_roles_of(lan)
    await town.settle()
    of_lan, of_quang = await count(lan), await count(quang)
    await hoa.blocks()
    await town.settle()
    (told,) = await heard(quang, of_quang)
    assert "đã chặn bot" in told.text
    assert case.code in told.text
    assert await heard(lan, of_lan) == []


async def test_what_waited_behind_a_block_is_asked_again_whether_it_is_still_so(
    town: Town, inspectorate: Inspectorate
) -> None:
    lan, quang = await inspectorate.inspector(), await inspectorate.lead()
    case = await inspectorate.brings(await inspectorate.receives(), CaseStatus.SCREENED)
    await lan.blocks()
    await town.settle()
    await inspectorate.assigns(quang, case, lan)
    await inspectorate.does(quang, case, CaseAct.UNASSIGN, reason="Đi công tác")
    since = await count(lan)
    await lan.unblocks()
    await town.settle()
    told = [view.text for view in await heard(lan, since)]
    assert told == [text for text in told if "được giao" not in text]


async def test_a_block_that_is_first_seen_by_a_refusal_is_noted_too(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    case = await inspectorate.brings(await inspectorate.receives(hoa), CaseStatus.VERIFYING)
    since = await count(lan)
    await town.client.fault(kind="blocked", chat=hoa, count=1)
    await inspectorate.does(lan, case, CaseAct.ASK_REPORTER)
    assert await outbound(town) == [("blocked", "blocked")]
    assert len(await heard(lan, since)) == 1
    # They write: so they are back, and hear what waited and what is answered to them.
    since = await count(hoa)
    await says(town, hoa, "/start")
    assert QUESTION in "\n".join(view.text for view in await heard(hoa, since))
    assert await outbound(town) == []


async def test_a_reply_to_somebody_who_went_away_has_lost_its_point(town: Town, hoa: Person) -> None:
    since = await count(hoa)
    await town.client.fault(kind="blocked", method="sendMessage", chat=hoa, count=1)
    await says(town, hoa, "/help")
    assert await outbound(town) == [("dropped", "blocked")]
    await says(town, hoa, "/help")
    assert len(await heard(hoa, since)) == 1


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        ("deactivated", ""),
        ("refuse", "Bad Request: chat not found"),
        ("refuse", "Bad Request: PEER_ID_INVALID"),
    ],
)
async def test_an_account_that_is_gone_is_told_the_coordinator(
    town: Town, kind: str, description: str
) -> None:
    await give_units(town)
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    since = await count(thu)
    await town.client.fault(kind=kind, description=description, chat=minh, count=None)
    await says(town, minh, "/tasks")
    (told,) = await heard(thu, since)
    assert "Sở Thông tin và Truyền thông" in told.text
    await says(town, minh, "/tasks")
    assert len(await heard(thu, since)) == 1


# ── the message that was to be edited ─────────────────────────────────────────────────────────────


async def test_where_the_old_message_is_gone_the_page_comes_anew_and_is_edited_from_then_on(
    town: Town, hoa: Person
) -> None:
    await says(town, hoa, "/language")
    await town.client.fault(
        kind="refuse", method="editMessageText", description="Bad Request: message to edit not found"
    )
    before = await hoa.last()
    await presses(town, hoa, "English")
    anew = await hoa.last()
    assert anew.message_id > before.message_id
    await presses(town, hoa, "Help")
    assert (await hoa.last()).message_id == anew.message_id
    assert await outbound(town) == []


async def test_a_page_that_stands_there_already_is_a_success(town: Town, hoa: Person) -> None:
    called, since = await last_call(town), await count(hoa)
    for _ in range(2):
        await presses(town, hoa, "Trợ giúp")
        await presses(town, hoa, "‹ Trang đầu")
    await town.client.fault(
        kind="refuse",
        method="editMessageText",
        description="Bad Request: message is not modified: specified new message content and reply markup are "
        "exactly the same as a current content and reply markup of the message",
    )
    await presses(town, hoa, "Trợ giúp")
    edits = await calls_to(town, hoa, "editMessageText", after=called)
    assert [call["status"] for call in edits] == [200, 200, 200, 200, 400]
    assert await count(hoa) == since
    assert await outbound(town) == []


# ── what will never be accepted ───────────────────────────────────────────────────────────────────


async def test_what_cannot_be_parsed_is_set_aside_told_an_operator_and_can_be_sent_again(
    town: Town, hoa: Person
) -> None:
    son = await town.staff("Sơn", Role.ADMINISTRATOR)
    told_before, heard_before = await count(son), await count(hoa)
    await town.client.fault(kind="refuse", method="sendMessage", chat=hoa, description=NOT_PARSEABLE)
    await says(town, hoa, "/help")
    assert await outbound(town) == [("set_aside", "not_parseable")]
    (told,) = await heard(son, told_before)
    async with town.product.office.reading() as (uow, _):
        (left,) = await uow.outbox.undelivered()
    assert f"dead replay out:{left.id}" in told.text

    # It stands in nobody's way meanwhile.
    await says(town, hoa, "/language")
    assert len(await heard(hoa, heard_before)) == 1
    async with town.product.office.writing() as (uow, _):
        assert await uow.outbox.replay(left.id)
    town.product.delivery.wake()
    await town.settle()
    assert "/report" in (await hoa.last()).text
    # There were no buttons to be taken off a message that had not come.
    assert await outbound(town) == [("dropped", "never_sent")]


async def test_an_alarm_that_cannot_be_delivered_raises_no_alarm(town: Town, hoa: Person) -> None:
    son = await town.staff("Sơn", Role.ADMINISTRATOR)
    called = await last_call(town)
    for person in (hoa, son):
        await town.client.fault(
            kind="refuse", method="sendMessage", chat=person, description="Bad Request: message is too long"
        )
    await says(town, hoa, "/help")
    assert await outbound(town) == [("set_aside", "too_long")] * 2
    assert len(await calls_to(town, son, after=called)) == 1


# ── what may or may not have arrived ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["error_before", "drop_before"])
async def test_what_certainly_did_not_arrive_arrives_once(town: Town, hoa: Person, kind: str) -> None:
    since = await count(hoa)
    await town.client.fault(kind=kind, method="sendMessage", chat=hoa, count=1)
    await hoa.sends("/help")
    await town.listens()
    await hoa.sends("/language")
    await _is_tried_again(town)
    assert [view.text.split()[0] for view in await heard(hoa, since)] == ["Có", "Ngôn"]


@pytest.mark.parametrize("kind", ["error_after", "drop_after", "garbage"])
async def test_what_may_have_arrived_is_sent_again_and_at_most_twice(
    town: Town, hoa: Person, kind: str
) -> None:
    since = await count(hoa)
    await town.client.fault(kind=kind, method="sendMessage", chat=hoa, count=1)
    await hoa.sends("/help")
    await town.listens()
    await hoa.sends("/language")
    await _is_tried_again(town)
    assert [view.text.split()[0] for view in await heard(hoa, since)] == ["Có", "Có", "Ngôn"]
    # Of two copies either does what it says.
    await presses(town, hoa, "English")
    assert "Send a report" in (await hoa.last()).labels


async def _is_tried_again(town: Town) -> None:
    await town.client.idle(0.05)
    await grows_impatient(town)
    await town.settle()
