"""The inspection queue: from a report that came in to a citizen who is answered."""

from typing import Final

from bot.tour.belongings import PHONE
from bot.tour.founding import CITIZEN, INSPECTOR, LEAD
from bot.tour.place import Act, Place
from bot.tour.players import Player
from bot.tour.reporting import DEMAND, REFUSAL, SOMEBODY, WHERE
from bot.tour.story import StoryBroke
from bot.ui.translation import N_
from simulator.client import View

QUESTION: Final = "Ông/bà còn giữ phiếu từ chối nhận hồ sơ không?"
ANSWER: Final = "Tôi còn giữ. Cán bộ không chịu ghi lý do vào phiếu."
NOTE: Final = "Đề nghị đối chiếu camera quầy số 3 sáng 28/09"
ALLEGATION: Final = "Đòi tiền khi tiếp nhận hồ sơ"
FINDING: Final = "Camera và lời khai phù hợp với nội dung phản ánh"
REPLY: Final = "Nội dung ông/bà phản ánh là có cơ sở. Cơ quan đã yêu cầu xử lý cán bộ vi phạm."


async def screens(place: Place) -> None:
    """Intake reads the report and records its class, the three tests of the law and that no tie is known."""
    lead = place.players[LEAD]
    await place.comes_to(10, 2, 10)
    await lead.says("/queue")
    await lead.sees("Danh sách chờ xử lý", place.code, "Nhũng nhiễu · STNMT")
    await lead.presses("1")
    await lead.sees(place.code, SOMEBODY, WHERE, "Tài liệu minh chứng: 6", but_not=("Trần Thị Hoa",))
    await lead.presses("Sàng lọc")
    await lead.presses("Phản ánh", "Có", "Có", "Có", "Không", "Cao", "Đã kiểm tra: không có")
    await lead.sees("Loại: phản ánh", "Rõ người vi phạm: có", "Xung đột lợi ích: đã kiểm tra, không có")
    await lead.presses("Ghi nhận sàng lọc")
    await lead.sees("Đã sàng lọc; hồ sơ chờ phân công", "[Phân công cho… ›]")
    await place.players[CITIZEN].is_told(place.code, "đang được xem xét")


async def reads(place: Place) -> None:
    """An inspector finds the case in the queue, takes it, and reads its words and its evidence."""
    inspector, lead = place.players[INSPECTOR], place.players[LEAD]
    await inspector.says("/queue")
    await inspector.presses("Mới 1")
    await inspector.sees("Danh sách chờ xử lý: Mới", place.code)
    await inspector.presses("1", "Nhận xử lý")
    await inspector.sees("Ông/bà đã nhận xử lý hồ sơ", "[Bắt đầu xác minh]")
    await lead.presses("Nhận xử lý")
    await lead.sees("Nguyễn Thị Lan đã nhận xử lý hồ sơ này")
    await inspector.presses("Bắt đầu xác minh")
    await inspector.sees("Đã bắt đầu xác minh")
    await place.players[CITIZEN].is_told(place.code, "đang được xác minh")

    await inspector.presses("Nguyên văn")
    await inspector.sees(DEMAND, REFUSAL, but_not=("Trần Thị Hoa",))
    await place.fetches()
    await inspector.presses("‹ Hồ sơ", "Minh chứng (6)")
    await inspector.sees("[1. ảnh]", "[4. tài liệu]", "[5. tin nhắn thoại]", "[6. vị trí]")
    await inspector.presses("1. ảnh")
    _is_clean(place, inspector, await inspector.sees("<ảnh>", f"{place.code}: ảnh"))
    await inspector.presses("4. tài liệu")
    await inspector.sees("<tài liệu>", place.code)
    await inspector.presses("6. vị trí")
    await inspector.sees("18.679600, 105.681300")


def _is_clean(place: Place, inspector: Player, view: View) -> None:
    """What is looked at tells nothing of the telephone and the place, and nobody passes it on."""
    if not view.protected:
        raise StoryBroke(f"{inspector.title}: a picture that cannot be forwarded", view.text)
    stored = place.simulator.world.files.find(view.wire["photo"][-1]["file_id"])
    assert stored is not None
    picture = place.simulator.world.files.location(stored).read_bytes()
    if PHONE.encode() in picture or b"Exif" in picture:
        raise StoryBroke(f"{inspector.title}: a picture without metadata", repr(picture[:200]))


