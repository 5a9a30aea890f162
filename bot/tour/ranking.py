"""The ranking of units: criteria come in, a unit scores itself, the coordinator appraises, the unit sees its rank."""

from typing import Final

from bot.samples import FOLDER as SAMPLES
from bot.samples import RANKED_YEAR
from bot.tour.dispatch import TOURISM
from bot.tour.founding import ACCUSED, COORDINATOR
from bot.tour.place import Act, Place
from bot.ui.translation import N_
from handlers.ranking_links import SetOpen, SubmitScores

_LATE: Final = "Tỷ lệ trực tuyến trên hệ thống thấp hơn tỷ lệ tự báo cáo"


async def comes_in(place: Place) -> None:
    """Criteria, and scores given on paper; a faulty file is named row by row, and importing twice changes nothing."""
    types = place.administrator.types
    faulty = place.folder / "tieu-chi-loi.csv"
    faulty.write_text(
        'code,area,name_vi,name_en,max_score,group\n1.1,steering,Kế hoạch,Plan,"1,255",xã\n', "utf-8"
    )
    of = f"--year {RANKED_YEAR}"
    await types(
        f"ranking import {faulty} {of}",
        "dòng 2, cột max_score: “1,255” không phải là số điểm",
        "dòng 2, cột group: “xã” không phải là khối đơn vị được xếp hạng",
        fails=True,
    )
    criteria, scores = SAMPLES / "ranking_criteria.csv", SAMPLES / "ranking_scores.csv"
    await types(f"ranking import {criteria} {of} --sample --dry-run", "Sẽ thêm: 34", "100 điểm")
    await types(f"ranking import {criteria} {of} --sample", "+ 7.6", "Đã thêm: 34")
    await types(f"ranking import {criteria} {of} --sample", "Đã thêm: 0", "giữ nguyên: 34")
    await types(f"ranking import-scores {scores} {of}", "Số đơn vị đã nhập điểm: 39")
    await types(f"ranking import-scores {scores} {of}", "Số đơn vị đã nhập điểm: 0; giữ nguyên: 39")


async def scores_itself(place: Place) -> None:
    """A unit scores the last of its criteria, with what shows it, and submits."""
    tourism = place.players[TOURISM]
    await tourism.says("/ranking")
    await tourism.sees(
        "Sở Du lịch, xếp hạng năm 2023",
        "Dữ liệu mẫu",
        "Đơn vị: đang tự chấm, 30/31 tiêu chí",
        "1 tiêu chí chưa chấm",
    )
    await tourism.presses("Chấm 7.1 ›", "Chấm điểm")
    await tourism.says("3,5")
    await tourism.sees("Tiêu chí này có điểm tối đa là 3.")
    await tourism.says("1,5")
    await tourism.says("118/KH-SDL, ban hành ngày 02/10/2023")
    await tourism.sees("Đã ghi nhận: 7.1, 1,5/3.", "Đã chấm đủ các tiêu chí", "[Gửi bảng điểm]")
    await tourism.presses("Gửi bảng điểm")
    await tourism.sees("Đơn vị: chờ thẩm định", "[Rút lại để sửa]")


async def is_appraised(place: Place) -> None:
    """The coordinator sees who lags, and appraises the last criteria of a unit: it hears of it, and sees its rank."""
    coordinator, unit = place.players[COORDINATOR], place.players[ACCUSED]
    await coordinator.says("/ranking")
    await coordinator.sees(
        "Đã gửi bảng điểm: 18/21",
        "Thẩm định xong: 14/21",
        "Đứng đầu: SXD (92,25/100)",
        "H-NGHILOC (94,25/100)",
    )
    await coordinator.presses("Thành phố, thị xã, huyện")
    await coordinator.sees("hạng 2 · 91,75/100", "Chưa gửi bảng điểm: 2/21")
    await coordinator.presses("‹ Xếp hạng", "Sở, thanh tra, ban cấp tỉnh", "Chưa gửi")
    await coordinator.sees("Chưa gửi bảng điểm: 3/21", "SKHCN", "SNGV", "BDT", but_not=("SDL",))
    await coordinator.presses("Chờ thẩm định", "STNMT", "Thẩm định 3.5 ›", "Chấp nhận 5,5")
    await coordinator.sees("3.5: đã thẩm định 5,5.", "Tỷ lệ hồ sơ nộp trực tuyến", "Điểm tự chấm: 4/5")
    await coordinator.presses("Cho điểm khác")
    await coordinator.says("3,25")
    await coordinator.says(_LATE)
    await coordinator.sees(
        "7.3: đã thẩm định 3,25.", "Đã thẩm định xong mọi tiêu chí", "Tạm tính: mới thẩm định xong 15/21"
    )
    await unit.is_told(
        "Xếp hạng năm 2023: đã thẩm định xong", "Dữ liệu mẫu", "Điểm thẩm định: 86,5/100", "Thứ hạng: 11/21"
    )
    await unit.presses("Xem bảng điểm", "7", "7.3")
    await unit.sees("Điểm thẩm định: 3,25/5", _LATE)
    await unit.presses("‹ Các lĩnh vực", "Phiếu người đứng đầu")
    await unit.sees(
        "Phiếu theo dõi người đứng đầu, năm 2023",
        "Dữ liệu mẫu",
        "Nhiệm vụ chủ trì: 4\n",
        "• đúng hạn: 1\n",
        "• chưa đến hạn: 3\n",
    )


async def is_closed(place: Place) -> None:
    """Whoever may not close it is refused; once it is closed no score changes, and the way on is told."""
    coordinator, tourism = place.players[COORDINATOR], place.players[TOURISM]
    await tourism.forges(SetOpen(RANKED_YEAR, False, 1, True).pack())
    await tourism.sees("Chức năng này không dành cho tài khoản của ông/bà")
    await coordinator.says("/ranking")
    await coordinator.presses("Đóng kỳ xếp hạng")
    await coordinator.sees("Chưa gửi bảng điểm: 5", "Các đơn vị này không được xếp hạng")
    await coordinator.presses("Đồng ý đóng")
    await coordinator.sees("Đã đóng. Điểm không thay đổi nữa.")
    await tourism.forges(SubmitScores(RANKED_YEAR, "SDL", 1).pack())
    await tourism.sees("Kỳ xếp hạng năm 2023 đã đóng", "để mở lại")


IMPORTS: Final = (Act(N_("The criteria of the ranking come in"), comes_in),)
ACTS: Final = (
    Act(N_("A unit scores itself"), scores_itself),
    Act(N_("Its neighbour is appraised"), is_appraised),
    Act(N_("The ranking is closed"), is_closed),
)
