"""Pressing buttons: what is on screen, which one is meant, and what the bot is told of it.

A press of an inline button is a claim and nothing more: a changed client can send any data for any message it
has seen, which `forges` does, and a bot that believes its own buttons will be found out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from simulator.people import People
from simulator.refusals import Impossible
from simulator.state import Chat, Message, Person, Press
from simulator.wire import Json

FIRST_PRESS = 4_000_000_000_000_000_000
CHAT_INSTANCE = -7_000_000_000_000_000_000
CITY = (18.6796, 105.6813)  # Vinh: where a person is who shares their location with one press


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button where it stands."""

    message: Message
    told: Json


class Pressing:
    """The buttons' side of what people do."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.world = people.world

    def presses(
        self,
        person: Person,
        *,
        label: str = "",
        index: int | None = None,
        message_id: int = 0,
        chat_id: int | None = None,
    ) -> Json:
        """Presses a button, inline or on the reply keyboard, and says what came of it.

        Meant is the label on the latest message having it, or the place on the latest message with buttons.
        """
        chat = self.people.chat(person, chat_id)
        if index is not None:
            button = next(islice(self._latest(chat, message_id), index, None), None)
        else:
            button = next((one for one in _inline(chat, message_id) if one.told["text"] == label), None)
        if button is not None:
            return self._presses_inline(person, chat, button)
        if not message_id and index is None:
            for told in _plain(chat):
                if told["text"] == label:
                    return self._presses_plain(person, chat, told)
        raise Impossible(
            f"no button {label if index is None else index!r} on {person.name}'s screen",
            labels=[one.told["text"] for one in self._latest(chat, message_id)]
            + [told["text"] for told in _plain(chat)],
        )

    def forges(self, person: Person, data: str, message_id: int, chat_id: int | None = None) -> Press:
        """Sends callback data nobody offered, as a changed client could; the bot must not believe it."""
        chat = self.people.chat(person, chat_id)
        if message_id not in chat.messages:
            raise Impossible(f"there is no message {message_id}")
        return self._calls_back(person, chat, chat.messages[message_id], data, "")

    def _latest(self, chat: Chat, message_id: int) -> Iterator[Button]:
        first: Message | None = None
        for button in _inline(chat, message_id):
            if first is not None and button.message is not first:
                return
            first = button.message
            yield button

    def _presses_inline(self, person: Person, chat: Chat, button: Button) -> Json:
        told, where = button.told, {"message_id": button.message.id}
        if "callback_data" in told:
            press = self._calls_back(person, chat, button.message, told["callback_data"], told["text"])
            return where | {"kind": "callback", "press": press.id}
        if "url" in told:
            if self.people.payload_in(told["url"]) is None:
                return where | {"kind": "url", "url": told["url"]}
            sent = self.people.opens(person, told["url"])
            return where | {"kind": "link", "url": told["url"], "sent": sent.id}
        if "copy_text" in told:
            return where | {"kind": "copy", "text": told["copy_text"]["text"]}
        return where | {"kind": "other", "button": told}

    def _presses_plain(self, person: Person, chat: Chat, told: Json) -> Json:
        if told.get("request_contact"):
            number = f"+84{person.id % 1_000_000_000:09d}"
            sent = self.people.shares_contact(person, number, chat_id=chat.id)
        elif told.get("request_location"):
            sent = self.people.shares_location(person, *CITY, chat_id=chat.id)
        else:
            sent = self.people.says(person, told["text"], chat_id=chat.id)
        return {"kind": "text", "sent": sent.id}

    def _calls_back(self, person: Person, chat: Chat, message: Message, data: str, label: str) -> Press:
        if chat.type == "private" and person.blocked:
            raise Impossible(f"{person.name} has blocked the bot and must unblock it first")
        counters = self.world.state.counters
        counters.press += 1
        number, now = str(FIRST_PRESS + counters.press), self.world.clock.now()
        press = Press(number, person.id, chat.id, message.id, label, data, now, counters.message)
        self.world.keep_press(chat, press)
        query: Json = {
            "id": number,
            "from": person.user(),
            "message": message.wire,
            "chat_instance": str(CHAT_INSTANCE + chat.id),
            "data": data,
        }
        self.world.announce("callback_query", query, chat.id)
        return press


def _inline(chat: Chat, message_id: int) -> Iterator[Button]:
    """Inline buttons, the latest message's first; or those of one message."""
    if message_id:
        message = chat.messages.get(message_id)
        messages = iter((message,)) if message else iter(())
    else:
        messages = reversed(chat.messages.values())
    for message in messages:
        for row in message.wire.get("reply_markup", {}).get("inline_keyboard", ()):
            for told in row:
                yield Button(message, told)


def _plain(chat: Chat) -> Iterator[Json]:
    for row in (chat.keyboard or {}).get("keyboard", ()):
        yield from row
