"""Tasks before the heads of units: what is overdue, one digest in the morning, evidence, approval, the figure."""

from typing import Final

from bot.tour.belongings import paper
from bot.tour.founding import CITIZEN, COORDINATOR, HEAD, INSPECTOR
from bot.tour.place import Act, Place
from bot.ui.translation import N_

SAMPLE: Final = "Dữ liệu mẫu"


async def morning(place: Place) -> None:
    """The head looks at the unit's tasks; at eight everybody with something to hear gets one digest."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    await head.says("/tasks")
    await head.sees(
        "Sở Thông tin và Truyền thông: 3/4 (75,0%), còn 1", SAMPLE, "CCHC23-40", "quá hạn 64 ngày làm việc"
    )
    await head.presses("Phối hợp (7)")
    await head.sees("Nhiệm vụ đơn vị phối hợp", "CCHC23-20", "CCHC23-41", but_not=("CCHC23-40",))

    await place.comes_to(10, 2, 8)
    await head.is_told(
        "Nhắc việc, Thứ Hai, 02/10/2023", "CCHC23-40", "quá hạn 64 ngày làm việc", "30/06/2023"
    )
    await coordinator.is_told("Nhiệm vụ quá hạn cần đôn đốc", "CCHC23-40")
    for other in (CITIZEN, INSPECTOR):
        await place.players[other].is_told_nothing()

    await head.presses("Mở CCHC23-40")
    await head.sees(
        "Theo dõi, đôn đốc các cơ quan, đơn vị, địa phương ban hành Kế hoạch chuyển đổi số năm 2023",
        "Sản phẩm: Báo cáo tổng hợp",
        "Thời hạn: Thứ Sáu, 30/06/2023",
        "Đơn vị chủ trì: Sở Thông tin và Truyền thông",
        "Phối hợp: ",
        "[Nhận việc]",
        "[Báo cáo tiến độ]",
        "[Trình kết quả]",
    )


async def figures(place: Place) -> None:
    """The coordinator reads how far the plan is and approves what was submitted."""
    coordinator = place.players[COORDINATOR]
    await coordinator.says("/plan")
    await coordinator.sees("33/41 (80,4%), còn 8", SAMPLE, "Theo lĩnh vực")
    await coordinator.presses("Theo đơn vị")
    await coordinator.sees("STTTT · 3/4 (75,0%), còn 1, quá hạn 1")
    await coordinator.says("/approvals")
    await coordinator.sees("Chờ duyệt: 1", "CCHC23-35")
    await coordinator.presses("CCHC23-35", "Phê duyệt")
    await coordinator.sees("Đã phê duyệt CCHC23-35", "34/41 (82,9%), còn 7")


async def week(place: Place) -> None:
    """Nothing new for a week, the next Monday it is said again; evidence is submitted, returned, submitted anew."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    for day in (3, 4, 5, 6):
        await place.comes_to(10, day, 8)
        await head.is_told_nothing()
    await place.comes_to(10, 9, 8)
    await head.is_told("Nhắc việc, Thứ Hai, 09/10/2023", "CCHC23-40", "quá hạn 69 ngày làm việc")

    await head.presses("Mở CCHC23-40", "Nhận việc")
    await head.sees("Đã nhận việc ngày 09/10/2023", but_not=("[Nhận việc]",))
    await head.presses("Báo cáo tiến độ", "75%")
    await head.says("Còn 6 đơn vị chưa ban hành kế hoạch chuyển đổi số")
    await head.sees("Đã ghi nhận: CCHC23-40 đạt 75%")
    await head.presses("Trình kết quả")
    await head.sends_document("bao-cao-tong-hop.pdf", paper(), "application/pdf")
    await head.says("412/BC-STTTT ngày 09/10/2023")
    await head.sees("Tài liệu đã gửi:", "bao-cao-tong-hop.pdf", "412/BC-STTTT ngày 09/10/2023")
    await head.presses("Xong, tiếp tục ›", "Trình duyệt")
    await head.sees("chờ duyệt")
    await coordinator.is_told("Có kết quả chờ duyệt", "Sở Thông tin và Truyền thông đã trình CCHC23-40")

    await coordinator.presses("Mở CCHC23-40", "Trả lại, nêu lý do")
    await coordinator.says("Chưa có danh sách 6 đơn vị còn lại")
    await head.is_told("CCHC23-40 bị trả lại, yêu cầu bổ sung", "Chưa có danh sách 6 đơn vị còn lại")
    await head.presses("Mở CCHC23-40", "Trình kết quả")
    await head.says("https://nghean.gov.vn/danh-sach-don-vi-con-lai")
    await head.presses("Xong, tiếp tục ›", "Trình duyệt")
    await coordinator.is_told("Có kết quả chờ duyệt", "CCHC23-40")
    await place.comes_to(10, 16, 8)
    await head.is_told_nothing()


ACTS: Final = (
    Act(N_("A Monday morning at the unit"), morning),
    Act(N_("The figure of the plan"), figures),
)
WEEK: Final = (Act(N_("A week of quiet, and a result with evidence"), week),)
