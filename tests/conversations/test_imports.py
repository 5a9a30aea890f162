"""A table sent in the chat: what it would change is shown, and just that is done; whatever is wrong is named."""

import asyncio
from datetime import timedelta

import pytest

from bot.samples import FOLDER
from domain.dossiers import Month
from domain.people import Role
from simulator.client import Person, View
from tests.support.plans import give_units, presses, says
from tests.support.town import Town
from tests.support.workbooks import as_workbook, bomb, workbook_of

HEADER = (FOLDER / "par_plan_2023.csv").read_text(encoding="utf-8-sig").splitlines()[0]
REFUSED = "Chức năng này không dành cho tài khoản của ông/bà"


def row(code: str, *, due: str = "2023-11-20", unit: str = "STTTT", status: str = "in_progress") -> str:
    return f"{code},digital_government,Nhiệm vụ {code},,{unit},,{due},Báo cáo,{status},,"


def table(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


async def sends(town: Town, person: Person, name: str, data: bytes) -> View:
    await person.uploads_document(name, data)
    await town.settle()
    await town.product.fetcher.step()
    await town.settle()
    return await person.last()


async def codes(town: Town) -> dict[str, str]:
    async with town.product.office.reading() as (uow, _):
        plans = await uow.tasks.plans()
        return {
            task.code: task.due_date.isoformat()
            for plan in plans
            for task in await uow.tasks.of_plan(plan.id)
        }


@pytest.fixture
async def thu(town: Town) -> Person:
    await give_units(town)
    return await town.staff("Thu", Role.COORDINATOR)


@pytest.mark.both_databases
async def test_a_plan_is_shown_first_and_applied_as_shown(town: Town, thu: Person) -> None:
    asked = await sends(town, thu, "kế hoạch.csv", table(row("A-1"), row("A-2"), row("A-3")))
    assert "Tệp chứa dữ liệu gì?" in asked.text
    assert "kế hoạch.csv" in asked.text
    shown = await presses(town, thu, "Kế hoạch CCHC")
    assert "Những thay đổi sẽ có: Kế hoạch CCHC CCHC-2023" in shown.text
    assert "Thêm mới: 3" in shown.text
    assert "A-1; A-2; A-3" in shown.text
    assert await codes(town) == {}
    done = await presses(town, thu, "Nhập dữ liệu này")
    assert "Đã nhập: Kế hoạch CCHC CCHC-2023" in done.text
    assert sorted(await codes(town)) == ["A-1", "A-2", "A-3"]
    # A second file changes one, adds one and leaves one out.
    await sends(town, thu, "kế hoạch 2.csv", table(row("A-1", due="2023-12-20"), row("A-2"), row("A-4")))
    shown = await presses(town, thu, "Kế hoạch CCHC")
    assert "• A-1 due_date: 20/11/2023 → 20/12/2023" in shown.text
    assert "Không có trong tệp:\nA-3" in shown.text
    await presses(town, thu, "Nhập dữ liệu này")
    assert await codes(town) == {
        "A-1": "2023-12-20",
        "A-2": "2023-11-20",
        "A-3": "2023-11-20",
        "A-4": "2023-11-20",
    }
    # What was imported is not kept.
    await town.product.fetcher.step()
    async with town.product.office.reading() as (uow, _):
        assert await uow.files.ids() == []


async def test_what_changed_between_the_look_and_the_press_is_shown_again(town: Town, thu: Person) -> None:
    tam = await town.staff("Tâm", Role.COORDINATOR)
    await sends(town, thu, "a.csv", table(row("A-1")))
    await presses(town, thu, "Kế hoạch CCHC")
    await sends(town, tam, "b.csv", table(row("A-1", due="2023-12-01")))
    await presses(town, tam, "Kế hoạch CCHC", "Nhập dữ liệu này")
    said = await presses(town, thu, "Nhập dữ liệu này")
    assert "Dữ liệu đã thay đổi trong lúc chờ nên chưa nhập gì." in said.text
    assert "due_date: 01/12/2023 → 20/11/2023" in said.text
    assert await codes(town) == {"A-1": "2023-12-01"}
    assert "Đã nhập" in (await presses(town, thu, "Nhập dữ liệu này")).text
    assert await codes(town) == {"A-1": "2023-11-20"}


async def test_a_second_press_imports_nothing_more_and_says_so(town: Town, thu: Person) -> None:
    await sends(town, thu, "a.csv", table(row("A-1")))
    screen = await presses(town, thu, "Kế hoạch CCHC")
    await asyncio.gather(*(thu.presses("Nhập dữ liệu này", message_id=screen.message_id) for _ in range(2)))
    await town.settle()
    assert "Tệp này đã được nhập hoặc đã bỏ." in (await thu.last()).text
    assert list(await codes(town)) == ["A-1"]


async def test_a_workbook_as_excel_keeps_it(town: Town, thu: Person) -> None:
    data = as_workbook(FOLDER / "par_plan_2023.csv", "due_date", "submitted_on", "completed_on")
    await sends(town, thu, "KH.xlsx", data)
    shown = await presses(town, thu, "Kế hoạch CCHC")
    assert "Thêm mới: 41" in shown.text
    assert "và 33 mục nữa" in shown.text
    await presses(town, thu, "Nhập dữ liệu này")
    assert len(await codes(town)) == 41


async def test_dossiers_are_entered_in_the_name_of_who_sent_them(town: Town, thu: Person) -> None:
    await sends(town, thu, "hồ sơ.csv", b"unit,month,received,online\nSNV,08/2023,284,190\n")
    shown = await presses(town, thu, "Hồ sơ trực tuyến")
    assert "SNV 08/2023" in shown.text
    await presses(town, thu, "Nhập dữ liệu này")
    async with town.product.office.reading() as (uow, _):
        (record,) = await uow.dossiers.versions("SNV", Month(2023, 8))
    assert record.role is Role.COORDINATOR
    assert record.by is not None
    assert record.reason == "hồ sơ.csv"


async def test_a_register_of_digital_plans(town: Town, thu: Person) -> None:
    await sends(town, thu, "đs.csv", (FOLDER / "digital_plans.csv").read_bytes())
    await presses(town, thu, "Kế hoạch chuyển đổi số", "Nhập dữ liệu này")
    async with town.product.office.reading() as (uow, _):
        assert (await uow.digital_plans.matrix()).plans


async def test_wrong_cells_are_named_by_line_and_column_ten_at_most(town: Town, thu: Person) -> None:
    wrong = [row(f"A-{n}", due="2023-02-30") for n in range(1, 12)]
    await sends(town, thu, "a.csv", table(*wrong, row("A-12", unit="XYZ")))
    said = await presses(town, thu, "Kế hoạch CCHC")
    assert "12 ô sai" in said.text
    assert "dòng 2, cột due_date: “2023-02-30” không phải là ngày" in said.text
    assert said.text.count("dòng ") == 10
    assert "và 2 mục nữa" in said.text
    assert "Nhập dữ liệu này" not in said.labels
    assert await codes(town) == {}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsm", workbook_of([HEADER.split(",")]), "Tệp có macro"),
        ("a.xlsx", bomb(400 * 1024 * 1024), "nén"),
        ("a.xlsx", b"PK\x03\x04rubbish", "hỏng"),
        ("a.csv", "code;tên\nA;Đường\n".encode("utf-16"), "UTF-8"),
        ("a.csv", b" \n", "Tệp trống"),
        ("a.csv", HEADER.encode(), "không có dòng dữ liệu"),
        ("a.csv", b"unit,month\nSNV,08/2023\n", "ô sai"),
    ],
)
async def test_a_file_that_is_no_such_table_is_refused_with_why(
    town: Town, thu: Person, name: str, data: bytes, words: str
) -> None:
    await sends(town, thu, name, data)
    said = await presses(town, thu, "Kế hoạch CCHC")
    assert words in said.text, said.text
    assert "Nhập dữ liệu này" not in said.labels
    # It can be taken for something else, or thrown away.
    assert "Bỏ tệp" in said.labels
    assert "Đã bỏ tệp." in (await presses(town, thu, "Bỏ tệp")).text
    assert await codes(town) == {}


