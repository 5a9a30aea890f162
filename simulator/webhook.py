"""Pushing updates to the bot's own address.

One call in flight for each chat, so that a chat's updates arrive in order, and many chats at once. Anything
but a 2xx is tried again with growing pauses; 410 takes the webhook away, as with Telegram, which is why a
bot must never answer it. An answer may carry a method call in its body.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
import time
from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

import aiohttp

from simulator.refusals import bad_request
from simulator.updates import Update, UpdateQueue
from simulator.wire import Json, Params

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
ANSWER_SECONDS = 60.0


class Webhook:
    """The address, and one task for each chat that has updates waiting."""

    def __init__(self, queue: UpdateQueue, answered: Callable[[Params], None]) -> None:
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.in_flight = 0
        self.first_pause = FIRST_PAUSE
        self._queue = queue
        self._answered = answered
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(40)
        self._session: aiohttp.ClientSession | None = None
        self._last_error: tuple[int, str] | None = None
        queue.on_new = self._take

    def set(self, url: str, *, secret: str, max_connections: int) -> None:
        """Deliver here from now on, beginning with what waits. Plain HTTP only to this machine."""
        if not _allowed(url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise bad_request("secret token contains unallowed characters")
        self._stop_lanes()
        self._queue.end_poll()
        self.url, self.secret = url, secret
        self.max_connections = max_connections
        self._room = asyncio.Semaphore(max_connections)
        self._last_error = None
        for update in self._queue.waiting.values():
            self._take(update)

    def remove(self) -> None:
        """Deliver nowhere; what waits can be polled."""
        self._stop_lanes()
        self.url = self.secret = ""

    def info(self, allowed: frozenset[str] | None) -> Json:
        """As `WebhookInfo`."""
        told: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._queue.waiting),
        }
        if self.url:
            told["max_connections"] = self.max_connections
        if self._last_error:
            told["last_error_date"], told["last_error_message"] = self._last_error
        if allowed is not None:
            told["allowed_updates"] = sorted(allowed)
        return told

    async def close(self) -> None:
        """Stop delivering; what was not answered stays in the queue."""
        tasks = list(self._tasks)
        self._stop_lanes()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _take(self, update: Update) -> None:
        if not self.url:
            return
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.get_running_loop().create_task(self._deliver(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, name: int) -> None:
        lane = self._lanes[name]
        pause = self.first_pause
        while lane and self.url:
            update = lane[0]
            if update.id in self._queue.waiting:
                async with self._room:
                    wait = await self._push(update, pause)
                if wait is not None:
                    await asyncio.sleep(wait)
                    pause = min(pause * 2, LONGEST_PAUSE)
                    continue
            lane.popleft()
            pause = self.first_pause
        if self._lanes.get(name) is lane:
            del self._lanes[name]

    async def _push(self, update: Update, pause: float) -> float | None:
        """Try once: None when it was taken, else how long to wait."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS))
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        self.in_flight += 1
        try:
            async with self._session.post(self.url, json=update.wire, headers=headers) as answer:
                body = await answer.read()
                if 200 <= answer.status < 300:
                    self._queue.drop(update.id)
                    self._call_in(body)
                    return None
                if answer.status == 410:
                    self.remove()
                self._last_error = (
                    int(time.time()),
                    f"Wrong response from the webhook: {answer.status} {answer.reason}",
                )
                after = answer.headers.get("Retry-After", "")
                return float(after) if after.isdigit() else pause
        except (aiohttp.ClientError, TimeoutError) as error:
            self._last_error = (int(time.time()), f"Connection failed: {type(error).__name__}")
            return pause
        finally:
            self.in_flight -= 1

    def _call_in(self, body: bytes) -> None:
        try:
            told = json.loads(body) if body[:1] == b"{" else None
        except ValueError:
            return
        if isinstance(told, dict) and "method" in told:
            self._answered(Params(told))

    def _stop_lanes(self) -> None:
        current = asyncio.current_task() if self._tasks else None
        for task in self._tasks:
            if task is not current:
                task.cancel()
        self._lanes.clear()


def _allowed(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return True
    if parts.scheme != "http" or not parts.hostname:
        return False
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return False
