"""Where documents become bytes: in a process of its own, begun when it is needed and gone when it is done.

What Word, Excel, calendars and pictures need weighs 60 MB and more, and the bot has 150 MB for everything
(docs/decisions/papers-in-a-process-of-their-own.md has the figures). A process also ends where a thread cannot be
ended: a document that takes too long is given up and costs the bot nothing. It is told the documents and nothing
else: no token, no key, no database.
"""

import asyncio
import os
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reports.agenda import Agenda
from reports.paper import OwnTemplate, Paper, PaperKind, TemplateCheck
from reports.picture import BarChart, LineChart
from reports.poster import Poster
from reports.sheet import Workbook
from reports.template_faults import TemplateFault, packed, unpacked

Document = Paper | OwnTemplate | TemplateCheck | Workbook | Agenda | BarChart | LineChart | Poster

ROOT: Final = Path(__file__).parent.parent
LENGTH_BYTES: Final = 4
"""Before each document that comes back stands its length, most significant byte first."""
_KEPT_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
_COMPLAINT_ROOM: Final = 500


class NotPrinted(Exception):
    """The documents could not be made; the reason names places in code, never what a document says."""


def print_now(document: Document) -> bytes:
    """Makes one document here and now, and takes in what that needs: for the press's own process.

    A TemplateCheck gives its faults, packed. Raises TemplateRefused for a paper whose template has faults.
    """
    # Each kind takes in only what it needs: a chart need not wait for Word.
    match document:
        case Paper():
            from reports.word import write_paper

            return write_paper(document)
        case OwnTemplate():
            from reports.word_template import own_template

            return own_template(document.kind)
        case TemplateCheck():
            from reports.word_check import template_faults

            return packed(template_faults(document.kind, document.template))
        case Workbook():
            from reports.workbook import write_workbook

            return write_workbook(document)
        case Agenda():
            from reports.calendar_file import write_calendar

            return write_calendar(document)
        case BarChart() | LineChart():
            from reports.typeset import draw_chart

            return draw_chart(document)
        case Poster():
            from reports.typeset import draw_poster

            return draw_poster(document)


@dataclass(frozen=True, slots=True)
class Press:
    """Makes documents, each call in a process of its own that has so many seconds."""

    seconds: float = 60.0

    async def printed(self, *documents: Document) -> tuple[bytes, ...]:
        """The documents, in order. Raises NotPrinted, also when the time is up."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "reports",
            cwd=ROOT,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(self.seconds):
                made, complaint = await process.communicate(pickle.dumps(documents))
        except TimeoutError as error:
            raise NotPrinted(f"not done within {self.seconds:g} seconds") from error
        finally:
            # Also when the caller is cancelled: nobody would end it otherwise.
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise NotPrinted(complaint.decode(errors="replace")[-_COMPLAINT_ROOM:].strip())
        found = _parted(made)
        if len(found) != len(documents):
            raise NotPrinted(f"{len(found)} documents of {len(documents)}")
        return found

    async def checked(self, kind: PaperKind, template: bytes) -> tuple[TemplateFault, ...]:
        """What is wrong with a template; nothing when it may be used. Raises NotPrinted."""
        (faults,) = await self.printed(TemplateCheck(kind, template))
        return unpacked(faults)


def _parted(made: bytes) -> tuple[bytes, ...]:
    found = []
    while made:
        end = LENGTH_BYTES + int.from_bytes(made[:LENGTH_BYTES])
        found.append(made[LENGTH_BYTES:end])
        made = made[end:]
    return tuple(found)
