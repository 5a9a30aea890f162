"""The simulated Telegram itself: the state, and the few acts by which it changes.

Bot API methods and people's acts both come down to these verbs: post, revise, remove, announce. Each act does
three things at once and must never forget one: it changes the state, it tells the bot by an update where
Telegram would, and it tells the page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.clock import Clock
from simulator.events import Events
from simulator.files import FileStore, StoredFile
from simulator.refusals import Impossible, bad_request
from simulator.state import KEPT_MESSAGES, KEPT_PRESSES, Chat, Message, Person, Press, Profile, State
from simulator.updates import Update, UpdateQueue
from simulator.wire import Json

BOT_NAME = "CCHC Nghệ An"


class World:
    """State, clock, files, updates and events, held together."""

    def __init__(self, *, token: str, username: str, folder: Path) -> None:
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.state = State(Profile(username))
        self.clock = Clock()
        self.files = FileStore(folder)
        self.updates = UpdateQueue()
        self.events = Events()
        self.on_change: Callable[[], None] = lambda: None
        self._awaited: dict[str, list[asyncio.Future[None]]] = {}

    # ---- the bot, as others see it

    def bot_user(self) -> Json:
        """The bot as the sender of its messages."""
        profile = self.state.profile
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": profile.names.get("", BOT_NAME),
            "username": profile.username,
        }

    # ---- people and chats

    def add_person(
        self,
        name: str,
        *,
        role: str = "",
        language: str = "vi",
        username: str = "",
        fixed_id: int | None = None,
        roles: Mapping[str, str] | None = None,
    ) -> Person:
        """A new account. An id in use is refused."""
        counters = self.state.counters
        if fixed_id is None:
            while counters.person in self.state.people:
                counters.person += 1
            fixed_id, counters.person = counters.person, counters.person + 1
        if fixed_id in self.state.people or fixed_id <= 0 or fixed_id == self.bot_id:
            raise Impossible(f"there is somebody with the id {fixed_id}")
        person = Person(fixed_id, name, role, language, username, roles=dict(roles or {}))
        self.state.people[fixed_id] = person
        self.state.chats[fixed_id] = Chat(fixed_id, "private")
        self.changed("people", {"id": fixed_id})
        return person

    def person(self, person_id: int) -> Person:
        """The person with this id."""
        person = self.state.people.get(person_id)
        if person is None:
            raise Impossible(f"there is nobody with the id {person_id}")
        return person

    def chat(self, chat_id: int) -> Chat:
        """The chat with this id, for people's acts."""
        chat = self.state.chats.get(chat_id)
        if chat is None:
            raise Impossible(f"there is no chat with the id {chat_id}")
        return chat

    def add_group(self, title: str, members: list[int]) -> Chat:
        """A group with these people and the bot in it; the bot learns that it was added."""
        adder = self.person(members[0])
        for member in members[1:]:
            self.person(member)
        chat = Chat(self.state.counters.group, "group", title, list(members))
        self.state.counters.group -= 1
        self.state.chats[chat.id] = chat
        self.announce_standing(chat, adder, "left", "member")
        self.changed("people", {"id": chat.id})
        return chat

    def chat_wire(self, chat: Chat) -> Json:
        """As `Chat` inside a message."""
        if chat.type == "private":
            person = self.state.people[chat.id]
            told: Json = {"id": chat.id, "type": "private", "first_name": person.name}
            if person.username:
                told["username"] = person.username
            return told
        return {"id": chat.id, "type": chat.type, "title": chat.title}

    # ---- messages

    def compose(self, chat: Chat, sender: Json, content: Json) -> Json:
        """A new message's wire form, with the next number and the date."""
        counters = self.state.counters
        counters.message += 1
        return {
            "message_id": counters.message,
            "from": sender,
            "chat": self.chat_wire(chat),
            "date": self.clock.now(),
            **content,
        }

    def post(self, chat: Chat, message: Message) -> Message:
        """Put a message in the chat; what lies too far back is forgotten."""
        chat.messages[message.id] = message
        if len(chat.messages) > KEPT_MESSAGES:
            chat.messages.popitem(last=False)
        self.show(chat, message)
        return message

    def revise(self, chat: Chat, message: Message, wire: Json) -> Message:
        """Put a new wire form in a message's place."""
        message.wire = wire
        self.show(chat, message)
        return message

    def remove(self, chat: Chat, message_ids: list[int]) -> None:
        """Take messages away from everybody's screen."""
        for message_id in message_ids:
            chat.messages.pop(message_id, None)
            if message_id in chat.pinned:
                chat.pinned.remove(message_id)
        self.changed("removed", {"chat": chat.id, "messages": message_ids})

    def show(self, chat: Chat, message: Message) -> None:
        """A message is new, or no longer as it was."""
        self.on_change()
        if self.events.heard:
            self.events.tell("message", {"chat": chat.id, "message": view(chat, message)})

    def show_chat(self, chat: Chat) -> None:
        """Something about the chat other than its messages changed: its keyboard, its standing, its pins."""
        self.changed("chat", {"chat": chat.id})

    def changed(self, kind: str, about: Json) -> None:
        """The state is no longer what was saved, and the page wants to know."""
        self.on_change()
        self.events.tell(kind, about)

    # ---- presses

    def keep_press(self, chat: Chat, press: Press) -> None:
        """A press waits for its answer; the oldest are forgotten, as Telegram forgets them."""
        presses = self.state.presses
        presses[press.id] = press
        chat.presses.append(press)
        if len(presses) > KEPT_PRESSES:
            presses.popitem(last=False)
        self.on_change()

    def settle(self, press: Press) -> None:
        """A press has its answer: tell who waits for it, and the page."""
        for waiting in self._awaited.pop(press.id, ()):
            if not waiting.done():
                waiting.set_result(None)
        self.changed(
            "answer",
            {
                "chat": press.chat,
                "person": press.person,
                "message": press.message,
                "label": press.label,
                "text": press.text,
                "alert": press.alert,
                "url": press.url,
            },
        )

    async def until_answered(self, press: Press, seconds: float) -> None:
        """Wait for a press's answer, so long at most."""
        if press.answered or seconds <= 0:
            return
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited.setdefault(press.id, []).append(waiting)
        await asyncio.wait((waiting,), timeout=seconds)

    # ---- files

    def store(self, kind: str, data: bytes, *, name: str, mime: str, about: Json) -> StoredFile:
        """A new file. Empty ones are refused, as everywhere in Telegram."""
        if not data:
            raise bad_request("file must be non-empty")
        self.state.counters.file += 1
        self.on_change()
        return self.files.put(self.state.counters.file, kind, data, name=name, mime=mime, about=about)

    # ---- updates

    def announce(self, kind: str, content: Json, lane: int) -> int | None:
        """Queue an update for the bot; None when it did not ask for this kind."""
        if not self.updates.wants(kind):
            return None
        counters = self.state.counters
        counters.update += 1
        self.updates.add(Update({"update_id": counters.update, kind: content}, kind, lane))
        self.on_change()
        return counters.update

    def announce_standing(self, chat: Chat, who: Person, before: str, after: str) -> None:
        """`my_chat_member`: the bot was blocked, unblocked, added or removed by somebody."""
        bot = self.bot_user()
        self.announce(
            "my_chat_member",
            {
                "chat": self.chat_wire(chat),
                "from": who.user(),
                "date": self.clock.now(),
                "old_chat_member": standing(bot, before),
                "new_chat_member": standing(bot, after),
            },
            chat.id,
        )


def standing(user: Json, status: str) -> Json:
    """As `ChatMember`."""
    told: Json = {"user": user, "status": status}
    if status == "kicked":
        told["until_date"] = 0
    elif status == "creator":
        told["is_anonymous"] = False
    elif status == "administrator":
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories can_pin_messages"
        )
        told |= {right: right not in ("can_be_edited", "is_anonymous") for right in rights.split()}
    return told


def view(chat: Chat, message: Message) -> Json:
    """A message for the page and for tests: the wire form, and what only the person's screen knows."""
    told: Json = {"message": message.wire, "author": message.author}
    if message.silent:
        told["silent"] = True
    if message.reactions:
        told["reactions"] = [reaction for given in message.reactions.values() for reaction in given]
    if message.id in chat.pinned:
        told["pinned"] = True
    return told
