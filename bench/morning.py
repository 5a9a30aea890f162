"""One morning of a province with many tasks, as a process of its own: who must hear what at 08:00, and its delivery.

Told by a line of JSON what to do, it answers with a line of figures. Its database is filled first, unmeasured.
"""

import asyncio
import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from bench import machine
from bot.app import Product
from bot.clock import MovableClock
from bot.logs import configure
from bot.office import Office
from bot.samples import import_samples
from bot.settings import Settings, load
from bot.stage import BEGINNING
from domain.people import Grant, Role
from domain.task import Area, Task, TaskStatus
from domain.unit import Unit, UnitKind
from services.plans import Plan
from services.reminders import post_digests
from storage.migrate import upgrade
from storage.parcels import OutboxKind, OutboxState
from storage.sealing import KeyRing
from storage.tables import outbox

EIGHT: Final = BEGINNING + timedelta(minutes=5)
"""Monday 2 October 2023, 08:00."""
AT_A_TIME: Final = 500
WINDOW_SECONDS: Final = 30
"""So long delivery is looked at."""
SPREAD_DAYS: Final = (-60, 300)
"""Due dates lie between so many days before that morning and so many after: a fifth is overdue or soon due."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be measured; ``chats`` are of people whom the Telegram at ``api`` knows."""

    tasks: int
    units: int
    chats: tuple[int, ...]
    api: str
    token: str
    database: str
    folder: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it. Seconds are of the wall, CPU is this process's own, megabytes its peak."""

    digests: int
    posting_seconds: float
    posting_megabytes: float
    again_seconds: float
    again_digests: int
    delivered: int
    delivery_seconds: float
    delivery_cpu_seconds: float
    megabytes: float


async def measure(told: Told) -> Seen:
    """Fills the database, posts the morning's digests twice, and delivers them."""
    settings = _settings(told)
    KeyRing.new().save(settings.keys_file)
    await asyncio.to_thread(upgrade, settings.database)
    clock = MovableClock()
    clock.move_to(EIGHT)
    office = Office.of(settings, KeyRing.load(settings.keys_file), clock)
    await import_samples(office)
    await _fill(office, told)
    await office.refresh()
    began = time.perf_counter()
    async with office.writing() as (_, scope):
        await post_digests(scope)
    posting = time.perf_counter() - began
    after_posting = _peak_megabytes()
    digests = await _waiting(office)
    began = time.perf_counter()
    async with office.writing() as (_, scope):
        await post_digests(scope)
    again = time.perf_counter() - began
    again_digests = await _waiting(office) - digests
    await office.database.close()
    delivered, seconds, cpu = await _deliver(settings, clock)
    return Seen(
        digests,
        posting,
        after_posting,
        again,
        again_digests,
        delivered,
        seconds,
        cpu,
        _peak_megabytes(),
    )


def _settings(told: Told) -> Settings:
    folder = Path(told.folder)
    return load(
        _env_file=None,
        bot_token=told.token,
        bot_api_url=told.api,
        data_dir=folder,
        database_url=told.database,
        keys_file=folder / "keys.json",
        monitor_listen="127.0.0.1:0",
        log_level="ERROR",
    )


async def _fill(office: Office, told: Told) -> None:
    codes = [f"X-{nth:04}" for nth in range(told.units)]
    async with office.writing() as (uow, scope):
        await uow.units.put(
            Unit(code, f"Đơn vị {code}", f"Unit {code}", UnitKind.PUBLIC_SERVICE_UNIT, None) for code in codes
        )
        plan = Plan(scope.new_id(), "BENCH", 2023, "Kế hoạch đo", "Plan to measure by")
        await uow.tasks.put_plan(plan)
    for start in range(0, len(told.chats), AT_A_TIME):
        async with office.writing() as (uow, scope):
            for place, chat in enumerate(told.chats[start : start + AT_A_TIME], start):
                person = await uow.people.meet(chat, f"Người {place}", scope.now, scope.new_id())
                grant = Grant(
                    id=scope.new_id(),
                    person_id=person.id,
                    role=Role.UNIT_HEAD,
                    unit=codes[place % len(codes)],
                    since=scope.now,
                )
                await uow.people.add_grant(grant)
    first, last = SPREAD_DAYS
    for start in range(0, told.tasks, AT_A_TIME):
        async with office.writing() as (uow, scope):
            await uow.tasks.add(
                [
                    _task(
                        scope.new_id(),
                        plan,
                        nth,
                        codes[nth % len(codes)],
                        EIGHT.date() + timedelta(days=days),
                    )
                    for nth in range(start, min(start + AT_A_TIME, told.tasks))
                    for days in (first + nth * 7 % (last - first),)
                ]
            )


def _task(task_id: str, plan: Plan, nth: int, unit: str, due: date) -> Task:
    return Task(
        id=task_id,
        plan=plan.id,
        code=f"B-{nth:06}",
        area=Area.STEERING,
        title_vi=f"Rà soát, đơn giản hóa thủ tục hành chính thuộc phạm vi quản lý, đợt {nth}",
        title_en=f"Review and simplify administrative procedures within the unit's remit, round {nth}",
        lead_unit=unit,
        cooperating_units=(),
        product_vi="Báo cáo",
        due_date=due,
        original_due_date=due,
        status=TaskStatus.IN_PROGRESS,
    )


async def _waiting(office: Office) -> int:
    async with office.database.read() as connection:
        found: int = (
            await connection.execute(
                select(func.count()).where(
                    outbox.c.kind == OutboxKind.NOTICE, outbox.c.state == OutboxState.WAITING
                )
            )
        ).scalar_one()
    return found


async def _deliver(settings: Settings, clock: MovableClock) -> tuple[int, float, float]:
    """How many digests arrive within the window, the seconds that takes, and this process's processor time for it."""
    product = Product(settings, clock=clock)
    await product.start()
    first = await _waiting(product.office)
    began, spent = time.perf_counter(), machine.cpu_seconds(os.getpid())
    for _ in range(WINDOW_SECONDS):
        await asyncio.sleep(1)
        if not (left := await _waiting(product.office)):
            break
    seconds, cpu = time.perf_counter() - began, machine.cpu_seconds(os.getpid()) - spent
    await product.stop()
    return first - left, seconds, cpu


def _peak_megabytes() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("Linux tells a process its peak")


def _told(line: str) -> Told:
    read: dict[str, Any] = json.loads(line)
    return Told(**{**read, "chats": tuple(read["chats"])})


if __name__ == "__main__":
    configure("ERROR")
    print(json.dumps(asdict(asyncio.run(measure(_told(sys.stdin.readline()))))))