async def test_what_is_no_table_is_not_taken(town: Town, thu: Person) -> None:
    said = await sends(town, thu, "anh.pdf", b"%PDF-1.4")
    assert "Tệp này không phải .xlsx hoặc .csv" in said.text
    said = await sends(town, thu, "lớn.csv", b"a" * (5 * 1024 * 1024 + 1))
    assert "Tệp lớn hơn 5 MB" in said.text
    async with town.product.office.reading() as (uow, _):
        assert await uow.files.ids() == []


async def test_what_nobody_confirmed_is_thrown_away_after_a_day(town: Town, thu: Person) -> None:
    await sends(town, thu, "a.csv", table(row("A-1")))
    await presses(town, thu, "Kế hoạch CCHC")
    await town.after(timedelta(hours=25))
    assert "Tệp này đã được nhập hoặc đã bỏ." in (await presses(town, thu, "Nhập dữ liệu này")).text
    assert await codes(town) == {}


async def test_nobody_else_imports_and_nobody_opens_anothers_file(town: Town, thu: Person) -> None:
    await sends(town, thu, "a.csv", table(row("A-1")))
    await presses(town, thu, "Kế hoạch CCHC")
    async with town.product.office.reading() as (uow, _):
        (file_id,) = await uow.files.ids()
    presses_of = [f"vi1:{file_id}:p", f"vi2:{file_id}:p:0123456789", f"vi3:{file_id}", f"vi4:{file_id}"]
    head = await town.staff("Minh", Role.UNIT_HEAD, "STTTT")
    leader = await town.staff("Bình", Role.LEADER)
    for other in (head, leader, await town.person("Hoa")):
        assert REFUSED in (await says(town, other, "/imports")).text
        said = await sends(town, other, "a.csv", table(row("B-1")))
        assert "Tệp chứa dữ liệu gì?" not in said.text
        for data in presses_of:
            await says(town, other, "/start")
            await other.forges(data, (await other.last()).message_id)
            await town.settle()
            assert REFUSED in (await other.last()).text, data
    tam = await town.staff("Tâm", Role.COORDINATOR)
    for data in presses_of:
        await says(town, tam, "/imports")
        await tam.forges(data, (await tam.last()).message_id)
        await town.settle()
        assert "Tệp này đã được nhập hoặc đã bỏ." in (await tam.last()).text, data
    assert "Đã nhập" in (await presses(town, thu, "Nhập dữ liệu này")).text
