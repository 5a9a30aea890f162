"""What a coordinator does beside approving: tells heads something, takes a table in, marks a day in the calendar."""

from typing import Final

from bot.tour.founding import COORDINATOR, HEAD
from bot.tour.place import Act, Place
from bot.ui.translation import N_

WORDS: Final = "Họp giao ban CCHC 14 giờ thứ Sáu, đề nghị mang theo số liệu"
FIGURES: Final = "unit,month,received,online\nSTTTT,08/2023,900,1200\n"
MENDED: Final = "unit,month,received,online\nSTTTT,08/2023,1200,900\n"


async def tells_heads(place: Place) -> None:
    """A message goes to the heads of departments, and its ledger names whom it reached and who has no head here."""
    coordinator, head = place.players[COORDINATOR], place.players[HEAD]
    await coordinator.says("/start")
    await coordinator.presses("Công việc điều phối ›", "Thông báo, văn bản ›", "Nhắn thủ trưởng")
    await coordinator.presses("Soạn tin nhắn ›", "Thủ trưởng sở, ban, ngành")
    await coordinator.says(WORDS)
    await coordinator.sees("Thủ trưởng sẽ đọc nội dung này", WORDS)
    await coordinator.presses("Gửi tin nhắn")
    await head.is_told("Tin nhắn của Sở Nội vụ", WORDS)
    await coordinator.presses("Xem lại tình trạng")
    await coordinator.sees("Đã nhận: ", "Chưa liên kết thủ trưởng: ")
    await coordinator.says("/broadcasts")
    await coordinator.sees("Nhắn thủ trưởng đơn vị", WORDS)


async def takes_a_table_in(place: Place) -> None:
    """A wrong row is named and nothing is taken; the mended table is shown first, then done."""
    coordinator = place.players[COORDINATOR]
    await coordinator.sends_document("ho-so-thang-8.csv", FIGURES.encode(), "text/csv")
    await place.fetches()
    await coordinator.presses("Hồ sơ trực tuyến")
    await coordinator.sees("1 ô sai", "dòng 2, cột online", "Chưa nhập dữ liệu nào")
    await coordinator.presses("Bỏ tệp")
    await coordinator.sends_document("ho-so-thang-8.csv", MENDED.encode(), "text/csv")
    await place.fetches()
    await coordinator.presses("Hồ sơ trực tuyến")
    await coordinator.sees("Những thay đổi sẽ có: Hồ sơ trực tuyến", "STTTT 08/2023")
    await coordinator.presses("Nhập dữ liệu này")
    await coordinator.sees("Đã nhập: Hồ sơ trực tuyến")


async def marks_a_day(place: Place) -> None:
    """A day off is added with what it is for, and a setting is refused with how it is written."""
    coordinator = place.players[COORDINATOR]
    await coordinator.says("/workdays")
    await coordinator.presses("Thêm ngày ›", "Ngày nghỉ")
    await coordinator.says("29/12/2023")
    await coordinator.says("Nghỉ hoán đổi dịp Tết Dương lịch")
    await coordinator.says("Thông báo 5015/TB-LĐTBXH")
    await coordinator.presses("Thêm ngày này")
    await coordinator.sees("Thứ Sáu, 29/12/2023 · nghỉ · Nghỉ hoán đổi dịp Tết Dương lịch")
    await coordinator.says("/rules")
    await coordinator.presses("6", "Đặt giá trị khác ›")
    await coordinator.says("25:00")
    await coordinator.sees("25:00", "Giờ nhắc", "Cách viết: giờ, ví dụ 08:00")
    await coordinator.presses("Hủy")
    await coordinator.sees("Chưa thay đổi gì")


ACTS: tuple[Act, ...] = (
    Act(N_("The coordinator tells many heads something"), tells_heads),
    Act(N_("A table is taken in"), takes_a_table_in),
    Act(N_("A day off and a setting"), marks_a_day),
)
