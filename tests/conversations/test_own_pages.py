"""Every page and notice of a reporter's own reports, in both languages, with what anybody may type in every place."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.calendar import ProvinceCalendar
from bot.ui.pages import Page
from bot.ui.translation import Translator
from domain.case import Case, CaseStatus, LegalClass, RejectionReason, Tier
from domain.case_acts import CaseAct
from domain.people import Actor, Grant, Role
from domain.report import Conduct
from domain.settings import DEFAULTS
from domain.unit import Unit, UnitKind
from handlers import own, own_forms, own_page, own_text, routes
from handlers.own_links import ListOwn, OpenOwn, ReadPast, ReadWords, Saying, SayOwn, WhoOpened
from services.audit import CASE_OPENED
from services.case_acts import TOLD_BY
from services.case_entries import REPORTER_ROLE, Audience, Entry, EntryKind
from services.case_times import CaseTimes
from services.evidence import FileKind, FileRecord, FileState
from services.notices import Notice, NoticeKind, ToPerson, ToReporter
from services.own_cases import open_own
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
ENDED = {CaseStatus.CLOSED, CaseStatus.REJECTED, CaseStatus.TRANSFERRED, CaseStatus.WITHDRAWN}


@asynccontextmanager
async def reported(database: Database, **changes: Any) -> AsyncIterator[tuple[Scope, Person, Case]]:
    """A report of somebody, with everything that can be said in one, and how it stands now."""
    async with database.write() as connection:
        uow = SqlUnitOfWork(connection, RING, 42, NOW)
        scope = Scope(uow, NOW, PROVINCE, ProvinceCalendar(), DEFAULTS, secrets.token_bytes)
        await uow.units.put([Unit("X", NAME, NAME, UnitKind.DEPARTMENT)])
        person = await uow.people.meet(7, "Hoa", NOW, scope.new_id())
        case = await _case(scope, person, changes)
        for entry in _said(case):
            await uow.cases.add_entry(entry)
        inspector = Actor(person.id, (Grant("g", person.id, Role.INSPECTOR, "X", NOW),))
        for day in range(40):
            await uow.audit.write(NOW - timedelta(days=day), inspector, CASE_OPENED, case_id=case.id)
        yield scope, person, case


async def _case(scope: Scope, person: Person, changes: dict[str, Any]) -> Case:
    case_id = scope.new_id()
    await scope.uow.case_keys.make(case_id, NOW)
    values: dict[str, Any] = {
        "id": case_id,
        "code": "NA-7K3M-92QX",
        "status": CaseStatus.RECEIVED,
        "conduct": Conduct.HARASSMENT,
        "accused_unit": "X",
        "created_at": NOW - timedelta(days=2),
        "received_at": NOW - timedelta(days=1),
        "clock_from": NOW - timedelta(days=1),
        "screened_at": NOW - timedelta(hours=3),
        "commune": HOSTILE * 100,
        "reporter_id": person.reporter_id,
    }
    case = Case(**values | changes)
    await scope.uow.cases.create(case, CaseTimes())
    await scope.uow.reports.bind(case.id, person.id, None, NOW - timedelta(days=1))
    return case


def _said(case: Case) -> Sequence[Entry]:
    def entry(kind: EntryKind, role: str = REPORTER_ROLE, **more: Any) -> Entry:
        audience = Audience.INSPECTORS if kind is EntryKind.TRANSITION else Audience.REPORTER
        return Entry(case.id, NOW, kind, audience, role, **more)

    said = {"texts": [LONG, HOSTILE], "files": ["a", "b"]}
    form = {"person": HOSTILE, "when": HOSTILE, "where": LONG, "what": [LONG], "evidence": ["c"]}
    turns = (CaseStatus.RECEIVED, CaseStatus.SCREENED, CaseStatus.VERIFYING, CaseStatus.WITHDRAWN)
    return [
        entry(EntryKind.STATEMENT, body=form),
        *(
            entry(EntryKind.TRANSITION, "clock", act=act, to=to, facts={"revision": number})
            for number, (act, to) in enumerate(zip(own_text.TURNS, turns, strict=True))
        ),
        *(entry(EntryKind.ADDITION, body=said, facts=facts) for facts in ({}, {"amends": "what.0"})),
        entry(EntryKind.ADDITION, body=said, facts={"act": CaseAct.APPEAL}),
        entry(EntryKind.ANSWER, body=said),
        entry(EntryKind.WITHDRAWAL, body={"texts": [], "files": []}),
        *(
            entry(EntryKind.REPLY, Role.LEAD_INSPECTOR, body={"text": LONG}, facts={"act": act})
            for act in own_text.REPLIES
        ),
        entry(EntryKind.QUESTION, Role.INSPECTOR, body={"text": LONG}),
    ]


STANDINGS: list[dict[str, Any]] = [
    {"status": status, "rejection": RejectionReason.NO_CONTENT, "receiving_body": HOSTILE * 30}
    | ({"ended_at": NOW} if status in ENDED else {})
    | ({"returns_to": CaseStatus.VERIFYING, "asked_at": NOW} if status is CaseStatus.NEEDS_INFO else {})
    for status in CaseStatus
    if status not in (CaseStatus.DRAFT, CaseStatus.MERGED)
] + [
    *({"status": CaseStatus.SCREENED, "legal_class": legal_class} for legal_class in LegalClass),
    {"status": CaseStatus.CONCLUDED, "answered_at": NOW},
    {"status": CaseStatus.MERGED, "merged_into": "gone"},
    {"status": CaseStatus.RECEIVED, "received_at": NOW - timedelta(days=60), "clock_from": NOW - timedelta(days=60)},
    {"status": CaseStatus.VERIFYING, "withdrawal_asked_at": NOW, "clock_from": NOW - timedelta(days=90)},
    {"status": CaseStatus.APPEALED, "tier": Tier.OVERSIGHT, "withdrawal_asked_at": NOW},
]  # fmt: skip


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda one: one["status"].value)
async def test_a_report_reads_well_however_it_stands(database: Database, standing: dict[str, Any]) -> None:
    async with reported(database, **standing) as (scope, person, case):
        opened = await open_own(scope, person.actor(NOW), case.id)
        asked = opened.happenings[-1].entry
        assert asked.id is not None
        past = len(own_text.past_pages(Translator("vi"), opened))
        assert past > 3
        screens: list[Screen] = [
            partial(own.list_own, press=ListOwn()),
            partial(own.open_own, press=OpenOwn(case.id)),
            partial(own_page.who_opened, press=WhoOpened(case.id, 1)),
            *(partial(own.read_past, press=ReadPast(case.id, number)) for number in (0, 1, past)),
            *(partial(own_page.words, press=ReadWords(case.id, asked.id, number)) for number in (0, 9)),
        ]
        if CaseAct.ASK_WITHDRAWAL in opened.acts:
            screens.append(partial(own_page.sure_to_withdraw, case_id=case.id))
        for screen in screens:
            pages = await sound_screens(partial(drawn, scope, person, screen))
            assert len(pages["vi"].rows) <= 5


@pytest.mark.parametrize("what", list(Saying))
async def test_a_form_reads_well_empty_and_full(database: Database, what: Saying) -> None:
    status = {
        Saying.ADD: CaseStatus.VERIFYING,
        Saying.ANSWER: CaseStatus.NEEDS_INFO,
        Saying.APPEAL: CaseStatus.CLOSED,
    }
    changes = {"returns_to": CaseStatus.VERIFYING, "asked_at": NOW, "ended_at": NOW}
    async with reported(database, status=status[what], **changes) as (scope, person, case):
        for items in ([], [{"text": LONG}] * 12 + ["file"] * 30):
            state = {
                "form": own_forms.NAME,
                "version": 1,
                "step": own_forms.SAID,
                "turn": 1,
                "reviewing": False,
            }
            body = {**state, "answers": {own_forms.SAID: items} if items else {}}
            draft = Draft(
                person.id, own_forms.NAME, 1, body, subject=f"{what} {case.id}", case_id=case.id, saved_at=NOW
            )
            await scope.uow.drafts.delete(person.id, own_forms.NAME)
            await scope.uow.drafts.save(draft, NOW + timedelta(days=1), NOW)
            resume = partial(own.say_own, press=SayOwn(case.id, what))
            pages = await sound_screens(partial(drawn, scope, person, resume))
            assert ("Chưa gửi:" in pages["vi"].text) is bool(items)


async def test_every_notice_reads_well(database: Database) -> None:
    waiting = {"returns_to": CaseStatus.VERIFYING, "asked_at": NOW}
    async with reported(database, status=CaseStatus.NEEDS_INFO, **waiting) as (scope, person, case):
        opened = await open_own(scope, person.actor(NOW), case.id)
        entries = [one.entry for one in opened.happenings if one.label is None]
        notices = [
            Notice(kind, ToReporter(case.id), {"case": case.id, "entry": entries[-1].id or 0})
            for kind in (NoticeKind.QUESTION_ASKED, NoticeKind.QUESTION_REMINDER)
        ]
        notices += [
            Notice(NoticeKind.CASE_ANSWERED, ToReporter(case.id), {"case": case.id, "entry": entry.id or 0})
            for entry in entries
            if entry.kind is EntryKind.REPLY
        ]
        notices += [
            Notice(
                NoticeKind.CASE_STATUS,
                ToReporter(case.id),
                {"case": case.id, "revision": len(own_text.TURNS) - 1},
            ),
            Notice(NoticeKind.DRAFT_LAPSED, ToPerson(person.id)),
            Notice(NoticeKind.DRAFT_LAPSED, ToPerson(person.id), {"case": case.id}),
        ]
        for number, state in enumerate((FileState.FORBIDDEN, FileState.UNREACHABLE)):
            file = FileRecord(
                f"f{number}", FileKind.DOCUMENT, NOW, case.id, name=HOSTILE * 20, state=state, is_bound=True
            )
            await scope.uow.files.add(file)
            notices.append(
                Notice(NoticeKind.FILE_NOT_KEPT, ToReporter(case.id), {"file": file.id, "state": state})
            )
        for notice in notices:

            async def render(tr: Translator, notice: Notice = notice) -> Page:
                page = await routes.RENDERERS[notice.kind](
                    scope, deployed(tr), replace(person, language=tr.language), notice
                )
                assert page is not None, notice
                return page

            await sound_screens(render)


def test_whatever_is_told_to_a_reporter_has_a_name() -> None:
    assert {act for act, (kind, _) in TOLD_BY.items() if kind is EntryKind.REPLY} == set(own_text.REPLIES)


async def test_a_notice_of_somebody_elses_report_is_not_rendered(database: Database) -> None:
    async with reported(database) as (scope, _, case):
        other = await scope.uow.people.meet(8, "Người lạ", NOW, scope.new_id())
        for kind in (NoticeKind.QUESTION_ASKED, NoticeKind.CASE_ANSWERED, NoticeKind.CASE_STATUS):
            subject: dict[str, str | int] = {"case": case.id, "entry": 1, "revision": 3}
            notice = Notice(kind, ToPerson(other.id), subject)
            assert await routes.RENDERERS[kind](scope, deployed(Translator("vi")), other, notice) is None
