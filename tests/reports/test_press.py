"""The press: documents made in a process of their own, told apart from what goes wrong there."""

import asyncio
import io
import pickle
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document

from reports.agenda import due_dates
from reports.charts import overdue_by_age
from reports.overdue import overdue_report
from reports.paper import OwnTemplate, PaperKind
from reports.poster import counter_poster
from reports.press import ROOT, NotPrinted, Press, print_now
from reports.sheets import tasks_sheet, workbook
from reports.template_faults import Fault, TemplateFault
from tests.reports.figures_at_hand import (
    ABOUT,
    CALENDAR,
    COMMITTEE,
    EN,
    OVERDUE,
    OVERDUE_REPORT,
    TASKS,
    UNITS,
    VI,
)
from tests.support.waiting import until

PRESS = Press()
HEAVY = ("docx", "lxml", "xlsxwriter", "icalendar", "segno", "typst")


async def test_every_kind_of_document_comes_back_in_its_order() -> None:
    agenda = due_dates(
        VI, "Hạn", TASKS, (), UNITS, CALENDAR, made_at=datetime(2023, 10, 2, tzinfo=UTC), zone="Asia/Ho_Chi_Minh",
        issuer="cchc.example",
    )  # fmt: skip
    chart, poster = (
        overdue_by_age(VI, OVERDUE, ABOUT),
        counter_poster(VI, EN, UNITS["SNV"], "https://t.me/b", "Số 1"),
    )
    word, template, excel, days, picture, page = await PRESS.printed(
        overdue_report(VI, COMMITTEE, OVERDUE_REPORT),
        OwnTemplate(PaperKind.PERIODIC),
        workbook(VI, "CCHC", tasks_sheet(VI, TASKS, UNITS, CALENDAR, ABOUT)),
        agenda,
        chart,
        poster,
    )
    assert (
        "Sở Thông tin và Truyền thông (1 nhiệm vụ)"
        in Document(io.BytesIO(word)).tables[1].rows[1].cells[0].text
    )
    assert "{{ho_so_truc_tuyen}}" in [one.text for one in Document(io.BytesIO(template)).paragraphs]
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(excel)).namelist()
    assert days == print_now(agenda)
    assert picture == print_now(chart)
    assert page.startswith(b"%PDF")


async def test_a_template_is_looked_through_there_too() -> None:
    assert await PRESS.checked(PaperKind.OVERDUE, b"no template") == (TemplateFault(Fault.NOT_WORD),)
    assert await PRESS.checked(PaperKind.OVERDUE, print_now(OwnTemplate(PaperKind.OVERDUE))) == ()


async def test_what_goes_wrong_is_told_by_kind_and_place_and_never_by_words() -> None:
    refused = overdue_report(VI, COMMITTEE, OVERDUE_REPORT, template=b"secret words")
    with pytest.raises(NotPrinted, match=r"^TemplateRefused at write_paper, line \d+$"):
        await PRESS.printed(refused)


async def test_what_takes_too_long_is_given_up_and_leaves_no_process() -> None:
    with pytest.raises(NotPrinted, match=r"not done within 0\.01 seconds"):
        await Press(seconds=0.01).printed(overdue_by_age(VI, OVERDUE, ABOUT))
    assert not presses()


async def test_who_gives_up_waiting_leaves_no_process() -> None:
    waiting = asyncio.create_task(PRESS.printed(overdue_by_age(VI, OVERDUE, ABOUT)))
    await until(running, "a press")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not presses()


def test_a_loop_that_ends_at_once_takes_the_process_with_it() -> None:
    async def gives_up_at_once() -> None:
        waiting = asyncio.create_task(PRESS.printed(overdue_by_age(VI, OVERDUE, ABOUT)))
        await asyncio.sleep(0)
        waiting.set_name("never awaited")

    asyncio.run(gives_up_at_once())
    assert not presses()


async def test_the_process_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    waiting = asyncio.create_task(PRESS.printed(overdue_by_age(VI, OVERDUE, ABOUT)))
    (process,) = await until(running, "a press")
    assert "BOT_TOKEN" not in _proc(process, "environ")
    await waiting


async def test_no_documents_no_bytes() -> None:
    assert await PRESS.printed() == ()


def test_documents_are_composed_without_what_is_heavy() -> None:
    """The bot's own process imports the composers and the press; what draws and writes stays out of it."""
    program = (
        "import sys, reports.press, reports.charts, reports.periodic, reports.overdue, reports.sheets, reports.agenda,"
        f" reports.poster; print([name for name in {HEAVY} if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_a_document_passes_to_another_process_whole() -> None:
    paper = overdue_report(VI, COMMITTEE, OVERDUE_REPORT)
    assert pickle.loads(pickle.dumps(paper)) == paper


async def running() -> list[int]:
    return presses()


def presses() -> list[int]:
    """This process's presses that are running, by id."""
    own = f"{sys.executable}\0-m\0reports\0"
    children = [
        pid
        for listed in Path("/proc/self/task").glob("*/children")
        for pid in map(int, listed.read_text().split())
    ]
    return [pid for pid in children if _proc(pid, "cmdline") == own]


def _proc(pid: int, name: str) -> str:
    """What the system says of a process; nothing of one that has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""
