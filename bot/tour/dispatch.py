"""What the dispatch orders: the plan a unit lacks, the explanation before 30 October, a review of key tasks."""

from typing import Final

from bot.samples import DISPATCH
from bot.samples import FOLDER as SAMPLES
from bot.tour.belongings import paper
from bot.tour.founding import ACCUSED, COORDINATOR, HEAD, bound
from bot.tour.place import Act, Place
from bot.ui.translation import N_

TOURISM: Final = N_("Head of SDL")

_STRICTLY: Final = "trước ngày 30/10/2023, ngày làm việc cuối cùng là Thứ Sáu, 27/10/2023"
_PER_CASE: Final = ("CV-05a", "CV-05b")
_INCOMPLETE: Final = "Chưa nêu rõ nguyên nhân chậm ban hành"


async def comes_in(place: Place) -> None:
    """The register, key tasks, the orders; a faulty file is named row by row, and importing twice changes nothing."""
    types = place.administrator.types
    faulty = place.folder / "ke-hoach-loi.csv"
    faulty.write_text("unit,term,number,issued_on\nSXX,2023,1/KH,02/01/2023\nSDL,23,,02/01/2023\n", "utf-8")
    await types(
        f"digital-plans import {faulty}",
        "dòng 2, cột unit: “SXX” không phải là đơn vị đã có",
        "dòng 3, cột term: “23” không phải là năm hoặc giai đoạn",
        "dòng 3, cột number: ô để trống",
        fails=True,
    )
    plans = SAMPLES / "digital_plans.csv"
    await types(f"digital-plans import {plans} --sample --dry-run", "Sẽ thêm: 75")
    await types(f"digital-plans import {plans} --sample", "+ STTTT 2023", "Đã thêm: 75")
    await types(f"digital-plans import {plans} --sample", "Đã thêm: 0", "giữ nguyên: 75")
    keys = SAMPLES / "key_tasks_2023.csv"
    await types(f"plan import {keys} --kind key_tasks --sample", "+ NVTT23-07", "Đã thêm: 21")
    orders = SAMPLES / "dispatch_obligations.csv"
    of = f"--issued-on {DISPATCH.issued_on:%d/%m/%Y} --code {DISPATCH.code} --title '{DISPATCH.title_vi}' --sample"
    await types(f"dispatch import {orders} {of}", "+ CV-04b", "Đã thêm: 10")
    await types(f"dispatch import {orders} {of}", "Đã thêm: 0", "giữ nguyên: 10")


async def is_bound(place: Place) -> None:
    """The head of one of the seven units that have no digital transformation plan for 2023."""
    await bound(place, "Ngô Đức Sơn", TOURISM, ("head --unit SDL", "Thủ trưởng đơn vị: Sở Du lịch"))


async def owes(place: Place) -> None:
    """The unit owes the plan and the explanation; the plan is entered, received twice, and is owed no more."""
    tourism, coordinator, receiver = (place.players[one] for one in (TOURISM, COORDINATOR, HEAD))
    await tourism.is_told(
        "Nhắc việc, Thứ Hai, 02/10/2023", "Dữ liệu mẫu", "CV-04a · khẩn trương", but_not=("CV-04b",)
    )
    await place.players[ACCUSED].is_told("Nhắc việc, Thứ Hai, 02/10/2023", "CV-06a · khẩn trương")
    await coordinator.says("/dispatch")
    await coordinator.sees(
        "CV-01 · thường xuyên",
        "CV-04a · đã gửi 0/7",
        "CV-04b · đã gửi 0/7",
        "CV-06a · đã rà soát 0/7",
        but_not=_PER_CASE,
    )
    await coordinator.presses("Kế hoạch chuyển đổi số")
    await coordinator.sees("2021-2025: đã ban hành 40/42", "2023: đã ban hành 35/42", "Sở Du lịch")

    await tourism.says("/tasks")
    await tourism.presses("Theo công văn (2)")
    await tourism.sees("Còn 2 việc phải thực hiện", "CV-04b · còn 19 ngày làm việc", but_not=_PER_CASE)
    await tourism.presses("CV-04b")
    await tourism.sees(
        "Mục 4, Công văn của UBND tỉnh",
        f"Thời hạn: {_STRICTLY} (còn 19 ngày làm việc)",
        "Nơi nhận: Sở Nội vụ",
        "Nơi nhận: Sở Thông tin và Truyền thông",
    )
    await tourism.presses("‹ Danh sách", "CV-04a", "Nhập kế hoạch 2023")
    await tourism.says("118/KH-SDL")
    await tourism.presses("Hôm nay, 02/10/2023", "Bỏ qua ›", "Nhập kế hoạch")
    await tourism.sees(
        "Đã nhập: kế hoạch 2023, số 118/KH-SDL ngày 02/10/2023",
        "Còn 1 việc phải thực hiện",
        "CV-04a · gửi ngày 02/10/2023, tiếp nhận 0/2",
    )
    for player in (coordinator, receiver):
        await player.is_told("Sở Du lịch đã gửi văn bản thực hiện CV-04a", "118/KH-SDL")
        await player.presses("Mở CV-04a", "Xác nhận tiếp nhận")
    await tourism.is_told("CV-04a đã được tiếp nhận")
    await coordinator.says("/plans")
    await coordinator.sees("2023: đã ban hành 36/42", but_not=("Sở Du lịch",))


