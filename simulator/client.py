"""Speak as people do, from tests and tours: `citizen.sends(…)`, `inspector.presses("…")`.

Everything goes over HTTP, so the same words drive a simulator in this process, in another, or the one
somebody watches in a browser.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from types import TracebackType
from typing import Any, Self

import aiohttp

from simulator.wire import Json

_MEDIA = (
    "photo", "document", "video", "voice", "audio", "animation", "sticker", "video_note", "location",
    "contact", "poll",
)  # fmt: skip


class Impossible(Exception):
    """The person's app would not allow it."""


class NoSuchButton(Impossible):
    """No button with this label; `labels` are those on screen."""

    def __init__(self, why: str, labels: Sequence[str]) -> None:
        super().__init__(f"{why}; there are: {', '.join(repr(label) for label in labels) or 'none'}")
        self.labels = list(labels)


@dataclass(frozen=True, slots=True)
class View:
    """One message as its reader sees it: `rows` are its inline buttons' labels, `wire` all that was sent."""

    message_id: int
    from_bot: bool
    text: str
    rows: list[list[str]]
    media: str
    wire: Json = field(repr=False)
    reactions: list[str] = field(default_factory=list)
    silent: bool = False

    @property
    def labels(self) -> list[str]:
        """All labels, row by row."""
        return [label for row in self.rows for label in row]

    @property
    def protected(self) -> bool:
        """Whether it may be neither forwarded nor saved."""
        return bool(self.wire.get("has_protected_content"))

    def button(self, label: str) -> Json:
        """The button with this label, as sent."""
        for row in self.wire.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                if button["text"] == label:
                    found: Json = button
                    return found
        raise NoSuchButton(f"no button {label!r} on message {self.message_id}", self.labels)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a press: a toast, an alert, or nothing to see."""

    answered: bool
    text: str
    alert: bool
    url: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """What came of a press.

    `kind`: callback, link (a deep link to this bot, opened), url, copy, text (a reply keyboard), other.
    """

    kind: str
    told: Json
    _client: SimulatorClient = field(repr=False)

    async def answer(self, wait: float = 5.0) -> Answer:
        """The bot's answer, waiting so many seconds for it."""
        told = await self._client.get(f"/sim/presses/{self.told['press']}", wait=wait)
        return Answer(told["answered"], told["text"], told["alert"], told["url"])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account. Acts return at once; for what the bot makes of them, `idle()`."""

    id: int
    name: str
    client: SimulatorClient = field(repr=False)

    # ---- words and buttons

    async def sends(self, text: str, *, reply_to: int = 0, chat: int | None = None) -> int:
        """Writes a text or a command; returns its message id."""
        return await self._act("send", text=text, reply_to=reply_to, chat=chat)

    async def starts(self, payload: str = "") -> int:
        """Presses Start, perhaps from a link with a payload."""
        return await self.opens(payload)

    async def opens(self, deep_link: str) -> int:
        """Opens `https://t.me/<bot>?start=<payload>`, or the bare payload."""
        return await self._act("open", link=deep_link)

    async def edits(self, message_id: int, text: str) -> int:
        """Changes an own message."""
        return await self._act("edit", message_id=message_id, text=text)

    async def presses(
        self, label: str = "", *, index: int | None = None, message_id: int = 0, chat: int | None = None
    ) -> Pressed:
        """Presses the button with this label on the latest message having it, or the one named.

        With `index` instead, the button at that place, counted through the rows. Raises `NoSuchButton`.
        """
        told = await self.client.post(
            f"/sim/people/{self.id}/press", label=label, index=index, message_id=message_id, chat=chat
        )
        return Pressed(told["kind"], told, self.client)

    async def forges(self, data: str, message_id: int, *, chat: int | None = None) -> Pressed:
        """Sends callback data nobody offered."""
        told = await self.client.post(
            f"/sim/people/{self.id}/forge", data=data, message_id=message_id, chat=chat
        )
        return Pressed(told["kind"], told, self.client)

    # ---- files and places

    async def uploads_photo(
        self, data: bytes, *, caption: str = "", name: str = "photo.jpg", chat: int | None = None
    ) -> int:
        """Sends a photo, from which Telegram takes the metadata."""
        return (await self._upload("photo", [(name, data, "image/jpeg")], caption=caption, chat=chat))[0]

    async def uploads_document(
        self,
        name: str,
        data: bytes,
        *,
        mime: str = "application/octet-stream",
        caption: str = "",
        chat: int | None = None,
    ) -> int:
        """Sends a file as it is."""
        return (await self._upload("document", [(name, data, mime)], caption=caption, chat=chat))[0]

    async def uploads_video(self, data: bytes, *, caption: str = "", duration: int = 1) -> int:
        """Sends a video."""
        files = [("video.mp4", data, "video/mp4")]
        return (await self._upload("video", files, caption=caption, duration=duration))[0]

    async def uploads_audio(self, name: str, data: bytes, *, caption: str = "", duration: int = 1) -> int:
        """Sends music, or whatever else is played."""
        files = [(name, data, "audio/mpeg")]
        return (await self._upload("audio", files, caption=caption, duration=duration))[0]

    async def sends_voice(self, data: bytes, *, duration: int = 1) -> int:
        """Sends a voice message."""
        return (await self._upload("voice", [("voice.ogg", data, "audio/ogg")], duration=duration))[0]

    async def sends_album(
        self, items: Sequence[bytes | tuple[str, bytes]], *, caption: str = "", kind: str = "photo"
    ) -> list[int]:
        """Sends 2–10 photos (or documents, with names) together: they arrive one by one."""
        named = [item if isinstance(item, tuple) else (f"photo{i}.jpg", item) for i, item in enumerate(items)]
        mime = "image/jpeg" if kind == "photo" else "application/octet-stream"
        return await self._upload(kind, [(name, data, mime) for name, data in named], caption=caption)

    async def shares_location(self, lat: float, lon: float) -> int:
        """Shares a place."""
        return await self._act("location", latitude=lat, longitude=lon)

    async def shares_contact(self, phone: str, name: str = "") -> int:
        """Shares their own number, or another's with a name."""
        return await self._act("contact", phone=phone, name=name)

    async def sends_sticker(self, emoji: str = "👍") -> int:
        """Sends a sticker."""
        return await self._act("sticker", emoji=emoji)

    async def sends_poll(self, question: str, options: Sequence[str]) -> int:
        """Sends a poll."""
        return await self._act("poll", question=question, options=list(options))

    # ---- standing

    async def blocks(self) -> None:
        """Blocks the bot."""
        await self.client.post(f"/sim/people/{self.id}/block")

    async def unblocks(self) -> None:
        """Takes it back."""
        await self.client.post(f"/sim/people/{self.id}/unblock")

    async def deactivates(self) -> None:
        """Deletes the account."""
        await self.client.patch(f"/sim/people/{self.id}", deactivated=True)

    # ---- reading

    async def messages(self, *, after: int = 0, limit: int = 0, chat: int | None = None) -> list[View]:
        """All on screen, oldest first; with a limit, the latest so many."""
        told = await self.client.get(f"/sim/chats/{chat or self.id}", after=after, limit=limit or None)
        return [_view(one) for one in told["messages"]]

    async def last(self, *, chat: int | None = None) -> View:
        """The bot's latest message. Raises `LookupError` when there is none."""
        for view in reversed(await self.messages(chat=chat)):
            if view.from_bot:
                return view
        raise LookupError(f"the bot has said nothing to {self.name}")

    async def screen(self, *, chat: int | None = None) -> str:
        """The bot's latest message as text, with its buttons row by row."""
        last = await self.last(chat=chat)
        rows = [" ".join(f"[{label}]" for label in row) for row in last.rows]
        return "\n".join(
            ([last.text] if last.text else []) + ([f"<{last.media}>"] if last.media else []) + rows
        )

    async def transcript(self, *, chat: int | None = None) -> str:
        """The whole chat as text, presses and toasts included."""
        return await self.client.text(f"/sim/chats/{chat or self.id}/text")

    async def keyboard(self) -> list[list[str]]:
        """The labels of the reply keyboard now shown."""
        told = await self.client.get(f"/sim/chats/{self.id}")
        rows = (told["keyboard"] or {}).get("keyboard", ())
        return [[button["text"] for button in row] for row in rows]

    async def commands(self) -> list[str]:
        """The commands in their menu."""
        told = await self.client.get(f"/sim/chats/{self.id}")
        return [command["command"] for command in told["commands"]]

    async def toasts(self) -> list[str]:
        """What the bot answered to their presses, oldest first, empty ones left out."""
        told = await self.client.get(f"/sim/chats/{self.id}")
        return [press["text"] for press in told["presses"] if press["text"]]

    async def _act(self, act: str, **told: Any) -> int:
        answer = await self.client.post(f"/sim/people/{self.id}/{act}", **told)
        number: int = answer["message_id"]
        return number

    async def _upload(self, kind: str, files: list[tuple[str, bytes, str]], **told: Any) -> list[int]:
        form = aiohttp.FormData({"kind": kind}, quote_fields=False)  # else names arrive as %E1%BA…
        for name, value in told.items():
            if value is not None:
                form.add_field(name, str(value))
        for index, (name, data, mime) in enumerate(files):
            form.add_field(f"file{index}", BytesIO(data), filename=name, content_type=mime)
        answer = await self.client.send("POST", f"/sim/people/{self.id}/upload", data=form)
        numbers: list[int] = answer["message_ids"]
        return numbers


