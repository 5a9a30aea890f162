"""The files people and the bot sent each other: bytes on disk, and what Telegram tells of them.

Three of Telegram's habits matter to a bot and are kept: a photo comes in sizes and without its metadata,
since Telegram recompresses it, while a document keeps EXIF and GPS; a file id may be sent again instead of
the bytes, but only as the same kind; a download link lives an hour. (Pixels are left alone: every size of a
photo serves the same image, with the dimensions it would have had.)
"""

from __future__ import annotations

import shutil
import struct
from dataclasses import dataclass, field
from pathlib import Path

from simulator.refusals import bad_request
from simulator.wire import Json

MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
LINK_LIVES = 3600

_PREFIX = {
    "photo": "AgACAgUAAxkB", "document": "BQACAgUAAxkB", "video": "BAACAgUAAxkB", "voice": "AwACAgUAAxkB",
    "audio": "CQACAgUAAxkB", "animation": "CgACAgUAAxkB", "sticker": "CAACAgUAAxkB",
    "video_note": "DQACAgUAAxkB",
}  # fmt: skip
_SUFFIX = {
    "photo": ".jpg", "video": ".mp4", "voice": ".oga", "audio": ".mp3", "animation": ".mp4",
    "sticker": ".webp", "video_note": ".mp4", "document": "",
}  # fmt: skip
_FOLDER = {
    "photo": "photos", "document": "documents", "video": "videos", "voice": "voice", "audio": "music",
    "animation": "animations", "sticker": "stickers", "video_note": "video_notes",
}  # fmt: skip
_TITLE = {
    "photo": "Photo", "document": "Document", "video": "Video", "voice": "VoiceNote", "audio": "Audio",
    "animation": "Animation", "sticker": "Sticker", "video_note": "VideoNote",
}  # fmt: skip
_MIME = {"photo": "image/jpeg", "video": "video/mp4", "voice": "audio/ogg", "audio": "audio/mpeg",
         "animation": "video/mp4", "sticker": "image/webp", "video_note": "video/mp4"}  # fmt: skip


@dataclass(slots=True)
class StoredFile:
    """One file: its ids (a photo has one per size, the smallest first), and the facts told of it."""

    number: int
    kind: str
    path: str
    size: int
    name: str
    mime: str
    ids: list[str]
    about: Json = field(default_factory=dict)
    link_until: int = 0

    def wire(self) -> Json | list[Json]:
        """As `PhotoSize` array for a photo, else as `Document`, `Video`, `Voice` and the like."""
        if self.kind == "photo":
            return self._sizes()
        told: Json = {}
        if self.kind not in ("voice", "sticker", "video_note") and self.name:
            told["file_name"] = self.name
        if self.kind not in ("sticker", "video_note"):
            told["mime_type"] = self.mime
        return {**self.about, **told, **self._identity(0)}

    def _identity(self, index: int) -> Json:
        return {
            "file_id": self.ids[index],
            "file_unique_id": f"AQAD{self.number:08d}{index}",
            "file_size": self.size,
        }

    def _sizes(self) -> list[Json]:
        sizes: list[Json] = []
        width, height = self.about["width"], self.about["height"]
        for index, longest in enumerate((320, 1280)):
            scale = min(1.0, longest / max(width, height))
            sizes.append(
                self._identity(index)
                | {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
            )
        return sizes


class FileStore:
    """Files under one folder, found by any of their ids or by the path a download names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.by_number: dict[int, StoredFile] = {}
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def put(self, number: int, kind: str, data: bytes, *, name: str, mime: str, about: Json) -> StoredFile:
        """Store the bytes as a file of this kind; a photo loses its metadata on the way."""
        if kind == "photo":
            data, name = without_metadata(data), ""
        suffix = _SUFFIX[kind] or Path(name).suffix
        path = f"{_FOLDER[kind]}/file_{number}{suffix}"
        ids = [f"{_PREFIX[kind]}{number:08d}{index}" for index in range(2 if kind == "photo" else 1)]
        mime = _MIME[kind] if kind in ("photo", "sticker", "video_note") else mime or _MIME.get(kind, "")
        stored = StoredFile(number, kind, path, len(data), name, mime, ids, about)
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.keep(stored)
        return stored

    def keep(self, stored: StoredFile) -> None:
        """Know a file whose bytes are already in the folder."""
        self.by_number[stored.number] = stored
        self._by_path[stored.path] = stored
        for file_id in stored.ids:
            self._by_id[file_id] = stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this id, if there is one."""
        return self._by_id.get(file_id)

    def again(self, file_id: str, kind: str) -> StoredFile:
        """A file sent again by its id: refused when unknown, or when it was another kind of file."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {_TITLE[stored.kind]} as {_TITLE[kind]}")
        return stored

    def link(self, file_id: str, now: int) -> Json:
        """`File` for a download: a path good for an hour, none for what is over 20 MB."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if stored.size > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        stored.link_until = now + LINK_LIVES
        told = stored._identity(stored.ids.index(file_id))
        return told | {"file_path": stored.path}

    def linked(self, path: str, now: int) -> StoredFile | None:
        """What a download link leads to, while it lives."""
        stored = self._by_path.get(path)
        return stored if stored is not None and now <= stored.link_until else None

    def location(self, stored: StoredFile) -> Path:
        """Where its bytes are."""
        return self.folder / stored.path

    def clear(self) -> None:
        """Forget all and remove the bytes."""
        for known in (self.by_number, self._by_id, self._by_path):
            known.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP; None for what is no such image."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    return None


def without_metadata(data: bytes) -> bytes:
    """A JPEG without its APP1…APP15 and comment segments (EXIF, GPS, captions); anything else as it is."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if not (0xE1 <= marker <= 0xEF or marker == 0xFE):
            kept.append(data[at:end])
        at = end
    return b"".join((*kept, data[at:]))


def _jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    form = data[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None
