"""A head of a unit: pending tasks, and one message in the morning."""

from datetime import datetime

from bot.samples import import_samples
from domain.people import Role
from tests.support.town import PROVINCE, Town


async def test_the_head_of_sttt_sees_what_is_overdue_and_hears_of_it_on_two_mondays(town: Town) -> None:
    await import_samples(town.product.office)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await minh.sends("/tasks")
    await town.settle()
    page = (await minh.last()).text
    assert "CCHC23-40" in page
    assert "64 ngày làm việc" in page

    heard = []
    for day in (2, 3, 4, 5, 6, 9):
        before = len(await minh.messages())
        await town.moves_to(datetime(2023, 10, day, 8, 0, tzinfo=PROVINCE))
        new = (await minh.messages())[before:]
        heard += [(day, view.text) for view in new if "CCHC23-40" in view.text]
    assert [day for day, _ in heard] == [2, 9]
    assert "64 ngày làm việc" in heard[0][1]


async def test_approval_moves_the_figure_of_the_plan(town: Town) -> None:
    await import_samples(town.product.office)
    thu = await town.staff("Thu", Role.COORDINATOR, "SNV")
    await thu.sends("/plan")
    await town.settle()
    assert "33/41 (80,4%), còn 8" in (await thu.last()).text
    await thu.sends("/approvals")
    await town.settle()
    await thu.presses("CCHC23-35")
    await town.settle()
    await thu.presses("Phê duyệt")
    await town.settle()
    await thu.sends("/plan")
    await town.settle()
    assert "34/41 (82,9%), còn 7" in (await thu.last()).text
