"""Makes an XLSX safe to hand to a parser.

A workbook is a ZIP of XML, and each layer can lie: 400 KB unpack to 1.2 GB; the size in the directory is not the size
of the data; two members share a name; one cell in the last column of the last row makes a parser reserve seventeen
thousand million cells; a text stored once is used a hundred thousand times. So nothing is believed: members are
unpacked under a limit and packed again without compression, and the XML is walked once, as a stream, before the
parser sees it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from adapters.sheet import MAX_COLUMNS, SheetFault, UnreadableSheet

MAX_UNPACKED_BYTES: Final = 64 * 1024 * 1024
MAX_RATIO: Final = 200
"""Unpacked to packed. Sheets full of repeated styles reach 50; deflate alone reaches 1,032."""
MAX_MEMBERS: Final = 1_000
MAX_TEXT_CHARS: Final = MAX_UNPACKED_BYTES // 4
"""All cells' text together, a shared text counted each time it is used."""

_RATIO_MATTERS_FROM: Final = 1024 * 1024
_OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CONTENT_TYPES: Final = "[Content_Types].xml"
_ROOT_RELATIONS: Final = "_rels/.rels"
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_SHARED: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
_WORKSHEETS: Final = "xl/worksheets/"
# Writers differ in their capitals, and Excel does not mind.
_CANONICAL: Final = {
    name.lower(): name for name in (_CONTENT_TYPES, _ROOT_RELATIONS, _WORKBOOK, _RELATIONS, _SHARED, _STYLES)
}


@dataclass(frozen=True, slots=True)
class SafeWorkbook:
    """A workbook of plain, checked members, and the name of its first visible worksheet."""

    data: bytes
    sheet: str


def is_ole(data: bytes) -> bool:
    """Whether this is Microsoft's old container: an .xls, or an .xlsx under a password."""
    return data.startswith(_OLE_MAGIC)


def refuse_ole(data: bytes) -> UnreadableSheet:
    """The refusal for an old container, by what is in it."""
    return UnreadableSheet(SheetFault.ENCRYPTED if _ENCRYPTED_STREAM in data else SheetFault.OLD_EXCEL)


def make_safe(data: bytes, max_rows: int) -> SafeWorkbook:
    """Check a ZIP to be an XLSX within limits, of at most `max_rows` rows below the header.

    Raises UnreadableSheet.
    """
    members = _unpack(data)
    if b"macroEnabled" in members.get(_CONTENT_TYPES, b""):
        raise UnreadableSheet(SheetFault.MACROS)
    name, path = _first_visible_sheet(members)
    _check_sheet(members[path], _shared_lengths(members.get(_SHARED)), max_rows)
    kept = {n: content for n, content in members.items() if n == path or not n.startswith(_WORKSHEETS)}
    return SafeWorkbook(_pack(kept), name)


def _unpack(data: bytes) -> dict[str, bytes]:
    """The members a table is made of; pictures, charts and the rest stay packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist(), len(data))
            return {
                _canonical(info.filename): archive.read(info)
                for info in archive.infolist()
                if _canonical(info.filename) in _CANONICAL.values() or info.filename.startswith(_WORKSHEETS)
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise UnreadableSheet(SheetFault.DAMAGED) from error


def _canonical(name: str) -> str:
    return _CANONICAL.get(name.lower(), name)


def _check_directory(infos: list[zipfile.ZipInfo], packed: int) -> None:
    # Summing the sizes the directory states is enough: reading stops at them, and a member that holds more then
    # fails its checksum.
    names = [info.filename.lower() for info in infos]
    if len(infos) > MAX_MEMBERS:
        raise UnreadableSheet(SheetFault.TOO_MANY_MEMBERS, limit=MAX_MEMBERS)
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnreadableSheet(SheetFault.ENCRYPTED)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableSheet(SheetFault.MACROS)
    if _WORKBOOK not in names:
        raise UnreadableSheet(SheetFault.UNKNOWN_KIND, kind=_other_kind(names))
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if len(set(names)) != len(names) or any(info.compress_type not in known for info in infos):
        raise UnreadableSheet(SheetFault.DAMAGED)
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableSheet(SheetFault.UNPACKED_TOO_LARGE, limit=MAX_UNPACKED_BYTES)
    if unpacked > _RATIO_MATTERS_FROM and unpacked > MAX_RATIO * packed:
        raise UnreadableSheet(SheetFault.RATIO, limit=MAX_RATIO)


def _other_kind(names: list[str]) -> str:
    telltale = {"xl/workbook.bin": "xlsb", "word/document.xml": "docx", "content.xml": "odf"}
    return next((kind for member, kind in telltale.items() if member in names), "zip")


def _pack(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


_Started = Callable[[str, dict[str, str]], None]
_Ended = Callable[[str], None]


def _walk(
    data: bytes, started: _Started, ended: _Ended | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Walk XML by local names. A document type is refused: it is where entities are declared, and no XLSX has one."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse_doctype(*_: object) -> None:
        raise UnreadableSheet(SheetFault.DAMAGED)

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda tag, attributes: started(_local(tag), attributes)
    if ended is not None:
        parser.EndElementHandler = lambda tag: ended(_local(tag))
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableSheet(SheetFault.DAMAGED) from error


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _first_visible_sheet(members: dict[str, bytes]) -> tuple[str, str]:
    """Name and member of the first worksheet that a person would see on opening the file."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet" and attributes.get("state", "visible") == "visible":
            relation_id = next((value for key, value in attributes.items() if _local(key) == "id"), "")
            sheets.append((attributes.get("name", ""), relation_id))

    _walk(members.get(_RELATIONS, b"<none/>"), relation)
    _walk(members[_WORKBOOK], sheet)
    for name, relation_id in sheets:
        if relation_id in targets:
            path = posixpath.normpath(posixpath.join("/xl", targets[relation_id])).lstrip("/")
            if path not in members or not path.startswith(_WORKSHEETS):
                raise UnreadableSheet(SheetFault.DAMAGED)
            return name, path
    raise UnreadableSheet(SheetFault.NO_SHEET)


