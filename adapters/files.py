"""What a file is, by its content, and whether it may be taken as evidence.

The name and the type that come with a file are what the sender's machine says; an inspector will open it. So both
come from the first bytes and, where the format is a container, from what is inside; what could run is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

import filetype  # type: ignore[import-untyped]

MAX_CONTAINER_MEMBERS: Final = 5_000


class ContentKind(StrEnum):
    """How a file is shown and sent."""

    IMAGE = "image"
    DOCUMENT = "document"
    TEXT = "text"
    AUDIO = "audio"
    VIDEO = "video"


class FileFault(StrEnum):
    """Why a file is not taken as evidence."""

    EMPTY = "empty"
    UNKNOWN_TYPE = "unknown_type"
    """`mime` if anything is known of it."""
    PROGRAM = "program"
    """Something a computer would run: by content, or by a name that has it run."""
    MARKUP = "markup"
    """HTML or SVG: opened in a browser, it runs."""
    ARCHIVE = "archive"
    """Its contents cannot be shown: to be sent file by file."""
    MACROS = "macros"
    """An office document with a program in it."""
    OLD_OFFICE = "old_office"
    """.doc, .xls, .ppt: whether they hold a program cannot be told with certainty; also documents under a password."""
    DAMAGED = "damaged"


class RefusedFile(Exception):
    """A file is not taken. `code` chooses the words, `data` fills their placeholders."""

    def __init__(self, code: FileFault, **data: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.data: Mapping[str, str] = MappingProxyType(data)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file's media type, the extension it should be kept under (no dot), and how it is shown."""

    mime: str
    extension: str
    kind: ContentKind


_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_DOCX = Sniffed(f"{_OOXML}wordprocessingml.document", "docx", ContentKind.DOCUMENT)
_XLSX = Sniffed(f"{_OOXML}spreadsheetml.sheet", "xlsx", ContentKind.DOCUMENT)
_PPTX = Sniffed(f"{_OOXML}presentationml.presentation", "pptx", ContentKind.DOCUMENT)
_ODT = Sniffed("application/vnd.oasis.opendocument.text", "odt", ContentKind.DOCUMENT)
_TEXT = Sniffed("text/plain", "txt", ContentKind.TEXT)

# By filetype's own names, which for some are older than the registered ones.
_ALLOWED: Final[Mapping[str, Sniffed]] = {
    "image/jpeg": Sniffed("image/jpeg", "jpg", ContentKind.IMAGE),
    "image/png": Sniffed("image/png", "png", ContentKind.IMAGE),
    "image/apng": Sniffed("image/png", "png", ContentKind.IMAGE),
    "image/webp": Sniffed("image/webp", "webp", ContentKind.IMAGE),
    "image/heic": Sniffed("image/heic", "heic", ContentKind.IMAGE),
    "application/pdf": Sniffed("application/pdf", "pdf", ContentKind.DOCUMENT),
    "audio/ogg": Sniffed("audio/ogg", "ogg", ContentKind.AUDIO),
    "audio/mpeg": Sniffed("audio/mpeg", "mp3", ContentKind.AUDIO),
    "audio/mp4": Sniffed("audio/mp4", "m4a", ContentKind.AUDIO),
    "video/mp4": Sniffed("video/mp4", "mp4", ContentKind.VIDEO),
    "video/x-m4v": Sniffed("video/mp4", "mp4", ContentKind.VIDEO),
    "video/quicktime": Sniffed("video/quicktime", "mov", ContentKind.VIDEO),
    "video/webm": Sniffed("video/webm", "webm", ContentKind.VIDEO),
}

_PROGRAMS: Final = frozenset({
    "application/x-msdownload", "application/x-executable", "application/wasm", "application/x-shockwave-flash",
    "application/x-google-chrome-extension", "application/x-nintendo-nes-rom", "application/x-deb",
    "application/x-rpm",
})  # fmt: skip
_ARCHIVES: Final = frozenset({
    "application/x-tar", "application/x-rar-compressed", "application/gzip", "application/x-bzip2",
    "application/x-7z-compressed", "application/vnd.ms-cab-compressed", "application/x-xz", "application/x-compress",
    "application/x-unix-archive", "application/x-lzop", "application/x-lzip", "application/x-lz4", "application/zstd",
    "application/x-brotli", "application/zip",
})  # fmt: skip

