"""Inbox to outbox: one update, one transaction; one chat at a time, in order of arrival.

Several chats' updates share a commit, which is most of an update's cost. They also share a failure: then the
transaction is undone whole, the one that failed is answered or set back, and the others are done again, so that a
poisonous update stops nobody else. Handlers act only within the transaction, so doing one again has no consequences.
"""

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import structlog
from telegram import ChatMember, Update
from telegram.error import TelegramError
from telegram.ext import Application

from bot import metrics
from bot.api import BotApi
from bot.intake import NOT_ASKED_FOR
from bot.logs import places
from bot.office import Office, real_now
from bot.points import At, Point, nobody
from bot.replies import Replies
from bot.ui import wire
from bot.ui.pages import Page
from bot.waking import woken
from domain.errors import Refused
from handlers import faults
from handlers.context import Deployment, Turn, enter, leave
from services.operators import tell_of_set_aside
from services.reachability import went_away
from services.scope import Scope
from storage.database import failed_by_itself
from storage.inbox import Claimed
from storage.unit_of_work import SqlUnitOfWork

log = structlog.get_logger()

BATCH: Final = 16
TRIES: Final = 5
FIRST_RETRY: Final = timedelta(seconds=1)
IDLE_SECONDS: Final = 1.0
_HALF_A_PAIR: Final = re.compile("[\ud800-\udfff]")

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class TurnFailed(Exception):
    """Handling an update failed or was refused: everything in the transaction is to be undone."""

    def __init__(self, claimed: Claimed, cause: Exception) -> None:
        super().__init__(type(cause).__name__)
        self.claimed = claimed
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a press, which stops its button's waiting. It goes out after the commit, as best it can."""

    query_id: str
    page: Page | None


@dataclass(slots=True)
class Batch:
    """What came of the updates that were handled together; ``with_files`` if there is something for the fetcher."""

    seqs: list[int]
    answers: list[Answer]
    with_files: bool = False


