"""A citizen's report: the whole form, an interruption in the middle of it, and the code at its end."""

import re
from typing import Final

from bot.tour.belongings import paper, photo, voice
from bot.tour.founding import ACCUSED, CITIZEN, COORDINATOR, HEAD, INSPECTOR, LEAD
from bot.tour.place import Act, Place
from bot.tour.story import StoryBroke
from bot.ui.translation import N_

DEMAND: Final = "Cán bộ ở quầy số 3 đòi <b>2 triệu đồng</b> & hẹn tôi quay lại nhiều lần."
REFUSAL: Final = "Tôi không đưa tiền nên hồ sơ bị trả lại, không có văn bản nêu lý do."
SOMEBODY: Final = "Một cán bộ nam, khoảng 40 tuổi, đeo kính"
WHERE: Final = "Bộ phận Một cửa, quầy số 3"

_CODE: Final = re.compile(r"Mã hồ sơ: (NA-[^\s.]+)")


async def fills_in(place: Place) -> None:
    """The form from its first question to the review, with the bot ended and started in the middle of it."""
    citizen, story = place.players[CITIZEN], place.story
    await place.comes_to(10, 2, 9)
    await citizen.says("/report")
    await citizen.presses("Tiếng Việt")
    await citizen.sees("bảo mật", "không phải nặc danh", "không muốn dùng Telegram", "[Tôi đã đọc và đồng ý]")
    await citizen.presses("Tôi đã đọc và đồng ý")
    await citizen.sees("Phản ánh về loại hành vi nào?", "[Nhũng nhiễu]", "[Hách dịch, cửa quyền]")
    await citizen.presses("Nhũng nhiễu")
    await citizen.sees("Phản ánh về cơ quan, đơn vị nào?")
    await citizen.says("so tai nguyem moi truong")
    await citizen.sees("Kết quả tìm “so tai nguyem moi truong”", "[Sở Tài nguyên và Môi trường]")
    await citizen.presses("Sở Tài nguyên và Môi trường")
    await citizen.sees("Phản ánh về ai?", "[Bỏ qua ›]")
    await citizen.says(SOMEBODY)
    await citizen.sees("Sự việc xảy ra khi nào?")
    await citizen.says("Sáng thứ Năm, 28/09/2023")
    await citizen.sees("Sự việc xảy ra ở đâu?")
    await citizen.says("Bộ phận Một cửa")
    await citizen.sees("Sự việc diễn ra thế nào?")
    await citizen.says(DEMAND)
    await citizen.sees("Đã lưu 1 tin nhắn")

    story.tells("CCHC Nghệ An", story.tr.plain(N_("is ended and started again")), "⟳")
    await place.stage.restarts()
    await citizen.says(REFUSAL)
    await citizen.sees("Đã lưu 2 tin nhắn", "[Xong, tiếp tục ›]")
    await citizen.presses("Xong, tiếp tục ›")

    await citizen.sees("Ông/bà có tài liệu minh chứng không?")
    await citizen.sends_album([photo(number) for number in (3, 4, 5)], "Quầy số 3")
    await citizen.sends_document("giay-hen.pdf", paper(), "application/pdf")
    await citizen.sends_voice(voice(), 14)
    await citizen.shares_place(18.6796, 105.6813)
    await citizen.sees("Đã lưu: 6/30")
    await citizen.presses("Xong, tiếp tục ›")
    await citizen.sees("Sự việc còn tiếp diễn không?")
    await citizen.presses("Có", "Không rõ", "Có")
    await citizen.sees("Thanh tra có thể liên hệ với ông/bà bằng cách nào?")
    await citizen.presses("Chỉ qua kênh này")
    await citizen.sees("Có thể giao chính đơn vị đó xác minh không?")
    await citizen.presses("Không")


async def reads_over_and_sends(place: Place) -> None:
    """The review, one answer changed there, and the one answer in the end: a code, what comes next, and by when."""
    citizen = place.players[CITIZEN]
    await citizen.sees(
        "Xin đọc lại phản ánh trước khi gửi",
        "Sở Tài nguyên và Môi trường",
        SOMEBODY,
        DEMAND,
        REFUSAL,
        "6 tệp",
    )
    await citizen.presses("Sửa câu trả lời", "Địa điểm")
    await citizen.says(WHERE)
    await citizen.sees("Xin đọc lại phản ánh trước khi gửi", WHERE, "[Gửi phản ánh]")
    await citizen.presses("Gửi phản ánh")
    receipt = await citizen.sees(
        "Đã tiếp nhận phản ánh",
        "Các bước tiếp theo",
        "Phản ánh được đọc và phân loại chậm nhất lúc 09:00, Thứ Ba, 03/10/2023",
        "Hạn kết luận: Thứ Tư, 01/11/2023",
        "Nếu Telegram không hoạt động",
        "[Sao chép mã]",
        "[Theo dõi phản ánh này ›]",
    )
    found = _CODE.search(receipt.text)
    if found is None:
        raise StoryBroke("Mã hồ sơ: NA-…", receipt.text)
    place.code = found[1]

    await place.players[LEAD].is_told("Có phản ánh mới", place.code, but_not=("2 triệu", "Trần Thị Hoa"))
    for title in (HEAD, ACCUSED, COORDINATOR):
        await place.players[title].is_told_nothing()


ACTS: Final = (
    Act(N_("5. A citizen fills in a report"), fills_in),
    Act(N_("6. The report is read over and sent"), reads_over_and_sends),
)
