"""Rendering in every language, for tests that hold each page and each message to both.

A page that renders in one language only is found by a reader of the other, at night, in a case.
"""

from __future__ import annotations

import string
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

from babel.messages.pofile import read_po

from bot.ui.pages import Page
from bot.ui.text import markup_faults
from bot.ui.translation import CATALOGUES, LANGUAGES, Translator

Shown = TypeVar("Shown")

HOSTILE = "<b>&{x}\u202e\x00 Nguyễn"
"""What a person may type into any field."""


def in_every_language(render: Callable[[Translator], Shown]) -> dict[str, Shown]:
    """What `render` makes in each language, by language. Raises AssertionError for a message that a catalogue lacks."""
    missing: list[tuple[str, str]] = []
    made = {
        language: render(Translator(language, on_missing=lambda *lack: missing.append(lack)))
        for language in LANGUAGES
    }
    assert not missing, f"not translated: {missing}"
    return made


def sound_pages(render: Callable[[Translator], Page]) -> dict[str, Page]:
    """Like `in_every_language`, for a page; its text is also held to the HTML that Telegram takes."""
    pages = in_every_language(render)
    for language, page in pages.items():
        check_sound(language, page)
    return pages


async def sound_screens(render: Callable[[Translator], Awaitable[Page]]) -> dict[str, Page]:
    """Like `sound_pages`, for a page that reads what it shows."""
    missing: list[tuple[str, str]] = []
    pages = {}
    for language in LANGUAGES:
        pages[language] = await render(Translator(language, on_missing=lambda *lack: missing.append(lack)))
        check_sound(language, pages[language])
    assert not missing, f"not translated: {missing}"
    return pages


def check_sound(language: str, page: Page) -> None:
    """Raises AssertionError for a page whose HTML Telegram would refuse."""
    faults = markup_faults(page.text)
    assert not faults, f"{language}: {faults} in {page.text}"


def dummy_params(message: str, value: object = HOSTILE) -> dict[str, object]:
    """A value for each placeholder of the message."""
    return {name: value for _, name, _, _ in string.Formatter().parse(message) if name}


def every_message() -> Iterator[str | tuple[str, str]]:
    """Every message of the template: singular and plural as a pair."""
    with (CATALOGUES / "messages.pot").open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    for message in catalogue:
        if not message.id:
            continue
        yield message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
