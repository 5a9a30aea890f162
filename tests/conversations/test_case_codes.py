"""A code is a name, never authority: it opens what is one's own, and everybody else gets what no code at all gets."""

from sqlalchemy import func, select

from domain.case import Case, CaseStatus
from domain.people import Role
from handlers.own_links import OpenOwn, ReadPast, ReadWords, Saying, SayOwn, WhoOpened, WithdrawOwn
from services.case_entries import Entry, EntryKind
from simulator.client import Person
from storage.tables import audit
from tests.support.inspection import WORDS, Inspectorate, presses, says
from tests.support.reporting import NOT_FOUND, citizen
from tests.support.town import Town


async def last_entry(inspectorate: Inspectorate, case: Case, kind: EntryKind) -> Entry:
    return [one for one in await inspectorate.entries(case) if one.kind is kind][-1]


# ── a code, and somebody else's ───────────────────────────────────────────────────────────────────


async def test_a_code_opens_the_report_however_it_comes(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    wanted = f"Hồ sơ {case.code} · đã tiếp nhận"
    for text in (case.code, case.code.lower().replace("-", " "), f"/case {case.code[3:]}"):
        await says(town, hoa, text)
        assert wanted in (await hoa.last()).text
    await hoa.starts(f"c_{case.code}")
    await town.settle()
    assert wanted in (await hoa.last()).text
    await says(town, hoa, "/case")
    assert "/case NA-" in (await hoa.last()).text
    await says(town, hoa, "cam on ban")
    assert NOT_FOUND not in (await hoa.last()).text


async def test_the_own_code_typed_leaves_no_trace_with_a_person_in_it(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    before = await _audited(town)
    await says(town, hoa, case.code)
    await presses(town, hoa, "Diễn biến", "‹ Hồ sơ", "Ai đã xem")
    assert await _audited(town) == before


async def test_somebody_elses_code_gets_word_for_word_what_no_code_gets(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.receives(by=hoa)
    strangers = [
        await citizen(town, "Người lạ"),
        await town.staff("Minh", Role.UNIT_HEAD, "STNMT"),
        await town.staff("Thu", Role.COORDINATOR, "SNV"),
    ]
    for person in strangers:
        said = []
        for code in (case.code, "NA-0000-0000"):
            for text in (code, f"/case {code}"):
                await says(town, person, text)
                said.append((await person.last()).wire)
            await person.starts(f"c_{code}")
            await town.settle()
            said.append((await person.last()).wire)
        assert NOT_FOUND in said[0]["text"]
        assert len({(one["text"], str(one.get("reply_markup"))) for one in said}) == 1


async def test_forged_buttons_for_somebody_elses_report_get_what_no_report_gets(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    case = await inspectorate.brings(await inspectorate.receives(by=hoa), CaseStatus.CLOSED)
    question = (await inspectorate.entries(case))[1].id
    assert question is not None
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STNMT")
    screen = (await minh.last()).message_id
    nobodys = case.id[:-4] + "zzzz"
    for make in (
        lambda case_id: OpenOwn(case_id),
        lambda case_id: ReadPast(case_id, 1),
        lambda case_id: ReadWords(case_id, question),
        lambda case_id: SayOwn(case_id, Saying.ADD),
        lambda case_id: SayOwn(case_id, Saying.ANSWER),
        lambda case_id: SayOwn(case_id, Saying.APPEAL, anew=True),
        lambda case_id: WithdrawOwn(case_id),
        lambda case_id: WithdrawOwn(case_id, sure=True),
        lambda case_id: WhoOpened(case_id),
    ):
        said = []
        for case_id in (case.id, nobodys):
            before = len(await minh.messages())
            await minh.forges(make(case_id).pack(), screen)
            await town.settle()
            said.append([view.text for view in (await minh.messages())[before:]])
        assert said[0] == said[1]
        assert len(said[0]) == 1
        assert NOT_FOUND in said[0][0]


async def test_whoever_is_staff_and_reporter_opens_each_as_what_they_are_to_it(
    town: Town, inspectorate: Inspectorate, hoa: Person
) -> None:
    lan = await inspectorate.inspector()
    own = await inspectorate.receives(by=lan)
    others = await inspectorate.receives()
    await says(town, lan, own.code)
    assert "Các bước tiếp theo" in (await lan.last()).text
    assert not (await lan.last()).protected
    await says(town, lan, others.code)
    assert WORDS in (await lan.last()).text
    assert (await lan.last()).protected
    await says(town, lan, "/queue")
    assert own.code not in (await lan.last()).text


async def _audited(town: Town) -> int:
    async with town.product.office.reading() as (uow, _):
        count: int = (await uow.connection.execute(select(func.count()).select_from(audit))).scalar_one()
    return count
