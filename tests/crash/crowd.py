"""Everybody who acts while the bot is killed, and what must be true of it when all is done."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select

from adapters.vault import FileVault
from bot.fetcher import StoredFiles
from domain.case import CaseStatus
from domain.people import Role
from domain.plan import PlanKind
from domain.task import TaskAct, TaskStatus
from services.case_entries import EntryKind
from services.evidence import FileState
from simulator.client import Person
from storage.people import reporter_ref
from storage.tables import cases, drafts
from tests.crash.scene import Scene, tell
from tests.support.stories import (
    DOCUMENT,
    PHOTOS,
    Progress,
    Reported,
    opens_task,
    reports,
    reports_progress,
    submits,
)

CITIZENS_AT_ONCE: Final = 3
UNTIL_DIGESTS: Final = timedelta(minutes=5)


class Crowd:
    """Citizens who report, heads who tell of their tasks, an officer who is told of reports."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._enough = asyncio.Event()
        self._heads: list[Progress] = []
        self._reported: list[Reported] = []
        self._officer: Person

    async def moves_in(self) -> None:
        """The staff is bound in a life of its own, before the hour of the digests."""
        scene = self._scene
        life = await scene.life()
        assert await life.serves()
        self._officer = await scene.staff("Dung", Role.INTAKE_OFFICER)
        for name, unit, task in (("Minh", "STTTT", "CCHC23-40"), ("An", "VPUBND", "CCHC23-41")):
            self._heads.append(Progress(await scene.staff(name, Role.UNIT_HEAD, unit), task))
        await scene.drains()
        life.kill()
        await scene.dies(life)
        await scene.moves_on(UNTIL_DIGESTS)

    @contextlib.asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """They act as long as the block lasts, and finish what they are at in a life that is left to them."""
        async with asyncio.TaskGroup() as stories:
            for number in range(CITIZENS_AT_ONCE):
                stories.create_task(self._reports(number))
            for head in self._heads:
                stories.create_task(self._tells_of_a_task(head))
            yield
            self._enough.set()
            last = await self._scene.life()
        await self._scene.drains()
        last.kill()
        await last.dies()

    async def _reports(self, number: int) -> None:
        count = 0
        while not self._enough.is_set():
            person = await self._scene.client.person(f"Citizen {number}.{count}", language="en")
            self._reported.append(await reports(person))
            count += 1

    async def _tells_of_a_task(self, head: Progress) -> None:
        await opens_task(head)
        while not self._enough.is_set():
            await reports_progress(head)
        await submits(head)

    # ── in the end ────────────────────────────────────────────────────────────────────────────────

    async def finds_all_as_it_should_be(self) -> None:
        """What was done was done once and whole, what was said arrived, and nothing is left over."""
        scene = self._scene
        twice = await scene.too_many()
        tell(
            f"{scene.deaths} deaths; {len(self._reported)} reports; {twice} messages twice; "
            f"{sum(len(head.told) for head in self._heads)} reports of progress"
        )
        assert 0 <= twice <= scene.deaths
        await self._nothing_is_left()
        for reported in self._reported:
            await self._is_one_case(reported)
        async with scene.office.database.read() as connection:
            count = await connection.execute(select(func.count()).select_from(cases))
        assert count.scalar_one() == len(self._reported)
        for head in self._heads:
            await self._is_told_once(head)
        await self._heard_the_digest(self._heads[0], twice)
        await self._officer_heard_of_each_case(twice)

    async def _nothing_is_left(self) -> None:
        async with self._scene.office.reading() as (uow, _):
            assert not await uow.inbox.set_aside()
            assert not await uow.outbox.undelivered()
            assert not await uow.inbox.waiting()
            assert not await uow.outbox.waiting(self._scene.now())
            assert not await uow.connection.scalar(select(func.count()).select_from(drafts))

    async def _is_one_case(self, reported: Reported) -> None:
        scene, office = self._scene, self._scene.office
        async with office.reading() as (uow, _):
            (case,) = await uow.cases.of_reporter(reporter_ref(office.ring, reported.person.id))
            entries = await uow.cases.entries(case.id)
            files = await uow.files.of_case(case.id)
        assert case.code == reported.code
        assert case.status is CaseStatus.RECEIVED
        (statement,) = [entry for entry in entries if entry.kind is EntryKind.STATEMENT]
        assert statement.body["what"] == reported.texts
        transitions = [entry for entry in entries if entry.kind is EntryKind.TRANSITION]
        assert [entry.to for entry in transitions] == [CaseStatus.RECEIVED]
        assert case.revision == len(transitions)

        assert statement.body["evidence"] == [file.id for file in files]
        assert [file.state for file in files] == [FileState.KEPT] * (len(PHOTOS) + 1)
        assert all(file.is_bound for file in files)
        stored = StoredFiles(office, FileVault(scene.folder / "files"))
        for file in files:
            assert file.reference is not None
            content = await stored.read(file.reference)
            assert content == DOCUMENT if file.name == "receipt.pdf" else content

        # A message that came a second time after its first copy was pressed stands below what became of that one.
        shown = [
            view
            for view in await reported.person.messages()
            if view.from_bot and (view.message_id not in scene.copies or case.code in view.text)
        ]
        assert f"Its code is {case.code}" in shown[-1].text

    async def _is_told_once(self, head: Progress) -> None:
        async with self._scene.office.reading() as (uow, _):
            plan = next(one for one in await uow.tasks.plans() if one.kind is PlanKind.REFORM)
            (task,) = [one for one in await uow.tasks.of_plan(plan.id) if one.code == head.task]
            events, count = await uow.tasks.events(task.id, 10_000)
        events.reverse()
        told = [(event.percent, event.note) for event in events if event.act == TaskAct.REPORT_PROGRESS]
        assert told == head.told
        assert task.status is TaskStatus.SUBMITTED
        (submitted,) = [event for event in events if event.act == TaskAct.SUBMIT]
        assert [piece.value for piece in submitted.evidence] == ["45/BC"]
        # The import of the plan is an event, and no revision.
        assert task.revision == count - 1

    async def _heard_the_digest(self, head: Progress, twice: int) -> None:
        # She chose no language, so what the bot says of itself is in the province's.
        digests = [view for view in await head.person.messages() if "Nhắc việc" in view.text]
        assert 1 <= len(digests) <= 1 + twice

    async def _officer_heard_of_each_case(self, twice: int) -> None:
        heard = [view.text for view in await self._officer.messages() if view.from_bot]
        of_reports = [text for text in heard if any(one.code in text for one in self._reported)]
        assert len(self._reported) <= len(of_reports) <= len(self._reported) + twice
