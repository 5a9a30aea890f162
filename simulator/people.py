"""What people do in their Telegram app, and what the bot is told of it.

A person who is blocked by nobody may do anything their app would allow; what it would not (a button that is
not there, a message to a bot they blocked) is `Impossible`, and says what would have been possible.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from simulator.entities import MAX_TEXT, with_found
from simulator.files import dimensions
from simulator.methods.sending import poll_wire
from simulator.methods.targets import quoted
from simulator.refusals import Impossible
from simulator.state import Chat, Message, Person
from simulator.wire import Json, Upload
from simulator.world import World

START_PAYLOAD = 64
_PAYLOAD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_TELEGRAM = frozenset({"t.me", "www.t.me", "telegram.me", "telegram.dog"})


class People:
    """The people's side of the server."""

    def __init__(self, world: World) -> None:
        self.world = world

    # ---- words

    def says(self, person: Person, text: str, *, chat_id: int | None = None, reply_to: int = 0) -> Message:
        """Sends a text; a forced reply is followed without being asked, as the app does."""
        chat = self.chat(person, chat_id)
        text = text.strip()
        if not text:
            raise Impossible("an empty message cannot be sent")
        if len(text) > MAX_TEXT:
            # The app cuts a long text into several messages.
            first = self.says(person, text[:MAX_TEXT], chat_id=chat_id, reply_to=reply_to)
            self.says(person, text[MAX_TEXT:], chat_id=chat_id)
            return first
        content: Json = {"text": text}
        if entities := with_found(text, []):
            content["entities"] = entities
        return self.posts(person, chat, content, reply_to=reply_to)

    def opens(self, person: Person, link: str) -> Message:
        """Opens a deep link or a bare payload; one too long or ill-formed is dropped in silence."""
        payload = self.payload_in(link) if "//" in link or link.startswith("t.me/") else link
        if payload is None:
            raise Impossible(f"{link} does not lead to @{self.world.state.profile.username}")
        if len(payload) > START_PAYLOAD or not set(payload) <= _PAYLOAD:
            payload = ""
        if person.blocked:
            self.unblocks(person)
        return self.says(person, f"/start {payload}".strip())

    def payload_in(self, link: str) -> str | None:
        """What a link to this bot carries, perhaps nothing; None when it leads elsewhere."""
        parts = urlsplit(link if "//" in link else f"https://{link}")
        query = parse_qs(parts.query)
        if parts.scheme == "tg":
            bot = query.get("domain", [""])[0]
        else:
            bot = parts.path.strip("/") if parts.hostname in _TELEGRAM else ""
        if bot.lower() != self.world.state.profile.username.lower():
            return None
        return query.get("start", [""])[0]

    def edits(self, person: Person, message_id: int, text: str) -> Message:
        """Changes an own text, or the caption of an own file, which may be taken away."""
        chat = self._holding(person, message_id)
        message = chat.messages[message_id]
        name = "text" if "text" in message.wire else "caption"
        if message.author != person.id or (name == "text" and not text.strip()):
            raise Impossible(f"{person.name} cannot change message {message_id}")
        entities = "entities" if name == "text" else "caption_entities"
        wire = {key: value for key, value in message.wire.items() if key not in (name, entities)}
        wire["edit_date"] = self.world.clock.now()
        if text.strip():
            wire[name] = text.strip()
            if found := with_found(wire[name], []):
                wire[entities] = found
        self.world.revise(chat, message, wire)
        if self._seen_by_bot(chat, wire):
            self.world.announce("edited_message", wire, chat.id)
        return message

    # ---- files, places, contacts

    def sends_file(
        self,
        person: Person,
        kind: str,
        upload: Upload,
        *,
        caption: str = "",
        about: Json | None = None,
        chat_id: int | None = None,
        album: str = "",
        reply_to: int = 0,
    ) -> Message:
        """A photo, document, video or voice message."""
        chat = self.chat(person, chat_id)
        facts = dict(about or {})
        if kind == "photo":
            width, height = dimensions(upload.data) or (1280, 960)
            facts = {"width": width, "height": height}
        elif kind == "video":
            facts = {"width": 1280, "height": 720, "duration": 1} | facts
        elif kind in ("voice", "audio"):
            facts = {"duration": 1} | facts
        stored = self.world.store(kind, upload.data, name=upload.name, mime=upload.mime, about=facts)
        content: Json = {kind: stored.wire()}
        if caption.strip():
            content["caption"] = caption.strip()
            if found := with_found(content["caption"], []):
                content["caption_entities"] = found
        if album:
            content["media_group_id"] = album
        return self.posts(person, chat, content, reply_to=reply_to)

    def sends_album(
        self,
        person: Person,
        items: list[tuple[str, Upload]],
        *,
        caption: str = "",
        chat_id: int | None = None,
    ) -> list[Message]:
        """2–10 photos and videos, or documents: one update each, with nothing to mark the last."""
        if not 2 <= len(items) <= 10:
            raise Impossible("an album holds 2–10 items")
        self.world.state.counters.album += 1
        album = str(self.world.state.counters.album)
        return [
            self.sends_file(
                person, kind, upload, caption="" if index else caption, chat_id=chat_id, album=album
            )
            for index, (kind, upload) in enumerate(items)
        ]

    def shares_location(
        self, person: Person, latitude: float, longitude: float, chat_id: int | None = None
    ) -> Message:
        """A point on the map."""
        content = {"location": {"latitude": latitude, "longitude": longitude, "horizontal_accuracy": 15.0}}
        return self.posts(person, self.chat(person, chat_id), content)

    def shares_contact(
        self, person: Person, phone: str, name: str = "", chat_id: int | None = None
    ) -> Message:
        """The person's own number, or somebody else's when a name is given."""
        contact: Json = {"phone_number": phone, "first_name": name or person.name}
        if not name:
            contact["user_id"] = person.id
        return self.posts(person, self.chat(person, chat_id), {"contact": contact})

    def sends_sticker(self, person: Person, emoji: str = "👍", chat_id: int | None = None) -> Message:
        """A sticker: for a bot mostly something it did not expect."""
        about = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        stored = self.world.store(
            "sticker",
            _STICKER,
            name="",
            mime="image/webp",
            about=about | {"emoji": emoji, "set_name": "Simulator"},
        )
        return self.posts(person, self.chat(person, chat_id), {"sticker": stored.wire()})

    def sends_poll(
        self, person: Person, question: str, options: list[str], chat_id: int | None = None
    ) -> Message:
        """A poll: likewise."""
        content = {"poll": poll_wire(self.world, question, options)}
        return self.posts(person, self.chat(person, chat_id), content)

    def posts(self, person: Person, chat: Chat, content: Json, *, reply_to: int = 0) -> Message:
        """Puts a message of the person's in the chat, and tells the bot."""
        if chat.type == "private":
            if person.blocked:
                raise Impossible(f"{person.name} has blocked the bot and must unblock it first")
            if not person.started:
                person.started = True
                self.world.changed("people", {"id": person.id})
        reply_to, chat.forced = reply_to or chat.forced, 0
        extra: Json = {}
        if reply_to:
            if reply_to not in chat.messages:
                raise Impossible(f"there is no message {reply_to} to reply to")
            extra["reply_to_message"] = quoted(chat.messages[reply_to])
        wire = self.world.compose(chat, person.user(), content | extra)
        message = self.world.post(chat, Message(wire, person.id))
        if chat.keyboard is not None and (
            chat.keyboard.get("one_time_keyboard") or "force_reply" in chat.keyboard
        ):
            chat.keyboard = None
            self.world.show_chat(chat)
        if self._seen_by_bot(chat, wire):
            self.world.announce("message", wire, chat.id)
        return message

    # ---- standing

    def blocks(self, person: Person) -> None:
        """Blocks the bot."""
        if not person.blocked:
            person.blocked = True
            self._stands(person, "member", "kicked")

    def unblocks(self, person: Person) -> None:
        """Takes it back."""
        if person.blocked:
            person.blocked = False
            self._stands(person, "kicked", "member")

    def clears(self, person: Person) -> None:
        """Deletes the chat's history on both sides; the bot is not told."""
        chat = self.world.chat(person.id)
        chat.messages.clear()
        chat.presses.clear()
        chat.pinned.clear()
        chat.keyboard, chat.forced = None, 0
        self.world.changed("cleared", {"chat": chat.id})

    def removes_bot(self, person: Person, group: Chat) -> None:
        """Throws the bot out of a group."""
        before, group.bot = group.bot, "kicked"
        self.world.announce_standing(group, person, before, "kicked")
        self.world.show_chat(group)

    def upgrades(self, person: Person, group: Chat) -> Chat:
        """Makes a group a supergroup: another id, told by service messages and by the error on the old."""
        world, counters = self.world, self.world.state.counters
        upgraded = Chat(counters.supergroup, "supergroup", group.title, list(group.members), bot=group.bot)
        counters.supergroup -= 1
        world.state.chats[upgraded.id] = upgraded
        for chat, content in (
            (group, {"migrate_to_chat_id": upgraded.id}),
            (upgraded, {"migrate_from_chat_id": group.id}),
        ):
            wire = world.compose(chat, person.user(), content)
            world.post(chat, Message(wire, person.id))
            world.announce("message", wire, chat.id)
        group.moved_to = upgraded.id
        world.changed("people", {"id": upgraded.id})
        return upgraded

    # ---- where

    def chat(self, person: Person, chat_id: int | None) -> Chat:
        """The person's own chat with the bot, or a group they are in."""
        chat = self.world.chat(person.id if chat_id is None else chat_id)
        if chat.id != person.id and person.id not in chat.members:
            raise Impossible(f"{person.name} is not in that chat")
        if chat.moved_to:
            chat = self.world.chat(chat.moved_to)
        return chat

    def _holding(self, person: Person, message_id: int) -> Chat:
        for chat in self.world.state.chats.values():
            if message_id in chat.messages and (chat.id == person.id or person.id in chat.members):
                return chat
        raise Impossible(f"{person.name} sees no message {message_id}")

    def _seen_by_bot(self, chat: Chat, wire: Json) -> bool:
        """In a group a bot with privacy on sees commands, mentions and replies to it; elsewhere, all."""
        if chat.type == "private" or chat.bot == "administrator":
            return True
        if chat.bot != "member":
            return False
        name = f"@{self.world.state.profile.username}".lower()
        if wire.get("reply_to_message", {}).get("from", {}).get("id") == self.world.bot_id:
            return True
        text = wire.get("text") or wire.get("caption") or ""
        for entity in wire.get("entities") or wire.get("caption_entities") or ():
            word = _cut(text, entity).lower()
            if entity["type"] == "mention" and word == name:
                return True
            if entity["type"] == "bot_command" and ("@" not in word or word.endswith(name)):
                return True
        return False

    def _stands(self, person: Person, before: str, after: str) -> None:
        chat = self.world.chat(person.id)
        person.started = True
        self.world.announce_standing(chat, person, before, after)
        self.world.changed("people", {"id": person.id})


def _cut(text: str, entity: Json) -> str:
    """The piece of text an entity covers; counted in UTF-16 as entities are."""
    if text.isascii():
        return text[entity["offset"] : entity["offset"] + entity["length"]]
    units = text.encode("utf-16-le", "surrogatepass")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le", "replace")


# The smallest lossless WebP, one clear point: what matters of a sticker is that nobody asked for one.
_STICKER = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")
