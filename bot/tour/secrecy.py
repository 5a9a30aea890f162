"""What nobody of the accused unit can find out, and what comes of buttons that are old or were never offered."""

from typing import Final

from bot.tour.founding import ACCUSED, COORDINATOR, HEAD, INSPECTOR
from bot.tour.place import Act, Place
from bot.tour.players import Player
from bot.tour.story import StoryBroke, screen
from bot.ui.translation import N_

NOBODYS_CODE: Final = "NA-0000-0000"


async def conceals(place: Place) -> None:
    """The head of the accused unit tries the code and a button of the case: word for word what nothing gets."""
    accused, inspector = place.players[ACCUSED], place.players[INSPECTOR]
    await inspector.says(f"/case {place.code}")
    prefix, case_id, *rest = (await inspector.person.last()).button("Diễn biến")["callback_data"].split(":")
    nothing = case_id[:-1] + ("0" if case_id[-1] != "0" else "1")

    await accused.says(f"/case {NOBODYS_CODE}")
    of_nothing = screen(await accused.sees("Không tìm thấy hồ sơ", but_not=("Nhũng nhiễu",)))
    await accused.says(f"/case {place.code}")
    _is_the_same(accused, of_nothing, screen(await accused.sees("Không tìm thấy hồ sơ")))
    answers = []
    for one in (nothing, case_id):
        toast = await accused.forges(":".join((prefix, one, *rest)))
        shown = screen(await accused.sees("Không tìm thấy hồ sơ", but_not=("Nhũng nhiễu",)))
        answers.append(f"{toast}\n{shown}")
    _is_the_same(accused, *answers)
    await accused.says("/queue")
    await accused.sees("Không có lệnh này", but_not=(place.code,))
    await accused.says("/reports")
    await accused.sees("Tài khoản này chưa gửi phản ánh nào")
    await place.players[HEAD].says(f"/case {place.code}")
    _is_the_same(accused, of_nothing, screen(await place.players[HEAD].sees("Không tìm thấy hồ sơ")))


def _is_the_same(accused: Player, of_nothing: str, of_something: str) -> None:
    if of_something != of_nothing:
        raise StoryBroke(f"{accused.title}: {of_nothing}", of_something)


async def presses_twice(place: Place) -> None:
    """A button of last week does nothing twice; one that never was is said to be old; the present is shown."""
    coordinator = place.players[COORDINATOR]
    await coordinator.says("/approvals")
    await coordinator.presses("CCHC23-40")
    approve = (await coordinator.person.last()).button("Phê duyệt")["callback_data"]
    await coordinator.presses("Phê duyệt")
    await coordinator.sees("Đã phê duyệt CCHC23-40", "35/41 (85,3%), còn 6")
    await coordinator.forges(approve)
    await coordinator.sees("Nhiệm vụ đã có thay đổi", "hoàn thành ngày 09/10/2023", but_not=("36/41",))
    await coordinator.says("/plan")
    await coordinator.sees("35/41 (85,3%), còn 6")
    if (toast := await coordinator.forges("zz9:1")) != "Nút này đã cũ.":
        raise StoryBroke("Nút này đã cũ.", toast)
    await coordinator.sees("cũ", "[Số liệu kế hoạch]")
    await place.players[HEAD].is_told("CCHC23-40 đã được phê duyệt")


async def goes_away(place: Place) -> None:
    """A head who blocks the bot is somebody's business; back again, the work goes on. Nothing was set aside."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    await head.blocks()
    await coordinator.is_told("Lê Văn Minh (thủ trưởng đơn vị) đã chặn bot này")
    await head.unblocks()
    await head.says("/tasks")
    await head.sees(
        "Sở Thông tin và Truyền thông: 4/4 (100,0%), còn 0", "Hiện không có nhiệm vụ nào cần thực hiện"
    )
    await place.administrator.types("dead list", "Không có gì được để riêng")


ACTS: Final = (
    Act(N_("What the accused unit can find out"), conceals),
    Act(N_("A button pressed twice, and one that never was"), presses_twice),
    Act(N_("A head goes away and comes back"), goes_away),
)
