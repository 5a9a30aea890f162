"""Where documents become bytes: in a process of its own, begun when it is needed and gone when it is done.

What Word, Excel, calendars and pictures need weighs 60 MB and more, and the bot has 150 MB for everything
(docs/decisions/0014-papers-in-a-process-of-their-own.md has the figures). A process also ends where a thread cannot be
ended: a document that takes too long is given up and costs the bot nothing. It is told the documents and nothing
else: no token, no key, no database.
"""

import asyncio
import os
import pickle
import subprocess
import sys
from dataclasses import dataclass, replace
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
CHECK_SECONDS: Final = 5.0
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
        process = _begun()
        work = asyncio.create_task(asyncio.to_thread(_talk, process, pickle.dumps(documents), self.seconds))
        try:
            made, complaint = await asyncio.shield(work)
        except subprocess.TimeoutExpired as error:
            raise NotPrinted(f"not done within {self.seconds:g} seconds") from error
        except asyncio.CancelledError:
            # Nobody would end it otherwise.
            process.kill()
            await asyncio.wait([work])
            raise
        if process.returncode != 0:
            raise NotPrinted(complaint.decode(errors="replace")[-_COMPLAINT_ROOM:].strip())
        found = _parted(made)
        if len(found) != len(documents):
            raise NotPrinted(f"{len(found)} documents of {len(documents)}")
        return found

    async def checked(self, kind: PaperKind, template: bytes) -> tuple[TemplateFault, ...]:
        """What is wrong with a template; nothing when it may be used.

        Raises NotPrinted, also when that is not known after CHECK_SECONDS: whoever sent it waits meanwhile.
        """
        (faults,) = await replace(self, seconds=min(self.seconds, CHECK_SECONDS)).printed(
            TemplateCheck(kind, template)
        )
        return unpacked(faults)


def _begun() -> subprocess.Popen[bytes]:
    """The process, waiting for its documents.

    Not asyncio's: cancelled in the moment it is begun, that may never return (seen with Python 3.11). To begin one
    takes a millisecond or two; what takes long is waiting for it, and a thread does that.
    """
    return subprocess.Popen(
        (sys.executable, "-m", "reports"),
        cwd=ROOT,
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _talk(process: subprocess.Popen[bytes], documents: bytes, seconds: float) -> tuple[bytes, bytes]:
    """What the process answers, on both its ways out; it is ended when the time is up."""
    try:
        return process.communicate(documents, seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise


def _parted(made: bytes) -> tuple[bytes, ...]:
    found = []
    while made:
        end = LENGTH_BYTES + int.from_bytes(made[:LENGTH_BYTES])
        found.append(made[LENGTH_BYTES:end])
        made = made[end:]
    return tuple(found)
