"""The state on disk, so that a demonstration goes on where it was.

One JSON file, replaced whole (written beside it, then renamed), so that a cut of power leaves the old one
or the new one and never half. The files people sent lie in a folder next to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections import OrderedDict, deque
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from simulator.files import StoredFile
from simulator.state import KEPT_TOASTS, Chat, Counters, Message, Person, Press, Profile, State
from simulator.updates import Update
from simulator.webhook import Webhook
from simulator.wire import Json
from simulator.world import World

FORM = 1
SETTLE_SECONDS = 0.3


class Saver:
    """Writes the world some 0.3 s after it changed, and once more at the end."""

    def __init__(self, world: World, webhook: Webhook, path: Path) -> None:
        self.world = world
        self.webhook = webhook
        self.path = path
        self._changed = asyncio.Event()
        self._over = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        world.on_change = self._changed.set

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def stop(self) -> None:
        """Write the last state."""
        self._over.set()
        self._changed.set()
        if self._task is not None:
            await self._task

    async def _watch(self) -> None:
        while not self._over.is_set():
            await self._changed.wait()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), SETTLE_SECONDS)
            self._changed.clear()
            await asyncio.to_thread(write, self.path, dumped(self.world, self.webhook))


def write(path: Path, text: str) -> None:
    """Replace the file as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)


def dumped(world: World, webhook: Webhook) -> str:
    """The world as JSON."""
    state, profile = world.state, world.state.profile
    told: Json = {
        "form": FORM,
        "clock_offset": world.clock.offset,
        "counters": asdict(state.counters),
        "people": [asdict(person) for person in state.people.values()],
        "chats": [_chat_told(chat) for chat in state.chats.values()],
        "presses": [asdict(press) for press in state.presses.values()],
        "profile": {
            "names": profile.names,
            "descriptions": profile.descriptions,
            "short_descriptions": profile.short_descriptions,
            "commands": [[*key, commands] for key, commands in profile.commands.items()],
            "menu_buttons": list(profile.menu_buttons.items()),
        },
        "files": [asdict(stored) for stored in world.files.by_number.values()],
        "updates": [asdict(update) for update in world.updates.waiting.values()],
        "allowed": sorted(world.updates.allowed) if world.updates.allowed is not None else None,
        "webhook": {
            "url": webhook.url,
            "secret": webhook.secret,
            "max_connections": webhook.max_connections,
        },
    }
    return json.dumps(told)


def load(world: World, path: Path) -> Json | None:
    """Put a saved state into a new world; what it says of the webhook, or None when nothing was saved."""
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    if told["form"] != FORM:
        raise ValueError(f"{path.name} has form {told['form']}, this simulator reads form {FORM}")
    world.clock.offset = told["clock_offset"]
    profile = told["profile"]
    world.state = State(
        Profile(
            world.state.profile.username,
            profile["names"],
            profile["descriptions"],
            profile["short_descriptions"],
            {(scope, language): commands for scope, language, commands in profile["commands"]},
            {int(chat): button for chat, button in profile["menu_buttons"]},
        ),
        {one["id"]: Person(**one) for one in told["people"]},
        {},
        OrderedDict((one["id"], Press(**one)) for one in told["presses"]),
        Counters(**told["counters"]),
    )
    for chat in told["chats"]:
        world.state.chats[chat["id"]] = _chat_kept(chat, world.state.presses)
    for stored in told["files"]:
        world.files.keep(StoredFile(**stored))
    for update in told["updates"]:
        world.updates.add(Update(**update))
    world.updates.allowed = frozenset(told["allowed"]) if told["allowed"] is not None else None
    webhook: Json = told["webhook"]
    return webhook


_PLAIN = [field.name for field in fields(Chat) if field.name not in ("messages", "presses")]


def _chat_told(chat: Chat) -> Json:
    told: Json = {name: getattr(chat, name) for name in _PLAIN}
    told["messages"] = [
        [message.wire, message.author, message.markup, message.silent, list(message.reactions.items())]
        for message in chat.messages.values()
    ]
    told["presses"] = [asdict(press) for press in chat.presses]
    return told


def _chat_kept(told: Json, presses: OrderedDict[str, Press]) -> Chat:
    messages: list[list[Any]] = told.pop("messages")
    shown: list[Json] = told.pop("presses")
    chat = Chat(**told)
    for wire, author, markup, silent, reactions in messages:
        chat.messages[wire["message_id"]] = Message(
            wire, author, markup, silent, {int(who): given for who, given in reactions}
        )
    kept = (presses.get(one["id"]) or Press(**one) for one in shown)
    chat.presses = deque(kept, maxlen=KEPT_TOASTS)
    return chat