class Worker:
    """Takes what waits in the inbox, has it handled, and writes what is to be said into the outbox.

    ``at`` is told when certain points are passed; a crash test kills the process there.
    """

    def __init__(
        self,
        office: Office,
        application: AnyApplication,
        api: BotApi,
        deployment: Deployment,
        *,
        on_replies: Callable[[], None],
        on_files: Callable[[], None] = lambda: None,
        at: At = nobody,
    ) -> None:
        self._office = office
        self._application = application
        self._api = api
        self._deployment = deployment
        self._on_replies = on_replies
        self._on_files = on_files
        self._at = at
        self._arrived = asyncio.Event()
        self._answering: set[asyncio.Task[None]] = set()
        self._refused: dict[int, Refused] = {}

    def wake(self) -> None:
        """Something arrived."""
        self._arrived.set()

    async def run(self) -> None:
        """Works until cancelled."""
        while True:
            self._arrived.clear()
            try:
                busy = await self.step()
            except Exception as error:  # the database may be away for a while; no update is lost by it
                log.error("worker.round_failed", error=type(error).__name__)
                metrics.LOOP_FAILURES.labels("worker").inc()
                await asyncio.sleep(IDLE_SECONDS)
                continue
            if not busy:
                await woken(self._arrived, IDLE_SECONDS)

    async def step(self) -> bool:
        """Handles one batch; false when there was nothing to do."""
        began = time.perf_counter()
        try:
            batch = await self._batch()
        except TurnFailed as failed:
            if isinstance(failed.cause, Refused):
                # Once more, and this time only to say so.
                self._refused[failed.claimed.seq] = failed.cause
            else:
                await self._set_back(failed)
            return True
        # What another process has answered meanwhile is not remembered here for ever; at worst a rule is asked again.
        self._refused.clear()
        if batch.seqs:
            metrics.BATCH_SECONDS.observe(time.perf_counter() - began)
            metrics.UPDATES_HANDLED.inc(len(batch.seqs))
            self._on_replies()
        if batch.with_files:
            self._on_files()
        for answer in batch.answers:
            task = asyncio.create_task(self._answer(answer))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        return bool(batch.seqs)

    async def _batch(self) -> Batch:
        batch = Batch([], [])
        async with self._office.writing() as (uow, scope):
            claimed = await uow.inbox.claim(BATCH, real_now())
            updates = [self._parsed(one) for one in claimed]
            if claimed:
                await uow.read_ahead([one.chat_ref for one in claimed], _pressed(updates))
            for one, update in zip(claimed, updates, strict=True):
                self._at(Point.WORKER_CLAIMED)
                try:
                    turn = await self._handle(uow, scope, one, update)
                except Exception as error:
                    if failed_by_itself(error):
                        raise
                    # Whatever it was, it was this update's: the others are not to suffer for it.
                    raise TurnFailed(one, error) from error
                self._at(Point.WORKER_HANDLED)
                if turn is not None and turn.update.callback_query is not None:
                    page = turn.pages[-1] if turn.pages else None
                    batch.answers.append(Answer(turn.update.callback_query.id, page))
            if claimed:
                await uow.inbox.finish([one.seq for one in claimed])
                self._at(Point.WORKER_BEFORE_COMMIT)
        if claimed:
            self._at(Point.WORKER_AFTER_COMMIT)
        batch.seqs, batch.with_files = [one.seq for one in claimed], uow.files.has_new_work
        return batch

    def _parsed(self, claimed: Claimed) -> Update:
        try:
            return self._parse(claimed)
        except Exception as error:
            raise TurnFailed(claimed, error) from error

    async def _handle(
        self, uow: SqlUnitOfWork, scope: Scope, claimed: Claimed, update: Update
    ) -> Turn | None:
        turn = await self._begin(uow, scope, update)
        if turn is not None:
            await self._take(uow, turn, claimed)
        return turn

    def _parse(self, claimed: Claimed) -> Update:
        if claimed.kind == NOT_ASKED_FOR:
            # Whatever it may be: a business message is from one person in another's chat.
            return Update(claimed.update_id)
        told = json.loads(_text_of(claimed.body))
        match told:
            case {"callback_query": {"message": dict(page)}}:
                # The page that was pressed is our own: its marks and buttons are many objects that nobody asks for.
                for part in ("entities", "caption_entities", "reply_markup"):
                    page.pop(part, None)
        update = Update.de_json(told, self._application.bot)
        assert update is not None
        return update

    async def _begin(self, uow: SqlUnitOfWork, scope: Scope, update: Update) -> Turn | None:
        chat, user = update.effective_chat, update.effective_user
        if chat is None or user is None or user.is_bot:
            return None
        # In a group the person speaks, but is answered there only to be asked into the private chat.
        person = await uow.people.meet(user.id, user.full_name, scope.now, scope.new_id())
        if update.my_chat_member is not None:
            if chat.type == chat.PRIVATE:
                if update.my_chat_member.new_chat_member.status == ChatMember.BANNED:
                    await uow.outbox.block(person.chat_ref, scope.now)
                    await went_away(scope, person.chat_ref)
                else:
                    await uow.outbox.unblock(person.chat_ref)
            return None
        if person.blocked_at is not None and chat.type == chat.PRIVATE:
            await uow.outbox.unblock(person.chat_ref)
        language = person.language or (user.language_code or "").partition("-")[0]
        return Turn(scope, person, self._deployment.translator(language), update, self._deployment)

    async def _take(self, uow: SqlUnitOfWork, turn: Turn, claimed: Claimed) -> None:
        refusal = self._refused.get(claimed.seq)
        if refusal is not None:
            turn.show(faults.refused(turn, refusal))
        else:
            token = enter(turn)
            try:
                await self._application.process_update(turn.update)
            finally:
                leave(token)
            # process_update swallows what a handler raises; the error handler left it here.
            if turn.failure is not None:
                raise turn.failure
        replies = Replies(uow, turn.update, claimed.chat_ref, real_now())
        for page in turn.pages:
            await replies.write(page)

    async def _set_back(self, failed: TurnFailed) -> None:
        claimed = failed.claimed
        attempts = claimed.attempts + 1
        fault = type(failed.cause).__name__
        log.warning("worker.update_failed", seq=claimed.seq, kind=claimed.kind, attempt=attempts, error=fault)
        log.debug("worker.update_failed_at", seq=claimed.seq, at=places(failed.cause.__traceback__))
        metrics.UPDATES_FAILED.inc()
        if attempts < TRIES:
            async with self._office.writing() as (uow, _):
                await uow.inbox.fail(claimed, fault, real_now() + FIRST_RETRY * 2 ** (attempts - 1))
            return
        await self._set_aside(claimed, fault)
        metrics.UPDATES_SET_ASIDE.inc()
        self._on_replies()

    async def _set_aside(self, claimed: Claimed, fault: str) -> None:
        """Out of the way of what comes after it; an operator hears that there is something to mend, its sender that
        it failed. What cannot be handled can perhaps not be spoken of either, and is set aside all the same."""
        for tell in (self._tell_both, self._tell_operator):
            try:
                async with self._office.writing() as (uow, scope):
                    if await uow.inbox.fail(claimed, fault, None):
                        await tell(uow, scope, claimed)
                return
            except Exception as error:
                log.error("worker.set_aside_untold", seq=claimed.seq, error=type(error).__name__)
        async with self._office.writing() as (uow, _):
            await uow.inbox.fail(claimed, fault, None)

    async def _tell_both(self, uow: SqlUnitOfWork, scope: Scope, claimed: Claimed) -> None:
        await self._tell_operator(uow, scope, claimed)
        turn = await self._begin(uow, scope, self._parse(claimed))
        if turn is not None and turn.is_private:
            await Replies(uow, turn.update, claimed.chat_ref, real_now()).write(faults.broken(turn))

    async def _tell_operator(self, _uow: SqlUnitOfWork, scope: Scope, claimed: Claimed) -> None:
        await tell_of_set_aside(scope, f"in:{claimed.seq}")

    async def _answer(self, answer: Answer) -> None:
        method, params = wire.answer_press(answer.page)
        try:
            await self._api.call(method, {"callback_query_id": answer.query_id, **params})
        except TelegramError as error:
            # The page itself goes through the outbox; only the button's little clock runs on.
            log.debug("worker.press_not_answered", error=type(error).__name__)

    async def drain(self) -> None:
        """Waits for the answers to presses that are under way."""
        if self._answering:
            await asyncio.wait(self._answering)


def _text_of(body: bytes) -> str:
    """What was kept, as text that can be sealed: half a surrogate pair is no character, and stands as "\ufffd"."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return _HALF_A_PAIR.sub("\ufffd", body.decode(errors="surrogatepass"))


def _pressed(updates: Iterable[Update]) -> list[int]:
    """The messages whose buttons were pressed."""
    pressed = (update.callback_query.message for update in updates if update.callback_query)
    return [message.message_id for message in pressed if message]
