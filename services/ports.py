"""What the use cases need of the world, and nothing of how it is done.

The other ends are in ``storage`` and ``adapters`` and are put together in ``bot.app``. Everything asynchronous here
happens within the one transaction of the unit of work it came from; nothing commits.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

from domain.people import Grant, Invitation, Role
from domain.reminders import Rung
from domain.settings import SettingRow
from domain.task import Task, TaskAct
from domain.unit import Unit, Units
from services.case_ports import Audit, CaseQueue, Cases
from services.notices import Notice, NoticeKind, Recipient

if TYPE_CHECKING:
    from services.broadcasts import Broadcasts
    from services.digital_plans import DigitalPlans
    from services.dossiers import Dossiers
    from services.duties import Duties
    from services.evidence import Files
    from services.guide import GuideTexts
    from services.inspections import Inspections
    from services.meetings import Meetings
    from services.people import Person
    from services.plans import Plan
    from services.publicity import PublicityLog
    from services.ranking import Rankings
    from services.recurrences import Recurrences
    from services.task_events import TaskEvent
    from services.templates import Templates
    from services.unit_reports import UnitReports
    from services.workdays import AddedDays


@dataclass(frozen=True, slots=True)
class Draft:
    """A form somebody is filling in: whose, which, how far. ``turn`` grows with every change.

    ``subject`` is what the form is about (a task, a case); ``case_id`` names the case that is being
    prepared, whose key seals the draft's files.
    """

    person_id: str
    form: str
    turn: int
    body: Mapping[str, Any] = field(repr=False)
    is_active: bool = True
    subject: str = ""
    case_id: str | None = None
    saved_at: datetime | None = None

    @property
    def answered(self) -> frozenset[str]:
        """What was answered; what a form remembers besides is kept under names that begin with "_"."""
        return frozenset(key for key in self.body["answers"] if not key.startswith("_"))

    @property
    def has_answers(self) -> bool:
        """Whether anything was answered."""
        return bool(self.answered)


class Drafts(Protocol):
    """Forms in the making: one of each kind a person, one of them active, which takes what is typed."""

    async def get(self, person_id: str, form: str) -> Draft | None: ...

    async def active(self, person_id: str) -> Draft | None: ...

    async def save(self, draft: Draft, lapses_at: datetime, now: datetime) -> None:
        """Saves a draft whose stored turn is lower, and makes it the active one.

        Raises Refused(STALE) when the stored turn is not lower: somebody else was faster.
        """
        ...

    async def set_aside(self, person_id: str) -> None:
        """No draft takes what is typed until one is saved or resumed; nothing is lost."""
        ...

    async def delete(self, person_id: str, form: str) -> None: ...

    async def of_person(self, person_id: str) -> list[Draft]:
        """Everything the person began and did not finish, the latest first."""
        ...

    async def lapsed(self, now: datetime, limit: int) -> list[tuple[str, str]]:
        """Whose drafts have lapsed, and of which forms, the longest past first."""
        ...

    async def take_lapsed(self, person_id: str, form: str, now: datetime) -> Draft | None:
        """Deletes a draft and gives it; None when it has not lapsed, being gone or gone on with meanwhile."""
        ...


class Urgency(IntEnum):
    """Which of several messages goes first, the lowest number before all others."""

    REPLY = 0
    """What answers the one who acts; nothing else does."""
    EVENT = 1
    DIGEST = 2
    BROADCAST = 3


class Notices(Protocol):
    """Messages to people other than the one who is acting: checked again and worded when they are delivered."""

    async def post(
        self,
        notice: Notice,
        *,
        key: str,
        urgency: Urgency = Urgency.EVENT,
        hold_until: datetime | None = None,
    ) -> bool:
        """Posts a notice, once for each key; false when the key was there already.

        ``hold_until`` keeps it back until that instant of the province's clock.
        """
        ...

    async def post_all(
        self, notices: Sequence[tuple[Notice, str]], *, urgency: Urgency, hold_until: datetime | None = None
    ) -> None:
        """Posts many notices to people, each with its key, in few statements."""
        ...

    async def withdraw(self, kind: NoticeKind, which: Callable[[Notice, bool], bool]) -> Sequence[Notice]:
        """Takes back notices of the kind that nobody has received, and gives them.

        ``which`` is asked of each, with whether it waits for somebody who blocked the bot to come back. Their keys
        begin with the kind.
        """
        ...


@dataclass(frozen=True, slots=True)
class MenuCommand:
    """A command as the app shows it: its name without the slash, and what it does, in the person's language."""

    name: str
    description: str


class Menus(Protocol):
    """The commands that the app offers in a person's chat."""

    async def offer(self, person_id: str, commands: Sequence[MenuCommand]) -> None:
        """Offers these from now on; none: those of everybody. It is done some time after the commit."""
        ...


