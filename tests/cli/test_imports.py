"""Units and plans come in whole or not at all, from CSV and from Excel, and every wrong cell is named."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.workbooks import as_workbook, bomb, workbook_of

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"
UNITS, PLAN = SAMPLES / "units.csv", SAMPLES / "par_plan_2023.csv"
COLUMNS = "code,area,title_vi,title_en,lead_unit,cooperating_units,due_date,product_vi,status,submitted_on,completed_on"
SOUND = "CCHC23-50,steering,Ban hành kế hoạch,Issue a plan,SNV,@DEPTS,31/12/2023,Kế hoạch,not_started,,"


@pytest.fixture
def units(deployed: Any) -> Any:
    """A deployment that knows the units."""
    assert deployed("units", "import", str(UNITS)).exit_code == 0
    return deployed


def written(folder: Path, *rows: str, header: str = COLUMNS) -> str:
    path = folder / "plan.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8-sig")
    return str(path)


# ── workbooks ─────────────────────────────────────────────────────────────────────────────────────


def test_a_workbook_says_the_same_as_the_csv_it_was_made_of(deployed: Any, tmp_path: Path) -> None:
    units, plan = tmp_path / "units.xlsx", tmp_path / "plan.xlsx"
    units.write_bytes(as_workbook(UNITS))
    plan.write_bytes(as_workbook(PLAN, "due_date", "submitted_on", "completed_on"))
    assert "Added: 50" in deployed("--language", "en", "units", "import", str(units)).stdout
    assert "Added: 41" in deployed("--language", "en", "plan", "import", str(plan)).stdout
    for what, file, count in (
        ("units", UNITS, 50),
        ("plan", PLAN, 41),
        ("units", units, 50),
        ("plan", plan, 41),
    ):
        again = deployed("--language", "en", what, "import", str(file))
        assert f"Added: 0; changed: 0; unchanged: {count}; not in the file: 0." in again.stdout, again.output


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (bomb(80 * 1024 * 1024), "Unpacked, the file is larger than"),
        (bomb(8 * 1024 * 1024), "packed more tightly than any table"),
        (workbook_of([["code"]])[:-200], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel format"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
    ],
)
def test_a_workbook_that_would_burst_or_is_broken_is_refused_before_it_is_read(
    deployed: Any, tmp_path: Path, content: bytes, why: str
) -> None:
    assert len(content) < 400_000
    file = tmp_path / "units.xlsx"
    file.write_bytes(content)
    for what in ("units", "plan"):
        result = deployed("--language", "en", what, "import", str(file))
        assert result.exit_code == 1
        assert why in result.stderr
        assert "Traceback" not in result.output


def test_macros_are_refused_by_name(deployed: Any, tmp_path: Path) -> None:
    file = tmp_path / "units.xlsm"
    file.write_bytes(as_workbook(UNITS))
    result = deployed("units", "import", str(file))
    assert (result.exit_code, result.stderr) == (
        1,
        "Tệp có macro: hãy lưu thành .xlsx không có macro.\n",
    )


# ── wrong rows ────────────────────────────────────────────────────────────────────────────────────


def test_every_wrong_cell_of_a_plan_is_named_with_its_line_column_and_reason(
    units: Any, tmp_path: Path
) -> None:
    file = written(
        tmp_path,
        SOUND,
        "CCHC23-50,steering,Trùng mã,,SNV,,31/12/2023,Kế hoạch,not_started,,",
        "mã có dấu,magic,,,KHONG-CO,@ALL;KHONG-CO,31/02/2023,,done,,",
        "CCHC23-51,steering,Đã xong,,SNV,,31/12/2023,Kế hoạch,completed,02/10/2023,",
        "CCHC23-52,steering,Chưa làm,,SNV,,31/12/2023,Kế hoạch,not_started,02/10/2023,",
        "CCHC23-53,steering,Ngược,,SNV,,31/12/2023,Kế hoạch,completed,02/10/2023,01/10/2023",
    )
    result = units("--language", "en", "plan", "import", file)
    assert result.exit_code == 1
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert told == [
        "line 3, column code: the code “CCHC23-50” is there twice",
        "line 4, column code: “mã có dấu” cannot be a code",
        "line 4, column area: “magic” is no area of reform; there are steering, institutions, procedures, apparatus, "
        "civil_service, public_finance, digital_government",
        "line 4, column title_vi: the cell is empty",
        "line 4, column lead_unit: “KHONG-CO” names a unit that is not known",
        "line 4, column cooperating_units: “@ALL” names a group of units that is not known; "
        "there are @DEPTS, @DISTRICTS",
        "line 4, column cooperating_units: “KHONG-CO” names a unit that is not known",
        "line 4, column due_date: “31/02/2023” is no date (write dd/mm/yyyy)",
        "line 4, column product_vi: the cell is empty",
        "line 4, column status: “done” is no status of a task; there are not_started, in_progress, submitted, "
        "completed, suspended, cancelled",
        "line 5, column completed_on: the status needs this date",
        "line 6, column submitted_on: the status has no such date",
        "line 7, column completed_on: it is earlier than the date of submission",
        "Nothing was imported: 13 faults.",
    ]
    # Nothing is half imported: the sound row is not there either.
    assert "Added: 1;" in units("--language", "en", "plan", "import", written(tmp_path, SOUND)).stdout


def test_faults_are_told_in_vietnamese_where_that_is_spoken(units: Any, tmp_path: Path) -> None:
    file = written(tmp_path, SOUND.replace("31/12/2023", "hôm qua"))
    assert units("plan", "import", file).stderr.splitlines() == [
        "dòng 2, cột due_date: “hôm qua” không phải là ngày hợp lệ (viết theo dạng dd/mm/yyyy)",
        "Chưa nhập gì: có 1 lỗi.",
    ]


def test_a_missing_and_an_unknown_column_are_named(units: Any, tmp_path: Path) -> None:
    header = COLUMNS.replace("due_date", "han")
    told = units("--language", "en", "plan", "import", written(tmp_path, SOUND, header=header)).stderr
    assert "line 1, column due_date: this column is missing" in told
    assert "line 1, column han: there is no such column" in told


def test_a_wrong_cell_of_a_workbook_is_named_by_the_line_excel_shows(units: Any, tmp_path: Path) -> None:
    cells = SOUND.split(",")
    file = tmp_path / "plan.xlsx"
    file.write_bytes(workbook_of([COLUMNS.split(","), cells, [], ["B", "magic", *cells[2:]]]))
    told = units("--language", "en", "plan", "import", str(file)).stderr
    assert told.startswith("line 4, column area: “magic” is no area of reform; there are steering, ")


def test_a_unit_that_stands_under_itself_is_named(deployed: Any, tmp_path: Path) -> None:
    header = "code,name_vi,name_en,kind,parent,selected_for_direction"
    file = written(
        tmp_path,
        "T,Tỉnh,,province,,false",
        "A,Sở A,,department,B,false",
        "B,Sở B,,department,A,false",
        "C,Sở C,,department,C,false",
        header=header,
    )
    told = deployed("--language", "en", "units", "import", file)
    assert told.exit_code == 1
    assert "line 3, column parent: the unit stands under itself" in told.stderr
    assert "line 5, column parent: the unit is its own parent" in told.stderr


# ── dry runs and repeats ──────────────────────────────────────────────────────────────────────────


def test_a_dry_run_says_what_would_change_and_changes_nothing(units: Any, tmp_path: Path) -> None:
    first = written(tmp_path, SOUND)
    for _ in range(2):
        told = units("--language", "en", "plan", "import", first, "--dry-run").stdout
        assert "+ CCHC23-50" in told
        assert "Would be added: 1; changed: 0; unchanged: 0; not in the file: 0." in told
    assert units("plan", "import", first).exit_code == 0
    other = written(
        tmp_path,
        SOUND.replace("31/12/2023", "30/11/2023").replace("Ban hành kế hoạch", "Ban hành kế hoạch năm"),
        SOUND.replace("CCHC23-50", "CCHC23-51"),
    )
    told = units("--language", "en", "plan", "import", other, "--dry-run").stdout
    assert (
        "~ CCHC23-50: title_vi: Ban hành kế hoạch → Ban hành kế hoạch năm, due_date: 2023-12-31 → 2023-11-30"
        in told
    )
    assert "+ CCHC23-51" in told
    assert "Added: 1; changed: 1" in units("--language", "en", "plan", "import", other).stdout
    assert "Added: 0; changed: 0; unchanged: 2" in units("--language", "en", "plan", "import", other).stdout
    # What is not in a file stays: history is not undone by a shorter list.
    told = units(
        "--language", "en", "plan", "import", written(tmp_path, SOUND.replace("CCHC23-50", "CCHC23-51"))
    ).stdout
    assert "unchanged: 1; not in the file: 1." in told


def test_a_plan_of_no_rows_and_a_plan_before_its_units_are_refused(deployed: Any, tmp_path: Path) -> None:
    empty = deployed("--language", "en", "plan", "import", written(tmp_path))
    assert (empty.exit_code, empty.stderr) == (1, "The file has no rows.\n")
    early = deployed("--language", "en", "plan", "import", written(tmp_path, SOUND))
    assert early.exit_code == 1
    assert "“SNV” names a unit that is not known" in early.stderr


def test_what_a_plan_is_called_stays_until_it_is_called_otherwise(units: Any, tmp_path: Path) -> None:
    file = written(tmp_path, SOUND)
    named = ("--title", "Kế hoạch của tỉnh", "--title-en", "The province's plan", "--sample")
    assert units("plan", "import", file, *named).exit_code == 0
    again = units("--language", "en", "plan", "import", file)
    assert again.stdout == "Added: 0; changed: 0; unchanged: 1; not in the file: 0.\n"
    for _ in range(2):
        told = units("plan", "import", file, "--dry-run", "--title", "Khác", "--no-sample").stdout
        assert "~ CCHC-2023: title_vi: Kế hoạch của tỉnh → Khác, is_sample: true → false" in told
    told = units("plan", "import", file, "--no-sample").stdout
    assert "~ CCHC-2023: is_sample: true → false" in told


@pytest.mark.parametrize(
    "words", [("--year", "1999"), ("--year", "20230"), ("--year", "hai"), ("--code", "X" * 65)]
)
def test_a_year_or_a_code_that_cannot_be_is_wrong_use(
    units: Any, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert units("plan", "import", written(tmp_path, SOUND), *words).exit_code == 2


@pytest.mark.parametrize(
    "words",
    [("units", "import"), ("plan", "import", "khong-co.csv"), ("plan", "import", "."), ("plan", "nhap")],
)
def test_wrong_use_ends_with_2(deployed: Any, words: tuple[str, ...]) -> None:
    assert deployed(*words).exit_code == 2


def test_what_a_file_says_cannot_act_on_the_terminal_it_is_told_on(units: Any, tmp_path: Path) -> None:
    plan = written(tmp_path, SOUND)
    assert units("plan", "import", plan).exit_code == 0
    retitled = written(tmp_path, SOUND.replace("Issue", "\x1b[31m\x1b]0;Issue\x07"))
    result = units("plan", "import", retitled)
    assert result.exit_code == 0, result.output
    assert "␛]0;Issue␇ a plan" in result.stdout
    for row, header in (
        (SOUND.replace("SNV", "\x1b]0;\x07"), COLUMNS),
        (SOUND, COLUMNS.replace("area", "\x1b]0;\x07")),
    ):
        result = units("plan", "import", written(tmp_path, row, header=header))
        assert result.exit_code == 1
        assert "␛]0;␇" in result.stderr
