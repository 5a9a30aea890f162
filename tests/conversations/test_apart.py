"""Who reported what is written down in no row: whoever holds the database without the keys puts nobody to a case.

An official who reports a superior has a role here, in clear beside their id; a case's id in one row with it names them.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.samples import import_samples
from domain.people import Role
from services.notices import Notice, NoticeKind, ToReporter
from simulator.client import Person
from storage.people import chat_ref
from storage.tables import case_keys, metadata, people
from tests.support.town import Town

pytestmark = pytest.mark.both_databases


async def presses(town: Town, person: Person, *labels: str) -> None:
    for label in labels:
        await person.presses(label)
        await town.settle()


async def says(town: Town, person: Person, text: str) -> None:
    await person.sends(text)
    await town.settle()


async def rows_with_both(town: Town, person: Person) -> list[tuple[str, Any]]:
    """Rows that name a case and, in any column, the person: by their id or by the reference of their chat."""
    office = town.product.office
    ref = chat_ref(office.ring, person.id)
    found = []
    async with office.database.read() as connection:
        cases = set((await connection.execute(select(case_keys.c.case_id))).scalars())
        person_id = (
            await connection.execute(select(people.c.id).where(people.c.chat_ref == ref))
        ).scalar_one()
        for table in metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                text = "\n".join(str(value) for value in row if not isinstance(value, bytes))
                if any(one in text for one in (ref, person_id)) and any(case in text for case in cases):
                    found.append((table.name, row))
    return found


async def test_no_row_puts_a_reporter_to_a_case(town: Town) -> None:
    await import_samples(town.product.office)
    await town.staff("Dung", Role.INTAKE_OFFICER)
    hoa = await town.staff("Hoa", Role.UNIT_HEAD, "STTTT")
    await says(town, hoa, "/report")
    await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    await hoa.shares_location(18.67, 105.68)
    await town.settle()
    assert await rows_with_both(town, hoa) == []

    await says(town, hoa, "stnmt")
    await presses(town, hoa, "Sở Tài nguyên và Môi trường", *["Bỏ qua ›"] * 3)
    await says(town, hoa, "Bị đòi tiền nhiều lần")
    await presses(
        town,
        hoa,
        *["Xong, tiếp tục ›"] * 2,
        *["Bỏ qua ›"] * 3,
        "Chỉ qua kênh này",
        "Bỏ qua ›",
        "Gửi phản ánh",
    )
    assert "Mã hồ sơ: NA-" in (await hoa.last()).text
    await tells_reporter(town)
    assert await rows_with_both(town, hoa) == []


async def tells_reporter(town: Town) -> None:
    """Something the reporter is to hear, which waits in the outbox."""
    async with town.product.office.writing() as (uow, scope):
        case_id = (await uow.connection.execute(select(case_keys.c.case_id))).scalar_one()
        notice = Notice(NoticeKind.CASE_STATUS, ToReporter(case_id), {"case": case_id})
        later = scope.now + timedelta(days=1)
        assert await scope.uow.notices.post(notice, key=f"status:{case_id}:1", hold_until=later)
