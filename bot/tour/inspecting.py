"""Inspections, a meeting of the Steering Committee, a task that comes again: from calendars to the units' tasks."""

from typing import Final

from bot.samples import FOLDER as SAMPLES
from bot.tour.founding import COORDINATOR, HEAD, INSPECTOR
from bot.tour.place import Act, Place
from bot.tour.tasks import SAMPLE
from bot.ui.translation import N_


async def calendars(place: Place) -> None:
    """The units' calendars come from a file; the coordinator sees who inspects itself and what is found again."""
    file = SAMPLES / "inspections.csv"
    await place.administrator.types(f"inspections import {file} --sample", "+ TKT23-43", "Đã thêm: 43")
    await place.administrator.types(f"inspections import {file} --sample", "giữ nguyên: 43")
    coordinator = place.players[COORDINATOR]
    await coordinator.says("/inspections")
    await coordinator.sees(
        "Công tác tự kiểm tra của các đơn vị",
        "Đã kiểm tra 29 cuộc tại 24/42 đơn vị; tồn tại: 22, chưa khắc phục 6",
        SAMPLE,
    )
    await coordinator.presses("Lặp lại (2)")
    await coordinator.sees("STNMT", "hồ sơ giải quyết quá hạn (2 cuộc)", "TP-VINH", "(3 cuộc)")
    await coordinator.presses("Chưa kiểm tra (18)")
    await coordinator.sees("Chưa tự kiểm tra: 18")


async def own(place: Place) -> None:
    """A head plans an inspection of the own unit, holds it, logs what it found and what was done about it."""
    head = place.players[HEAD]
    await head.says("/inspections")
    await head.sees("Sở Thông tin và Truyền thông: lịch kiểm tra", "TKT23-19", SAMPLE)
    await head.presses("Lên lịch kiểm tra")
    await head.says("18/10/2022")
    await head.sees("Ngày 18/10/2022 đã qua")
    await head.says("18/10/2023")
    await head.says("Số hóa hồ sơ tại bộ phận tiếp nhận")
    await head.says("Bộ phận Một cửa của Sở, quý III/2023")
    await head.presses("Đưa vào lịch")
    await head.sees("Đã đưa vào lịch: TKT23-44")
    await head.presses("Đã tiến hành", "Hôm nay, 18/10/2023", "Ghi tồn tại", "Dịch vụ công trực tuyến")
    await head.says("3")
    await head.says("3 hồ sơ chưa số hóa kết quả")
    await head.presses("Bỏ qua ›", "Ghi tồn tại")
    await head.sees("1. Dịch vụ công trực tuyến (3 trường hợp)", "Chưa khắc phục")
    await head.presses("Đã khắc phục 1")
    await head.says("Đã số hóa đủ 3 hồ sơ")
    await head.sees("Khắc phục ngày 18/10/2023: Đã số hóa đủ 3 hồ sơ")


async def province(place: Place) -> None:
    """The coordinator inspects the unit; what is found is a task of the unit, which hears of it at once."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    await coordinator.says("/inspections")
    await coordinator.presses("Tỉnh kiểm tra", "Lên lịch kiểm tra")
    for words in ("STTTT", "18/10/2023", "Kiểm tra công vụ đột xuất", "Văn phòng Sở"):
        await coordinator.says(words)
    await coordinator.presses("Lên lịch, báo đơn vị")
    await head.is_told("Tỉnh sẽ kiểm tra Sở Thông tin và Truyền thông", "KT23-01: Thứ Tư, 18/10/2023")
    await coordinator.presses("Đã tiến hành", "Hôm nay, 18/10/2023")
    await coordinator.presses("Tồn tại → nhiệm vụ", "Chưa niêm yết thủ tục, yêu cầu thêm giấy tờ")
    for words in ("2", "2 thủ tục chưa niêm yết bản sửa đổi", "31/10/2023"):
        await coordinator.says(words)
    await coordinator.presses("Giao nhiệm vụ cho đơn vị")
    await coordinator.sees("nhiệm vụ KTCV23-01, thời hạn 31/10/2023")
    await head.is_told("Nhiệm vụ mới của Sở Thông tin và Truyền thông", "KTCV23-01", "KT23-01")
    await head.presses("Mở KTCV23-01")
    await head.sees("Nguồn: cuộc kiểm tra KT23-01 của tỉnh, ngày 18/10/2023", "[Trình kết quả]")


async def meeting(place: Place) -> None:
    """A meeting's conclusion becomes a task; a rule makes one each period. An inspector has no part in either."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    await coordinator.says("/meetings")
    await coordinator.presses("Nhập phiên họp")
    for words in ("17/10/2023", "Phiên họp thứ ba của Ban Chỉ đạo", "120/TB-BCĐ"):
        await coordinator.says(words)
    await coordinator.presses("Nhập phiên họp", "Thêm kết luận")
    for words in ("STTTT", "Kết nối hệ thống một cửa điện tử với kho dữ liệu", "30/11/2023"):
        await coordinator.says(words)
    await coordinator.presses("Giao nhiệm vụ cho đơn vị")
    await coordinator.sees("Đã giao nhiệm vụ TBBCD23-01 cho Sở Thông tin và Truyền thông", "Kết luận: 1")
    await head.is_told("TBBCD23-01", "phiên họp Ban Chỉ đạo ngày 17/10/2023, văn bản số 120/TB-BCĐ")

    await coordinator.says("/meetings")
    await coordinator.presses("Nhiệm vụ định kỳ", "Thêm nhiệm vụ định kỳ")
    await coordinator.says("STTTT")
    await coordinator.says("Báo cáo tỷ lệ hồ sơ trực tuyến")
    await coordinator.presses("Hằng quý")
    await coordinator.says("20")
    await coordinator.presses("Bỏ qua ›", "Thêm nhiệm vụ định kỳ")
    await coordinator.sees("hằng quý, kỳ tới hạn 20/12/2023")
    await head.says("/tasks")
    await head.sees("KTCV23-01", "TBBCD23-01", "DK23-01", "Báo cáo tỷ lệ hồ sơ trực tuyến (quý IV/2023)")
    inspector = place.players[INSPECTOR]
    await inspector.says("/inspections")
    await inspector.sees("Mục này dành cho thủ trưởng và đầu mối của đơn vị", but_not=("STTTT",))


ACTS: Final = (
    Act(N_("The units inspect themselves"), calendars),
    Act(N_("An inspection of the own unit"), own),
    Act(N_("The province inspects"), province),
    Act(N_("A meeting concludes, and a task comes again"), meeting),
)
