"""What a handler is given: who speaks, in which language, and the one transaction everything happens in.

A handler returns pages and raises refusals; it sends nothing. What became of it is written to the outbox by the
worker, in the transaction that also marks the update as done.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import Message, Update
from telegram.ext import BaseHandler, CallbackContext

from bot.ui.buttons import Press
from bot.ui.forms import Form, FormState
from bot.ui.pages import Page, Place
from bot.ui.translation import Translator
from domain.people import Actor
from reports.paper import PaperKind
from reports.press import Document
from reports.template_faults import TemplateFault
from services.chat_imports import TableReader
from services.notices import Notice
from services.people import Person
from services.ports import Draft, UnitSearch
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the words of the bot need to know of where it runs."""

    bot_username: str
    fallback_contact: str
    translators: dict[str, Translator]
    default_language: str
    find_units: Callable[[Scope], Awaitable[UnitSearch]]
    files: "FileReader"
    tables: TableReader
    conversations: "ConversationBook"
    press: "Printer"

    def translator(self, language: str | None) -> Translator:
        """The translator of a language, or of the default one."""
        return self.translators.get(language or "", self.translators[self.default_language])


class ConversationBook(Protocol):
    """The forms of the bot, as a handler needs them; ``handlers.forms`` has the whole."""

    async def begin(
        self,
        turn: "Turn",
        name: str,
        *,
        subject: str = "",
        answers: Mapping[str, Any] | None = None,
        case_id: str | None = None,
        place: Place = Place.HERE,
    ) -> Page: ...

    async def heard(self, turn: "Turn", draft: Draft) -> Page | None:
        """Takes what was sent as an answer to the open question of the draft."""
        ...

    async def resume(self, turn: "Turn", press: Any) -> Page | None:
        """Goes on with the draft that a ``Resume`` names."""
        ...

    async def change(
        self, turn: "Turn", press: Press, act: Callable[[Form, FormState], FormState]
    ) -> Page | None:
        """Changes the form as a button of its own says, unless that is of an older screen."""
        ...


class Printer(Protocol):
    """Makes documents of ``reports``; ``reports.press`` has the whole."""

    async def printed(self, *documents: Document) -> tuple[bytes, ...]:
        """The documents, in order. Raises NotPrinted."""
        ...

    async def checked(self, kind: PaperKind, template: bytes) -> tuple[TemplateFault, ...]:
        """What is wrong with a template. Raises NotPrinted."""
        ...


class FileReader(Protocol):
    """Opens a stored file for whoever was allowed to see it a moment ago."""

    async def read(self, reference: str) -> bytes: ...


@dataclass(slots=True)
class Turn:
    """One update being answered. ``pages`` is what will be said, in order."""

    scope: Scope
    person: Person
    tr: Translator
    update: Update
    deployment: Deployment
    pages: list[Page] = field(default_factory=list)
    failure: Exception | None = None

    @property
    def actor(self) -> Actor:
        """Who acts, with what they may be at this instant."""
        return self.person.actor(self.scope.now)

    @property
    def message(self) -> Message:
        """The message that was sent or edited; only where there is one."""
        message = self.update.effective_message
        assert message is not None
        return message

    @property
    def is_press(self) -> bool:
        return self.update.callback_query is not None

    @property
    def is_private(self) -> bool:
        """Whether this is the chat of one person, the only place where anything is spoken about."""
        chat = self.update.effective_chat
        return chat is not None and chat.type == chat.PRIVATE

    def show(self, page: Page | None) -> None:
        """Says the page; None says nothing."""
        if page is not None:
            self.pages.append(page)


Screen = Callable[[Turn], Awaitable[Page | None]]
"""A handler of a command or of something sent."""


class PressHandler(Protocol):
    """A handler of one kind of press."""

    def __call__(self, turn: Turn, press: Any) -> Awaitable[Page | None]: ...


Presses = dict[type[Press], PressHandler]

Renderer = Callable[[Scope, Deployment, Person, Notice], Awaitable[Page | None]]
"""Words a notice when it is delivered; None when it is no longer true, or no longer its recipient's to know."""

_current: ContextVar[Turn] = ContextVar("turn")

Context = CallbackContext[Any, Any, Any, Any]
Handler = BaseHandler[Update, Context, None]


def enter(turn: Turn) -> Any:
    """Makes the turn the one that is being answered; give the result to :func:`leave`."""
    return _current.set(turn)


def leave(token: Any) -> None:
    _current.reset(token)


def current_turn() -> Turn:
    """The turn that is being answered."""
    return _current.get()


def shows(screen: Screen) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """The screen as a callback of python-telegram-bot."""

    async def callback(_update: Update, _context: Context) -> None:
        turn = current_turn()
        turn.show(await screen(turn))

    return callback
