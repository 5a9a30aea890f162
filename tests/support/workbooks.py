"""Workbooks as offices send them, and as nobody should."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook


def workbook_of(rows: Sequence[Sequence[object]]) -> bytes:
    """An XLSX with these rows in its one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_workbook(source: Path, *days: str) -> bytes:
    """A CSV of ours as Excel keeps it, with real dates in the columns named."""
    header, *rows = list(csv.reader(source.read_text(encoding="utf-8-sig").splitlines()))

    def cell(name: str, text: str) -> object:
        return date.fromisoformat(text) if name in days and text else text or None

    return workbook_of([header, *([cell(*one) for one in zip(header, row, strict=True)] for row in rows)])


def bomb(unpacked: int) -> bytes:
    """A small XLSX whose sheet unpacks to so many bytes."""
    whole = workbook_of([["code"]])
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for info in before.infolist():
            content = before.read(info)
            if info.filename.startswith("xl/worksheets/"):
                content = content.replace(b"</worksheet>", b" " * unpacked + b"</worksheet>")
            after.writestr(info.filename, content)
    return out.getvalue()