def _shared_lengths(data: bytes | None) -> list[int]:
    lengths: list[int] = []
    if data is None:
        return lengths
    in_item = False

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal in_item
        if tag == "si":
            in_item = True
            lengths.append(0)

    def ended(tag: str) -> None:
        nonlocal in_item
        if tag == "si":
            in_item = False

    def text(characters: str) -> None:
        if in_item:
            lengths[-1] += len(characters)

    _walk(data, started, ended, text)
    return lengths


class _SheetCheck:
    """One pass over a worksheet's cells: how far they reach, how much they hold, and what would read as nothing."""

    def __init__(self, shared: list[int], max_rows: int) -> None:
        self._shared = shared
        self._max_rows = max_rows
        self._chars = 0
        self._row = self._column = 0
        self._kind = ""
        self._holds: set[str] = set()
        self._value: list[str] = []
        self._in_value = False

    def started(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._row, self._column = _number(attributes.get("r"), self._row + 1), 0
        elif tag == "c":
            self._move(attributes.get("r"))
            self._kind = attributes.get("t", "")
            self._holds, self._value = set(), []
        elif tag in ("f", "is", "v"):
            self._holds.add(tag)
            self._in_value = tag == "v"
        elif tag == "mergeCell":
            raise UnreadableSheet(SheetFault.MERGED_CELLS, cells=attributes.get("ref", ""))

    def ended(self, tag: str) -> None:
        if tag == "v":
            self._in_value = False
        elif tag == "c" and self._holds:
            self._check_place()
            self._check_value("".join(self._value))

    def text(self, characters: str) -> None:
        self._count(len(characters))
        if self._in_value:
            self._value.append(characters)

    def _move(self, reference: str | None) -> None:
        # Both numbers may be left out, and then count on from the cell before.
        if reference is None:
            self._column += 1
            return
        place = _CELL.fullmatch(reference)
        if place is None:
            raise UnreadableSheet(SheetFault.DAMAGED)
        self._column, self._row = _column_number(place[1]), int(place[2])

    def _check_place(self) -> None:
        if self._row > self._max_rows + 1:
            raise UnreadableSheet(SheetFault.TOO_MANY_ROWS, limit=self._max_rows)
        if self._column > MAX_COLUMNS:
            raise UnreadableSheet(SheetFault.TOO_MANY_COLUMNS, limit=MAX_COLUMNS)

    def _check_value(self, value: str) -> None:
        if self._kind == "e":
            raise UnreadableSheet(SheetFault.ERROR_VALUE, cell=self._cell_name())
        # A formula whose result is an empty text says so by its type.
        if "f" in self._holds and not value and self._kind != "str":
            raise UnreadableSheet(SheetFault.FORMULA_WITHOUT_VALUE, cell=self._cell_name())
        if self._kind == "s":
            self._count(self._length_of_shared(value))

    def _length_of_shared(self, value: str) -> int:
        index = _number(value, -1)
        if not 0 <= index < len(self._shared):
            raise UnreadableSheet(SheetFault.DAMAGED)
        return self._shared[index]

    def _count(self, chars: int) -> None:
        self._chars += chars
        if self._chars > MAX_TEXT_CHARS:
            raise UnreadableSheet(SheetFault.UNPACKED_TOO_LARGE, limit=MAX_UNPACKED_BYTES)

    def _cell_name(self) -> str:
        letters, left = "", self._column
        while left:
            left, letter = divmod(left - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self._row}"


def _number(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise UnreadableSheet(SheetFault.DAMAGED)
    return int(digits)


def _check_sheet(data: bytes, shared: list[int], max_rows: int) -> None:
    check = _SheetCheck(shared, max_rows)
    _walk(data, check.started, check.ended, check.text)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
