"""A dispatch, digital plans and key tasks come in whole or not at all, and every wrong cell is named."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.workbooks import as_workbook

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"
UNITS, KEY_TASKS = SAMPLES / "units.csv", SAMPLES / "key_tasks_2023.csv"
ORDERS, PLANS = SAMPLES / "dispatch_obligations.csv", SAMPLES / "digital_plans.csv"
COLUMNS = "code,dispatch_item,title_vi,title_en,assignees,due_rule,due_date,product_vi,submit_to"
SOUND = "CV-1,4,Ban hành kế hoạch,Issue the plan,SDL,by_date,30/11/2023,Kế hoạch,SNV;STTTT"
PLAN_COLUMNS = "unit,term,number,issued_on"


@pytest.fixture
def units(deployed: Any) -> Any:
    """A deployment that knows the units, and speaks English."""
    assert deployed("units", "import", str(UNITS)).exit_code == 0

    def run(*words: str) -> Any:
        return deployed("--language", "en", *words)

    return run


def imports(units: Any, file: Path | str, *more: str) -> Any:
    return units("dispatch", "import", str(file), "--issued-on", "02/10/2023", *more)


def written(folder: Path, header: str, *rows: str) -> str:
    path = folder / "rows.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8-sig")
    return str(path)


# ── a dispatch ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
def test_a_dispatch_comes_in_once_and_a_second_time_changes_nothing(units: Any) -> None:
    trial = imports(units, ORDERS, "--dry-run")
    assert "Would be added: 10" in trial.stdout
    first = imports(units, ORDERS, "--sample")
    assert "+ CV-04b" in first.stdout
    assert "Added: 10; changed: 0; unchanged: 0; not in the file: 0." in first.stdout
    again = imports(units, ORDERS)
    assert "~" not in again.stdout
    assert "Added: 0; changed: 0; unchanged: 10; not in the file: 0." in again.stdout


def test_a_workbook_says_the_same_as_the_csv_it_was_made_of(units: Any, tmp_path: Path) -> None:
    orders, plans = tmp_path / "orders.xlsx", tmp_path / "plans.xlsx"
    orders.write_bytes(as_workbook(ORDERS, "due_date"))
    plans.write_bytes(as_workbook(PLANS, "issued_on"))
    assert "Added: 10" in imports(units, orders).stdout
    assert "unchanged: 10" in imports(units, ORDERS).stdout
    assert "Added: 75" in units("digital-plans", "import", str(plans)).stdout
    assert "unchanged: 75" in units("digital-plans", "import", str(PLANS)).stdout


def test_what_a_file_says_otherwise_is_changed_and_named(units: Any, tmp_path: Path) -> None:
    assert imports(units, written(tmp_path, COLUMNS, SOUND)).exit_code == 0
    changed = imports(
        units, written(tmp_path, COLUMNS, SOUND.replace("30/11/2023", "15/12/2023")), "--title", "Công văn 1"
    )
    assert "~ CV-2023-10-02: title_vi: Công văn ngày 02/10/2023 → Công văn 1" in changed.stdout
    assert "~ CV-1: due_date: 2023-11-30 → 2023-12-15" in changed.stdout
    # Of the dispatch itself only what is given is changed.
    assert "Công văn" not in imports(units, written(tmp_path, COLUMNS, SOUND)).stdout


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (SOUND.replace("SDL", "SXX"), ["line 3, column assignees: “SXX” names a unit that is not known"]),
        (SOUND.replace("SDL", "@ALL"), ["line 3, column assignees: “@ALL” names a group of units"]),
        (SOUND.replace("SNV;STTTT", "SNV;@DEPTS"), ["line 3, column submit_to: “@DEPTS” names a unit"]),
        (SOUND.replace("SNV;STTTT", ""), ["line 3, column submit_to: the cell is empty"]),
        (SOUND.replace("CV-1,4", "CV-1,8"), ["line 3, column dispatch_item: “8” is no number"]),
        (SOUND.replace("CV-1,4", "CV-1,bốn"), ["line 3, column dispatch_item: “bốn” is no number"]),
        (SOUND.replace("by_date", "someday"), ["line 3, column due_rule: “someday” is no rule of due dates"]),
        (SOUND.replace("30/11/2023", ""), ["line 3, column due_date: this rule needs a date"]),
        (SOUND.replace("by_date", "urgent"), ["line 3, column due_date: this rule has no date"]),
        (SOUND.replace("30/11/2023", "31/11/2023"), ["line 3, column due_date: “31/11/2023” is no date"]),
        (SOUND.replace("CV-1", "CV-0"), ["line 3, column code: the code “CV-0” is there twice"]),
        (SOUND.replace("CV-1", "CV 1"), ["line 3, column code: “CV 1” cannot be a code"]),
    ],
)  # fmt: skip
def test_every_wrong_cell_is_named_and_nothing_comes_in(
    units: Any, tmp_path: Path, row: str, faults: list[str]
) -> None:
    file = written(tmp_path, COLUMNS, SOUND.replace("CV-1", "CV-0"), row)
    result = imports(units, file)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    for fault in faults:
        assert fault in result.stderr, result.stderr
    assert "Nothing was imported" in result.stderr
    # The sound row neither: it is new to the next file.
    assert "Added: 1;" in imports(units, written(tmp_path, COLUMNS, SOUND.replace("CV-1", "CV-0"))).stdout


def test_a_column_that_is_missing_or_unknown_is_named(units: Any, tmp_path: Path) -> None:
    file = written(tmp_path, COLUMNS.replace("due_rule", "rule"), SOUND)
    result = imports(units, file)
    assert "line 1, column due_rule: this column is missing" in result.stderr
    assert "line 1, column rule: there is no such column" in result.stderr


def test_how_an_order_is_carried_out_can_be_said_and_has_to_be_known(units: Any, tmp_path: Path) -> None:
    file = written(tmp_path, f"{COLUMNS},fulfilment", f"{SOUND},by_telephone")
    assert "column fulfilment: “by_telephone” is no way to carry out an order" in imports(units, file).stderr
    file = written(tmp_path, f"{COLUMNS},fulfilment", f"{SOUND},document")
    assert "Added: 1" in imports(units, file).stdout


@pytest.mark.parametrize(
    "words", [("--issued-on", "31/11/2023"), ("--issued-on", "1/1/2123"), ("--code", "C" * 65)]
)
def test_a_day_or_a_code_that_cannot_be_is_wrong_use(units: Any, words: tuple[str, ...]) -> None:
    result = imports(units, ORDERS, *words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_file_without_rows_is_no_dispatch(units: Any, tmp_path: Path) -> None:
    result = imports(units, written(tmp_path, COLUMNS))
    assert result.exit_code == 1
    assert "The file has no rows." in result.stderr


# ── digital plans ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.both_databases
def test_the_register_comes_in_once_and_a_second_time_changes_nothing(units: Any) -> None:
    assert "Would be added: 75" in units("digital-plans", "import", str(PLANS), "--dry-run").stdout
    assert "Added: 75" in units("digital-plans", "import", str(PLANS), "--sample").stdout
    again = units("digital-plans", "import", str(PLANS), "--sample")
    assert "Added: 0; changed: 0; unchanged: 75; not in the file: 0." in again.stdout


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("SXX,2023,1/KH,01/03/2023", "column unit: “SXX” names a unit that is not known"),
        ("SDL,23,1/KH,01/03/2023", "column term: “23” is no year or period"),
        ("SDL,2025-2021,1/KH,01/03/2023", "column term: “2025-2021” is no year or period"),
        ("SDL,2023,1/KH,", "column issued_on: the cell is empty"),
        ("SDL,2023,,01/03/2023", "column number: the cell is empty"),
        ("SDL,2023,1/KH,29/02/2023", "column issued_on: “29/02/2023” is no date"),
        ("SDL,2023,1/KH,01/03/2090", "column issued_on: “2090-03-01” lies ahead"),
        ("SNV,2023,2/KH,01/03/2023", "column unit: “SNV” is there twice for the same term"),
    ],
)
def test_every_wrong_plan_is_named_and_nothing_comes_in(
    units: Any, tmp_path: Path, row: str, fault: str
) -> None:
    sound = "SNV,2023,1/KH-SNV,01/03/2023"
    result = units("digital-plans", "import", written(tmp_path, PLAN_COLUMNS, sound, row))
    assert result.exit_code == 1
    assert f"line 3, {fault}" in result.stderr, result.stderr
    again = units("digital-plans", "import", written(tmp_path, PLAN_COLUMNS, sound))
    assert "Added: 1;" in again.stdout


# ── key tasks ─────────────────────────────────────────────────────────────────────────────────────


def test_key_tasks_are_a_plan_of_their_own_kind_and_stay_one(units: Any) -> None:
    words = ("plan", "import", str(KEY_TASKS))
    assert "Added: 21" in units(*words, "--kind", "key_tasks", "--sample").stdout
    again = units(*words, "--code", "NVTT-2023")
    assert "Added: 0; changed: 0; unchanged: 21; not in the file: 0." in again.stdout
    assert "~" not in again.stdout
    assert units(*words, "--kind", "party").exit_code == 2
