"""Every page and notice of the inspectors, in both languages, with what anybody may type in every place."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from telegram import Update

from adapters.calendar import ProvinceCalendar
from bot.ui.forms import Json, Kind, Step
from bot.ui.pages import Page, Sensitivity
from bot.ui.translation import Translator
from domain.case import (
    Case,
    CaseStatus,
    LegalClass,
    Outcome,
    Priority,
    Proposal,
    ProposalKind,
    RejectionReason,
    ThreeTests,
    Tier,
)
from domain.case_acts import CaseAct
from domain.case_clocks import CaseRung, ClockKind
from domain.people import Grant, Role
from domain.report import Conduct, YesNo
from domain.settings import DEFAULTS
from domain.unit import Unit, UnitKind
from handlers import case, case_conclusion, case_forms, case_screening, case_text, case_words, queue, routes
from handlers.case_links import BeginAnew, CaseView, DeclareTie, DoAct, OpenCase, ShowFile, WriteNote
from handlers.context import Turn
from handlers.form_presses import Resume
from services.case_entries import REPORTER_ROLE, Audience, Entry, EntryKind
from services.case_queue import QueueFilter
from services.case_times import CaseTimes
from services.cases import open_case
from services.evidence import FileKind, FileRecord, FileState
from services.notices import Notice, NoticeKind, ToPerson
from services.people import Person
from services.ports import Draft
from services.scope import Scope
from storage.database import Database
from storage.sealing import KeyRing
from storage.unit_of_work import SqlUnitOfWork
from tests.support.drawing import Screen, deployed, drawn
from tests.support.languages import HOSTILE, sound_screens

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2023, 10, 4, 9, 0, tzinfo=PROVINCE).astimezone(UTC)
LONG = (HOSTILE + "\n") * 150 + "א\n" * 600
NAME = HOSTILE.replace("\x00", "") * 20
"""A unit's: it is imported, and stands in the clear, where PostgreSQL takes no NUL."""
RING = KeyRing.new()
ACCUSED = "X" * 20
OWNED = {
    CaseStatus.ASSIGNED,
    CaseStatus.VERIFYING,
    CaseStatus.NEEDS_INFO,
    CaseStatus.REFERRED,
    CaseStatus.UNDER_REVIEW,
    CaseStatus.CONCLUDED,
    CaseStatus.MEASURES,
}
CONVERSATIONS = (
    *case_screening.CONVERSATIONS,
    *case_words.CONVERSATIONS,
    *case_forms.CONVERSATIONS,
    *case_conclusion.CONVERSATIONS,
)


@dataclass
class Desk:
    """A case in a database, with somebody who owns it and a lead who may do all that a lead may."""

    scope: Scope
    owner: Person
    lead: Person
    case: Case


@asynccontextmanager
async def laid(database: Database, **changes: Any) -> AsyncIterator[Desk]:
    async with database.write() as connection:
        uow = SqlUnitOfWork(connection, RING, 42, NOW)
        scope = Scope(uow, NOW, PROVINCE, ProvinceCalendar(), DEFAULTS, secrets.token_bytes)
        await uow.units.put([Unit(ACCUSED, NAME, NAME, UnitKind.DEPARTMENT)])
        owner = await staff(scope, 1, Role.INSPECTOR)
        lead = await staff(scope, 2, Role.LEAD_INSPECTOR, Role.INTAKE_OFFICER)
        oversight = await staff(scope, 3, Role.OVERSIGHT)
        reporter = await scope.uow.people.meet(4, "Hoa", NOW, scope.new_id())
        if changes.get("tier") is Tier.OVERSIGHT:
            lead = oversight
        status = changes["status"]
        values: dict[str, Any] = {
            "id": scope.new_id(),
            "code": "NA-7K3M-92QX",
            "conduct": Conduct.CAUSING_TROUBLE,
            "accused_unit": ACCUSED,
            "created_at": NOW - timedelta(days=2),
            "received_at": NOW - timedelta(days=1),
            "clock_from": NOW - timedelta(days=1),
            "screened_at": NOW - timedelta(hours=3),
            "assigned_at": NOW - timedelta(hours=1),
            "commune": LONG,
            "reporter_id": reporter.reporter_id,
            "legal_class": LegalClass.DENUNCIATION,
            "tests": ThreeTests(violator_clear=True, evidence_concrete=False, basis_to_verify=True),
            "priority": Priority.URGENT,
            "legal_hold": True,
            "retaliation_feared": True,
            "extended": True,
            "outcome": Outcome.INSUFFICIENT,
            "owner_id": owner.id if status in OWNED else None,
        }
        laid_case = Case(**values | changes)
        if laid_case.proposal is not None:
            laid_case = replace(laid_case, proposal=replace(laid_case.proposal, by=owner.id))
        await uow.case_keys.make(laid_case.id, NOW)
        await uow.cases.create(laid_case, CaseTimes(due_at=NOW - timedelta(hours=1)))
        await uow.reports.bind(laid_case.id, reporter.id, None, NOW)
        desk = Desk(scope, owner, lead, laid_case)
        for file in files(desk):
            await uow.files.add(file)
        for entry in said(desk):
            await uow.cases.add_entry(entry)
        yield desk


