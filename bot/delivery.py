"""Outbox to Telegram: paced, retried, each refusal told apart.

Many edits may be under way at once, being repeatable. Of new messages only ``sends_in_flight`` are, by default one:
a process that is killed between sending and marking leaves just those to be sent a second time.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import structlog
from telegram import InputFile
from telegram.error import TelegramError

from bot import metrics
from bot.api import BotApi
from bot.office import Office, real_now
from bot.pacing import Pace
from bot.points import At, Point, nobody
from bot.ui import wire
from bot.ui.pages import AttachmentKind, Place
from bot.verdicts import End, Verdict, judge
from bot.waking import woken
from handlers.context import Deployment, Renderer
from services.delivery_hours import held_until
from services.notices import NoticeKind
from services.operators import tell_of_set_aside
from services.reachability import went_away
from services.scope import Scope
from storage.notices import from_body
from storage.outbox import LEASE
from storage.parcels import OutboxKind, OutboxState, Parcel, Receipt
from storage.sealing import SealBroken
from storage.unit_of_work import SqlUnitOfWork

log = structlog.get_logger()

IN_FLIGHT: Final = 32
TRIES: Final = 12
FIRST_RETRY: Final = timedelta(seconds=1)
LONGEST_RETRY: Final = timedelta(minutes=10)
LONGEST_OUTAGE_PAUSE: Final = 30.0
IDLE_SECONDS: Final = 1.0
BLOCKED_FAULTS: Final = frozenset({"blocked", "chat_not_found"})


class Delivery:
    """Takes what waits in the outbox and sends it. ``at`` is told when certain points are passed."""

    def __init__(
        self,
        office: Office,
        api: BotApi,
        deployment: Deployment,
        renderers: Mapping[NoticeKind, Renderer],
        *,
        send_rate: float,
        sends_in_flight: int,
        lease: timedelta = LEASE,
        at: At = nobody,
    ) -> None:
        self._office = office
        self._api = api
        self._deployment = deployment
        self._renderers = renderers
        self._pace = Pace(send_rate)
        self._sends_in_flight = sends_in_flight
        self._lease = lease
        self._at = at
        self._waiting = asyncio.Event()
        self._under_way: dict[asyncio.Task[Receipt], Parcel] = {}
        self._unmarked: list[Receipt] = []
        self._outages = 0

    def wake(self) -> None:
        """Something was put into the outbox."""
        self._waiting.set()

    async def run(self) -> None:
        """Delivers until cancelled; what is under way then is finished and marked."""
        await self._resume_hold()
        try:
            while True:
                self._waiting.clear()
                try:
                    busy = await self.step()
                except Exception as error:  # the database may be away; the leases lapse and nothing is lost
                    log.error("delivery.round_failed", error=type(error).__name__)
                    metrics.LOOP_FAILURES.labels("delivery").inc()
                    await asyncio.sleep(IDLE_SECONDS)
                    continue
                if not busy:
                    await self._rest()
        finally:
            await self._finish()

    async def step(self) -> bool:
        """Marks what has arrived, takes more, and waits for the first of it; false when there was nothing to do."""
        receipts = self._collect()
        room = IN_FLIGHT - len(self._under_way)
        new_sends = self._sends_in_flight - sum(not parcel.repeatable for parcel in self._under_way.values())
        parcels: list[Parcel] = []
        async with self._office.writing() as (uow, scope):
            await self._mark(uow, scope, receipts)
            if room > 0 and not self._pace.held_for:
                parcels = await uow.outbox.lease(
                    room,
                    real_now(),
                    province_now=scope.now,
                    unrepeatable=max(0, new_sends),
                    # A lease may lapse while its message is under way here: nobody knows that better.
                    resting=[
                        *self._pace.resting(),
                        *(parcel.chat_ref for parcel in self._under_way.values()),
                    ],
                    lasting=self._lease,
                )
            if receipts or parcels:
                self._at(Point.DELIVERY_BEFORE_COMMIT)
        self._unmarked.clear()
        if receipts:
            self._at(Point.DELIVERY_MARKED)
        if parcels:
            self._at(Point.DELIVERY_LEASED)
        for parcel in parcels:
            self._under_way[asyncio.create_task(self._deliver(parcel))] = parcel
        if self._under_way:
            await self._first_or_wake()
        return bool(receipts or parcels or self._under_way)

    async def _mark(self, uow: SqlUnitOfWork, scope: Scope, receipts: list[Receipt]) -> None:
        if not receipts:
            return
        await uow.outbox.settle(receipts, real_now())
        for receipt in receipts:
            parcel = receipt.parcel
            if receipt.fault in BLOCKED_FAULTS:
                if await uow.outbox.block(parcel.chat_ref, scope.now, refused=parcel.id):
                    await went_away(scope, parcel.chat_ref)
            elif receipt.state is OutboxState.SET_ASIDE and not _is_alarm(parcel):
                await tell_of_set_aside(scope, f"out:{parcel.id}")

    async def _first_or_wake(self) -> None:
        more = asyncio.create_task(self._waiting.wait())
        room = len(self._under_way) < IN_FLIGHT
        await asyncio.wait(
            {*self._under_way, more} if room else set(self._under_way),
            timeout=self._pace.pause if room else None,
            return_when=asyncio.FIRST_COMPLETED,
        )
        self._waiting.clear()
        more.cancel()
        # One turn of the loop more, so that what arrived together is marked together.
        await asyncio.sleep(0)

    def _collect(self) -> list[Receipt]:
        done = [task for task in self._under_way if task.done()]
        for task in done:
            del self._under_way[task]
        # What could not be marked, the database being away, was sent all the same.
        self._unmarked += [task.result() for task in done]
        return list(self._unmarked)

    async def _rest(self) -> None:
        pause = self._pace.pause
        await woken(self._waiting, IDLE_SECONDS if pause is None else min(pause, IDLE_SECONDS))

    async def _finish(self) -> None:
        if self._under_way:
            await asyncio.wait(self._under_way)
        if receipts := self._collect():
            async with self._office.writing() as (uow, scope):
                await self._mark(uow, scope, receipts)

    # ── one parcel ────────────────────────────────────────────────────────────────────────────────

    async def _deliver(self, parcel: Parcel) -> Receipt:
        try:
            receipt = await self._attempt(parcel)
        except Exception as error:  # a fault of ours in one message must not stop the others
            log.error("delivery.failed", row=parcel.id, error=type(error).__name__)
            receipt = self._again(parcel, type(error).__name__)
        metrics.DELIVERIES.labels(receipt.fault or receipt.state).inc()
        return receipt

    async def _attempt(self, parcel: Parcel) -> Receipt:
        body = parcel.body
        if parcel.kind is OutboxKind.MENU:
            return await self._offer_commands(parcel, body["chat_id"], body["commands"])
        if parcel.kind is OutboxKind.NOTICE:
            rendered = await self._rendered(parcel)
            if isinstance(rendered, Receipt):
                return rendered
            body = rendered
        if body["edit"] is not None and parcel.message_id is not None:
            receipt = await self._call(parcel, body["chat_id"], body["edit"], parcel.message_id)
            if receipt.fault != "message_gone":
                return receipt
            if body["send"] is None:
                return Receipt(parcel, OutboxState.DROPPED, fault="message_gone")
        if body["send"] is None:
            # Buttons to be taken off a message that was never delivered.
            return Receipt(parcel, OutboxState.DROPPED, fault="never_sent")
        return await self._call(parcel, body["chat_id"], body["send"], None)

    async def _rendered(self, parcel: Parcel) -> dict[str, Any] | Receipt:
        """The notice as it is true now; a receipt instead when it is not, or when this is no hour to say it."""
        notice = from_body(parcel.body)
        async with self._office.reading() as (uow, scope):
            until = await held_until(scope, notice)
            if until is not None:
                return Receipt(
                    parcel, OutboxState.WAITING, fault="not_at_this_hour", hold_until=until, counts=False
                )
            found = await uow.people.recipient(notice.to)
            page = None
            if found is not None:
                person, chat_id = found
                page = await self._renderers[notice.kind](scope, self._deployment, person, notice)
        if page is None:
            return Receipt(parcel, OutboxState.DROPPED, fault="no_longer_true")
        assert page.place is Place.EVENT, "a notice replaces no screen"
        return {"chat_id": chat_id, "send": list(wire.send(page)), "edit": None}

    async def _call(self, parcel: Parcel, chat_id: int, call: list[Any], message_id: int | None) -> Receipt:
        method, params = call
        if not await self._pace.wait(parcel.chat_ref):
            return self._given_back(parcel, "held")
        arguments = {"chat_id": chat_id, **await self._with_files(params)}
        if message_id is not None:
            arguments["message_id"] = message_id
        self._at(Point.DELIVERY_SENDING)
        try:
            result = await self._api.call(method, arguments)
        except TelegramError as error:
            return self._judged(parcel, judge(error), message_id)
        self._at(Point.DELIVERY_SENT)
        self._outages = 0
        arrived = result.get("message_id", message_id) if isinstance(result, dict) else message_id
        has_media = isinstance(result, dict) and any(kind.value in result for kind in AttachmentKind)
        return Receipt(parcel, OutboxState.SENT, message_id=arrived, has_media=has_media)

    async def _offer_commands(self, parcel: Parcel, chat_id: int, commands: list[tuple[str, str]]) -> Receipt:
        method, params = wire.offer_commands(chat_id, commands)
        if not await self._pace.wait(parcel.chat_ref):
            return self._given_back(parcel, "held")
        try:
            await self._api.call(method, params)
        except TelegramError as error:
            verdict = judge(error)
            if verdict.end in (End.FLOOD, End.OUTAGE, End.RETRY):
                return self._judged(parcel, verdict, None)
            # A menu is a convenience that a server may lack; the chat's answers must not wait behind it.
            log.warning("delivery.menu_refused", row=parcel.id, fault=verdict.fault)
            return Receipt(parcel, OutboxState.DROPPED, fault="menu_refused")
        return Receipt(parcel, OutboxState.SENT)

    async def _with_files(self, params: dict[str, Any]) -> dict[str, Any]:
        filled = {}
        for name, value in params.items():
            if isinstance(value, dict) and "stored" in value:
                data = await self._deployment.files.read(value["stored"])
                filled[name] = InputFile(data, filename=value["name"])
            elif isinstance(value, dict) and "made" in value:
                (data,) = await self._deployment.press.printed(value["made"])
                filled[name] = InputFile(data, filename=value["name"])
            else:
                filled[name] = value
        return filled

    def _judged(self, parcel: Parcel, verdict: Verdict, message_id: int | None) -> Receipt:
        match verdict.end:
            case End.UNCHANGED:
                return Receipt(parcel, OutboxState.SENT, message_id=message_id)
            case End.GONE:
                return Receipt(parcel, OutboxState.WAITING, fault=verdict.fault)
            case End.BLOCKED:
                # A reply has lost its point; a notice waits for the person to come back.
                is_notice = parcel.kind is OutboxKind.NOTICE
                state = OutboxState.BLOCKED if is_notice else OutboxState.DROPPED
                return Receipt(parcel, state, fault=verdict.fault)
            case End.REFUSED:
                log.error("delivery.refused", row=parcel.id, fault=verdict.fault)
                return Receipt(parcel, OutboxState.SET_ASIDE, fault=verdict.fault)
            case End.FLOOD:
                self._pace.hold(verdict.wait.total_seconds())
                log.warning("delivery.held", seconds=verdict.wait.total_seconds())
                return self._given_back(parcel, verdict.fault)
            case End.OUTAGE:
                # It outlives any outage: trying it costs nothing and uses up no tries.
                pause = min(2.0**self._outages, LONGEST_OUTAGE_PAUSE)
                if not self._pace.held_for:
                    self._outages += 1
                    self._pace.hold(pause)
                    log.warning("delivery.outage", fault=verdict.fault, seconds=pause)
                return Receipt(parcel, OutboxState.WAITING, fault=verdict.fault, counts=False)
            case End.RETRY:
                return self._again(parcel, verdict.fault)

    def _given_back(self, parcel: Parcel, fault: str) -> Receipt:
        """A row that waits out a hold. The one that was refused says until when, and a restart goes by it."""
        until = real_now() + timedelta(seconds=self._pace.held_for)
        return Receipt(parcel, OutboxState.WAITING, fault=fault, not_before=until, counts=False)

    def _again(self, parcel: Parcel, fault: str) -> Receipt:
        if parcel.attempts >= TRIES:
            log.error("delivery.given_up", row=parcel.id, fault=fault)
            return Receipt(parcel, OutboxState.SET_ASIDE, fault=fault)
        wait = min(FIRST_RETRY * 2 ** (parcel.attempts - 1), LONGEST_RETRY)
        return Receipt(parcel, OutboxState.WAITING, fault=fault, not_before=real_now() + wait)

    async def _resume_hold(self) -> None:
        """A 429 is waited out across a restart: its row says until when, and what else waits is held as long."""
        async with self._office.reading() as (uow, _):
            until = await uow.outbox.held_until()
        if until is not None and until > real_now():
            self._pace.hold((until - real_now()).total_seconds())


def _is_alarm(parcel: Parcel) -> bool:
    """Whether it tells of something set aside: where that cannot be delivered, telling so would go on for ever."""
    if parcel.kind is not OutboxKind.NOTICE:
        return False
    try:
        return from_body(parcel.body).kind is NoticeKind.SET_ASIDE
    except SealBroken:
        return False
