"""The demo's clock: real time plus an offset that a person moves on, at an address only the page is given.

It exists in the demo only; nothing else of the product can set the time.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from aiohttp import web

from bot.app import Product
from bot.clock import MovableClock
from bot.ui.translation import N_, Translator
from domain.deadlines import next_working_day
from domain.people import UNIT_ROLES, Role
from services.reminders import next_reminder_at
from services.scope import Scope

NOW_KEY: Final = "demo.now"
"""What time it was when the demo last ran: it goes on from there, however long nobody played."""
KEEP_SECONDS: Final = 20.0
"""So far back it may go when the demo was killed."""
LONGEST_STEP: Final = timedelta(days=366)
REMINDED: Final = UNIT_ROLES | {Role.COORDINATOR, Role.LEADER}
PEOPLE_OFFERED: Final = 6
"""Whose next reminder is offered, when there are more who are reminded."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A moment worth going to, and what it is called in every language."""

    id: str
    labels: Mapping[str, str]
    at: datetime


async def moments(scope: Scope, translators: Mapping[str, Translator]) -> list[Choice]:
    """Where the page offers to move the clock: the next working morning, and everybody's next reminder."""

    def named(message: str, **params: object) -> dict[str, str]:
        return {language: tr.plain(message, **params) for language, tr in translators.items()}

    choices = [Choice("morning", named(N_("08:00 of the next working day")), _next_morning(scope))]
    for person in (await scope.uow.people.holding(REMINDED))[:PEOPLE_OFFERED]:
        at = await next_reminder_at(scope, person.id)
        if at is not None:
            words = named(N_("Next reminder to {name}"), name=person.name)
            choices.append(Choice(f"reminder.{person.id}", words, at))
    return choices


def _next_morning(scope: Scope) -> datetime:
    opening = scope.rules.reminder_at
    day = next_working_day(scope.calendar, scope.today)
    if datetime.combine(day, opening, scope.zone) <= scope.now:
        day = next_working_day(scope.calendar, day + timedelta(days=1))
    return datetime.combine(day, opening, scope.zone)


class DemoClock:
    """Serves and moves the clock of one product."""

    def __init__(self, product: Product, clock: MovableClock, tell: Callable[[str], Awaitable[None]]) -> None:
        """``tell`` is told, as an ISO instant, whatever the time was made."""
        self._product = product
        self._clock = clock
        self._tell_others = tell
        self.path = f"/demo-clock/{secrets.token_urlsafe(16)}"

    async def resume(self, beginning: datetime) -> None:
        """Goes on where the clock was when the demo last ran, or at the beginning."""
        async with self._product.office.reading() as (uow, _):
            stored = await uow.settings.recall(NOW_KEY)
        self._clock.move_to(beginning if stored is None else datetime.fromisoformat(stored))
        await self._tell_others(self._clock.now().isoformat())

    @contextlib.asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """What time it is stays remembered, and at the end once more."""
        keeping = asyncio.create_task(self._keep_on())
        try:
            yield
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping
            await self._keep()

    async def _keep_on(self) -> None:
        while True:
            await self._keep()
            await asyncio.sleep(KEEP_SECONDS)

    async def _keep(self) -> None:
        async with self._product.office.writing() as (uow, _):
            await uow.settings.remember(NOW_KEY, self._clock.now().isoformat())

    def application(self) -> web.Application:
        """The endpoint. The page comes from another port, so the browser asks for leave first."""
        application = web.Application()
        application.router.add_get(self.path, self._tell)
        application.router.add_post(self.path, self._move)
        application.router.add_options(self.path, self._preflight)
        return application

    async def _tell(self, _request: web.Request) -> web.Response:
        async with self._product.office.reading() as (_, scope):
            choices = await moments(scope, self._product.deployment.translators)
        return _answer(
            {
                "now": self._clock.now().isoformat(),
                "choices": [
                    {"id": choice.id, "label": choice.labels, "at": choice.at.astimezone(UTC).isoformat()}
                    for choice in choices
                ],
            }
        )

    async def _move(self, request: web.Request) -> web.Response:
        try:
            wanted = await request.json()
            instant = await self._wanted(wanted)
        except (ValueError, KeyError, TypeError):
            return _answer({"error": "to: an ISO instant with a zone, or choice: one that was offered"}, 400)
        now = self._clock.now()
        if not now <= instant <= now + LONGEST_STEP:
            return _answer({"error": "the clock only moves on, and at most a year at once"}, 400)
        self._clock.move_to(instant)
        await self._keep()
        # Before anything is sent: it is to bear the date it was sent on.
        await self._tell_others(instant.isoformat())
        await self._product.ticker.round()
        return await self._tell(request)

    async def _wanted(self, wanted: dict[str, str]) -> datetime:
        if "choice" in wanted:
            async with self._product.office.reading() as (_, scope):
                offered = await moments(scope, self._product.deployment.translators)
            return {choice.id: choice.at for choice in offered}[wanted["choice"]]
        instant = datetime.fromisoformat(wanted["to"])
        if instant.tzinfo is None:
            raise ValueError("no zone")
        return instant

    async def _preflight(self, _request: web.Request) -> web.Response:
        return _answer({})


def _answer(body: dict[str, object], status: int = 200) -> web.Response:
    return web.Response(
        status=status,
        text=json.dumps(body, ensure_ascii=False),
        content_type="application/json",
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
            "Access-Control-Allow-Headers": "Content-Type",
        },
    )
