"""The periodic report: a closed period is opened again for a unit, which sends; the province's own is made."""

from typing import Final

from bot.tour.founding import COORDINATOR, HEAD, INSPECTOR
from bot.tour.place import Act, Place
from bot.ui.translation import N_


async def is_closed(place: Place) -> None:
    """The head missed the third quarter and is told why it is closed; the coordinator opens it for that unit."""
    head, coordinator = place.players[HEAD], place.players[COORDINATOR]
    await head.says("/periodic")
    await head.sees(
        "Báo cáo định kỳ quý III năm 2023 (từ 15/06/2023 đến 14/09/2023)",
        "Kỳ báo cáo đã khóa sau ngày 20/09/2023",
        "Chưa gửi báo cáo",
        but_not=("[Lập báo cáo]",),
    )
    await coordinator.says("/periodic")
    await coordinator.sees("Đơn vị đã gửi báo cáo: 0/42 (0,0%), còn 42", but_not=("[Nhắc đơn vị chưa gửi]",))
    await coordinator.presses("Chưa gửi (42)", "Tiếp ›", "Tiếp ›", "STTTT", "Mở lại cho đơn vị")
    await coordinator.presses("Thứ Hai, 23/10/2023")
    await coordinator.sees("Đã mở lại đến hết ngày 23/10/2023.")
    await head.is_told("Báo cáo định kỳ được mở lại để gửi, quý III năm 2023", "đến hết Thứ Hai, 23/10/2023")


async def is_written(place: Place) -> None:
    """The figures stand there already; the head corrects one, says what no figure says, and sends."""
    head = place.players[HEAD]
    await head.presses("Mở báo cáo")
    await head.sees(
        "Dữ liệu mẫu: số liệu chỉ để minh họa.",
        "Số liệu tính đến 14/09/2023",
        "Hồ sơ tiếp nhận: 285",
        "251/285 (88,0%), chỉ tiêu 70%",
    )
    await head.presses("Lập báo cáo")
    await head.sees("Câu 1/2", "Đơn vị có khó khăn, vướng mắc gì?")
    await head.says("Cán bộ một cửa cấp xã thiếu thiết bị số hóa.")
    await head.says("Đề nghị tỉnh bố trí kinh phí mua máy quét trong năm 2024.")
    await head.presses("Sửa nội dung đã điền", "Hồ sơ nộp trực tuyến")
    await head.says("286")
    await head.sees("Số nộp trực tuyến (286) lớn hơn số tiếp nhận (285)")
    await head.says("253")
    await head.sees("Hồ sơ nộp trực tuyến: 253, đã sửa (hệ thống: 251)")
    await head.presses("Gửi báo cáo")
    await head.sees("Đã gửi báo cáo.", "thủ trưởng đơn vị", "[Lập lại báo cáo]")


async def is_consolidated(place: Place) -> None:
    """The coordinator sees who corrected what and has the province's report made; an inspector has no part in it."""
    coordinator, inspector = place.players[COORDINATOR], place.players[INSPECTOR]
    await coordinator.says("/periodic")
    await coordinator.sees("Đơn vị đã gửi báo cáo: 1/42 (2,3%), còn 41", "Đơn vị có sửa số liệu: 1")
    await coordinator.presses("Có sửa số (1)", "STTTT")
    await coordinator.sees("đã sửa (hệ thống: 251)", "Cán bộ một cửa cấp xã thiếu thiết bị số hóa.")
    await coordinator.presses("‹ Toàn tỉnh", "Báo cáo (Word)")
    await coordinator.sees("<tài liệu>", "Báo cáo định kỳ của tỉnh (Word)", "Bản dự thảo")
    made = f"papers make periodic --period 2023-q3 --to {place.folder}"
    await place.administrator.types(made, "bao-cao-dinh-ky-2023-q3.docx")
    await inspector.says("/periodic")
    await inspector.sees("Mục này dành cho thủ trưởng và đầu mối của đơn vị", but_not=("STTTT",))


ACTS: Final = (
    Act(N_("A closed period, opened again for one unit"), is_closed),
    Act(N_("A unit's periodic report"), is_written),
    Act(N_("The province's periodic report"), is_consolidated),
)
