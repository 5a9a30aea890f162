"""What the simulated Telegram remembers: people, chats and their messages, presses, and the bot's profile.

Plain records without behaviour beyond showing themselves as the Bot API would. A message's wire form is never
changed in place: an edit puts a new one, since updates not yet delivered still hold the old.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field

from simulator.wire import Json

FIRST_PERSON = 700_000_001
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
KEPT_MESSAGES = 5_000
KEPT_PRESSES = 10_000
KEPT_TOASTS = 500


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account.

    `role` is a label for the page, `roles` the same in other languages; the bot never sees either.
    """

    id: int
    name: str
    role: str = ""
    language: str = "vi"
    username: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    roles: dict[str, str] = field(default_factory=dict)

    def user(self) -> Json:
        """As `User`. A Vietnamese name begins with the family's, so the whole goes into `first_name`."""
        told: Json = {"id": self.id, "is_bot": False, "first_name": self.name}
        if self.username:
            told["username"] = self.username
        if self.language:
            told["language_code"] = self.language
        return told


@dataclass(slots=True)
class Message:
    """A message in a chat.

    `wire` is what the bot is told. `markup` is the markup as sent: the wire repeats inline keyboards only,
    while the person's screen also needs reply keyboards. `author` is a person's id, or 0 for the bot.
    """

    wire: Json
    author: int = 0
    markup: Json | None = None
    silent: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """Its number, unique in this server since a bot's private chats share one counter."""
        number: int = self.wire["message_id"]
        return number


@dataclass(slots=True)
class Press:
    """One press of an inline button, and what the bot answered: a toast, an alert, or silence."""

    id: str
    person: int
    chat: int
    message: int
    label: str
    data: str
    date: int
    after: int
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group.

    `keyboard` is the reply keyboard now shown, `forced` the message a forced reply goes to. `bot` is the
    bot's standing in a group. `moved_to` is set on a group which became a supergroup.
    """

    id: int
    type: str
    title: str = ""
    members: list[int] = field(default_factory=list)
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    presses: deque[Press] = field(default_factory=lambda: deque(maxlen=KEPT_TOASTS))
    keyboard: Json | None = None
    forced: int = 0
    pinned: list[int] = field(default_factory=list)
    bot: str = "member"
    moved_to: int = 0


@dataclass(slots=True)
class Profile:
    """How the bot presents itself, by language ("" is for all)."""

    username: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Counters:
    """Numbers which never go back, a reset included: a bot that has seen update 7 would ignore another 7."""

    message: int = 100
    update: int = 500_000_000
    person: int = FIRST_PERSON
    group: int = FIRST_GROUP
    supergroup: int = FIRST_SUPERGROUP
    press: int = 0
    album: int = 13_000_000_000_000_000
    file: int = 0


@dataclass(slots=True)
class State:
    """All of it; what is saved between runs is this, the files and the updates not yet confirmed."""

    profile: Profile
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    presses: OrderedDict[str, Press] = field(default_factory=OrderedDict)
    counters: Counters = field(default_factory=Counters)