async def staff(scope: Scope, chat: int, *roles: Role) -> Person:
    person = await scope.uow.people.meet(chat, HOSTILE * 6, NOW, scope.new_id())
    for role in roles:
        await scope.uow.people.add_grant(
            Grant(scope.new_id(), person.id, role, None, NOW - timedelta(days=9))
        )
    found = await scope.uow.people.get(person.id)
    assert found is not None
    return found


def files(desk: Desk) -> list[FileRecord]:
    return [
        FileRecord(
            desk.scope.new_id(),
            list(FileKind)[n % len(FileKind)],
            NOW,
            desk.case.id,
            source="id",
            name=HOSTILE * 20,
            caption=(HOSTILE * 90)[:1024],
            place=(18.6, 105.6) if list(FileKind)[n % len(FileKind)] is FileKind.LOCATION else None,
            size=10**9,
            state=list(FileState)[n % 5],
            is_bound=True,
        )
        for n in range(30)
    ]


def said(desk: Desk) -> list[Entry]:
    numbers = count(1)

    def entry(kind: EntryKind, role: str = REPORTER_ROLE, **more: Any) -> Entry:
        audience = more.pop("audience", Audience.INSPECTORS)
        author = None if role in (REPORTER_ROLE, "clock") else desk.owner.id
        return Entry(desk.case.id, NOW, kind, audience, role, author, **more)

    form = {"person": LONG, "when": LONG, "where": LONG, "what": [LONG, HOSTILE], "evidence": []}
    flags = {"ongoing": YesNo.YES, "stake": YesNo.NO, "money_asked": YesNo.YES}
    conclusion = {
        "outcome": Outcome.PARTLY,
        "findings": [[LONG, outcome, LONG] for outcome in Outcome],
        "draft_answer": LONG,
        "evidence": [],
    }
    words = {"reason": LONG, "text": LONG, "receiving_body": LONG}
    facts = {
        "legal_class": LegalClass.COMPLAINT,
        "tests": [True, False, True],
        "rejection": RejectionReason.NOT_ABOUT_CONDUCT,
        "assignee": desk.owner.id,
    }
    return [
        entry(EntryKind.STATEMENT, body=form, facts=flags),
        *(entry(EntryKind.ADDITION, body={"texts": [LONG], "files": ["a"]}) for _ in range(3)),
        entry(EntryKind.ANSWER, body={"texts": [], "files": ["a", "b"]}),
        entry(EntryKind.WITHDRAWAL, body={"texts": [], "files": []}),
        *(
            entry(
                EntryKind.TRANSITION,
                role,
                act=act,
                source=CaseStatus.RECEIVED,
                to=list(CaseStatus)[next(numbers) % len(CaseStatus)],
                body={"conclusion": conclusion} if act is CaseAct.SUBMIT_CONCLUSION else {"reason": HOSTILE},
                facts=facts,
            )
            for act in CaseAct
            for role in (Role.INSPECTOR.value, "clock")
        ),
        *(
            entry(EntryKind.TRANSITION, Role.LEAD_INSPECTOR, act=CaseAct.PROPOSE_REJECTION, facts=facts)
            for _ in range(30)
        ),
        entry(EntryKind.TRANSITION, Role.INSPECTOR, act=CaseAct.PROPOSE_REJECTION, body=words, facts=facts),
        entry(EntryKind.QUESTION, Role.INSPECTOR, body={"text": LONG}),
        entry(EntryKind.REPLY, Role.OVERSIGHT, body={"text": LONG}),
        entry(EntryKind.NOTE, Role.INTAKE_OFFICER, body={"text": LONG}),
        entry(EntryKind.NOTE, Role.INSPECTOR, body={"text": LONG}, audience=Audience.PERSONAL),
    ]


STANDINGS: list[dict[str, Any]] = [
    {"status": status}
    | ({"returns_to": CaseStatus.VERIFYING, "asked_at": NOW} if status is CaseStatus.NEEDS_INFO else {})
    | ({"merged_into": "gone"} if status is CaseStatus.MERGED else {})
    | ({"outcome": None} if status in (CaseStatus.RECEIVED, CaseStatus.SCREENED) else {})
    for status in CaseStatus
    if status is not CaseStatus.DRAFT
] + [
    {"status": CaseStatus.RECEIVED, "proposal": Proposal(ProposalKind.REJECTION, "somebody", NOW)},
    {"status": CaseStatus.CONCLUDED, "answered_at": NOW},
    {"status": CaseStatus.VERIFYING, "withdrawal_asked_at": NOW, "clock_from": NOW - timedelta(days=90)},
    {"status": CaseStatus.APPEALED, "tier": Tier.OVERSIGHT, "withdrawal_asked_at": NOW},
]  # fmt: skip


