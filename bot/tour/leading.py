"""The leader's one picture, down to a unit and its head; the coordinator's report as a Word file."""

from typing import Final

from bot.tour.founding import COORDINATOR, HEAD, bound
from bot.tour.place import Act, Place
from bot.ui.translation import N_

LEADER: Final = N_("Leader of the Provincial People's Committee")


async def glance(place: Place) -> None:
    """The leader sees the whole on one page, goes down to a unit and its head, and changes nothing."""
    await bound(place, "Võ Đức Đạo", LEADER, ("leader", "Lãnh đạo UBND tỉnh"))
    leader = place.players[LEADER]
    await leader.is_offered("dashboard", "plan", but_not=("queue", "tasks"))
    await leader.says("/dashboard")
    await leader.sees(
        "Toàn cảnh cải cách hành chính", "Kế hoạch: 35/41 (85,3%), còn 6; quá hạn 0", "Hồ sơ trực tuyến tháng"
    )
    await leader.presses("Theo đơn vị ›")
    await leader.sees("Đơn vị: chậm nhất xếp trước")
    await leader.presses("STTTT")
    await leader.sees("Thủ trưởng: Lê Văn Minh", "Trình đúng hạn", but_not=("Phê duyệt",))
    await leader.presses("‹ Toàn cảnh", "Biểu đồ ›", "Hoàn thành theo lĩnh vực")
    await leader.sees("Hoàn thành theo lĩnh vực", "Số liệu đến")


async def papers(place: Place) -> None:
    """The coordinator has the overdue report written; a head takes the due dates into a calendar."""
    coordinator, head = place.players[COORDINATOR], place.players[HEAD]
    await coordinator.says("/papers")
    await coordinator.presses("Báo cáo nhiệm vụ quá hạn (Word)")
    await coordinator.sees(
        "Báo cáo nhiệm vụ quá hạn (Word)", "Bản dự thảo: đọc lại trước khi lấy số và trình ký."
    )
    await head.says("/papers")
    await head.presses("Lịch thời hạn (.ics)")
    await head.sees("Lịch thời hạn (.ics)")


ACTS: tuple[Act, ...] = (
    Act(N_("The leader sees the whole"), glance),
    Act(N_("A report is written"), papers),
)
