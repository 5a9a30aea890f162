"""What the use cases of cases need of the world: the cases themselves, the lists of them, and the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from domain.access import Sight, Tie
from domain.case import Case, CaseStatus
from domain.case_clocks import CaseRung
from domain.people import Actor
from domain.report import Conduct
from services.audit import Opening
from services.case_entries import Audience, Entry
from services.case_times import CaseTimes

if TYPE_CHECKING:
    from services.case_queue import Cursor, Desk, QueueFilter, QueuePage, QueueQuery


class Cases(Protocol):
    """Cases, their entries, and who is kept out of them. An erased case is not found any more."""

    async def create(self, case: Case, times: CaseTimes) -> None:
        """Adds a case that was just received or entered. Its key exists; its reporter is bound by ``reports``."""
        ...

    async def get(self, case_id: str) -> Case | None:
        """The case, whoever asks: who may know of it is asked by the caller. For staff, ask ``seen``."""
        ...

    async def by_code(self, code: str) -> Case | None:
        """The case of a code as ``domain.case_code.parse_code`` writes it; like ``get``."""
        ...

    async def of_reporter(
        self, reporter_id: str, *, statuses: Collection[CaseStatus] | None = None, limit: int | None = None
    ) -> list[Case]:
        """The cases reported under the pseudonym (those that stand so, if named), newest first."""
        ...

    async def reported(self, reporter_id: str, case_id: str) -> Case | None:
        """The case if it was reported under the pseudonym: another's and none at all are one answer of one query."""
        ...

    async def reported_by_code(self, reporter_id: str, code: str) -> Case | None:
        """The case of a code if it was reported under the pseudonym; like ``reported``."""
        ...

    async def seen(self, sight: Sight, case_id: str) -> Case | None:
        """The case if it is in sight: a hidden one and none at all are the same answer of the same query."""
        ...

    async def seen_by_code(self, sight: Sight, code: str) -> Case | None:
        """The case of a code if it is in sight; like ``seen``."""
        ...

    async def save(self, case: Case, expected_revision: int, times: CaseTimes) -> None:
        """Replaces the case. Raises Refused(STALE) when its stored revision is another than expected."""
        ...

    async def waking(self, now: datetime, limit: int) -> list[str]:
        """The ids of cases whose time to wake has come, the longest past first."""
        ...

    async def wake(self, case_id: str, now: datetime) -> tuple[Case, CaseRung | None] | None:
        """The case, held until the transaction ends, with the highest rung that was told.

        None when its time to wake has not come, or another holds it.
        """
        ...

    async def sleep(self, case_id: str, times: CaseTimes, told: CaseRung | None) -> None:
        """Remembers when the case wakes next and which rung was told. This is no change of the case."""
        ...

    async def ties(self, person_ids: Collection[str]) -> list[Tie]:
        """The ties these people declared, recusals among them."""
        ...

    async def add_tie(self, tie: Tie) -> None:
        """Adds a tie to a case or to a unit; one that is there already stays as it is."""
        ...

    async def add_entry(self, entry: Entry) -> int:
        """Adds an entry, its body sealed under the case's key; gives its id."""
        ...

    async def entries(
        self,
        case_id: str,
        *,
        audiences: Collection[Audience] | None = None,
        reader_id: str | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> list[Entry]:
        """The entries for these audiences (all of them if None), oldest first, from beyond the id ``after``.

        Personal notes come to their author only: to ``reader_id``.
        """
        ...


class CaseQueue(Protocol):
    """Lists and counts of open cases. What is out of sight is in none of them."""

    async def page(
        self,
        sight: Sight,
        desk: "Desk",
        query: "QueueQuery",
        cursor: "Cursor",
        now: datetime,
        size: int,
    ) -> "QueuePage": ...

    async def counts(
        self, sight: Sight, desk: "Desk", query: "QueueQuery", now: datetime
    ) -> "Mapping[QueueFilter, int]": ...

    async def by_unit(
        self, sight: Sight, desk: "Desk", query: "QueueQuery", now: datetime
    ) -> Mapping[str, int]: ...

    async def by_conduct(
        self, sight: Sight, desk: "Desk", query: "QueueQuery", now: datetime
    ) -> Mapping[Conduct, int]: ...


class Audit(Protocol):
    """Who opened, searched or changed what: ids and codes only, and never who reported."""

    async def write(
        self,
        at: datetime,
        actor: Actor,
        act: str,
        *,
        case_id: str | None = None,
        subject: str | None = None,
        as_reporter: bool = False,
    ) -> None:
        """Writes an act down. Of a reporter and of the clock no person is kept."""
        ...

    async def openings(self, case_id: str, limit: int) -> list[Opening]:
        """When and in what role staff opened the case, latest first: what its reporter may see."""
        ...
