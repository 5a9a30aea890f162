"""Online dossiers: a unit enters its month, the province sees its rate, and who is missing later; a citizen's guide."""

from typing import Final

from bot.samples import FOLDER as SAMPLES
from bot.tour.founding import CITIZEN, COORDINATOR, HEAD
from bot.tour.place import Act, Place
from bot.tour.tasks import SAMPLE
from bot.ui.translation import N_


async def comes_in(place: Place) -> None:
    """Targets and figures from files; a faulty file is named row by row, and importing twice changes nothing."""
    types = place.administrator.types
    faulty = place.folder / "ho-so-loi.csv"
    faulty.write_text(
        "unit,month,received,online\nSXX,08/2023,5,5\nSTTTT,13/2023,-1,2\nSXD,08/2023,5,6\n", "utf-8"
    )
    await types(
        f"dossiers import {faulty}",
        "dòng 2, cột unit: “SXX” không phải là đơn vị đã có",
        "dòng 3, cột month: “13/2023” không phải là tháng hợp lệ",
        "dòng 3, cột received: “-1”",
        "dòng 4, cột online: “6” lớn hơn số hồ sơ tiếp nhận",
        fails=True,
    )
    targets, figures = SAMPLES / "dossier_targets.csv", SAMPLES / "online_dossiers_2023.csv"
    await types(f"dossiers targets {targets} --sample", "+ department 07/2023", "Đã thêm: 12")
    await types(f"dossiers import {figures} --sample --dry-run", "Sẽ thêm: 358")
    await types(f"dossiers import {figures} --sample", "+ TP-VINH 09/2023", "Đã thêm: 358")
    await types(f"dossiers import {figures} --sample", "Đã thêm: 0", "giữ nguyên: 358")