def of_a_case(page: Page) -> None:
    """Nobody forwards or saves what they read of a case."""
    assert page.protect
    assert page.sensitivity is Sensitivity.CASE


async def reads_well(desk: Desk, person: Person, view: CaseView, number: int) -> None:
    at = OpenCase(desk.case.id, view, number, QueueFilter.NEEDS_ACTION, "H" * 20, Conduct.OTHER_ETHICS)
    pages = await sound_screens(partial(drawn, desk.scope, person, partial(case.open_case, press=at)))
    for page in pages.values():
        of_a_case(page)
        assert len(page.rows) <= 6


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda one: one["status"].value)
async def test_a_case_reads_well_however_it_stands(database: Database, standing: dict[str, Any]) -> None:
    async with laid(database, **standing) as desk:
        views = set(CaseView) - {CaseView.ASSIGN}
        for person in {desk.owner.id: desk.owner, desk.lead.id: desk.lead}.values():
            if desk.case.tier is Tier.OVERSIGHT and person is desk.owner:
                continue
            opened = await open_case(desk.scope, person.actor(NOW), desk.case.id)
            assigning = {CaseAct.ASSIGN, CaseAct.HAND_OVER, CaseAct.ACCEPT_APPEAL} & opened.acts
            for view in views | ({CaseView.ASSIGN} if assigning else set()):
                # A page beyond the last is the last.
                for number in (0, 1, 999):
                    await reads_well(desk, person, view, number)


async def test_every_page_of_what_was_said_and_done_reads_well(database: Database) -> None:
    async with laid(database, status=CaseStatus.UNDER_REVIEW) as desk:
        opened = await open_case(desk.scope, desk.lead.actor(NOW), desk.case.id)
        assert opened.conclusion is not None
        turn = Turn(desk.scope, desk.lead, Translator("vi"), Update(1), deployed(Translator("vi")))
        numbers = {
            CaseView.TIMELINE: len(case_text.timeline_pages(opened)),
            CaseView.TOLD: len(case_text.told_pages(turn, opened)),
            CaseView.CONCLUSION: len(case_text.conclusion_pages(turn, opened, opened.conclusion)),
        }
        for view, pages in numbers.items():
            assert pages > 3
            for number in range(pages):
                await reads_well(desk, desk.lead, view, number)


async def test_every_file_and_the_question_of_a_tie_read_well(database: Database) -> None:
    async with laid(database, status=CaseStatus.VERIFYING) as desk:
        stored = await desk.scope.uow.files.of_case(desk.case.id)
        screens: list[Screen] = [
            partial(case.show_file, press=ShowFile(desk.case.id, file.id)) for file in stored
        ]
        screens.append(partial(case.declare_tie, press=DeclareTie(desk.case.id)))
        for screen in screens:
            for page in (await sound_screens(partial(drawn, desk.scope, desk.lead, screen))).values():
                of_a_case(page)


@pytest.mark.parametrize("which", list(QueueFilter))
async def test_the_queue_reads_well_whoever_is_in_it(database: Database, which: QueueFilter) -> None:
    async with laid(database, status=CaseStatus.VERIFYING, tier=Tier.STANDARD) as desk:
        for number in range(6):
            another = replace(
                desk.case,
                id=desk.scope.new_id(),
                code=f"NA-0000-000{number}",
                conduct=list(Conduct)[number],
                status=CaseStatus.NEEDS_INFO,
            )
            await desk.scope.uow.case_keys.make(another.id, NOW)
            await desk.scope.uow.cases.create(another, CaseTimes(due_at=NOW + timedelta(hours=number)))
        narrowed = queue.OpenQueue(which, ACCUSED, Conduct.CAUSING_TROUBLE)
        screens: list[Screen] = [
            queue.queue,
            partial(queue.open_queue, press=queue.OpenQueue(which)),
            partial(queue.open_queue, press=narrowed),
            partial(queue.open_queue, press=replace(narrowed, cursor="z" * 11)),
            partial(queue.pick_unit, press=queue.PickUnit(which)),
            partial(queue.pick_conduct, press=queue.PickConduct(which, ACCUSED)),
        ]
        for screen in screens:
            for page in (await sound_screens(partial(drawn, desk.scope, desk.owner, screen))).values():
                of_a_case(page)
                assert len(page.rows) <= 5


