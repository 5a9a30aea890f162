"""A page is a value: what to say, with which buttons, and what becomes of the screen that was there.

Telegram refuses a page that is too long only when it is sent, minutes after the handler that made it is gone.
So a page that could not be sent cannot be made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from bot.ui.buttons import AnyButton, Button, Press, Row
from bot.ui.text import CAPTION_ROOM, MESSAGE_ROOM, RAW_ROOM, TOAST_ROOM, units, visible_length
from bot.ui.translation import Translator

BUTTONS_IN_ROW = 8
BUTTONS_IN_PAGE = 100


class Place(StrEnum):
    """Where a page goes."""

    HERE = "here"
    """Over the screen that was pressed, or over the current screen."""
    BELOW = "below"
    """Anew, as the current screen; the old one loses its buttons."""
    EVENT = "event"
    """As a message of its own, which replaces no screen."""


class Sensitivity(StrEnum):
    """Whose eyes a message is for, kept with its id so that it can be taken back."""

    PUBLIC = "public"
    STAFF = "staff"
    CASE = "case"


class AttachmentKind(StrEnum):
    """How Telegram shows what is attached."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"


@dataclass(frozen=True)
class TelegramFile:
    """A file Telegram has already, by its file id."""

    file_id: str


@dataclass(frozen=True)
class StoredFile:
    """A file of ours, by a reference that whoever delivers the page can open; its name is what the reader
    sees.
    """

    reference: str
    name: str
    media_type: str


@dataclass(frozen=True)
class MadeFile:
    """A file that is made when the page is delivered, from a description that whoever delivers can read.

    Only a notice may bring one: it is worded at delivery, so what it holds need not wait anywhere.
    """

    description: object
    name: str
    media_type: str


@dataclass(frozen=True)
class Attachment:
    """What hangs on a page; the page's text is then its caption."""

    kind: AttachmentKind
    file: TelegramFile | StoredFile | MadeFile


@dataclass(frozen=True)
class AskLocation:
    """A keyboard in place of the letters, with one button that sends where the person is."""

    label: str


@dataclass(frozen=True)
class AskContact:
    """A keyboard in place of the letters, with one button that sends the person's telephone number."""

    label: str


@dataclass(frozen=True)
class RemoveKeyboard:
    """Gives the person the letters back."""


ReplyKeyboard = AskLocation | AskContact | RemoveKeyboard


class PageRefused(ValueError):
    """The page is one that Telegram would refuse."""


@dataclass(frozen=True)
class Page:
    """What a handler answers with. Raises PageRefused when Telegram would not take it, TypeError for text
    that is not Markup.

    `protect` keeps the message from being forwarded or saved; `silent` delivers it without a sound; `toast`
    is the answer to the press that led here, `alert` makes it a box to be closed.
    """

    text: Markup
    rows: tuple[Row, ...] = ()
    place: Place = Place.HERE
    protect: bool = False
    silent: bool = False
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    toast: str | None = None
    alert: bool = False
    attachment: Attachment | None = None
    reply_keyboard: ReplyKeyboard | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.text, Markup):
            raise TypeError("a page's text is Markup: a plain string may hold what a person typed")
        self._check_text()
        self._check_rows()
        if self.toast is not None and not 1 <= units(self.toast) <= TOAST_ROOM:
            raise PageRefused(f"a toast has 1 to {TOAST_ROOM} characters")
        if self.reply_keyboard is not None and (self.rows or self.place is Place.HERE):
            raise PageRefused("a reply keyboard comes with a new message that has no other buttons")

    def _check_text(self) -> None:
        room = MESSAGE_ROOM if self.attachment is None else CAPTION_ROOM
        # The tags only add: what is short with them needs no reading without them.
        if units(self.text) > room and visible_length(self.text) > room:
            raise PageRefused(f"the text is longer than {room} characters")
        if len(self.text) > RAW_ROOM // 4 and len(self.text.encode()) > RAW_ROOM:
            raise PageRefused(f"the text with its tags is longer than {RAW_ROOM} bytes")
        if self.attachment is None and not self.text.striptags():
            raise PageRefused("the text is empty")

    def _check_rows(self) -> None:
        if any(not 1 <= len(row) <= BUTTONS_IN_ROW for row in self.rows):
            raise PageRefused(f"a row has 1 to {BUTTONS_IN_ROW} buttons")
        if sum(map(len, self.rows)) > BUTTONS_IN_PAGE:
            raise PageRefused(f"a page has at most {BUTTONS_IN_PAGE} buttons")


def lines(*parts: Markup | str | None) -> Markup:
    """The parts, each on a line of its own; None is left out, "" is an empty line, plain strings are escaped."""
    return Markup("\n").join(part for part in parts if part is not None)


def row(*buttons: AnyButton | None) -> Row:
    """A row of the buttons that are there."""
    return tuple(button for button in buttons if button is not None)


def rows(*several: Row) -> tuple[Row, ...]:
    """The rows that have a button."""
    return tuple(one for one in several if one)


def grid(buttons: Iterable[AnyButton], columns: int) -> tuple[Row, ...]:
    """The buttons in rows of `columns`, the last row as it comes."""
    every: Sequence[AnyButton] = tuple(buttons)
    return tuple(tuple(every[start : start + columns]) for start in range(0, len(every), columns))


def pager(tr: Translator, *, previous: Press | None, following: Press | None) -> Row:
    """The row that turns a list's pages: a button for each direction in which there is more. The press
    carries the cursor.
    """
    return row(
        Button(tr.plain("‹ Previous"), previous) if previous is not None else None,
        Button(tr.plain("Next ›"), following) if following is not None else None,
    )
