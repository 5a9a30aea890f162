"""A file or a link that is sent to show something: how it waits in a draft, and how the use cases take it."""

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

from markupsafe import Markup
from telegram import Message

from bot.ui.forms import Json
from bot.ui.translation import N_, Translator
from handlers.attachments import incoming_of
from services.evidence import FileKind, Incoming

ADDRESS_ROOM: Final = 2000
"""Bytes of a link, so that ten of them stand behind their words in one message."""
SHOWING: Final = frozenset({FileKind.PHOTO, FileKind.VIDEO, FileKind.DOCUMENT})
"""What shows that something was done: no voice, no place."""

_ADDRESS: Final = re.compile(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_AFTER_ADDRESS: Final = ".,;:!?)]}'\"”’»…"
"""What ends a sentence, and not the address within it."""
_TOO_LARGE_A_PICTURE: Final = N_(
    "This picture is larger than 20 MB and cannot be shown here. Please send it as a photo, or make it smaller."
)


def address_in(text: str) -> str | None:
    """The first link in a text, without what ends a sentence."""
    found = _ADDRESS.search(text)
    address = found.group().rstrip(_AFTER_ADDRESS) if found else ""
    return address if _ADDRESS.fullmatch(address) else None


def why_no_address(tr: Translator, address: str) -> Markup | None:
    """Why a link cannot be kept, if it cannot."""
    if len(address.encode()) <= ADDRESS_ROOM:
        return None
    return tr.t("This link is too long to be kept. Please send a shorter one, or the document itself.")


def file_in(message: Message, taken: Collection[FileKind] = SHOWING) -> dict[str, Json] | None:
    """The file of a message as it waits in the draft; None where there is none of a kind that is taken."""
    file = incoming_of(message)
    if file is None or file.kind not in taken:
        return None
    return {
        "sent_as": file.kind,
        "source": file.source,
        "name": file.name,
        "caption": file.caption,
        "mime": file.mime,
        "size": file.size,
        "can_be_fetched": file.can_be_fetched,
    }


def why_no_file(tr: Translator, file: Mapping[str, Json]) -> Markup | None:
    """A picture is shown as a cleaned copy or not at all, and one that is not fetched cannot be cleaned."""
    if file["can_be_fetched"] or not str(file["mime"]).startswith("image/"):
        return None
    return tr.t(_TOO_LARGE_A_PICTURE)


def as_incoming(file: Mapping[str, Any]) -> Incoming:
    """The file that waited in the draft, as the use cases take it."""
    return Incoming(
        kind=FileKind(file["sent_as"]),
        source=file["source"],
        name=file["name"],
        caption=file["caption"],
        mime=file["mime"],
        size=file["size"],
        can_be_fetched=file["can_be_fetched"],
    )
