"""Looks through a template somebody sent, before anything is written with it.

A Word file is a ZIP of XML that may hold macros, load pictures from afar each time it is opened, or unpack to more than
there is; and a clerk may have deleted a placeholder with a line.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage

from reports.paper import FIELDS, PaperKind
from reports.template_faults import Fault, TemplateFault
from reports.text import cut
from reports.word_places import PLACEHOLDER, Place, places

MOST_BYTES: Final = 2 * 1024 * 1024
MOST_UNPACKED_BYTES: Final = 20 * 1024 * 1024
MOST_MEMBERS: Final = 300
_A4_MM: Final = (210, 297)
_TOLERANCE_MM: Final = 0.6
_MARGINS_MM: Final = {
    "top_margin": (20, 25),
    "bottom_margin": (20, 25),
    "left_margin": (30, 35),
    "right_margin": (15, 20),
}
"""Decree 30/2020/NĐ-CP, Annex I, part I, 1 and 3."""
_DOCUMENT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HYPERLINK: Final = "/hyperlink"
_BRACES: Final = re.compile(r"\{\{|\}\}")
_PLACE_ROOM: Final = 60


def template_faults(kind: PaperKind, data: bytes) -> tuple[TemplateFault, ...]:
    """Everything wrong with the template; nothing when papers may be written with it."""
    try:
        fault = _container_fault(data)
        if fault is not None:
            return (TemplateFault(fault),)
        document = Document(io.BytesIO(data))
        faults = (*_external(document.part.package), *_form(document), *_placeholders(kind, document))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return (TemplateFault(Fault.NOT_WORD),)
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError, IndexError, TypeError):
        # What python-docx raises for parts that do not hold together, now or when they are asked; lxml's own is a
        # SyntaxError.
        return (TemplateFault(Fault.NOT_WORD),)
    return tuple(dict.fromkeys(faults))


def _container_fault(data: bytes) -> Fault | None:
    if len(data) > MOST_BYTES:
        return Fault.TOO_LARGE
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED_BYTES:
            return Fault.TOO_LARGE
        names = {one.filename.lower() for one in members}
        types = archive.read("[Content_Types].xml") if "[content_types].xml" in names else b""
        if any("vbaproject" in name for name in names) or b"macroEnabled" in types:
            return Fault.MACROS
        if _DOCUMENT.encode() not in types:
            return Fault.NOT_WORD
    return None


def _external(package: OpcPackage) -> Iterator[TemplateFault]:
    for relation in package.iter_rels():
        if relation.is_external and not relation.reltype.endswith(_HYPERLINK):
            yield TemplateFault(Fault.EXTERNAL, cut(str(relation.target_ref), _PLACE_ROOM))


def _form(document: WordDocument) -> Iterator[TemplateFault]:
    for section in document.sections:
        sides = (section.page_width, section.page_height)
        if any(side is None for side in sides) or not all(
            abs(side.mm - wanted) <= _TOLERANCE_MM
            for side, wanted in zip(sorted(side for side in sides if side is not None), _A4_MM, strict=True)
        ):
            yield TemplateFault(Fault.NOT_A4)
        for name, (least, most) in _MARGINS_MM.items():
            margin = getattr(section, name)
            if margin is None or not least - _TOLERANCE_MM <= margin.mm <= most + _TOLERANCE_MM:
                yield TemplateFault(Fault.MARGINS)


def _placeholders(kind: PaperKind, document: WordDocument) -> Iterator[TemplateFault]:
    fields = FIELDS[kind]
    seen: set[str] = set()
    for place in places(document):
        if _BRACES.search(PLACEHOLDER.sub("", place.text)):
            yield TemplateFault(Fault.UNCLOSED, cut(place.text, _PLACE_ROOM))
        for name in place.names():
            seen.add(name)
            if name not in fields.names:
                yield TemplateFault(Fault.UNKNOWN, _shown(cut(name, _PLACE_ROOM)))
            elif name in fields.parts and not _is_whole(place, name):
                yield TemplateFault(Fault.NOT_ALONE, _shown(name))
    for name in sorted(fields.needed - seen):
        yield TemplateFault(Fault.MISSING, _shown(name))


def _is_whole(place: Place, name: str) -> bool:
    return place.alone() == name


def _shown(name: str) -> str:
    return "{{" + name + "}}"