def answered(step: Step, item: Json = LONG) -> Json:
    match step.kind:
        case Kind.CHOICE:
            return "some" if "some" in step.choices else "own" if "own" in step.choices else step.choices[-1]
        case Kind.TEXTS:
            return [item] * (step.at_most or 1)
        case Kind.CUSTOM:
            return list(range(1, 31))
        case _:
            return item


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda one: one.form.name)
async def test_a_form_reads_well_at_every_question_and_at_its_review(
    database: Database, conversation: Any
) -> None:
    async with laid(database, status=CaseStatus.CONCLUDED) as desk:
        form = conversation.form
        answers = {step.key: answered(step) for step in form.steps}
        ends: list[str | None] = [None] if conversation.review is not None else []
        for open_step in [*(step.key for step in form.steps), *ends]:
            body = {
                "form": form.name, "version": form.version, "step": open_step, "turn": 1, "reviewing": False,
                "answers": answers,
            }  # fmt: skip
            draft = Draft(desk.lead.id, form.name, 1, body, subject=f"{desk.case.id} {desk.owner.id}"[:37])
            draft = replace(draft, subject=desk.case.id) if form.name != "c_handover" else draft

            async def screen(tr: Translator, draft: Draft = draft) -> Page:
                await desk.scope.uow.drafts.delete(desk.lead.id, draft.form)
                await desk.scope.uow.drafts.save(draft, NOW + timedelta(days=1), NOW)
                resume = partial(routes.CONVERSATIONS.resume, press=Resume(draft.form))
                return await drawn(desk.scope, desk.lead, resume, tr)

            for page in (await sound_screens(screen)).values():
                of_a_case(page)
                assert len(page.rows) <= 6


async def test_what_was_begun_elsewhere_reads_well(database: Database) -> None:
    async with laid(database, status=CaseStatus.VERIFYING) as desk:
        other = replace(desk.case, id=desk.scope.new_id(), code="NA-0000-0001")
        await desk.scope.uow.case_keys.make(other.id, NOW)
        await desk.scope.uow.cases.create(other, CaseTimes())
        name = case_conclusion.CONCLUSION.form.name
        body = {
            "form": name, "version": 1, "step": "allegations", "turn": 1, "reviewing": False,
            "answers": {"allegations": [LONG]},
        }  # fmt: skip
        draft = Draft(desk.owner.id, name, 1, body, subject=other.id)
        await desk.scope.uow.drafts.save(draft, NOW + timedelta(days=1), NOW)
        begin = partial(case.write_note, press=WriteNote(desk.case.id))
        of_a_case((await sound_screens(partial(drawn, desk.scope, desk.owner, begin)))["vi"])
        again = partial(case.do_act, press=DoAct(desk.case.id, CaseAct.SUBMIT_CONCLUSION, 0))
        pages = await sound_screens(partial(drawn, desk.scope, desk.owner, again))
        of_a_case(pages["vi"])
        presses = [one.press for row in pages["vi"].rows for one in row if hasattr(one, "press")]
        assert BeginAnew(desk.case.id, name) in presses


def notices(desk: Desk, person: Person) -> list[Notice]:
    subject: dict[str, str | int] = {"case": desk.case.id}
    moved = [
        Notice(NoticeKind.CASE_MOVED, ToPerson(person.id), subject | {"act": act, "revision": 0} | former)
        for act in CaseAct
        for former in ({}, {"former": 1})
    ]
    late = [
        Notice(NoticeKind.CASE_LATE, ToPerson(person.id), subject | {"rung": rung, "clock": clock})
        for rung in CaseRung
        for clock in ClockKind
    ]
    added = [Notice(NoticeKind.CASE_ADDED, ToPerson(person.id), subject | {"entry": n}) for n in range(2, 7)]
    other = [
        Notice(kind, ToPerson(person.id), subject)
        for kind in (NoticeKind.NEW_REPORT, NoticeKind.CASES_LATE, NoticeKind.NOBODY_FOR_CASE)
    ]
    return [*moved, *late, *added, *other]


@pytest.mark.parametrize("standing", STANDINGS[:3] + STANDINGS[4:6], ids=lambda one: one["status"].value)
async def test_every_notice_reads_well_and_holds_no_word_of_anybody(
    database: Database, standing: dict[str, Any]
) -> None:
    late = {"clock_from": NOW - timedelta(days=60), "received_at": NOW - timedelta(days=60)}
    async with laid(database, **standing | late) as desk:
        told = 0
        for person in (desk.owner, desk.lead):
            for notice in notices(desk, person):

                async def render(tr: Translator, notice: Notice = notice, person: Person = person) -> Page:
                    spoken_to = replace(person, language=tr.language)
                    page = await routes.RENDERERS[notice.kind](desk.scope, deployed(tr), spoken_to, notice)
                    return page or Page(tr.t("Nothing here."), protect=True)

                for page in (await sound_screens(render)).values():
                    told += bool(page.rows)
                    assert page.protect
                    assert "Nguyễn" not in page.text
        assert told > 10