class UnitStore(Protocol):
    """The units, of all times."""

    async def get(self, code: str) -> Unit | None: ...

    async def all(self) -> Units: ...

    async def put(self, units: Iterable[Unit]) -> None:
        """Adds units, or replaces those of the same code; parents may come in any order."""
        ...


class People(Protocol):
    """People, grants and invitations."""

    async def get(self, person_id: str) -> "Person | None": ...

    async def of_chat(self, chat_ref: str) -> "Person | None": ...

    async def meet(self, chat_id: int, name: str, now: datetime, new_id: str) -> "Person":
        """The person of this chat with every grant that has not ended, added under ``new_id`` if new."""
        ...

    async def names(self, person_ids: Collection[str]) -> dict[str, str]:
        """The names of these people, whatever they are or were, by id."""
        ...

    async def recipient(self, to: Recipient) -> "tuple[Person, int] | None":
        """The person behind a recipient and the chat they are reached in; None when there is none any more."""
        ...

    async def holding(self, roles: Collection[Role], unit: str | None = None) -> "list[Person]":
        """Whoever holds one of the roles (in the unit, if named) by a grant that has not been ended."""
        ...

    async def everybody(self) -> "list[Person]":
        """All who hold or held a role."""
        ...

    async def set_language(self, person_id: str, language: str) -> None: ...

    async def add_invitation(self, invitation: Invitation, token_hash: str) -> None: ...

    async def invitation(self, token_hash: str) -> Invitation | None: ...

    async def use_invitation(self, invitation_id: str, person_id: str, now: datetime) -> bool:
        """Marks an unused invitation as used; false when somebody was faster."""
        ...

    async def revoke_invitations(self, unit: str, roles: Collection[Role], now: datetime) -> None:
        """Takes back every unused invitation to one of the roles in the unit."""
        ...

    async def add_grant(self, grant: Grant) -> None: ...

    async def grant(self, grant_id: str) -> Grant | None: ...

    async def grants_of(self, role: Role, unit: str | None = None) -> list[Grant]:
        """Every grant of the role (in the unit, if named), ended ones too, the earliest first."""
        ...

    async def lapsed_grants(self, now: datetime) -> list[Grant]:
        """Grants whose time has run out and which nobody has ended."""
        ...

    async def end_grant(self, grant_id: str, at: datetime) -> bool:
        """Ends the grant; false when it was ended already."""
        ...


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit somebody may have meant; ``score`` from 0 to 100."""

    code: str
    score: float


class UnitSearch(Protocol):
    """Finds units by what people type: without diacritics, abbreviated, misspelt."""

    def find(self, text: str, limit: int = 6) -> Sequence[UnitMatch]: ...


class Settings(Protocol):
    """How this deployment works, and its own small memory."""

    async def rules(self) -> list[SettingRow]: ...

    async def set_rule(self, row: SettingRow, set_by: str | None, now: datetime) -> None: ...

    async def recall(self, key: str) -> str | None: ...

    async def remember(self, key: str, value: str) -> None: ...


class CaseKeys(Protocol):
    """The keys that cases are sealed with, one each. A case's key is made when its draft begins."""

    async def make(self, case_id: str, now: datetime) -> None:
        """Makes the key of a case to be."""
        ...

    async def destroy(self, case_id: str) -> None:
        """Destroys the key, and with it whatever was sealed under it, wherever a copy may lie."""
        ...


@dataclass(frozen=True, slots=True)
class Contact:
    """How a reporter wishes to be reached besides the bot. Released by the custodian only."""

    name: str = field(repr=False)
    contact: str = field(repr=False)


class Reports(Protocol):
    """The reporter's side of a case, kept apart from the case."""

    async def bind(self, case_id: str, person_id: str, contact: Contact | None, now: datetime) -> None:
        """Seals who reported the case, once."""
        ...

    async def sent_since(self, reporter_id: str, since: datetime) -> int:
        """How many reports came under the pseudonym since the instant."""
        ...

    async def note_messages(self, case_id: str, person_id: str, fields: Mapping[int, str]) -> None:
        """Remembers what each message of the person became in the case, by a name that no other has."""
        ...

    async def of_message(self, person_id: str, message_id: int) -> tuple[str, str] | None:
        """The case that a message of the person went into, and what it became there."""
        ...


