"""What the use cases need of the world, and nothing of how it is done.

The other ends are in ``storage`` and ``adapters`` and are put together in ``bot.app``. Everything asynchronous here
happens within the one transaction of the unit of work it came from; nothing commits.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from domain.case import Case
from domain.people import Grant, Invitation, Role
from domain.settings import SettingRow
from domain.unit import Unit, Units
from services.case_entries import Audience, Entry
from services.notices import Notice, Recipient

if TYPE_CHECKING:
    from services.people import Person


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


class Drafts(Protocol):
    """Forms in the making: one of each kind a person, one of them active, which takes what is typed."""

    async def get(self, person_id: str, form: str) -> Draft | None: ...

    async def active(self, person_id: str) -> Draft | None: ...

    async def save(self, draft: Draft, lapses_at: datetime, now: datetime) -> None:
        """Saves a draft whose stored turn is lower, and makes it the active one.

        Raises Refused(DRAFT_OUTDATED) when the stored turn is not lower: somebody else was faster.
        """
        ...

    async def set_aside(self, person_id: str) -> None:
        """No draft takes what is typed until one is saved or resumed; nothing is lost."""
        ...

    async def delete(self, person_id: str, form: str) -> None: ...

    async def lapsed(self, now: datetime, limit: int) -> list[Draft]: ...


class Urgency(StrEnum):
    """Which of several messages goes first."""

    EVENT = "event"
    DIGEST = "digest"
    BROADCAST = "broadcast"


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

    async def set_name(self, person_id: str, name: str) -> None: ...

    async def add_invitation(self, invitation: Invitation, token_hash: str) -> None: ...

    async def invitation(self, token_hash: str) -> Invitation | None: ...

    async def use_invitation(self, invitation_id: str, person_id: str, now: datetime) -> bool:
        """Marks an unused invitation as used; false when somebody was faster."""
        ...

    async def add_grant(self, grant: Grant) -> None: ...

    async def grant(self, grant_id: str) -> Grant | None: ...

    async def end_grant(self, grant_id: str, now: datetime) -> None: ...


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


class Cases(Protocol):
    """Cases and their entries. Who may know of a case is asked by the caller, every time."""

    async def create(self, case: Case) -> None:
        """Adds a case that was just received or entered. Its key exists; its reporter is bound by ``reports``."""
        ...

    async def get(self, case_id: str) -> Case | None: ...

    async def by_code(self, code: str) -> Case | None:
        """The case of a code as ``domain.case_code.parse_code`` writes it."""
        ...

    async def of_reporter(self, reporter_id: str) -> list[Case]:
        """Every case reported under the pseudonym, newest first."""
        ...

    async def save(self, case: Case, expected_revision: int) -> None:
        """Replaces the case. Raises Refused(STALE) when its stored revision is another than expected."""
        ...

    async def add_entry(self, entry: Entry) -> int:
        """Adds an entry, its body sealed under the case's key; gives its id."""
        ...

    async def entries(
        self,
        case_id: str,
        *,
        audiences: Collection[Audience] | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> list[Entry]:
        """The entries for these audiences (all of them if None), oldest first, from beyond the id ``after``."""
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
    def settings(self) -> Settings: ...

    @property
    def case_keys(self) -> CaseKeys: ...

    @property
    def cases(self) -> Cases: ...