async def enters(place: Place) -> None:
    """The head enters September in one message, once the numbers can be; the coordinator sees the province."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    await coordinator.says("/dossiers")
    await coordinator.sees(
        "Hồ sơ trực tuyến toàn tỉnh, tháng 09/2023",
        SAMPLE,
        "Tỷ lệ trực tuyến: 42.569/62.290 (68,3%)",
        "Đơn vị đã nhập: 26/42",
        "Dưới chỉ tiêu: 6",
        "• 08/2023: 51.208/78.865 (64,9%) ↑, 40 đơn vị",
        "[Chưa nhập (16)]",
    )
    await head.says("/dossiers")
    await head.sees(
        "Sở Thông tin và Truyền thông: hồ sơ trực tuyến",
        "Chỉ tiêu: 70%, từ tháng 07/2023",
        "Tháng 09/2023: chưa nhập số liệu",
        "Chốt số liệu: Thứ Ba, 10/10/2023",
        "• 08/2023: 85/93 (91,3%)",
    )
    await head.presses("Nhập số liệu 09/2023")
    await head.says("87 96")
    await head.sees("Số nộp trực tuyến (96) lớn hơn số tiếp nhận (87)")
    await head.says("96 87")
    await head.sees("Tiếp nhận: 96", "Nộp trực tuyến: 87", "Tỷ lệ trực tuyến: 87/96 (90,6%)")
    await head.presses("Ghi nhận số liệu")
    await head.sees("Đã ghi nhận tháng 09/2023: 87/96 (90,6%).")
    await head.presses("‹ Đơn vị", "Tuyên truyền", "Ghi một hoạt động tuyên truyền", "Loa truyền thanh")
    await head.says("29/09/2023")
    await head.says("Cách nộp hồ sơ trên Cổng Dịch vụ công quốc gia, 21 phường xã của thành phố")
    await head.says("12.000")
    await head.presses("Bỏ qua ›", "Ghi vào nhật ký")
    await head.sees("29/09/2023 · Loa truyền thanh · khoảng 12.000 người")
    await coordinator.says("/dossiers")
    await coordinator.sees("Tỷ lệ trực tuyến: 42.656/62.386 (68,3%)", "Đơn vị đã nhập: 27/42")
    await coordinator.presses("Dưới chỉ tiêu (6)")
    await coordinator.sees("STNMT · Sở Tài nguyên và Môi trường", "dưới chỉ tiêu 70%")
    await coordinator.presses("‹ Toàn tỉnh", "Tuyên truyền")
    await coordinator.sees("Số hoạt động: 1. Số đơn vị chưa ghi hoạt động nào: 41.")


async def files_online(place: Place) -> None:
    """A citizen reads how a dossier is filed online, and the coordinator adds what the province knows better."""
    citizen, coordinator = place.players[CITIZEN], place.players[COORDINATOR]
    await citizen.says("/dichvucong")
    await citizen.sees("[Tài khoản VNeID]", "[Chọn thủ tục]", "[Cổng quốc gia]")
    await citizen.presses("Tài khoản VNeID")
    await citizen.sees("VNeID mức độ 2", "Xin không đọc các mã này", but_not=("Sửa nội dung",))
    await citizen.presses("Tiếp ›")
    await citizen.sees("“Toàn trình” là làm hoàn toàn trên mạng")

    await coordinator.says("/dichvucong")
    await coordinator.presses("Hỏi ai khi cần")
    await coordinator.sees("18001096", "Nội dung tỉnh cần rà soát")
    await coordinator.presses("Sửa nội dung", "Tiếng Việt")
    await coordinator.says(
        "• Tổng đài dịch vụ công quốc gia: 18001096.\n• Bộ phận Một cửa nơi giải quyết hồ sơ."
    )
    await coordinator.sees("Người dân sẽ đọc nội dung này")
    await coordinator.presses("Đăng nội dung này")
    await citizen.says("/dichvucong")
    await citizen.presses("Hỏi ai khi cần")
    await citizen.sees("Bộ phận Một cửa nơi giải quyết hồ sơ", but_not=("Tổ công nghệ số cộng đồng",))
    await coordinator.presses("Các lần sửa", "Khôi phục nội dung gốc")
    await coordinator.sees("Đã khôi phục nội dung gốc", "Tổ công nghệ số cộng đồng")


async def is_closed(place: Place) -> None:
    """Past the cut-off the unit changes nothing; the coordinator is told who is missing, and corrects with a reason."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    await coordinator.is_told("Nhiệm vụ quá hạn cần đôn đốc: 15", "HSTT-09/2023")
    await head.says("/dossiers")
    await head.presses("09/2023")
    await head.sees(
        "Đã chốt số liệu: Thứ Ba, 10/10/2023",
        "chỉ cán bộ điều phối được sửa",
        but_not=("[Sửa số liệu]", "[Nhập số liệu]"),
    )
    await coordinator.presses("Đơn vị chưa nhập số liệu")
    await coordinator.sees("Đơn vị chưa nhập số liệu tháng 09/2023: 15", "BDT · Ban Dân tộc")
    await coordinator.presses("BDT", "Nhập số liệu 09/2023")
    await coordinator.says("4 3")
    await coordinator.says("Văn bản 312/BDT-VP ngày 13/10/2023")
    await coordinator.presses("Ghi nhận số liệu")
    await coordinator.sees(
        "Đã ghi nhận tháng 09/2023: 3/4 (75,0%).", "cán bộ điều phối", "Văn bản 312/BDT-VP ngày 13/10/2023"
    )
    await coordinator.says("/dossiers")
    await coordinator.sees("Tỷ lệ trực tuyến: 42.659/62.390 (68,3%)", "Đơn vị đã nhập: 28/42")


MONTH: Final = (
    Act(N_("Figures of dossiers come in"), comes_in),
    Act(N_("A month of online dossiers"), enters),
    Act(N_("How a citizen files online"), files_online),
)
CLOSED: Final = (Act(N_("After the data cut-off"), is_closed),)
