"""Who answers for a unit while time goes on: a deputy for some days, another head, and the unit that takes over."""

import re
from typing import Final

from bot.samples import FOLDER as SAMPLES
from bot.tour.extensions import OFFICE
from bot.tour.founding import COORDINATOR, HEAD, bound
from bot.tour.place import Act, Place
from bot.tour.players import Player
from bot.tour.story import StoryBroke
from bot.ui.translation import N_

DEPUTY: Final = N_("Deputy at VPUBND")
BUILDING: Final = N_("Head of SXD")
NEXT_OFFICE: Final = N_("Next head of VPUBND")

_LINK: Final = re.compile(r"https://t\.me/\S+")
_EXERCISE: Final = (
    "old_code,new_code,new_name_vi,new_name_en,effective_on,note",
    "SXD,SGTVT,,,25/10/2023,diễn tập",
    "VPUBND,,,,25/10/2023,diễn tập",
)


async def delegates(place: Place) -> None:
    """A head delegates until a Friday; after it the deputy is told, and finds nothing of the unit any more."""
    office = place.players[OFFICE]
    await office.says("/deputies")
    await office.sees("Hiện chưa ủy quyền cho ai", "không nhận hồ sơ phản ánh giao đơn vị xác minh")
    await office.presses("Ủy quyền cho một người ›")
    await office.says("01/11/2024")
    await office.sees("nhiều nhất một năm")
    await office.says("20/10/2023")
    await office.sees("Đến hết ngày: Thứ Sáu, 20/10/2023", "Chỉ chuyển cho một người")
    await office.presses("Tạo lời mời")
    link = await _link(office, "Lời mời: công chức đầu mối")
    deputy = await place.comes("Nguyễn Văn Hòa", DEPUTY)
    await deputy.opens(link)
    await deputy.sees("Công chức đầu mối: Văn phòng Ủy ban nhân dân tỉnh, đến ngày 20/10/2023")
    await deputy.is_offered("tasks", but_not=("deputies", "queue"))
    await deputy.says("/tasks")
    await deputy.sees("CCHC23-20", "CCHC23-41")
    await office.says("/deputies")
    await office.sees("• Nguyễn Văn Hòa, đến hết ngày 20/10/2023")
    await place.comes_to(10, 23, 8)
    await deputy.is_told("Việc ủy quyền cho ông/bà tại Văn phòng Ủy ban nhân dân tỉnh đã kết thúc")
    await deputy.is_offered("report", but_not=("tasks",))
    await deputy.says("/tasks")
    await deputy.sees("dành cho thủ trưởng và đầu mối", but_not=("CCHC23-41",))


async def changes_heads(place: Place) -> None:
    """The coordinator invites a head where there is none; another head finds nothing acknowledged."""
    coordinator, office = place.players[COORDINATOR], place.players[OFFICE]
    await coordinator.says("/heads")
    await coordinator.sees("Đơn vị chưa có thủ trưởng kết nối", "Sở Xây dựng", "chưa từng kết nối")
    await coordinator.presses("SXD", "Tạo lời mời thủ trưởng")
    link = await _link(coordinator, "Lời mời: thủ trưởng đơn vị, Sở Xây dựng")
    building = await place.comes("Trần Đức Long", BUILDING)
    await building.opens(link)
    await building.sees("Thủ trưởng đơn vị: Sở Xây dựng")
    await coordinator.says("/heads")
    await coordinator.sees("Đơn vị chưa có thủ trưởng kết nối", but_not=("Sở Xây dựng",))

    await office.says("/tasks")
    await office.presses("CCHC23-41", "Nhận việc")
    await office.sees("Đã nhận việc")
    await bound(
        place,
        "Hồ Sỹ Dũng",
        NEXT_OFFICE,
        ("head --unit VPUBND", "Thủ trưởng đơn vị: Văn phòng Ủy ban nhân dân tỉnh"),
    )
    await office.is_told("Vai trò thủ trưởng Văn phòng Ủy ban nhân dân tỉnh của ông/bà tại đây đã kết thúc")
    await coordinator.is_told(
        "Văn phòng Ủy ban nhân dân tỉnh đã có thủ trưởng mới kết nối", "Hồ Sỹ Dũng, từ ngày 23/10/2023"
    )
    successor = place.players[NEXT_OFFICE]
    await successor.says("/tasks")
    await successor.presses("CCHC23-41")
    await successor.sees("Đơn vị có thủ trưởng mới; chưa nhận việc", "[Nhận việc]")


async def merges(place: Place) -> None:
    """Units end: tasks go to the one that took over, or the coordinator assigns them; the history says from where."""
    coordinator, head = place.players[COORDINATOR], place.players[HEAD]
    types = place.administrator.types
    await types(
        f"units succession {SAMPLES / 'unit_succession.csv'} --dry-run", "+ SNNMT", "~ STTTT", "sẽ sửa: 30"
    )
    file = place.folder / "dien-tap.csv"
    file.write_text("\n".join((*_EXERCISE, "SXD,SYT,,,26/10/2023,")) + "\n", "utf-8")
    await types(f"units succession {file}", "dòng 4, cột old_code: “SXD” kết thúc hai lần", fails=True)
    file.write_text("\n".join(_EXERCISE) + "\n", "utf-8")
    await types(f"units succession {file}", "~ SXD", "~ VPUBND", "đã sửa: 2")
    await types(f"units succession {file}", "đã sửa: 0")
    await place.comes_to(10, 25, 8)
    await place.players[BUILDING].is_told("Vai trò thủ trưởng Sở Xây dựng của ông/bà tại đây đã kết thúc")
    await coordinator.says("/assign")
    await coordinator.sees("Nhiệm vụ cần giao lại: 5", "CCHC23-20", "CCHC23-41")
    await coordinator.presses("CCHC23-41")
    await coordinator.says("so thong tin truyen thong")
    await coordinator.presses("Sở Thông tin và Truyền thông")
    await coordinator.sees("Đơn vị chủ trì mới: Sở Thông tin và Truyền thông")
    await coordinator.presses("Giao nhiệm vụ")
    await coordinator.sees("Đã giao CCHC23-41 cho Sở Thông tin và Truyền thông", "Nhiệm vụ cần giao lại: 4")
    await head.sees("CCHC23-41 được giao cho đơn vị của ông/bà", on="Mở CCHC23-41")
    await head.presses("Mở CCHC23-41")
    await head.sees("Giao lại: từ Văn phòng Ủy ban nhân dân tỉnh sang Sở Thông tin và Truyền thông")
    await types("invite head --unit VPUBND --username b", "không tồn tại", fails=True)


async def _link(player: Player, expected: str) -> str:
    """The link of an invitation that the player sees in a message of its own."""
    view = await player.sees(expected)
    found = _LINK.search(view.text)
    if found is None:
        raise StoryBroke("a link", view.text)
    return found[0]


ACTS: Final = (
    Act(N_("A head delegates for some days"), delegates),
    Act(N_("A unit has another head"), changes_heads),
    Act(N_("Units merge and end, as an exercise"), merges),
)