async def explains(place: Place) -> None:
    """Seven working days before Friday the 27th it is reminded; what it sends comes back, and is received anew."""
    tourism, coordinator, receiver = (place.players[one] for one in (TOURISM, COORDINATOR, HEAD))
    await place.comes_to(10, 18, 8)
    await tourism.is_told(
        "Nhắc việc, Thứ Tư, 18/10/2023", f"CV-04b · còn 7 ngày làm việc · {_STRICTLY}", but_not=("CV-04a",)
    )
    await tourism.presses("Mở CV-04b", "Đã gửi văn bản")
    await tourism.says("công văn giải trình")
    await tourism.sees("Văn bản phải có số, ký hiệu")
    await tourism.says("126/SDL-VP")
    await tourism.says("30/10/2023")
    await tourism.sees("Ngày ghi trên văn bản sau ngày hôm nay")
    await tourism.presses("Hôm nay, 18/10/2023")
    await tourism.sends_document("giai-trinh.pdf", paper(), "application/pdf")
    await tourism.sees("Số: 126/SDL-VP", "Ngày: Thứ Tư, 18/10/2023", "Đính kèm: giai-trinh.pdf")
    await tourism.presses("Ghi nhận")
    await tourism.sees("Trạng thái: đã gửi, chờ tiếp nhận")
    for player in (coordinator, receiver):
        await player.is_told("Có văn bản chờ tiếp nhận", "CV-04b", "126/SDL-VP")

    await receiver.presses("Mở CV-04b", "Trả lại, nêu lý do")
    await receiver.says(_INCOMPLETE)
    await tourism.is_told("CV-04b bị trả lại, yêu cầu bổ sung", _INCOMPLETE, _STRICTLY)
    await tourism.presses("Mở CV-04b", "Đã gửi văn bản")
    await tourism.says("127/SDL-VP")
    await tourism.presses("Hôm nay, 18/10/2023", "Bỏ qua ›", "Ghi nhận")
    await receiver.is_told("CV-04b", "127/SDL-VP")
    await coordinator.is_told("CV-04b", "127/SDL-VP")
    await coordinator.presses("Mở CV-04b", "Xác nhận tiếp nhận")
    await tourism.says("/tasks")
    await tourism.presses("Theo công văn (0)")
    await tourism.sees("CV-04b · gửi ngày 18/10/2023, tiếp nhận 1/2")
    await receiver.presses("Mở CV-04b", "Xác nhận tiếp nhận")
    await tourism.is_told("CV-04b đã được tiếp nhận")
    await coordinator.says("/dispatch")
    await coordinator.sees(
        "CV-04a · đã gửi 1/7 · đã tiếp nhận đủ: 1",
        "CV-04b · đã gửi 1/7 · đã tiếp nhận đủ: 1",
        but_not=_PER_CASE,
    )


async def reviews(place: Place) -> None:
    """One of the seven selected bodies speaks of each of its key tasks; the coordinator sees the seven together."""
    body, coordinator = place.players[ACCUSED], place.players[COORDINATOR]
    for code, percent in (("NVTT23-07", "50%"), ("NVTT23-08", "75%"), ("NVTT23-09", "10%")):
        await body.says("/tasks")
        await body.presses("Theo công văn (2)", "CV-06a", code, "Báo cáo tiến độ", percent, "Bỏ qua ›")
    await body.says("/tasks")
    await body.presses("Theo công văn (1)", "CV-06a")
    await body.sees("Trạng thái: đã rà soát 3/3", "NVTT23-08: đạt 75%, báo cáo ngày 18/10/2023")
    await coordinator.says("/selected")
    await coordinator.sees(
        "Rà soát xong nhiệm vụ trọng tâm: 1/7 đơn vị",
        "Đã gửi báo cáo: 0/7 đơn vị",
        "CV-06a · đã rà soát 3/3",
        "CV-06b · chưa gửi báo cáo, còn 31 ngày làm việc",
    )


IMPORTS: Final = (Act(N_("The dispatch comes in"), comes_in),)
UNIT: Final = (Act(N_("A unit without a plan"), is_bound),)
ORDERS: Final = (Act(N_("What the dispatch orders of it"), owes),)
ANSWERS: Final = (
    Act(N_("Before 30 October"), explains),
    Act(N_("The seven selected bodies"), reviews),
)
