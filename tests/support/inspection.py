"""An inspectorate at work: who belongs to it, reports that came in, and cases brought to where a conversation begins.

Reports are filed and cases moved by the use cases behind the screens, so that a hundred of them cost no hundred
conversations. Whoever a test is about speaks over the wire, as everybody does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from telegram import Message

from bot.samples import import_samples
from bot.ui.text import MESSAGE_ROOM, units
from domain.access import Tie
from domain.case import (
    Case,
    CaseStatus,
    Conclusion,
    Finding,
    LegalClass,
    Outcome,
    Priority,
    RejectionReason,
    ThreeTests,
)
from domain.case_acts import CaseAct, CaseFacts
from domain.people import Role
from domain.report import Answers, Conduct, Consent, Contactability, UnitNamed, YesNo
from handlers.attachments import incoming_of
from services import cases, own_cases, reports
from services.case_entries import Entry
from services.evidence import Incoming, attach
from services.own_cases import Said
from services.people import Person, accept, end_role, invite
from services.ports import Draft
from services.scope import Scope
from simulator.client import Person as Telegrammer
from simulator.client import View
from storage.tables import outbox
from storage.unit_of_work import SqlUnitOfWork
from tests.support.town import Town

WORDS: Final = "Cán bộ bộ phận một cửa yêu cầu bồi dưỡng 2 triệu đồng mới nhận hồ sơ."
QUESTION: Final = "Ông/bà có giữ giấy hẹn ngày 15/9 không?"
ANSWER: Final = "Kính gửi ông/bà, nội dung phản ánh là có cơ sở. Cơ quan đã yêu cầu chấn chỉnh."
GUIDANCE: Final = (
    "Nội dung này thuộc thẩm quyền của Tòa án. Ông/bà có thể nộp đơn tại Tòa án nhân dân thành phố Vinh."
)
CONCLUSION: Final = Conclusion(
    Outcome.SUBSTANTIATED,
    (Finding("Yêu cầu bồi dưỡng", Outcome.SUBSTANTIATED, "Biên bản làm việc xác nhận."),),
    ANSWER,
    evidence_listed=True,
)
_UNSEEN_FROM: Final = 9_000_000_000
"""Where the numbers of people begin who report and are never seen again."""

_TICK: Final = timedelta(milliseconds=16)
"""What an id counts time in."""

_FACTS: Final = {
    CaseAct.SCREEN: CaseFacts(
        legal_class=LegalClass.FEEDBACK,
        tests=ThreeTests(violator_clear=True, evidence_concrete=True, basis_to_verify=True),
        conflicts_checked=True,
    ),
    CaseAct.PROPOSE_REJECTION: CaseFacts(rejection=RejectionReason.NOT_COMPETENT, text=GUIDANCE),
    CaseAct.ASK_REPORTER: CaseFacts(text=QUESTION),
    CaseAct.SUBMIT_CONCLUSION: CaseFacts(conclusion=CONCLUSION),
    CaseAct.ANSWER_REPORTER: CaseFacts(text=ANSWER),
}
"""What comes with an act where nothing else is said."""


async def presses(town: Town, person: Telegrammer, *labels: str) -> None:
    """Presses one button after another, each when everything is quiet."""
    for label in labels:
        await person.presses(label)
        await town.settle()


async def says(town: Town, person: Telegrammer, *texts: str) -> None:
    """Sends one message after another, each when everything is quiet."""
    for text in texts:
        await person.sends(text)
        await town.settle()


async def opens(town: Town, person: Telegrammer, code: str) -> View:
    """Types the code of a case; the screen that comes."""
    await says(town, person, f"/case {code}")
    return await person.last()


async def screens(town: Town, person: Telegrammer, *answers: str) -> None:
    """Begins to screen the case that is open, and answers so many of the questions."""
    await presses(town, person, "Sàng lọc", *answers)


def sound(view: View) -> None:
    """What every screen of a case is: short enough, and not to be passed on."""
    assert units(view.text) <= MESSAGE_ROOM
    assert view.protected


async def again(person: Telegrammer, view: View) -> View:
    """The same message as it is now; others may stand below it."""
    return next(one for one in await person.messages() if one.message_id == view.message_id)


@dataclass
class Inspectorate:
    """The people of an inspectorate and of oversight, each bound when they are first called."""

    town: Town
    _reporters: int = field(default=0)

    # ── people ────────────────────────────────────────────────────────────────────────────────────

    async def intake(self, name: str = "Phạm Quốc Dũng", *, language: str = "vi") -> Telegrammer:
        """An intake officer."""
        return await self._bound(name, Role.INTAKE_OFFICER, language)

    async def inspector(self, name: str = "Nguyễn Thị Lan", *, language: str = "vi") -> Telegrammer:
        """An inspector."""
        return await self._bound(name, Role.INSPECTOR, language)

    async def lead(self, name: str = "Võ Đình Quang", *, language: str = "vi") -> Telegrammer:
        """A lead inspector."""
        return await self._bound(name, Role.LEAD_INSPECTOR, language)

    async def oversight(self, name: str = "Trần Ngọc Hà", *, language: str = "vi") -> Telegrammer:
        """Somebody named by the province to oversee the inspectorate."""
        return await self._bound(name, Role.OVERSIGHT, language, unit=None)

    async def inspectors(self, count: int) -> list[Telegrammer]:
        """Many inspectors at once, bound without a conversation of each; they have pressed Start."""
        people = [await self.town.person(f"Thanh tra viên {number:02}") for number in range(1, count + 1)]
        for person in people:
            await person.starts()
        await self.town.settle()
        async with self.town.product.office.writing() as (uow, scope):
            for person in people:
                _, token = await invite(scope, None, Role.INSPECTOR, "TTT")
                await accept(scope, await _met(uow, scope, person), token)
        return people

    async def _bound(self, name: str, role: Role, language: str, unit: str | None = "TTT") -> Telegrammer:
        known = name in self.town.people
        person = await self.town.person(name, language=language)
        return person if known else await self.town.staff(name, role, unit)

    # ── reports ───────────────────────────────────────────────────────────────────────────────────

    async def receives(self, by: Telegrammer | None = None, **told: Any) -> Case:
        """A report as its form would send it, by somebody never seen if not by one who pressed Start.

        ``told`` are fields of ``Answers``; ``evidence`` are messages of theirs with a file or a place.
        """
        (case,) = await self.receives_all(told | {"by": by})
        return case

    async def receives_all(self, *reports_told: Mapping[str, Any]) -> list[Case]:
        """Several reports at once, each as for ``receives``, in their order in the queue."""
        async with self.town.product.office.writing() as (uow, scope):
            found = []
            for told in reports_told:
                found.append(await self._file(uow, scope, **told))
                scope = replace(scope, now=scope.now + _TICK)
        await self._posted()
        return found

    async def _file(
        self,
        uow: SqlUnitOfWork,
        scope: Scope,
        by: Telegrammer | None = None,
        unit: str = "STNMT",
        commune: str = "",
        what: Sequence[str] = (WORDS,),
        evidence: Sequence[View] = (),
        **told: Any,
    ) -> Case:
        person = await self._reporter(uow, scope, by)
        case_id = await reports.begin(scope, person)
        files = await self._attached(scope, case_id, person, evidence)
        form = Answers(
            language="vi",
            consent=Consent("1", scope.now),
            conduct=Conduct.HARASSMENT,
            unit=UnitNamed(unit, commune),
            what=tuple(what),
            evidence=files,
            contactability=Contactability.BOT_ONLY,
            unit_may_be_asked=YesNo.YES,
        )
        draft = Draft(person.id, "report", 1, {"answers": {}}, case_id=case_id, saved_at=scope.now)
        receipt = await reports.send(scope, person, draft, replace(form, **told), {})
        return receipt.case

    async def _attached(
        self, scope: Scope, case_id: str, person: Person, evidence: Sequence[View]
    ) -> tuple[str, ...]:
        found = []
        for number, view in enumerate(evidence):
            # One after another, as they were sent: it is their order in the case.
            then = replace(scope, now=scope.now + number * _TICK)
            found.append((await attach(then, case_id, person.id, self._incoming(view))).id)
        return tuple(found)

    def _incoming(self, view: View) -> Incoming:
        message = Message.de_json(view.wire, self.town.product.bot)
        assert message is not None
        incoming = incoming_of(message)
        assert incoming is not None, f"nothing hangs on message {view.message_id}"
        return incoming

    async def _reporter(self, uow: SqlUnitOfWork, scope: Scope, by: Telegrammer | None) -> Person:
        if by is not None:
            return await _met(uow, scope, by)
        self._reporters += 1
        number = _UNSEEN_FROM + self._reporters
        unseen = self.town.simulator.world.add_person(f"Người dân {number}", fixed_id=number)
        # Whoever reported once pressed Start, so that what they are told arrives.
        unseen.started = True
        return await uow.people.meet(unseen.id, unseen.name, scope.now, scope.new_id())

    # ── cases ─────────────────────────────────────────────────────────────────────────────────────

    async def does(self, who: Telegrammer, case: Case, act: CaseAct, **facts: Any) -> Case:
        """An act of staff, by the use case behind its screen; what comes with it is of ``CaseFacts``."""
        async with self.town.product.office.writing() as (uow, scope):
            actor = (await _met(uow, scope, who)).actor(scope.now)
            if act is CaseAct.CONFIRM_REJECTION:
                now = await cases.seen(scope, actor, case.id)
                after = await cases.confirm_rejection(scope, actor, case.id, now.revision)
            else:
                given = replace(_FACTS.get(act, CaseFacts()), **facts)
                after = await cases.act(scope, actor, case.id, act, given)
        await self._posted()
        return after

    async def assigns(self, lead: Telegrammer, case: Case, to: Telegrammer, reason: str = "") -> Case:
        """The lead gives the case to an inspector."""
        async with self.town.product.office.writing() as (uow, scope):
            actor = (await _met(uow, scope, lead)).actor(scope.now)
            owner = await _met(uow, scope, to)
            after = await cases.assign(scope, actor, case.id, owner.id, reason)
        await self._posted()
        return after

    async def brings(self, case: Case, to: CaseStatus, *, priority: Priority | None = None) -> Case:
        """The case on the straight way to the status: Dũng screens, Lan verifies, Quang approves."""
        way: list[tuple[CaseStatus, CaseAct, Telegrammer]] = [
            (CaseStatus.SCREENED, CaseAct.SCREEN, await self.intake()),
            (CaseStatus.ASSIGNED, CaseAct.CLAIM, lan := await self.inspector()),
            (CaseStatus.VERIFYING, CaseAct.BEGIN, lan),
            (CaseStatus.UNDER_REVIEW, CaseAct.SUBMIT_CONCLUSION, lan),
            (CaseStatus.CONCLUDED, CaseAct.APPROVE_CONCLUSION, quang := await self.lead()),
            (CaseStatus.CONCLUDED, CaseAct.ANSWER_REPORTER, lan),
            (CaseStatus.CLOSED, CaseAct.CLOSE, quang),
        ]
        done = [one.act for one in await self.entries(case)]
        for status, act, who in way:
            if act not in done:
                facts = {"priority": priority} if act is CaseAct.SCREEN else {}
                case = await self.does(who, case, act, **facts)
            if status is to:
                break
        return case

    async def hears(self, reporter: Telegrammer, case: Case, act: CaseAct, words: str = "") -> Case:
        """The reporter answers, appeals, or asks to withdraw."""
        async with self.town.product.office.writing() as (uow, scope):
            person = await _met(uow, scope, reporter)
            match act:
                case CaseAct.ANSWER_QUESTION:
                    after = await own_cases.answer(scope, person, case.id, Said((words,)))
                case CaseAct.APPEAL:
                    after = await own_cases.appeal(scope, person, case.id, Said((words,)))
                case CaseAct.ASK_WITHDRAWAL:
                    after = await own_cases.ask_withdrawal(scope, person, case.id)
                case _:
                    raise ValueError(f"a reporter does not {act}")
        await self._posted()
        return after

    async def adds(
        self, reporter: Telegrammer, case: Case, words: str, *, evidence: Sequence[View] = ()
    ) -> None:
        """The reporter adds to what they reported."""
        async with self.town.product.office.writing() as (uow, scope):
            person = await _met(uow, scope, reporter)
            files = await self._attached(scope, case.id, person, evidence)
            await own_cases.add(scope, person, case.id, Said((words,), files))
        await self._posted()

    async def notes(self, who: Telegrammer, case: Case, text: str) -> None:
        """Somebody notes something for colleagues."""
        async with self.town.product.office.writing() as (uow, scope):
            actor = (await _met(uow, scope, who)).actor(scope.now)
            await cases.note(scope, actor, case.id, text, personal=False)

    async def ties(self, who: Telegrammer, case: Case) -> None:
        """A tie of somebody to the case comes to light, whether or not they own it."""
        async with self.town.product.office.writing() as (uow, scope):
            person = await _met(uow, scope, who)
            await uow.cases.add_tie(Tie(person.id, scope.now, case_id=case.id))

    async def belongs(
        self, who: Telegrammer, role: Role, unit: str | None, *, until: datetime | None = None
    ) -> None:
        """Somebody who has a role already comes to hold another."""
        async with self.town.product.office.writing() as (uow, scope):
            _, token = await invite(scope, None, role, unit, until)
            await accept(scope, await _met(uow, scope, who), token)

    async def ends_roles_of(self, who: Telegrammer) -> None:
        """Somebody holds no role any more, from this instant on."""
        async with self.town.product.office.writing() as (uow, scope):
            for grant in (await _met(uow, scope, who)).grants:
                await end_role(scope, None, grant.id)

    async def stored(self, case: Case) -> Case:
        """The case as it lies in the database, read by nobody in particular."""
        async with self.town.product.office.reading() as (uow, _):
            found = await uow.cases.get(case.id)
        assert found is not None
        return found

    async def entries(self, case: Case) -> list[Entry]:
        """The whole timeline as it lies in the database, personal notes aside."""
        async with self.town.product.office.reading() as (uow, _):
            return await uow.cases.entries(case.id)

    async def waits(self, step: timedelta) -> None:
        """Time passes, and what is due then is done."""
        await self.town.after(step)

    async def _posted(self) -> None:
        self.town.product.delivery.wake()
        await self.town.settle()


async def opened_inspectorate(town: Town) -> Inspectorate:
    """The inspectorate of the province of the samples, nobody bound yet."""
    await import_samples(town.product.office)
    return Inspectorate(town)


async def set_aside(town: Town) -> list[str | None]:
    """Why messages were refused that can never be sent: too long, not parseable, not allowed."""
    async with town.product.office.reading() as (uow, _):
        rows = await uow.connection.execute(select(outbox.c.fault).where(outbox.c.state == "set_aside"))
    return list(rows.scalars())


async def _met(uow: SqlUnitOfWork, scope: Scope, who: Telegrammer) -> Person:
    return await uow.people.meet(who.id, who.name, scope.now, scope.new_id())
