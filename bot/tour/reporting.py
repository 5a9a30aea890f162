"""A citizen's report: the whole form, an interruption in the middle of it, and the code at its end."""

import re
from typing import Final

from bot.tour.belongings import paper, photo, voice
from bot.tour.founding import ACCUSED, CITIZEN, COORDINATOR, HEAD, LEAD
from bot.tour.place import Act, Place
from bot.tour.story import StoryBroke
from bot.ui.translation import N_

DEMAND: Final = "Cán bộ ở quầy số 3 đòi <b>2 triệu đồng</b> & hẹn tôi quay lại nhiều lần."
REFUSAL: Final = "Tôi không đưa tiền nên hồ sơ bị trả lại, không có văn bản nêu lý do."
SOMEBODY: Final = "Một cán bộ nam, khoảng 40 tuổi, đeo kính"
ADDED: Final = "Sáng nay tôi lại được hẹn sang tuần sau"
OTHER: Final = N_("Another citizen")
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

    story.shows(N_("The bot"), N_("is ended and started again"), "")
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
    await citizen.sees("Ông/bà có đồng ý giao chính đơn vị đó xác minh không?")
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
    await citizen.presses("Sửa nội dung đã điền", "Địa điểm")
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


async def follows(place: Place) -> None:
    """The citizen looks how the report stands and adds to it. Another one reports by a poster, and withdraws."""
    citizen = place.players[CITIZEN]
    await place.comes_to(10, 2, 9, 30)
    await citizen.says("/reports")
    await citizen.sees("Hồ sơ của tôi: đã gửi 1", place.code, "đã tiếp nhận")
    await citizen.presses(place.code)
    await citizen.sees(
        "Các bước tiếp theo", "chậm nhất lúc 09:00, Thứ Ba, 03/10/2023", "[Bổ sung]", "[Đề nghị rút]"
    )
    await citizen.presses("Bổ sung")
    await citizen.says(ADDED)
    await citizen.presses("Gửi nội dung bổ sung")
    await citizen.sees("Đã bổ sung vào hồ sơ")
    await place.players[LEAD].is_told(
        "Người phản ánh bổ sung thông tin vào hồ sơ", place.code, but_not=(ADDED,)
    )


async def withdraws(place: Place) -> None:
    """Another citizen reports a commune that is not listed, in English, and wishes to withdraw: the lead decides."""
    other, lead = await place.comes("Cao Xuân Tài", OTHER, language="en"), place.players[LEAD]
    await other.says("/report")
    await other.presses("English", "I have read this and agree", "Delay, passing the buck")
    await other.says("UBND xã Hưng Hòa")
    await other.presses("It is not listed")
    await other.sees("Under which district, town, city or department is “UBND xã Hưng Hòa”?")
    await other.says("tp vihn")
    await other.presses("Vinh City People's Committee", "Skip ›", "Skip ›", "Skip ›")
    await other.says("I have waited three months for an answer")
    await other.presses(
        "Done, go on ›", *["Skip ›"] * 4, "Only through this bot", "Skip ›", "Send the report"
    )
    await other.sees("Your report has been received", "What happens next", "Tuesday, 03/10/2023")
    await lead.is_told("Có phản ánh mới", "TP-VINH")
    await other.presses("Follow this report ›", "Ask to withdraw")
    await other.sees("Do you want to withdraw report")
    await other.presses("Yes, ask to withdraw")
    await other.sees("Your wish to withdraw has been passed on")
    await lead.is_told("Người phản ánh đề nghị rút phản ánh; thanh tra viên phụ trách quyết định")
    await lead.presses("Mở hồ sơ", "Chấp nhận rút phản ánh", "Không", "Không")
    await lead.sees("Đã chấp nhận rút phản ánh và báo cho người phản ánh")
    await other.is_told("You wished to withdraw it, and that was agreed to.")


ACTS: Final = (
    Act(N_("A citizen fills in a report"), fills_in),
    Act(N_("The report is read over and sent"), reads_over_and_sends),
    Act(N_("What citizens can do with their reports"), follows),
    Act(N_("Another citizen withdraws a report"), withdraws),
)