# What a desktop runs by the name alone, whatever is inside.
_RUNNING_NAMES: Final = frozenset({
    "apk", "app", "bash", "bat", "cmd", "com", "cpl", "desktop", "dll", "exe", "gadget", "hta", "inf", "jar", "js",
    "jse", "lnk", "msc", "msi", "msp", "pif", "ps1", "psm1", "py", "pyw", "reg", "scf", "scr", "sh", "url", "vb",
    "vbe", "vbs", "wsc", "wsf", "wsh",
})  # fmt: skip
_MARKUP_NAMES: Final = frozenset({"htm", "html", "mht", "mhtml", "shtml", "svg", "svgz", "xht", "xhtml"})
_MACRO_NAMES: Final = frozenset({"docm", "dotm", "pptm", "potm", "ppsm", "xlam", "xlsb", "xlsm", "xltm"})
_BY_NAME: Final = (
    (_RUNNING_NAMES, FileFault.PROGRAM),
    (_MARKUP_NAMES, FileFault.MARKUP),
    (_MACRO_NAMES, FileFault.MACROS),
)

_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACH_O: Final = (
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)
_WINDOWS_LINK: Final = b"L\x00\x00\x00\x01\x14\x02\x00"
_BROWSERS_LOOK_AT: Final = 1024
_SCRIPT_STARTS: Final = ("#!", "<?php", "<%", "@echo")
_MARKUP: Final = re.compile(r"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml)\b", re.IGNORECASE)


def sniff(data: bytes, name: str | None = None) -> Sniffed:
    """Tell what `data` is. `name` is only ever held against it, never believed. Raises RefusedFile."""
    if not data:
        raise RefusedFile(FileFault.EMPTY)
    extension = PurePath(name or "").suffix.lstrip(".").casefold().strip()
    for extensions, fault in _BY_NAME:
        if extension in extensions:
            raise RefusedFile(fault)
    if data.startswith((*_MACH_O, _WINDOWS_LINK)):
        raise RefusedFile(FileFault.PROGRAM)
    if data.startswith(_OLE_MAGIC):
        raise RefusedFile(FileFault.OLD_OFFICE)
    if data.startswith(b"PK"):
        return _in_zip(data)
    text = _as_text(data)
    if text is not None:
        return _plain(text)
    return _by_magic(data)


def _by_magic(data: bytes) -> Sniffed:
    found = filetype.guess(data)
    mime = "" if found is None else str(found.mime)
    if mime in _ALLOWED:
        return _ALLOWED[mime]
    if mime in _PROGRAMS or data.startswith(b"MZ"):
        raise RefusedFile(FileFault.PROGRAM)
    if mime in _ARCHIVES:
        raise RefusedFile(FileFault.ARCHIVE)
    raise RefusedFile(FileFault.UNKNOWN_TYPE, mime=mime)


def _as_text(data: bytes) -> str | None:
    """The text, if this is one: UTF-8 without control characters. A PDF of plain letters only is still a PDF."""
    if data.startswith(b"%PDF-"):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if re.search(r"[\x00-\x08\x0e-\x1f]", text) else text


def _plain(text: str) -> Sniffed:
    start = text.lstrip()
    if start.casefold().startswith(_SCRIPT_STARTS):
        raise RefusedFile(FileFault.PROGRAM)
    # Browsers look for these anywhere near the beginning, whatever the type says.
    if _MARKUP.search(start[:_BROWSERS_LOOK_AT]):
        raise RefusedFile(FileFault.MARKUP)
    if start.startswith("{\\rtf"):
        raise RefusedFile(FileFault.UNKNOWN_TYPE, mime="application/rtf")
    return _TEXT


def _in_zip(data: bytes) -> Sniffed:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _office(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise RefusedFile(FileFault.DAMAGED) from error


def _office(archive: zipfile.ZipFile) -> Sniffed:
    names = [info.filename.casefold() for info in archive.infolist()]
    if len(names) > MAX_CONTAINER_MEMBERS:
        raise RefusedFile(FileFault.ARCHIVE)
    if "meta-inf/manifest.mf" in names or "androidmanifest.xml" in names:
        raise RefusedFile(FileFault.PROGRAM)
    if _holds_macros(archive, names):
        raise RefusedFile(FileFault.MACROS)
    if "[content_types].xml" in names:
        for member, office in (
            ("word/document.xml", _DOCX),
            ("xl/workbook.xml", _XLSX),
            ("ppt/presentation.xml", _PPTX),
        ):
            if member in names:
                return office
    if _beginning(archive, "mimetype") == _ODT.mime:
        return _ODT
    raise RefusedFile(FileFault.ARCHIVE)


def _holds_macros(archive: zipfile.ZipFile, names: list[str]) -> bool:
    if any(
        name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith(("basic/", "scripts/"))
        for name in names
    ):
        return True
    return "macroenabled" in _beginning(archive, "[Content_Types].xml").casefold()


def _beginning(archive: zipfile.ZipFile, member: str) -> str:
    # A list of content types of an honest document stays far below this; the limit is against one that unpacks forever.
    if member not in archive.namelist():
        return ""
    with archive.open(member) as file:
        return file.read(1024 * 1024).decode("utf-8", errors="replace").strip()
