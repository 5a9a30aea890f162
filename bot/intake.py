"""Telegram to inbox. An update is in the database before Telegram is told that it arrived.

python-telegram-bot's own polling acknowledges a batch before it is handled and stops for good at one 401; so this works
on the raw JSON, and knows of an update only its number, its kind and its chat.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from telegram.error import Conflict, RetryAfter, TelegramError

from bot import metrics
from bot.api import BotApi
from bot.office import Office, real_now
from bot.points import At, Point, nobody
from bot.verdicts import wait_of
from storage.inbox import Arrival
from storage.people import chat_ref

log = structlog.get_logger()

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
NOT_ASKED_FOR: Final = "other"
"""What there is of these is kept, in its order, and done with."""
POLL_SECONDS: Final = 25
BATCH: Final = 100
LONGEST_PAUSE: Final = 30.0
FORGIVEN_SECONDS: Final = 180.0
"""Shorter than this a failure is the weather; longer, somebody has to look: nothing comes in."""
NO_CHAT: Final = 0


class Intake:
    """Keeps updates, whichever way they come. Those that come at once share a commit."""

    def __init__(
        self,
        office: Office,
        *,
        on_arrival: Callable[[], None],
        at: At = nobody,
    ) -> None:
        self._office = office
        self._on_arrival = on_arrival
        self._at = at
        self._gathering: list[Arrival] = []
        self._commit: asyncio.Task[None] | None = None
        self._committing = asyncio.Lock()

    async def keep(self, updates: list[Mapping[str, Any]]) -> None:
        """Commits the updates to the inbox; when it returns they cannot be lost. Raises what the database raises."""
        await self._store([self._arrival(update) for update in updates])

    async def keep_one(self, update: Mapping[str, Any]) -> None:
        """Like :meth:`keep`, sharing the commit with whatever else arrives meanwhile."""
        self._gathering.append(self._arrival(update))
        if self._commit is None:
            self._commit = asyncio.create_task(self._flush())
        await asyncio.shield(self._commit)

    async def _flush(self) -> None:
        async with self._committing:
            # From here on an arrival belongs to the next commit.
            self._commit = None
            arrivals, self._gathering = self._gathering, []
            await self._store(arrivals)

    async def _store(self, arrivals: list[Arrival]) -> None:
        async with self._office.writing() as (uow, _):
            await uow.inbox.keep(arrivals, real_now())
            self._at(Point.INTAKE_BEFORE_COMMIT)
        self._at(Point.INTAKE_COMMITTED)
        metrics.UPDATES_KEPT.inc(len(arrivals))
        self._on_arrival()

    def _arrival(self, update: Mapping[str, Any]) -> Arrival:
        kind = next((name for name in ALLOWED_UPDATES if name in update), NOT_ASKED_FOR)
        return Arrival(
            update_id=update["update_id"],
            chat_ref=chat_ref(self._office.ring, _chat_of(update.get(kind))),
            kind=kind,
            # Half a surrogate pair is no UTF-8, and yet a JSON can hold one.
            body=json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"),
        )


def _chat_of(content: Any) -> int:
    """The chat an update belongs to: by it the order is kept."""
    if not isinstance(content, dict):
        return NO_CHAT
    for holder in (content, content.get("message")):
        chat = holder.get("chat") if isinstance(holder, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    sender = content.get("from")
    return int(sender["id"]) if isinstance(sender, dict) and isinstance(sender.get("id"), int) else NO_CHAT


class Polling:
    """Asks Telegram for updates, for as long as the process lives: no answer of its ends the asking.

    ``clock`` gives seconds and runs on. ``failing_since`` is when, by it, the first of the latest failures was; None
    while it goes well.
    """

    def __init__(
        self, api: BotApi, intake: Intake, *, at: At = nobody, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._api = api
        self._intake = intake
        self._at = at
        self._clock = clock
        self.failing_since: float | None = None

    @property
    def is_healthy(self) -> bool:
        """Whether updates come in, but for failures that pass: another poller with the token, say, does not."""
        return self.failing_since is None or self._clock() - self.failing_since < FORGIVEN_SECONDS

    async def run(self) -> None:
        """Polls until cancelled."""
        # No offset at first: it would confirm what was never kept. No dropping of what is pending either.
        offset: int | None = None
        pause = 1.0
        webhook_removed = False
        while True:
            try:
                if not webhook_removed:
                    await self._api.call("deleteWebhook", {"drop_pending_updates": False})
                    webhook_removed = True
                updates = await self._ask(offset)
                if updates:
                    self._at(Point.POLLING_RECEIVED)
                    await self._intake.keep(updates)
                    self._at(Point.POLLING_KEPT)
                # An empty answer says that all is confirmed. The offset is then let go: after a week of silence
                # Telegram may count from anywhere, and what is below an offset is lost.
                offset = updates[-1]["update_id"] + 1 if updates else None
                self.failing_since = None
                pause = 1.0
            except Exception as error:
                if self.failing_since is None:
                    self.failing_since = self._clock()
                pause = min(pause * 2, LONGEST_PAUSE)
                wait = _pause_for(error, pause)
                level = log.error if not isinstance(error, TelegramError) else log.warning
                level("intake.poll_failed", error=type(error).__name__, pause=wait)
                metrics.LOOP_FAILURES.labels("polling").inc()
                await asyncio.sleep(wait)

    async def _ask(self, offset: int | None) -> list[Mapping[str, Any]]:
        arguments: dict[str, Any] = {
            "timeout": POLL_SECONDS,
            "limit": BATCH,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        if offset is not None:
            arguments["offset"] = offset
        updates: list[Mapping[str, Any]] = await self._api.call(
            "getUpdates", arguments, read_timeout=POLL_SECONDS + 10
        )
        return updates


def _pause_for(error: Exception, pause: float) -> float:
    if isinstance(error, RetryAfter):
        return wait_of(error).total_seconds()
    # Another poller has the token: asking often would only take turns with it.
    return LONGEST_PAUSE if isinstance(error, Conflict) else pause
