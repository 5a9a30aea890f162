"""What becomes of tasks that do not go as planned: a delay is explained, time is asked for, a task rests."""

from typing import Final

from bot.tour.founding import COORDINATOR, HEAD, bound
from bot.tour.place import Act, Place
from bot.ui.translation import N_

OFFICE: Final = N_("Head of VPUBND")
WHY_LATE: Final = "Chờ 6 đơn vị gửi dự thảo kế hoạch; xong trong tuần tới"
WHY_LONGER: Final = "Phần mềm một cửa đang nâng cấp đến hết tháng 12"
WHY_NOT: Final = "Đề nghị nêu rõ tiến độ nâng cấp phần mềm"
WHY_RESTS: Final = "Chờ hướng dẫn mới về số hóa hồ sơ"


async def explains(place: Place) -> None:
    """The head says why the task is late; the coordinator sees who explained, unit by unit."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    await head.says("/tasks")
    await head.presses("CCHC23-40")
    await head.sees("Chưa giải trình lý do chậm", "[Giải trình lý do chậm] [Nhận việc]")
    await head.presses("Giải trình lý do chậm")
    await head.says(WHY_LATE)
    await head.sees("Đã ghi nhận giải trình của CCHC23-40", "Đã giải trình ngày 02/10/2023")
    await coordinator.is_told_nothing()
    await coordinator.says("/plan")
    await coordinator.sees("34/41 (82,9%), còn 7", "Quá hạn: 1, đã giải trình 1")
    await coordinator.presses("Quá hạn (1)")
    await coordinator.sees(
        "Đã giải trình: 1 · chưa giải trình: 0", "CCHC23-40 · Sở Thông tin và Truyền thông"
    )
    await coordinator.presses("CCHC23-40")
    await coordinator.sees(WHY_LATE)


async def asks_for_time(place: Place) -> None:
    """More time is refused with a reason, asked for again and granted; the plan's own date stays beside it."""
    coordinator = place.players[COORDINATOR]
    await bound(place, "Phan Thị Mai", OFFICE, ("head --unit VPUBND", "Thủ trưởng đơn vị: Văn phòng Ủy ban"))
    office = place.players[OFFICE]
    await office.says("/tasks")
    await office.presses("CCHC23-20", "Việc khác ›", "Đề nghị gia hạn")
    await office.sees("Thời hạn: Thứ Sáu, 15/12/2023", "Đề nghị gia hạn đến ngày nào?")
    await office.says("01/12/2023")
    await office.sees("Thời hạn mới phải sau thời hạn hiện tại")
    await office.says("31/01/2024")
    await office.says(WHY_LONGER)
    await office.sees("Từ Thứ Sáu, 15/12/2023", "Đến Thứ Tư, 31/01/2024", WHY_LONGER)
    await office.presses("Gửi đề nghị")
    await office.sees("Đã đề nghị gia hạn đến 31/01/2024, chờ quyết định")

    await coordinator.is_told("Có đề nghị gia hạn", "CCHC23-20", "Từ 15/12/2023 đến 31/01/2024", WHY_LONGER)
    await coordinator.presses("Xem đề nghị gia hạn ›", "Không đồng ý, nêu lý do")
    await coordinator.says(WHY_NOT)
    await office.is_told("CCHC23-20 không được gia hạn", "Thời hạn giữ nguyên", WHY_NOT)

    await office.presses("Mở CCHC23-20", "Việc khác ›", "Đề nghị gia hạn", "Thứ Sáu, 29/12/2023")
    await office.says(f"{WHY_LONGER}; ngày 20/12 chạy thử")
    await office.presses("Gửi đề nghị")
    await coordinator.says("/approvals")
    await coordinator.sees("CCHC23-20", "Đề nghị gia hạn đến 29/12/2023")
    await coordinator.presses("CCHC23-20", "Đồng ý gia hạn đến 29/12/2023")
    await coordinator.sees("Đã gia hạn CCHC23-20 đến Thứ Sáu, 29/12/2023 và báo cho đơn vị")
    await office.is_told("CCHC23-20 được gia hạn", "Hạn theo kế hoạch: Thứ Sáu, 15/12/2023")


async def rests_and_goes_on(place: Place) -> None:
    """A reminder is put off and comes on its day; a task rests without leaving the figure, and goes on."""
    office, coordinator = place.players[OFFICE], place.players[COORDINATOR]
    await office.says("/tasks")
    await office.presses("CCHC23-41", "Việc khác ›", "Nhắc lại sau")
    await office.sees("[Sau 1 ngày làm việc: Thứ Ba, 17/10/2023]", "[Đúng ngày đến hạn: Thứ Sáu, 15/12/2023]")
    await office.presses("Sau 1 ngày làm việc: Thứ Ba, 17/10/2023")
    await office.sees("Hẹn nhắc lại ngày 17/10/2023")
    await place.comes_to(10, 17, 8)
    await office.is_told("Nhắc việc, Thứ Ba, 17/10/2023", "CCHC23-41", but_not=("CCHC23-20",))

    await coordinator.says("/plan")
    await coordinator.presses("Theo đơn vị", "VPUBND", "CCHC23-41", "Việc khác ›", "Tạm dừng nhiệm vụ")
    await coordinator.says(WHY_RESTS)
    await coordinator.sees("Đã tạm dừng CCHC23-41 và báo cho đơn vị")
    await office.is_told("CCHC23-41 tạm dừng thực hiện", WHY_RESTS)
    await coordinator.says("/plan")
    await coordinator.sees("34/41 (82,9%), còn 7", "Tạm dừng: 1")
    await coordinator.presses("Theo đơn vị", "VPUBND", "CCHC23-41", "Tiếp tục thực hiện")
    await office.is_told("CCHC23-41 tiếp tục thực hiện", "15/12/2023")
    await coordinator.says("/plan")
    await coordinator.sees("34/41 (82,9%), còn 7", but_not=("Tạm dừng",))


ACTS: Final = (Act(N_("A delay is explained"), explains),)
LATER: Final = (
    Act(N_("More time is asked for"), asks_for_time),
    Act(N_("A task that rests"), rests_and_goes_on),
)