async def asks(place: Place) -> None:
    """A question to the citizen waits while they have blocked the bot; the answer comes back, and a note is left."""
    inspector, citizen = place.players[INSPECTOR], place.players[CITIZEN]
    await place.comes_to(10, 2, 14)
    await citizen.blocks()
    await inspector.says(f"/case {place.code}")
    await inspector.sees("Người phản ánh đã chặn bot")
    await inspector.presses("Hỏi người phản ánh")
    await inspector.says(QUESTION)
    await inspector.presses("Gửi câu hỏi")
    await inspector.sees("Đã gửi câu hỏi", "cần bổ sung thông tin")
    await citizen.is_told_nothing()
    await citizen.unblocks()
    await citizen.is_told(
        f"Có câu hỏi về hồ sơ {place.code} của ông/bà", QUESTION, "chậm nhất Thứ Hai, 16/10/2023"
    )

    await citizen.presses("Trả lời câu hỏi")
    await citizen.says(ANSWER)
    await citizen.presses("Gửi câu trả lời")
    await citizen.sees("Đã gửi câu trả lời", "đang được xác minh")
    await inspector.is_told("Người phản ánh đã trả lời câu hỏi", place.code, but_not=(ANSWER,))
    await inspector.presses(
        "Mở hồ sơ", "Ghi chú và việc khác ›", "Viết ghi chú", "Đồng nghiệp được biết hồ sơ"
    )
    await inspector.says(NOTE)
    await inspector.sees("Đã lưu ghi chú vào diễn biến")
    await inspector.presses("Diễn biến")
    await inspector.sees(QUESTION, ANSWER, NOTE)
    await citizen.is_told_nothing()


async def concludes(place: Place) -> None:
    """One drafts the conclusion, another approves it; the citizen is answered and the case is closed."""
    inspector, lead, citizen = (place.players[title] for title in (INSPECTOR, LEAD, CITIZEN))
    await place.comes_to(10, 17, 9)
    # Ten working days without news are news too.
    await citizen.is_told(place.code, "Chưa có thông tin mới")
    await inspector.says(f"/case {place.code}")
    await inspector.presses("Soạn kết luận")
    await inspector.sees("Người phản ánh nêu những nội dung gì?")
    await inspector.says(ALLEGATION)
    await inspector.presses("Xong, tiếp tục ›", "Có vi phạm")
    await inspector.says(FINDING)
    await inspector.presses("Có vi phạm", "Toàn bộ tài liệu của hồ sơ")
    await inspector.says(REPLY)
    await inspector.sees("Kết luận dự thảo", ALLEGATION, FINDING, REPLY)
    await inspector.presses("Trình duyệt")
    await inspector.sees("đang chờ người thứ hai duyệt", but_not=("[Duyệt kết luận ›]",))
    await lead.is_told("Có kết luận chờ duyệt", place.code)
    await lead.presses("Mở hồ sơ", "Duyệt kết luận ›")
    await lead.sees(ALLEGATION, FINDING, REPLY, "Nguyễn Thị Lan", "[Phê duyệt]", "[Trả lại, nêu lý do]")
    await lead.presses("Phê duyệt")
    await lead.sees("Đã duyệt kết luận", "[Trả lời người phản ánh]")
    await inspector.is_told("Kết luận của ông/bà đã được duyệt")
    await citizen.is_told_nothing()

    await lead.presses("Trả lời người phản ánh", "Dùng nội dung này")
    await lead.presses("Gửi câu trả lời")
    await lead.sees("Đã trả lời người phản ánh", "[Kết thúc hồ sơ]")
    await citizen.is_told(f"Hồ sơ {place.code}", "Trả lời ông/bà", REPLY)
    await lead.presses("Kết thúc hồ sơ")
    await lead.sees("Đã kết thúc hồ sơ")
    await citizen.is_told(place.code, "đã kết thúc", "đề nghị xem xét lại")
    await citizen.presses("Mở hồ sơ ›", "Ai đã xem")
    await citizen.sees(f"Ai đã xem hồ sơ {place.code}", "thanh tra viên", but_not=("Lan", "Dũng"))


ACTS: Final = (
    Act(N_("Intake screens the report"), screens),
    Act(N_("An inspector takes the case and reads it"), reads),
    Act(N_("A question, an answer, a note"), asks),
)
CONCLUSION: Final = (Act(N_("One concludes, another approves, the citizen is answered"), concludes),)
