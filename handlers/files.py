"""A file that was kept, as it is shown: its kind and state in words, and what is sent when it is opened."""

import mimetypes
from typing import Final

from telegram.constants import FileSizeLimit

from bot.ui.pages import Attachment, AttachmentKind, StoredFile, TelegramFile
from bot.ui.translation import N_
from services.evidence import FileKind, FileRecord, FileState

FILE_KINDS: Final = {
    FileKind.PHOTO: N_("photo"),
    FileKind.VIDEO: N_("video"),
    FileKind.VOICE: N_("voice message"),
    FileKind.AUDIO: N_("audio"),
    FileKind.DOCUMENT: N_("document"),
    FileKind.LOCATION: N_("location"),
}
FILE_STATES: Final = {
    FileState.WAITING: N_("still being fetched"),
    FileState.TOO_LARGE: N_("too large to be fetched; its Telegram id is kept"),
    FileState.FORBIDDEN: N_("of a type that can do harm, kept sealed and not shown"),
    FileState.UNREACHABLE: N_("could not be fetched; its Telegram id is kept"),
}
CANNOT_BE_SHOWN: Final = N_("it cannot be shown")
"""Of a file in none of these states: a picture that could not be drawn anew."""

_ATTACHED: Final = {
    FileKind.PHOTO: AttachmentKind.PHOTO,
    FileKind.VIDEO: AttachmentKind.VIDEO,
    FileKind.AUDIO: AttachmentKind.AUDIO,
    FileKind.VOICE: AttachmentKind.VOICE,
}
_PLAYED: Final = frozenset({"audio/mpeg", "audio/mp4"})
"""What Telegram takes as music."""


def can_be_shown(file: FileRecord) -> bool:
    """Whether there is something to look at: a kept file, a place, or what only Telegram could hold."""
    if file.kind is FileKind.LOCATION:
        return file.place is not None
    too_large = file.state is FileState.TOO_LARGE and not file.is_image and bool(file.source)
    return file.reference is not None or too_large


def attachment_of(file: FileRecord, name: str) -> Attachment | None:
    """What opens the file, as it was examined, called ``name`` and its content's ending; None when nothing may."""
    if not can_be_shown(file):
        return None
    kind = _ATTACHED.get(file.kind, AttachmentKind.DOCUMENT)
    if file.reference is None:
        return Attachment(kind, TelegramFile(file.source))
    too_heavy = kind is AttachmentKind.PHOTO and (file.size or 0) > FileSizeLimit.PHOTOSIZE_UPLOAD
    unplayable = kind is AttachmentKind.AUDIO and file.mime not in _PLAYED
    if too_heavy or unplayable:
        kind = AttachmentKind.DOCUMENT
    ending = mimetypes.guess_extension(file.mime) or ""
    return Attachment(kind, StoredFile(file.reference, f"{name}{ending}", file.mime))
