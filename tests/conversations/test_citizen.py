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
