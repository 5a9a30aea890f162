"""Files from Telegram into the vault: job by job, as the database says.

A fetch is slow and may fail, so it happens outside of any transaction: one takes the job for a while, one writes down
what became of it. A process killed in between leaves the job to be taken again, which ends with the same file.
"""

import asyncio
from datetime import timedelta
from typing import Final

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden

from bot import metrics
from bot.office import Office, real_now
from bot.points import At, Point, nobody
from bot.waiting import rest
from services import evidence
from services.evidence import Examine, FetchJob, Vault

log = structlog.get_logger()

AT_ONCE: Final = 4
IDLE_SECONDS: Final = 5.0
REMOVED_AT_ONCE: Final = 50
FETCH_SECONDS: Final = 120.0
"""Well within the lease, so that no file is fetched by two."""

assert timedelta(seconds=2 * FETCH_SECONDS) < evidence.LEASE


class Fetcher:
    """Downloads what waits, has it examined and sealed, and removes what was discarded."""

    def __init__(
        self,
        office: Office,
        bot: Bot,
        vault: Vault,
        examine: Examine,
        *,
        idle_seconds: float = IDLE_SECONDS,
        lease: timedelta = evidence.LEASE,
        at: At = nobody,
    ) -> None:
        self._office = office
        self._bot = bot
        self._vault = vault
        self._examine = examine
        self._idle_seconds = idle_seconds
        self._lease = lease
        self._at = at
        self._waiting = asyncio.Event()
        # The largest pictures take hundreds of megabytes each, and whoever sends them may send four.
        self._examining = asyncio.Lock()

    def wake(self) -> None:
        """A file may have come."""
        self._waiting.set()

    async def run(self) -> None:
        """Works until cancelled; first what a crash left lying in the vault is removed."""
        swept = False
        while True:
            self._waiting.clear()
            try:
                if not swept:
                    await self.sweep()
                    swept = True
                busy = await self.step()
            except Exception as error:  # the database may be away for a while; the jobs wait in it
                log.error("fetcher.round_failed", error=type(error).__name__)
                metrics.LOOP_FAILURES.labels("fetcher").inc()
                busy = False
            if not busy:
                await rest(self._waiting, self._idle_seconds)

    async def sweep(self) -> None:
        """Removes from the vault what no row knows: killed between the two, a fetcher kept what was discarded."""
        async with self._office.reading() as (uow, _):
            ids = await uow.files.ids()
        known = {f"{file_id}.{part}" for file_id in ids for part in (evidence.ORIGINAL, evidence.CLEAN)}
        swept = await self._vault.sweep(known)
        if swept.unfinished or swept.unknown:
            log.info("fetcher.swept", unfinished=swept.unfinished, unknown=len(swept.unknown))

    async def step(self) -> bool:
        """One batch; false when there was nothing to do."""
        async with self._office.reading() as (_, scope):
            idle = await evidence.nothing_to_do(scope, real_now())
        if idle:
            return False
        async with self._office.writing() as (_, scope):
            jobs = await evidence.claim(scope, real_now(), AT_ONCE, lease=self._lease)
        if jobs:
            self._at(Point.FETCHER_CLAIMED)
        await asyncio.gather(*(self._fetch(job) for job in jobs))
        return bool(jobs) | await self._remove()

    async def _fetch(self, job: FetchJob) -> None:
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                data = await self._download(job.file.source)
            async with self._examining:
                file, pieces = await asyncio.to_thread(evidence.examined, job, data, self._examine)
            for name, sealed in pieces:
                await self._vault.put(name, sealed)
            self._at(Point.FETCHER_STORED)
        except (BadRequest, Forbidden) as error:
            # Telegram does not give this file, and will not: it is gone, or too large after all.
            await self._failed(job, error, final=True)
        except (
            Exception
        ) as error:  # whatever it was, it was this file's: the others go on, and this one not for ever
            await self._failed(job, error, final=False)
        else:
            async with self._office.writing() as (_, scope):
                settled = await evidence.settle(scope, file)
            self._at(Point.FETCHER_SETTLED)
            if not settled:
                await self._take_out(job.file.id)
            metrics.FILES.labels(file.state if settled else "discarded").inc()

    async def _download(self, source: str) -> bytes:
        found = await self._bot.get_file(source)
        return bytes(await found.download_as_bytearray())

    async def _failed(self, job: FetchJob, error: Exception, *, final: bool) -> None:
        fault = type(error).__name__
        log.warning("fetcher.failed", file=job.file.id, attempt=job.file.attempts, error=fault, final=final)
        async with self._office.writing() as (_, scope):
            await evidence.failed(scope, job, fault, real_now(), final=final)
        metrics.FILES.labels("failed").inc()

    async def _remove(self) -> bool:
        """What was discarded goes from the vault first, then from the database: killed in between, it goes again."""
        async with self._office.reading() as (uow, _):
            gone = await uow.files.discarded(REMOVED_AT_ONCE)
        for file_id in gone:
            await self._take_out(file_id)
        if gone:
            async with self._office.writing() as (uow, _):
                await uow.files.forget(gone)
        return bool(gone)

    async def _take_out(self, file_id: str) -> None:
        for part in (evidence.ORIGINAL, evidence.CLEAN):
            await self._vault.remove(f"{file_id}.{part}")


class StoredFiles:
    """Opens a stored file by its reference: see ``FileRecord.reference``."""

    def __init__(self, office: Office, vault: Vault) -> None:
        self._office = office
        self._vault = vault

    async def read(self, reference: str) -> bytes:
        """The content. Raises FileNotFoundError when there is no such file, or its case was erased."""
        file_id, _, part = reference.partition(".")
        async with self._office.reading() as (_, scope):
            sealer = await evidence.opener(scope, file_id)
        if sealer is None:
            raise FileNotFoundError(reference)
        return await asyncio.to_thread(sealer.unseal, await self._vault.get(reference), part)
