"""Files that people sent: kept as jobs first, fetched and sealed afterwards.

A file is on Telegram's servers for as long as Telegram likes and in a form anybody with the bot's token can read. So it
is fetched soon, its type is told from its content and not from its name, and it is sealed under its case's key. What
inspectors look at is a cleaned copy: a photo sent as a document says where its taker stood.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from domain.report import check_more_files
from services.case_acts import tell
from services.notices import Notice, NoticeKind, Recipient, ToPerson, ToReporter
from services.scope import Scope

LEASE: Final = timedelta(minutes=5)
"""How long a fetch may take before another may begin."""
FIRST_RETRY: Final = timedelta(seconds=5)
LONGEST_RETRY: Final = timedelta(hours=1)
STILL_THERE: Final = timedelta(minutes=15)
"""Whoever sent a file so long ago at most is told of it at any hour."""
TRIES: Final = 12
"""Over some seven hours; a file may be asked for again as long as its sender did not delete it."""
ORIGINAL: Final = "original"
CLEAN: Final = "clean"


class FileKind(StrEnum):
    """How a file was sent. A location is one too: evidence, with nothing to fetch."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"
    LOCATION = "location"


class FileState(StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    KEPT = "kept"
    TOO_LARGE = "too_large"
    """Never fetched; the channel's own id is kept, and through the channel it can be looked at."""
    FORBIDDEN = "forbidden"
    """Of a type that can do harm: kept sealed, and never shown."""
    UNREACHABLE = "unreachable"
    """Given up after many tries; the id is kept."""
    DISCARDED = "discarded"
    """Thrown away by its sender; what lies in the vault is removed and then the row."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it was sent. ``source`` is what the channel calls it; ``can_be_fetched`` is false beyond its limit.

    ``caption`` is what its sender wrote beneath it. ``place`` is latitude and longitude of a location.
    """

    kind: FileKind
    source: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    caption: str = field(default="", repr=False)
    mime: str = ""
    size: int | None = None
    can_be_fetched: bool = True
    place: tuple[float, float] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of a case or of a task.

    ``mime`` is what the sender's program said until the file is kept, then what its content says. ``is_bound`` is false
    while it belongs to a draft, or waits to be imported. ``sender`` is sealed with the file's name: from a case no
    person is to be found.
    """

    id: str
    kind: FileKind
    created_at: datetime
    case_id: str | None = None
    task_id: str | None = None
    source: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    caption: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    place: tuple[float, float] | None = field(default=None, repr=False)
    mime: str = ""
    size: int | None = None
    sha256: str = ""
    state: FileState = FileState.WAITING
    fault: str = ""
    has_clean_copy: bool = False
    attempts: int = 0
    is_bound: bool = False

    @property
    def is_for_import(self) -> bool:
        """Whether it is a table that waits to be taken in, and is thrown away afterwards."""
        return self.case_id is None and self.task_id is None and not self.is_bound

    @property
    def is_image(self) -> bool:
        """Whether its content is an image, which is shown as a cleaned copy or not at all."""
        return self.kind is FileKind.PHOTO or self.mime.startswith("image/")

    @property
    def reference(self) -> str | None:
        """By what a page shows the file, or None while it cannot be shown: see :class:`handlers.context.FileReader`."""
        if self.state is not FileState.KEPT or self.kind is FileKind.LOCATION:
            return None
        if self.has_clean_copy:
            return f"{self.id}.{CLEAN}"
        return None if self.is_image else f"{self.id}.{ORIGINAL}"


class Sealer(Protocol):
    """Seals the parts of one file, without a transaction."""

    def seal(self, data: bytes, part: str) -> bytes: ...

    def unseal(self, sealed: bytes, part: str) -> bytes: ...


class Files(Protocol):
    """The rows of files. See :class:`services.ports.UnitOfWork`."""

    async def sealer(self, file: FileRecord) -> Sealer:
        """What seals the parts of a file's content."""
        ...

    async def add(self, file: FileRecord) -> None: ...

    async def get(self, file_id: str) -> FileRecord | None: ...

    async def of_case(self, case_id: str) -> list[FileRecord]:
        """Oldest first, those of an unsent draft or addition among them: see ``is_bound``."""
        ...

    async def of_task(self, task_id: str) -> list[FileRecord]: ...

    async def recaption(self, file: FileRecord) -> None:
        """Writes the file's caption anew."""
        ...

    async def count_of_case(self, case_id: str) -> int:
        """How many were not discarded."""
        ...

    async def bind(self, case_id: str, file_ids: Sequence[str]) -> None:
        """These files, attached to a draft, belong to the case from now on; those of another draft do not yet."""
        ...

    async def discard_unbound(self, case_id: str) -> None: ...

    async def discard_import(self, file_id: str) -> None:
        """Throws away a table that was to be imported."""
        ...

    async def discard_imports(self, before: datetime) -> None:
        """Throws away the tables that were sent before the instant."""
        ...

    async def has_work(self, now: datetime) -> bool:
        """Whether a file waits to be fetched or removed."""
        ...

    async def claim(self, now: datetime, leased_until: datetime, limit: int) -> list[FileRecord]:
        """Files that wait to be fetched, each given to one fetcher until the lease ends."""
        ...

    async def settle(self, file: FileRecord) -> bool:
        """What became of a waiting file; false when it no longer waits."""
        ...

    async def retry(self, file_id: str, fault: str, not_before: datetime) -> None: ...

    async def discarded(self, limit: int) -> list[str]: ...

    async def ids(self) -> list[str]:
        """Of every file there is a row of."""
        ...

    async def forget(self, file_ids: list[str]) -> None: ...


class Swept(Protocol):
    """What a sweep removed: writes that never ended, and the names of whole files nobody knows."""

    @property
    def unfinished(self) -> int: ...

    @property
    def unknown(self) -> Sequence[str]: ...


class Vault(Protocol):
    """Where sealed content lies, by name. Writing a name again replaces it whole."""

    async def put(self, name: str, sealed: bytes) -> None: ...

    async def get(self, name: str) -> bytes: ...

    async def remove(self, name: str) -> None:
        """Removes it; nothing happens if it is not there."""
        ...

    async def sweep(self, known: Collection[str]) -> Swept:
        """Removes what was written long ago and is not ``known``."""
        ...


@dataclass(frozen=True, slots=True)
class Content:
    """What a file's content is: its type, whether that type may be shown, and a cleaned copy if it is an image."""

    mime: str
    is_forbidden: bool
    clean_copy: bytes | None = field(default=None, repr=False)


class Examine(Protocol):
    """Looks at content. Slow and pure: it is run beside the loop."""

    def __call__(self, data: bytes, name: str) -> Content: ...


# ── what is sent ──────────────────────────────────────────────────────────────────────────────────


async def attach(scope: Scope, case_id: str, sender: str, incoming: Incoming) -> FileRecord:
    """Keeps a file of a draft or of a case as a job. Raises Refused(TOO_MANY_FILES)."""
    check_more_files(scope.rules.limits, await scope.uow.files.count_of_case(case_id))
    file = _file(scope, incoming, sender, case_id=case_id)
    await scope.uow.files.add(file)
    return file


def file_of_task(scope: Scope, task_id: str, sender: str, incoming: Incoming) -> FileRecord:
    """A file as evidence of a task; once it is added, a job."""
    return _file(scope, incoming, sender, task_id=task_id)


def file_of_paper(scope: Scope, sender: str, incoming: Incoming) -> FileRecord:
    """A file that shows a document a unit sent or a plan it issued; once it is added, a job."""
    return _file(scope, incoming, sender)


def file_for_import(scope: Scope, sender: str, incoming: Incoming) -> FileRecord:
    """A table that is to be taken in; once it is added, a job."""
    return replace(_file(scope, incoming, sender), is_bound=False)


def _file(
    scope: Scope, incoming: Incoming, sender: str, *, case_id: str | None = None, task_id: str | None = None
) -> FileRecord:
    if incoming.kind is FileKind.LOCATION:
        state = FileState.KEPT
    else:
        state = FileState.WAITING if incoming.can_be_fetched else FileState.TOO_LARGE
    return FileRecord(
        id=scope.new_id(),
        kind=incoming.kind,
        created_at=scope.now,
        case_id=case_id,
        task_id=task_id,
        source=incoming.source,
        name=incoming.name,
        caption=incoming.caption,
        sender=sender,
        place=incoming.place,
        mime=incoming.mime,
        size=incoming.size,
        state=state,
        # Only what is attached to a draft of a case waits to be sent with it.
        is_bound=case_id is None,
    )


# ── fetching ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FetchJob:
    """A file to be fetched, and what seals it."""

    file: FileRecord
    sealer: Sealer


async def nothing_to_do(scope: Scope, now: datetime) -> bool:
    """Whether no file waits to be fetched or removed: asked without a writing transaction. ``now`` is real time."""
    return not await scope.uow.files.has_work(now)


async def claim(scope: Scope, now: datetime, limit: int, *, lease: timedelta = LEASE) -> list[FetchJob]:
    """The next files to be fetched. ``now`` is real time: a lease is the machine's business."""
    claimed = await scope.uow.files.claim(now, now + lease, limit)
    return [
        FetchJob(file, await scope.uow.files.sealer(file))
        for file in claimed
        if file.state is FileState.WAITING
    ]


def examined(job: FetchJob, data: bytes, examine: Examine) -> tuple[FileRecord, Sequence[tuple[str, bytes]]]:
    """The file as it is to be kept, and what goes into the vault, by name."""
    content = examine(data, job.file.name)
    pieces = [(f"{job.file.id}.{ORIGINAL}", job.sealer.seal(data, ORIGINAL))]
    if content.clean_copy is not None:
        pieces.append((f"{job.file.id}.{CLEAN}", job.sealer.seal(content.clean_copy, CLEAN)))
    file = replace(
        job.file,
        state=FileState.FORBIDDEN if content.is_forbidden else FileState.KEPT,
        fault="",
        mime=content.mime,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        has_clean_copy=content.clean_copy is not None,
    )
    return file, pieces


async def settle(scope: Scope, file: FileRecord) -> bool:
    """Writes down what became of a file, and tells its sender if it is not as they hoped.

    False when the file was discarded meanwhile: then what lies in the vault is to be removed.
    """
    settled = await scope.uow.files.settle(file)
    # Whoever imports a table is told what is wrong with it when they look at what it would change.
    if settled and not file.is_for_import and file.state in (FileState.FORBIDDEN, FileState.UNREACHABLE):
        notice = Notice(
            NoticeKind.FILE_NOT_KEPT, await _sender(scope, file), {"file": file.id, "state": file.state}
        )
        if scope.now - file.created_at < STILL_THERE:
            await scope.uow.notices.post(notice, key=f"file:{file.id}")
        else:
            await tell(scope, notice, f"file:{file.id}")
    return settled


async def opener(scope: Scope, file_id: str) -> Sealer | None:
    """What opens the content of a file that may be shown; None when there is none."""
    file = await scope.uow.files.get(file_id)
    if file is None or file.state is not FileState.KEPT:
        return None
    return await scope.uow.files.sealer(file)


async def failed(scope: Scope, job: FetchJob, fault: str, now: datetime, *, final: bool) -> None:
    """A try to fetch came to nothing. After many tries, or when another is pointless, the file is given up."""
    attempts = job.file.attempts
    if final or attempts >= TRIES:
        await settle(scope, replace(job.file, state=FileState.UNREACHABLE, fault=fault))
        return
    wait = min(FIRST_RETRY * 2 ** (attempts - 1), LONGEST_RETRY)
    await scope.uow.files.retry(job.file.id, fault, now + wait)


async def _sender(scope: Scope, file: FileRecord) -> Recipient:
    # Once a report is sent, its reporter is reached through the case alone.
    if file.case_id is not None and await scope.uow.cases.get(file.case_id) is not None:
        return ToReporter(file.case_id)
    return ToPerson(file.sender)
