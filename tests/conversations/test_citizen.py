"""A citizen fills in the form and sends a report; the inspectorate hears of it."""

from bot.samples import import_samples
from domain.people import Role
from simulator.client import Person
from tests.support.town import Town

WORDS = "Cán bộ đòi <b>2 triệu</b> & hẹn nhiều lần"


async def presses(town: Town, person: Person, *labels: str) -> None:
    for label in labels:
        await person.presses(label)
        await town.settle()


async def says(town: Town, person: Person, text: str) -> None:
    await person.sends(text)
    await town.settle()


async def test_a_report_goes_through_the_whole_form_to_its_code_and_into_the_queue(town: Town) -> None:
    await import_samples(town.product.office)
    dung = await town.staff("Dung", Role.INTAKE_OFFICER)
    hoa = await town.person("Hoa")
    await says(town, hoa, "/report")
    await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    await says(town, hoa, "so tai nguyem moi truong")
    await presses(town, hoa, "Sở Tài nguyên và Môi trường", *["Bỏ qua ›"] * 3)
    await says(town, hoa, WORDS)
    await presses(town, hoa, "Xong, tiếp tục ›", *["Bỏ qua ›"] * 4, "Chỉ qua kênh này", "Bỏ qua ›")
    review = await hoa.last()
    assert WORDS in review.text
    before = len(await dung.messages())

    await presses(town, hoa, "Gửi phản ánh")
    receipt = await hoa.last()
    assert "Mã hồ sơ: NA-" in receipt.text
    assert "Sao chép mã" in receipt.labels
    assert "Người xử lý không thấy tên và tài khoản của ông/bà." in receipt.text
    assert "Đơn vị bị phản ánh không được báo về phản ánh này." in receipt.text

    heard = (await dung.messages())[before:]
    assert len(heard) == 1
    # What the citizen wrote is never in a notification.
    assert "2 triệu" not in heard[0].text
    await says(town, dung, "/queue")
    code = receipt.text.split("Mã hồ sơ: ")[1][:12]
    assert code in (await dung.last()).text


async def test_the_head_of_the_accused_unit_hears_nothing(town: Town) -> None:
    await import_samples(town.product.office)
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STNMT")
    hoa = await town.person("Hoa")
    before = await minh.transcript()
    await says(town, hoa, "/report")
    await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    await says(town, hoa, "stnmt")
    await presses(town, hoa, "Sở Tài nguyên và Môi trường", *["Bỏ qua ›"] * 3)
    await says(town, hoa, WORDS)
    await presses(
        town, hoa, "Xong, tiếp tục ›", *["Bỏ qua ›"] * 4, "Chỉ qua kênh này", "Bỏ qua ›", "Gửi phản ánh"
    )
    assert "Mã hồ sơ: NA-" in (await hoa.last()).text
    assert await minh.transcript() == before


async def test_a_message_edited_before_sending_replaces_what_it_said(town: Town) -> None:
    await import_samples(town.product.office)
    hoa = await town.person("Hoa")
    await says(town, hoa, "/report")
    await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý", "Nhũng nhiễu")
    await says(town, hoa, "stnmt")
    await presses(town, hoa, "Sở Tài nguyên và Môi trường", *["Bỏ qua ›"] * 3)
    told = await hoa.sends("Hôm thứ hai tôi bị đòi tiền")
    await town.settle()
    await hoa.edits(told, "Hôm thứ ba tôi bị đòi tiền")
    await town.settle()
    await presses(town, hoa, "Xong, tiếp tục ›", *["Bỏ qua ›"] * 4, "Chỉ qua kênh này", "Bỏ qua ›")
    review = (await hoa.last()).text
    assert "Hôm thứ ba tôi bị đòi tiền" in review
    assert "Hôm thứ hai" not in review


async def test_each_kind_of_conduct_is_explained_and_each_step_says_what_its_buttons_do(town: Town) -> None:
    await import_samples(town.product.office)
    hoa = await town.person("Hoa")
    await says(town, hoa, "/report")
    await presses(town, hoa, "Tiếng Việt", "Tôi đã đọc và đồng ý")
    conduct = await hoa.last()
    assert "Sách nhiễu, vòi vĩnh: đòi tiền, quà hoặc lợi ích" in conduct.text
    await presses(town, hoa, "Sách nhiễu, vòi vĩnh")
    # Beside a report that was begun nothing reads as if it sent that one.
    await says(town, hoa, "/start")
    assert (await hoa.last()).labels[:2] == ["Điền tiếp phản ánh ›", "Lập phản ánh mới"]
    await presses(town, hoa, "Điền tiếp phản ánh ›")
    await says(town, hoa, "stnmt")
    await presses(town, hoa, "Sở Tài nguyên và Môi trường", *["Bỏ qua ›"] * 3)
    await says(town, hoa, WORDS)
    await presses(town, hoa, "Xóa hết", "‹ Không, giữ lại")
    assert "Đã lưu 1 tin nhắn" in (await hoa.last()).text
    await presses(town, hoa, "Xong, tiếp tục ›")
    assert "Có thể gửi tối đa 30 tệp." in (await hoa.last()).text
    await hoa.shares_location(18.67, 105.69)
    await town.settle()
    assert "Đã lưu vị trí.\n\n" in (await hoa.last()).text
    assert "Đã lưu: 1/30." in (await hoa.last()).text
    await presses(town, hoa, "Xong, tiếp tục ›", *["Bỏ qua ›"] * 2, "Có", "Chỉ qua kênh này", "Có")
    review = (await hoa.last()).text
    assert "Bị đòi tiền, lợi ích: có\n" in review
    assert "Đồng ý hỏi đơn vị đó: có" in review
    await presses(town, hoa, "Sửa nội dung đã điền", "Đọc lại thông báo")
    assert "Trước khi bắt đầu" in (await hoa.last()).text
    await presses(town, hoa, "✓ Tôi đã đọc và đồng ý", "Gửi phản ánh")
    receipt = (await hoa.last()).text
    assert "Mã hồ sơ: NA-" in receipt
    # The unit may be asked: that nobody there is told would be a promise that is not kept.
    assert "Đơn vị bị phản ánh không được báo" not in receipt