class Tasks(Protocol):
    """Plans, their tasks, and what was done with these.

    Only ``get`` and ``of_plan`` where asked fill ``cooperating_units``: fifty units a task are read for a page, not for
    a list.
    """

    async def plans(self) -> "list[Plan]":
        """Every plan, the latest year first."""
        ...

    async def put_plan(self, plan: "Plan") -> None:
        """Adds a plan, or replaces the one of the same id."""
        ...

    async def add(self, tasks: Sequence[Task]) -> None: ...

    async def amend(self, task: Task, *, state: bool, forget_rung: bool) -> None:
        """Replaces what the plan says of a task, with its cooperating units; its state only if ``state``.

        Raises Refused(STALE) when its stored revision is another.
        """
        ...

    async def get(self, task_id: str) -> Task | None: ...

    async def of_plan(self, plan_id: str, *, with_cooperators: bool = False) -> list[Task]:
        """Every task of the plan, by code."""
        ...

    async def of_period(self, first: date, last: date, units: Collection[str] | None = None) -> list[Task]:
        """What was to be done within the days (by the units, if named): due then, or still open when they began.

        Cancelled tasks, and those of plans of later years, are none of it.
        """
        ...

    async def of_leads(self, units: Collection[str], plan_id: str | None) -> list[Task]:
        """The tasks led by the units: all of the plan, and of other plans those that have not ended."""
        ...

    async def of_cooperators(self, units: Collection[str], limit: int, offset: int) -> tuple[list[Task], int]:
        """Open tasks in which one of the units cooperates and none leads, soonest due first; and how many there are."""
        ...

    async def last_words(self, plan_id: str) -> dict[str, datetime]:
        """When (UTC) the lead unit last reported on, or submitted, each task of the plan of which it ever did."""
        ...

    async def to_decide(self, limit: int, offset: int, lead: str | None = None) -> tuple[list[Task], int]:
        """What was submitted and what more time is asked for (of one lead unit, if named), longest waiting first; and
        how much there is of it.
        """
        ...

    async def pending(
        self, due_by: date | None = None, units: Collection[str] | None = None
    ) -> list[tuple[Task, Rung | None]]:
        """Pending tasks due up to a day, with the rung each stands on as far as was told, soonest due first.

        Those are among them that are due later and whose reminder was put off to such a day.
        """
        ...

    async def escalated(self, after: date | None, until: date) -> list[tuple[Task, Rung]]:
        """Pending tasks that climbed to a rung after one day and up to another, longest overdue first."""
        ...

    async def climb(self, rungs: Sequence[tuple[str, Rung]], day: date) -> None:
        """Remembers the rung that each task, by id, stands on since the day."""
        ...

    async def save(self, task: Task, expected_revision: int, *, forget_rung: bool = False) -> None:
        """Replaces the task's state. Raises Refused(STALE) when its stored revision is another than expected."""
        ...

    async def move(self, task: Task, expected_revision: int) -> None:
        """Writes the task's lead unit, cooperating units and state. Raises Refused(STALE) as ``save``."""
        ...

    async def open_of(self, units: Collection[str]) -> list[Task]:
        """The tasks led by one of the units that have not ended, soonest due first."""
        ...

    async def open_by_lead(self) -> dict[str, int]:
        """How many tasks that have not ended each unit leads; units without any are left out."""
        ...

    async def add_events(self, events: "Sequence[TaskEvent]") -> None: ...

    async def events(
        self, task_id: str, limit: int, offset: int = 0, *, act: TaskAct | None = None
    ) -> "tuple[list[TaskEvent], int]":
        """What was done with the task (one kind of act, if named), latest first; and how many such acts there are."""
        ...

    async def last_notes(self, act: TaskAct, task_ids: Collection[str]) -> dict[str, str]:
        """What was written with the last act of this kind on each of the tasks, by id."""
        ...


class UnitOfWork(Protocol):
    """One transaction and everything that can be read and written in it."""

    @property
    def units(self) -> UnitStore: ...

    @property
    def people(self) -> People: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def notices(self) -> Notices: ...

    @property
    def menus(self) -> Menus: ...

    @property
    def settings(self) -> Settings: ...

    @property
    def added_days(self) -> "AddedDays": ...

    @property
    def case_keys(self) -> CaseKeys: ...

    @property
    def cases(self) -> Cases: ...

    @property
    def case_queue(self) -> CaseQueue: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def tasks(self) -> Tasks: ...

    @property
    def duties(self) -> "Duties": ...

    @property
    def digital_plans(self) -> "DigitalPlans": ...

    @property
    def dossiers(self) -> "Dossiers": ...

    @property
    def publicity(self) -> "PublicityLog": ...

    @property
    def unit_reports(self) -> "UnitReports": ...

    @property
    def guide(self) -> "GuideTexts": ...

    @property
    def inspections(self) -> "Inspections": ...

    @property
    def meetings(self) -> "Meetings": ...

    @property
    def recurrences(self) -> "Recurrences": ...

    @property
    def rankings(self) -> "Rankings": ...

    @property
    def broadcasts(self) -> "Broadcasts": ...

    @property
    def templates(self) -> "Templates": ...

    @property
    def reports(self) -> Reports: ...

    @property
    def files(self) -> "Files": ...
