"""The demo's clock: real time plus an offset that a person moves on, at an address only the page is given.

It exists in the demo only; nothing else of the product can set the time.
"""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
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

OFFSET_KEY: Final = "demo.offset_seconds"
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
    """Where the page offers to move the clock: the next working morning, everybody's next reminder, an hour on."""

    def named(message: str, **params: object) -> dict[str, str]:
        return {language: tr.plain(message, **params) for language, tr in translators.items()}

    choices = [
        Choice("morning", named(N_("08:00 of the next working day")), _next_morning(scope)),
        Choice("hour", named(N_("An hour from now")), scope.now + timedelta(hours=1)),
    ]
    for person in (await scope.uow.people.holding(REMINDED))[:PEOPLE_OFFERED]:
        at = await next_reminder_at(scope, person.id)
        if at is not None:
            words = named(N_("Next reminder to {name}"), name=person.name)
            choices.insert(-1, Choice(f"reminder.{person.id}", words, at))
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
        async with self._product.office.writing() as (uow, _):
            stored = await uow.settings.recall(OFFSET_KEY)
            if stored is None:
                self._clock.move_to(beginning)
            else:
                self._clock.offset = timedelta(seconds=float(stored))
            await uow.settings.remember(OFFSET_KEY, str(self._clock.offset.total_seconds()))
        await self._tell_others(self._clock.now().isoformat())

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
        async with self._product.office.writing() as (uow, _):
            await uow.settings.remember(OFFSET_KEY, str(self._clock.offset.total_seconds()))
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
