"""What a message carries besides words, as the services know it."""

from typing import Final

from telegram import Message

from services.evidence import FileKind, Incoming

FETCH_LIMIT: Final = 20 * 1024 * 1024
"""Bytes of a file that Telegram lets a bot fetch."""


def incoming_of(message: Message) -> Incoming | None:
    """The file or the place a message carries; None for words alone, a sticker, a poll, a contact."""
    caption = message.caption or ""
    if message.photo:
        # The sizes come smallest first; the last is the picture itself.
        photo = message.photo[-1]
        return _file(FileKind.PHOTO, photo.file_id, photo.file_size, "image/jpeg", "", caption)
    if message.video is not None:
        video = message.video
        return _file(
            FileKind.VIDEO, video.file_id, video.file_size, video.mime_type, video.file_name, caption
        )
    if message.video_note is not None:
        return _file(FileKind.VIDEO, message.video_note.file_id, message.video_note.file_size, "video/mp4")
    if message.voice is not None:
        voice = message.voice
        return _file(FileKind.VOICE, voice.file_id, voice.file_size, voice.mime_type, "", caption)
    if message.audio is not None:
        audio = message.audio
        return _file(
            FileKind.AUDIO, audio.file_id, audio.file_size, audio.mime_type, audio.file_name, caption
        )
    # An animation is a document too, so it is kept as what it is.
    if message.document is not None:
        paper = message.document
        return _file(
            FileKind.DOCUMENT, paper.file_id, paper.file_size, paper.mime_type, paper.file_name, caption
        )
    if message.location is not None:
        place = message.location
        return Incoming(FileKind.LOCATION, place=(place.latitude, place.longitude))
    return None


def _file(
    kind: FileKind,
    source: str,
    size: int | None,
    mime: str | None,
    name: str | None = None,
    caption: str = "",
) -> Incoming:
    return Incoming(
        kind,
        source=source,
        name=name or "",
        caption=caption,
        mime=mime or "",
        size=size,
        can_be_fetched=size is None or size <= FETCH_LIMIT,
    )
