"""The working calendar edited in the chat: who may, which days, and that everything is counted by it from then on."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from bot.stage import PROVINCE
from domain.people import Role
from domain.workday import AddedDay
from simulator.client import Person
from tests.support.plans import count, give_tasks, give_units, news, presses, says, task
from tests.support.town import Town

REFUSED = "Chức năng này không dành cho tài khoản của ông/bà"


@pytest.fixture
async def thu(town: Town) -> Person:
    await give_units(town)
    return await town.staff("Hoàng Thị Thu", Role.COORDINATOR)


async def add(town: Town, thu: Person, kind: str, day: str, name: str) -> None:
    await says(town, thu, "/workdays")
    await presses(town, thu, "Thêm ngày ›", kind)
    await says(town, thu, day)
    await says(town, thu, name)


async def days(town: Town) -> list[AddedDay]:
    async with town.product.office.reading() as (uow, _):
        return await uow.added_days.all()


@pytest.mark.both_databases
async def test_a_day_off_is_added_with_its_source_and_reminders_go_by_it(town: Town, thu: Person) -> None:
    await give_tasks(town, task("A-1", "STTTT", "2023-10-04"))
    minh = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    await add(town, thu, "Ngày nghỉ", "3/10/2023", "Nghỉ do bão <số 5> & mưa lũ")
    review = await says(town, thu, "Công điện 12/CĐ-UBND")
    assert "Thứ Ba, 03/10/2023: Ngày nghỉ" in review.text
    assert await days(town) == []
    page = await presses(town, thu, "Thêm ngày này")
    assert "Đã thêm ngày 03/10/2023." in page.text
    assert "Thứ Ba, 03/10/2023 · nghỉ · Nghỉ do bão <số 5> & mưa lũ" in page.text
    assert "Căn cứ: Công điện 12/CĐ-UBND" in page.text
    assert "Người nhập: Hoàng Thị Thu" in page.text
    # The clock's next round reads the calendar again: nobody is rung at on the day off.
    await town.product.ticker.round()
    assert not town.product.office.calendar.is_working(date(2023, 10, 3))
    since = await count(minh)
    await town.moves_to(datetime(2023, 10, 3, 8, 30, tzinfo=PROVINCE))
    assert await news(minh, since) == []
    await town.moves_to(datetime(2023, 10, 4, 8, 30, tzinfo=PROVINCE))
    assert len(await news(minh, since)) == 1


async def test_a_saturday_is_worked_and_taken_back(town: Town, thu: Person) -> None:
    await add(town, thu, "Ngày làm việc", "07/10/2023", "Làm bù")
    await presses(town, thu, "Bỏ qua ›")
    await presses(town, thu, "Thêm ngày này")
    await town.product.ticker.round()
    assert town.product.office.calendar.is_working(date(2023, 10, 7))
    asked = await presses(town, thu, "Bỏ ngày 07/10/2023")
    assert "Bỏ ngày này khỏi lịch?" in asked.text
    assert len(await days(town)) == 1
    await asyncio.gather(*(thu.presses("Bỏ ngày này", message_id=asked.message_id) for _ in range(2)))
    await town.settle()
    assert "Đã có người thao tác trước" in (await thu.last()).text
    assert await days(town) == []
    await town.product.ticker.round()
    assert not town.product.office.calendar.is_working(date(2023, 10, 7))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("01/10/2023", "đã qua"),
        ("01/01/2027", "31/12/2025"),
        ("07/10/2023", "Lịch đã ghi ngày 07/10/2023 như vậy"),
        ("30/02/2024", "Chưa đọc được ngày"),
        ("mai", "Chưa đọc được ngày"),
    ],
)
async def test_a_day_that_cannot_be_added_is_refused_with_why(
    town: Town, thu: Person, day: str, words: str
) -> None:
    await says(town, thu, "/workdays")
    await presses(town, thu, "Thêm ngày ›", "Ngày nghỉ")
    said = await says(town, thu, day)
    assert words in said.text, said.text
    # The question stands.
    assert "Ngày nào?" in said.text


async def test_words_that_are_none_or_too_many(town: Town, thu: Person) -> None:
    await says(town, thu, "/workdays")
    await presses(town, thu, "Thêm ngày ›", "Ngày nghỉ")
    await says(town, thu, "09/10/2023")
    assert "Tin nhắn trống" in (await says(town, thu, "\u200b")).text
    assert "Nội dung dài hơn 200 ký tự" in (await says(town, thu, "a" * 201)).text
    assert await days(town) == []


async def test_what_another_coordinator_added_meanwhile_is_told(town: Town, thu: Person) -> None:
    tam = await town.staff("Tâm", Role.COORDINATOR)
    for person in (thu, tam):
        await add(town, person, "Ngày nghỉ", "09/10/2023", f"Lời của {person.name}")
        await presses(town, person, "Bỏ qua ›")
    await presses(town, tam, "Thêm ngày này")
    said = await presses(town, thu, "Thêm ngày này")
    assert "Lịch đã ghi ngày 09/10/2023 như vậy" in said.text
    assert [one.name for one in await days(town)] == ["Lời của Tâm"]


async def test_a_day_that_passed_while_the_form_lay_open_and_one_that_is_past(
    town: Town, thu: Person
) -> None:
    await add(town, thu, "Ngày nghỉ", "03/10/2023", "Nghỉ do bão")
    await presses(town, thu, "Bỏ qua ›")
    await town.moves_to(datetime(2023, 10, 4, 1, tzinfo=UTC))
    # The draft has lapsed or the day has passed: either way nothing is changed.
    await presses(town, thu, "Thêm ngày này")
    assert await days(town) == []
    async with town.product.office.writing() as (uow, _):
        await uow.added_days.put(AddedDay(date(2023, 10, 2), False, "Đã qua"))
    page = await says(town, thu, "/workdays")
    assert "Thứ Hai, 02/10/2023 · nghỉ · Đã qua" in page.text
    assert "Bỏ ngày 02/10/2023" not in page.labels
    await thu.forges(f"vc3:{_packed(date(2023, 10, 2))}:1", page.message_id)
    await town.settle()
    assert "đã qua" in (await thu.last()).text
    assert len(await days(town)) == 1


def _packed(day: date) -> str:
    digits, number = "", day.toordinal()
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.UNIT_HEAD, "STTTT"), (Role.LEADER, None), (Role.ADMINISTRATOR, None), (None, None)],
)
async def test_nobody_else_edits_the_calendar_or_a_setting(
    town: Town, thu: Person, role: Role | None, unit: str | None
) -> None:
    other = await town.person("Hoa") if role is None else await town.staff("Khác", role, unit)
    for command in ("/workdays", "/rules"):
        assert REFUSED in (await says(town, other, command)).text
    day = _packed(date(2023, 10, 9))
    for data in ("vc1:0", "vc2", f"vc3:{day}:1", "vr1:0", "vr2:decimals:0", "vr3:decimals"):
        await says(town, other, "/start")
        await other.forges(data, (await other.last()).message_id)
        await town.settle()
        assert REFUSED in (await other.last()).text, data
    assert await days(town) == []


# ── settings ──────────────────────────────────────────────────────────────────────────────────────


async def open_setting(town: Town, thu: Person, name: str) -> None:
    page = await says(town, thu, "/rules")
    while name not in page.text:
        page = await presses(town, thu, "Tiếp ›")
    lines = page.text.splitlines()
    (number,) = [line.partition(".")[0] for line in lines if line.endswith(f". {name}")]
    await presses(town, thu, number)


@pytest.mark.both_databases
async def test_a_setting_is_set_from_a_day_on_and_read_again(town: Town, thu: Person) -> None:
    await open_setting(town, thu, "Giờ nhắc")
    page = await thu.last()
    assert "Giá trị: 08:00 (mặc định)" in page.text
    assert "Căn cứ của giá trị mặc định: Quy tắc của sản phẩm về nhiệm vụ" in page.text
    await presses(town, thu, "Đặt giá trị khác ›")
    wrong = await says(town, thu, "25:00")
    assert "25:00" in wrong.text
    assert "“Giờ nhắc”" in wrong.text
    assert "Cách viết: giờ, ví dụ 08:00" in wrong.text
    await says(town, thu, "08:30")
    assert "đã qua" in (await says(town, thu, "01/10/2023")).text
    review = await says(town, thu, "03/10/2023")
    assert "Hiện nay: 08:00" in review.text
    assert "Từ Thứ Ba, 03/10/2023: 08:30" in review.text
    done = await presses(town, thu, "Đặt giá trị này")
    assert "Đã đặt, hiệu lực từ 03/10/2023." in done.text
    assert "Từ 03/10/2023: 08:30" in done.text
    await town.product.ticker.round()
    assert town.product.office.rules.reminder_at.isoformat("minutes") == "08:00"
    await town.moves_to(datetime(2023, 10, 3, 8, tzinfo=PROVINCE))
    await town.product.ticker.round()
    assert town.product.office.rules.reminder_at.isoformat("minutes") == "08:30"


async def test_of_two_who_set_it_one_is_told(town: Town, thu: Person) -> None:
    tam = await town.staff("Tâm", Role.COORDINATOR)
    for person, value in ((thu, "2"), (tam, "3")):
        await open_setting(town, person, "Số chữ số thập phân của tỷ lệ")
        await presses(town, person, "Đặt giá trị khác ›")
        await says(town, person, value)
        await says(town, person, "02/10/2023")
    await presses(town, tam, "Đặt giá trị này")
    said = await presses(town, thu, "Đặt giá trị này")
    assert "Đã có người thao tác trước" in said.text
    assert "Giá trị: 3" in said.text


@pytest.mark.parametrize("value", ["", "a" * 600, "x\x00y", "9", "-1", "hai", "1.5", "=1+1"])
async def test_a_wrong_value_changes_nothing(town: Town, thu: Person, value: str) -> None:
    await open_setting(town, thu, "Số chữ số thập phân của tỷ lệ")
    await presses(town, thu, "Đặt giá trị khác ›")
    if value:
        said = await says(town, thu, value)
    else:
        await thu.sends_sticker()
        await town.settle()
        said = await thu.last()
    assert "Giá trị mới là gì?" in said.text
    async with town.product.office.reading() as (uow, _):
        assert await uow.settings.rules() == []


async def test_words_with_commas_are_kept_as_they_are(town: Town, thu: Person) -> None:
    await open_setting(town, thu, "Nơi nhận báo cáo")
    page = await thu.last()
    assert "Bộ Nội vụ / Thường trực Tỉnh ủy / Chủ tịch, các Phó Chủ tịch UBND tỉnh / Sở Nội vụ" in page.text


async def test_a_setting_that_there_is_not(town: Town, thu: Person) -> None:
    for data in ("vr2:weather:0", "vr3:weather"):
        await says(town, thu, "/rules")
        await thu.forges(data, (await thu.last()).message_id)
        await town.settle()
        assert "Không có" in (await thu.last()).text, data
