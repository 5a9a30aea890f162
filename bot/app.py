"""The product put together: what stands where, and in which order it starts and stops."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

from adapters.examine import examine
from adapters.vault import FileVault
from bot.api import BotApi
from bot.clock import Clock, SystemClock
from bot.delivery import Delivery
from bot.endings import ending_jobs
from bot.fetcher import IDLE_SECONDS, Fetcher, StoredFiles
from bot.intake import ALLOWED_UPDATES, Intake, Polling
from bot.office import Office
from bot.points import At, nobody
from bot.profile import present
from bot.settings import Mode, Settings
from bot.tables import StoredTables
from bot.ticker import ROUND_SECONDS, AnyJob, Job, JobOnEach, Ticker
from bot.transport import AiohttpRequest
from bot.ui.translation import LANGUAGES, N_, Translator
from bot.unit_finder import UnitFinder
from bot.web import Listener, monitor, webhook
from bot.worker import AnyApplication, Worker
from handlers import routes
from handlers.context import Deployment, current_turn
from reports.press import Press
from services import evidence
from services.case_ladder import tend_case, waking_cases
from services.chat_imports import forget_imports
from services.recurrences import make_recurring
from services.reminders import post_digests
from services.reports import lapse_draft, lapsed_drafts
from storage import outbox
from storage.identity import ensure_ring
from storage.sealing import KeyRing

log = structlog.get_logger()

JOBS: Sequence[AnyJob] = (
    JobOnEach("drafts", lapsed_drafts, lapse_draft),
    JobOnEach("cases", waking_cases, tend_case),
    # Before the digests, which speak of what is made.
    Job("recurring", make_recurring),
    Job("digests", post_digests),
    Job("imports", forget_imports),
)


class CannotStart(Exception):
    """The world outside does not let the bot serve: the setting to look at, and why, with no token in it."""

    def __init__(self, setting: str, words: str, **data: str) -> None:
        super().__init__(f"{setting}: {words.format(**data)}")
        self.setting = setting
        self.words = words
        self.data = data


@dataclass
class Product:
    """A running bot. ``at`` is told when certain points are passed, for the crash test.

    ``lease`` and ``fetch_lease`` are how long what a dead process held is its own: on a database that others share,
    nobody sees at once that it died.
    """

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    at: At = nobody
    ticker_seconds: float = ROUND_SECONDS
    fetcher_seconds: float = IDLE_SECONDS
    lease: timedelta = outbox.LEASE
    fetch_lease: timedelta = evidence.LEASE

    def __post_init__(self) -> None:
        settings = self.settings
        self.office = Office.of(settings, KeyRing.load(settings.keys_file), self.clock)
        self.application = telegram_application(settings)
        self.bot: Bot = self.application.bot
        self.api = BotApi(self.bot.request, self.bot.base_url)
        self.monitor = Listener(monitor(self._is_ready), settings.monitor_listen)
        self.listener: Listener | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Starts everything; when it returns the bot serves. Raises CannotStart, or what the database raises."""
        try:
            await self._start()
        except BaseException:
            await self._close()
            raise

    async def _start(self) -> None:
        async with self.office.writing() as (uow, _):
            await ensure_ring(uow, self.office.ring)
        await self.office.refresh()
        await self._meet_telegram()
        vault = FileVault(self.settings.data_dir / "files")
        self.fetcher = Fetcher(
            self.office,
            self.bot,
            vault,
            examine,
            idle_seconds=self.fetcher_seconds,
            lease=self.fetch_lease,
            at=self.at,
        )
        self.deployment = Deployment(
            bot_username=self.bot.username,
            fallback_contact=self.settings.fallback_contact,
            translators={language: Translator(language, zone=self.settings.zone) for language in LANGUAGES},
            default_language=self.settings.default_language,
            conversations=routes.CONVERSATIONS,
            find_units=UnitFinder(),
            files=StoredFiles(self.office, vault),
            tables=StoredTables(vault),
            press=Press(),
        )
        self.delivery = Delivery(
            self.office,
            self.api,
            self.deployment,
            routes.RENDERERS,
            send_rate=self.settings.send_rate,
            sends_in_flight=self.settings.sends_in_flight,
            lease=self.lease,
            at=self.at,
        )
        self.worker = Worker(
            self.office,
            self.application,
            self.api,
            self.deployment,
            on_replies=self.delivery.wake,
            on_files=self.fetcher.wake,
            at=self.at,
        )
        self.intake = Intake(self.office, on_arrival=self.worker.wake, at=self.at)
        self.ticker = Ticker(
            self.office,
            # What has moved on by today is in today's digests.
            (*ending_jobs(self.deployment), *JOBS),
            on_work=self.delivery.wake,
            round_seconds=self.ticker_seconds,
            at=self.at,
        )
        self.polling = Polling(self.api, self.intake, at=self.at)
        if self.office.database.is_sqlite:
            # The embedded database has one process: what was leased before it started is nobody's.
            async with self.office.writing() as (uow, _):
                await uow.outbox.release()
                await uow.files.release()
        await self._serve()
        if self.settings.mode is Mode.WEBHOOK:
            await self._set_webhook()
        loops = [self.worker.run(), self.delivery.run(), self.ticker.run(), self.fetcher.run()]
        if self.settings.mode is Mode.POLLING:
            loops.append(self.polling.run())
        self._tasks = [asyncio.create_task(loop) for loop in loops]
        # Nobody waits for it: a server that is slow to say what the bot is called, or cannot, serves all the same.
        self._presenting = asyncio.create_task(
            present(self.api, self.deployment.translators, self.settings.default_language)
        )
        log.info("bot.started", mode=self.settings.mode, bot=self.settings.bot_id)

    async def _meet_telegram(self) -> None:
        # Never the library's own words: of a token that is refused, they hold the token.
        try:
            await self.application.initialize()
        except InvalidToken:
            raise CannotStart("BOT_TOKEN", N_("the server at BOT_API_URL does not know it")) from None
        except TelegramError as error:
            raise CannotStart(
                "BOT_API_URL", N_("no answer of a Bot API ({error})"), error=type(error).__name__
            ) from None

    async def _serve(self) -> None:
        await _listen(self.monitor, "MONITOR_LISTEN")
        if self.settings.mode is Mode.WEBHOOK:
            secret = self.settings.webhook_secret.get_secret_value()
            self.listener = Listener(webhook(self.intake, secret), self.settings.listen)
            await _listen(self.listener, "LISTEN")

    async def _set_webhook(self) -> None:
        wanted = {
            "url": self.settings.webhook_url,
            "secret_token": self.settings.webhook_secret.get_secret_value(),
            "allowed_updates": list(ALLOWED_UPDATES),
            "drop_pending_updates": False,
        }
        try:
            await self.api.call("setWebhook", wanted)
        except TelegramError as error:
            raise CannotStart(
                "WEBHOOK_URL", N_("Telegram does not take it ({error})"), error=type(error).__name__
            ) from None

    async def _is_ready(self) -> bool:
        alive = self._tasks and not any(task.done() for task in self._tasks)
        return bool(alive) and self.polling.is_healthy and await self.office.database.is_alive()

    async def wait(self) -> None:
        """Returns when a loop has ended, which none does by itself: then the process should end too."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Stops taking, finishes what is under way, closes everything."""
        tasks = [*self._tasks, self._presenting]
        for task in tasks:
            task.cancel()
        # One that had failed by itself, which ``wait`` tells of, keeps no other from finishing what is under way.
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                log.error("bot.loop_failed", error=type(ended).__name__)
        if self.listener is not None:
            await self.listener.close()
        await self.worker.drain()
        await self._close()
        log.info("bot.stopped")

    async def _close(self) -> None:
        for listener in (self.listener, self.monitor):
            if listener is not None:
                await listener.close()
        # A start that failed half way left the application as it was, and yet with connections.
        await self.application.shutdown()
        await self.bot.shutdown()
        await self.office.database.close()


async def _listen(listener: Listener, setting: str) -> None:
    try:
        await listener.open()
    except OSError as error:
        why = str(error.strerror).rpartition(": ")[2]
        raise CannotStart(setting, N_("cannot be listened on ({why})"), why=why) from None


def telegram_application(settings: Settings) -> AnyApplication:
    """python-telegram-bot's types, handlers and requests, without its updater, its jobs and its persistence."""
    application: AnyApplication = (
        Application.builder()
        .token(settings.bot_token.get_secret_value())
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .request(AiohttpRequest(settings.proxy_url))
        .get_updates_request(AiohttpRequest(settings.proxy_url, connections=1))
        .updater(None)
        .job_queue(None)
        .build()
    )
    application.add_handlers(routes.handlers())
    application.add_error_handler(_remember_failure)
    return application


async def _remember_failure(_update: object, context: Any) -> None:
    # process_update swallows what a handler raises; the worker looks here for it.
    current_turn().failure = context.error


@contextlib.asynccontextmanager
async def running(product: Product) -> AsyncIterator[Product]:
    """The product, started and in the end stopped."""
    await product.start()
    try:
        yield product
    finally:
        await product.stop()