class SimulatorClient:
    """The control API: `async with SimulatorClient(simulator.base_url) as client: …`."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def person(
        self,
        name: str,
        *,
        role: str = "",
        roles: Mapping[str, str] | None = None,
        language: str = "vi",
        id: int | None = None,
        username: str = "",
    ) -> Person:
        """A new person, who has not pressed Start yet. `roles` is their role in other languages."""
        told = await self.post(
            "/sim/people",
            name=name,
            role=role,
            roles=dict(roles or {}),
            language=language,
            id=id,
            username=username,
        )
        return Person(told["id"], told["name"], self)

    async def people(self) -> list[Person]:
        """All there are."""
        return [Person(told["id"], told["name"], self) for told in await self.get("/sim/people")]

    async def group(self, title: str, members: Sequence[Person]) -> int:
        """A group of these people and the bot; returns the chat's id."""
        told = await self.post("/sim/groups", title=title, members=[member.id for member in members])
        number: int = told["id"]
        return number

    async def idle(self, quiet: float = 0.2, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - the server waits
        """Wait until updates are confirmed and nothing is called for `quiet` seconds. Raises TimeoutError."""
        told = await self.get("/sim/idle", quiet=quiet, timeout=timeout)
        if not told["idle"]:
            raise TimeoutError(
                f"after {timeout} s {told['unconfirmed']} updates unconfirmed, "
                f"{told['calls_in_flight']} calls in flight"
            )

    async def calls(self, method: str = "", *, chat: int | None = None, after: int = 0) -> list[Json]:
        """What the bot called, oldest first, as `calls.Call` tells it."""
        told: list[Json] = await self.get("/sim/calls", method=method, chat=chat, after=after)
        return told

    async def fault(
        self,
        *,
        kind: str,
        method: str = "*",
        chat: int | Person | None = None,
        count: int | None = 1,
        **more: Any,
    ) -> int:
        """Order a fault; see `faults.Fault` for the kinds and for `more`. Returns its number."""
        where = chat.id if isinstance(chat, Person) else chat
        told = await self.send(
            "POST",
            "/sim/faults",
            json={"kind": kind, "method": method, "chat": where, "count": count, **more},
        )
        number: int = told["id"]
        return number

    async def clear_faults(self) -> None:
        """Withdraw all faults."""
        await self.send("DELETE", "/sim/faults")

    async def updates(self) -> list[Json]:
        """Updates not yet confirmed."""
        told: list[Json] = await self.get("/sim/updates")
        return told

    async def move_clock(self, now: str) -> None:
        """Set the simulator's clock: ISO 8601 with a zone."""
        await self.post("/sim/clock", now=now)

    async def reset(self, *, people: bool = False) -> None:
        """Empty all, perhaps but the people; numbers go on."""
        await self.post("/sim/reset", people=people)

    # ---- HTTP

    async def get(self, path: str, **query: Any) -> Any:
        """GET with a query; absent values are left out."""
        return await self.send(
            "GET", path, params={k: str(v) for k, v in query.items() if v not in (None, "")}
        )

    async def post(self, path: str, **told: Any) -> Any:
        """POST JSON; absent values are left out."""
        return await self.send("POST", path, json={k: v for k, v in told.items() if v is not None})

    async def patch(self, path: str, **told: Any) -> Any:
        """PATCH JSON."""
        return await self.send("PATCH", path, json=told)

    async def text(self, path: str) -> str:
        """GET as text."""
        async with self._open().get(self.base_url + path) as answer:
            answer.raise_for_status()
            return await answer.text()

    async def send(self, verb: str, path: str, **how: Any) -> Any:
        """One request. Raises `Impossible` or `NoSuchButton` on 409, else `ValueError`."""
        async with self._open().request(verb, self.base_url + path, **how) as answer:
            told = json.loads(await answer.read())
        if answer.status == 409 and "labels" in told:
            raise NoSuchButton(told["error"], told["labels"])
        if answer.status == 409:
            raise Impossible(told["error"])
        if answer.status >= 400:
            raise ValueError(f"{verb} {path}: {answer.status} {told.get('error')}")
        return told

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _view(told: Json) -> View:
    wire = told["message"]
    rows = wire.get("reply_markup", {}).get("inline_keyboard", ())
    return View(
        message_id=wire["message_id"],
        from_bot=told["author"] == 0,
        text=wire.get("text") or wire.get("caption") or "",
        rows=[[button["text"] for button in row] for row in rows],
        media=next((name for name in _MEDIA if name in wire), ""),
        wire=wire,
        reactions=[one.get("emoji", "") for one in told.get("reactions", ())],
        silent=told.get("silent", False),
    )
