"""Every page of tasks, in both languages, with the worst that a file or a person can put on it.

The pages are walked: whatever a button leads to is drawn, by everybody who may see it, and the simulator refuses what
Telegram refuses. So a page that is too long, that is broken by what was typed, or that leads nowhere is found here.
"""

from datetime import UTC, datetime

import pytest

from bot.ui.translation import Translator
from domain.people import Role
from domain.task import Area, TaskStatus
from domain.unit import Unit, UnitKind
from services.imports import TaskRow
from services.plans import PlanHeader, import_plan
from simulator.client import Person
from tests.support.languages import HOSTILE
from tests.support.pictures import photograph
from tests.support.plans import presses, says
from tests.support.town import PROVINCE, Town
from tests.support.walking import walk

WRITTEN = HOSTILE.replace("\x00", "")
"""What a file may hold; no file is imported that holds a NUL."""
LONG = (WRITTEN * 60)[:1000]
CODE = "A" * 29
UNITS = 50
LINK = "https://nghean.gov.vn/" + "a" * 1970
LEFT_OUT = (
    *("tp1", "ta1", "tz2", "tz3", "tx3", "tj2"),
    *("f", "tg2", "tn1", "tg1", "ts1", "tb1", "ty1", "tx1", "tx4", "tx5", "tj1", "tj3", "m"),
)
"""Presses that change things, that are within a form, or that lead out of the pages of tasks: played elsewhere."""


def rows() -> list[TaskRow]:
    units = [f"U{n}" for n in range(UNITS)]
    return [
        TaskRow(
            line=2,
            code=f"{CODE}-{n:02}",
            area=list(Area)[n % 2],
            title_vi=LONG,
            title_en=LONG,
            lead_unit=f"U{n % 3}",
            cooperating_units=tuple(unit for unit in units if unit != f"U{n % 3}"),
            # The last two are not due yet, so that more time can be asked for and reminders be put off.
            due_date=datetime(2023, 12 if n > 5 else 1 + n, 15, tzinfo=PROVINCE).date(),
            product_vi=LONG,
            status=TaskStatus.IN_PROGRESS,
            submitted_on=None,
            completed_on=None,
        )
        for n in range(8)
    ]


async def hostile_plan(town: Town) -> None:
    async with town.product.office.writing() as (uow, scope):
        await uow.units.put(
            [
                Unit("T", LONG, LONG, UnitKind.PROVINCE),
                *(Unit(f"U{n}", LONG, LONG, UnitKind.DEPARTMENT, parent="T") for n in range(UNITS)),
            ]
        )
        await import_plan(scope, PlanHeader("P" * 60, 2023, LONG, LONG, is_sample=True), rows())


async def hand_in_hostile_evidence(town: Town, person: Person, labels: dict[str, str]) -> None:
    """A task with ten pieces, each as long as can be, and a history of the longest notes."""
    await says(town, person, "/tasks")
    await presses(town, person, (await person.last()).labels[0])
    for n in range(6):
        await presses(town, person, labels["progress"])
        await says(town, person, str(n))
        await says(town, person, f"{n} " + (HOSTILE * 60)[:590])
    await presses(town, person, labels["submit"])
    for n in range(8):
        await says(town, person, f"{HOSTILE} {LINK}{n}")
    await person.uploads_document(f"{WRITTEN * 4}.pdf", b"%PDF-1.7\n%%EOF\n", caption=(WRITTEN * 60)[:1000])
    await town.settle()
    await person.uploads_photo(photograph(), caption=(WRITTEN * 60)[:1000])
    await town.settle()
    await presses(town, person, labels["done"], labels["send"])


async def ask_for_more_time(town: Town, person: Person, labels: dict[str, str]) -> None:
    """A request with the longest reason, of a task whose reminder is put off."""
    await says(town, person, "/tasks")
    await presses(town, person, f"{CODE}-06", labels["other"], labels["snooze"])
    await presses(town, person, (await person.last()).labels[0], labels["other"], labels["extend"])
    await presses(town, person, (await person.last()).labels[0])
    await says(town, person, (HOSTILE * 60)[:590])
    await presses(town, person, labels["ask"])


@pytest.mark.drawing
@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_page_holds_whatever_stands_on_it(town: Town, language: str) -> None:
    missing: list[tuple[str, str]] = []
    town.product.deployment.translators[language] = Translator(
        language, zone=PROVINCE, on_missing=lambda *lack: missing.append(lack)
    )
    labels = {
        "vi": {
            "progress": "Báo cáo tiến độ",
            "submit": "Trình kết quả",
            "done": "Xong, tiếp tục ›",
            "send": "Trình duyệt",
            "other": "Việc khác ›",
            "snooze": "Nhắc lại sau",
            "extend": "Đề nghị gia hạn",
            "ask": "Gửi đề nghị",
        },
        "en": {
            "progress": "Report progress",
            "submit": "Submit the result",
            "done": "Done, go on ›",
            "send": "Submit for approval",
            "other": "Other steps ›",
            "snooze": "Remind later",
            "extend": "Ask for an extension",
            "ask": "Send the request",
        },
    }[language]
    await hostile_plan(town)
    people = {name: await town.person(name, language=language) for name in (WRITTEN, "Thu", "Đạo")}
    head = await town.staff(WRITTEN, Role.UNIT_HEAD, "U0")
    thu, dao = await town.staff("Thu", Role.COORDINATOR), await town.staff("Đạo", Role.LEADER)
    await hand_in_hostile_evidence(town, head, labels)
    await ask_for_more_time(town, head, labels)
    await town.staff(WRITTEN, Role.FOCAL_OFFICER, "U1", until=datetime(2024, 1, 1, tzinfo=UTC))
    await town.staff("Thu", Role.UNIT_HEAD, "U2")

    walked = {
        "head": await walk(town, head, LEFT_OUT, "/tasks"),
        "coordinator": await walk(town, thu, LEFT_OUT, "/plan", "/approvals", "/tasks"),
        "leader": await walk(town, dao, LEFT_OUT, "/plan"),
    }
    assert {name: len(pages) > 15 for name, pages in walked.items()} == dict.fromkeys(walked, True)
    for pages in walked.values():
        for view in pages:
            assert view.media or view.rows, view.text
            assert len(view.rows) <= 8
            # Nothing typed turns round what follows it.
            assert "\u202e" not in view.text
    await town.moves_to(datetime(2023, 10, 2, 8, 0, tzinfo=PROVINCE))
    for person in people.values():
        digest = await person.last()
        assert CODE in digest.text, person.name
        assert len(digest.rows) <= 4
    assert not missing
    async with town.product.office.reading() as (uow, _):
        assert await uow.outbox.undelivered() == []
        assert await uow.inbox.set_aside() == []
