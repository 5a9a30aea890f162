"""Figures of dossiers and their targets come in whole or not at all, and every wrong cell is named."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.workbooks import as_workbook, workbook_of

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"
FIGURES, TARGETS = SAMPLES / "online_dossiers_2023.csv", SAMPLES / "dossier_targets.csv"
COLUMNS = "unit,month,received,online"


@pytest.fixture
def units(deployed: Any) -> Any:
    """A deployment that knows the units."""
    assert deployed("units", "import", str(SAMPLES / "units.csv")).exit_code == 0
    return deployed


def written(folder: Path, *rows: str, header: str = COLUMNS) -> str:
    path = folder / "so-lieu.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8-sig")
    return str(path)


@pytest.mark.both_databases
def test_the_samples_come_in_and_twice_change_nothing(units: Any) -> None:
    for words, count in (
        (("dossiers", "targets", str(TARGETS)), 12),
        (("dossiers", "import", str(FIGURES)), 358),
    ):
        dry = units("--language", "en", *words, "--sample", "--dry-run").stdout
        assert f"Would be added: {count}; changed: 0; unchanged: 0; not in the file: 0." in dry
        assert f"Added: {count};" in units("--language", "en", *words, "--sample").stdout
        for again in (("--sample",), ()):
            told = units("--language", "en", *words, *again)
            assert f"Added: 0; changed: 0; unchanged: {count}; not in the file: 0." in told.stdout, (
                told.output
            )


def test_a_workbook_says_the_same_as_the_csv_it_was_made_of(units: Any, tmp_path: Path) -> None:
    file = tmp_path / "so-lieu.xlsx"
    file.write_bytes(as_workbook(FIGURES))
    assert "Added: 358;" in units("--language", "en", "dossiers", "import", str(file)).stdout
    assert "unchanged: 358;" in units("--language", "en", "dossiers", "import", str(FIGURES)).stdout


def test_a_correction_is_said_and_the_sample_label_falls_with_the_figure(units: Any, tmp_path: Path) -> None:
    first = written(tmp_path, "STTTT,08/2023,100,50", "SYT,2023-08,1.200,900")
    assert "+ SYT 08/2023" in units("--language", "en", "dossiers", "import", first, "--sample").stdout
    other = written(tmp_path, "STTTT,8/2023,110,50", "SYT,01/08/2023,1200,900")
    told = units("--language", "en", "dossiers", "import", other, "--reason", "Văn bản 12").stdout
    assert "~ STTTT 08/2023: received: 100 → 110, is_sample: true → false" in told
    assert "Added: 0; changed: 1; unchanged: 1" in told
    told = units("--language", "en", "dossiers", "import", other, "--no-sample", "--dry-run").stdout
    assert "~ SYT 08/2023: is_sample: true → false" in told
    assert "Would be added: 0; changed: 1; unchanged: 1; not in the file: 0." in told


def test_every_wrong_cell_is_named_and_nothing_comes_in(units: Any, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "STTTT,08/2023,100,50",
        "STTTT,2023-08,100,50",
        "KHONG-CO,13/2023,abc,-5",
        "SYT,,100,101",
        'SXD,08/2023,"1,234",1.2',
        "SCT,08/2023,12345678,",
        "SCT,tháng 8,5,5",
    )
    result = units("--language", "en", "dossiers", "import", file)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "line 3, column unit: “STTTT” is there twice for the same month",
        "line 4, column unit: “KHONG-CO” names a unit that is not known",
        "line 4, column month: “13/2023” is no month (write mm/yyyy)",
        "line 4, column received: “abc” is no number that can stand here",
        "line 4, column online: “-5” is no number that can stand here",
        "line 5, column month: the cell is empty",
        "line 5, column online: “101” is more than was received",
        "line 6, column received: “1,234” is no number that can stand here",
        "line 6, column online: “1.2” is no number that can stand here",
        "line 7, column received: “12345678” is no number that can stand here",
        "line 7, column online: the cell is empty",
        "line 8, column month: “tháng 8” is no month (write mm/yyyy)",
        "Nothing was imported: 12 faults.",
    ]
    sound = written(tmp_path, "STTTT,08/2023,100,50")
    assert "Added: 1;" in units("--language", "en", "dossiers", "import", sound).stdout


def test_a_month_that_is_not_over_and_an_empty_file_are_refused(units: Any, tmp_path: Path) -> None:
    told = units("--language", "en", "dossiers", "import", written(tmp_path, "STTTT,12/2098,1,1")).stderr
    assert "line 2, column month: the month “12/2098” is not over yet" in told
    assert (
        "The file has no rows." in units("--language", "en", "dossiers", "import", written(tmp_path)).stderr
    )
    wrong = units("--language", "en", "dossiers", "import", written(tmp_path, "STTTT,5", header="unit,thang"))
    assert "line 1, column month: this column is missing" in wrong.stderr
    assert "line 1, column thang: there is no such column" in wrong.stderr


def test_a_workbook_with_dates_and_numbers_in_its_cells_is_read(units: Any, tmp_path: Path) -> None:
    file = tmp_path / "so-lieu.xlsx"
    file.write_bytes(
        workbook_of(
            [
                COLUMNS.split(","),
                ["STTTT", datetime(2023, 8, 1, tzinfo=UTC).replace(tzinfo=None), 1200, 900.0],
            ]
        )
    )
    told = units("--language", "en", "dossiers", "import", str(file))
    assert "+ STTTT 08/2023" in told.stdout, told.output


def test_a_wrong_target_is_named(units: Any, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "department,70,01/2023",
        "department,80,2023-01",
        "palace,70,01/2023",
        "district,0,01/2023",
        "city,101,hôm nay",
        header="kind,percent,since",
    )
    told = units("--language", "en", "dossiers", "targets", file)
    assert told.exit_code == 1
    faults = [fault.partition("; there are")[0] for fault in told.stderr.splitlines()]
    assert faults == [
        "line 3, column kind: “department” is there twice for the same month",
        "line 4, column kind: “palace” is no kind of unit",
        "line 5, column percent: “0” is no number that can stand here",
        "line 6, column percent: “101” is no number that can stand here",
        "line 6, column since: “hôm nay” is no month (write mm/yyyy)",
        "Nothing was imported: 5 faults.",
    ]
