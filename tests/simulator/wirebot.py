"""A bot without a library: what goes over the wire, and nothing that could hide it."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from simulator import Person


class Refused(Exception):
    """`ok: false`, as the bot sees it."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        super().__init__(f"{status} {told['description']}")
        assert told["ok"] is False
        assert told["error_code"] == status
        self.status = status
        self.description = told["description"]
        self.parameters = told.get("parameters", {})


class Bot:
    """A bot without a library: each method by its name, nested values as JSON strings, answers unwrapped."""

    def __init__(self, base_url: str, token: str) -> None:
        self.base_url = base_url
        self.token = token
        self.session = aiohttp.ClientSession()

    async def call(self, method: str, **params: Any) -> Any:
        """Form-encoded. Raises `Refused`."""
        form = {key: _text(value) for key, value in params.items()}
        return await self.raw(method, data=form)

    async def raw(self, method: str, **how: Any) -> Any:
        """With a body of one's own."""
        async with self.session.post(f"{self.base_url}/bot{self.token}/{method}", **how) as answer:
            told = json.loads(await answer.read())
        if not told["ok"]:
            raise Refused(answer.status, told)
        assert answer.status == 200
        return told["result"]

    async def send(self, chat: Person | int, text: str, **params: Any) -> dict[str, Any]:
        """A text message."""
        chat_id = chat if isinstance(chat, int) else chat.id
        sent: dict[str, Any] = await self.call("sendMessage", chat_id=chat_id, text=text, **params)
        return sent

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        """One look at the queue, without waiting unless told."""
        got: list[dict[str, Any]] = await self.call("getUpdates", **params)
        return got

    async def confirm_all(self) -> None:
        """Forget what waits."""
        if got := await self.updates():
            await self.updates(offset=got[-1]["update_id"] + 1)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
