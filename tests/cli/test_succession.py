"""Which units end and who takes over comes in from a file: whole or not at all, and a second time nothing changes."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.workbooks import as_workbook

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"
UNITS, FILE = SAMPLES / "units.csv", SAMPLES / "unit_succession.csv"
COLUMNS = "old_code,new_code,new_name_vi,new_name_en,effective_on,note"
SOUND = "SDL,SVHTT,,,01/03/2030,nhập"


@pytest.fixture
def units(deployed: Any) -> Any:
    """A deployment that knows the units, and speaks English."""
    assert deployed("units", "import", str(UNITS)).exit_code == 0

    def run(*words: str) -> Any:
        return deployed("--language", "en", *words)

    return run


def written(folder: Path, *rows: str, header: str = COLUMNS) -> str:
    path = folder / "rows.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8-sig")
    return str(path)


@pytest.mark.both_databases
def test_the_mergers_of_2025_come_in_once_and_a_second_time_changes_nothing(units: Any) -> None:
    trial = units("units", "succession", str(FILE), "--dry-run")
    assert trial.exit_code == 0, trial.output
    assert "Would be added: 3; changed: 30; unchanged: 4" in trial.stdout
    first = units("units", "succession", str(FILE))
    assert "+ SNNMT" in first.stdout
    assert "~ SLDTBXH: valid_to:  → 2025-02-28, successors:  → SNV" in first.stdout
    assert "~ TX-CUALO: valid_to:  → 2024-11-30, successors:  → TP-VINH" in first.stdout
    assert "~ TP-VINH: valid_to:  → 2025-06-30" in first.stdout
    assert "~ SNV" not in first.stdout
    again = units("units", "succession", str(FILE))
    assert "Added: 0; changed: 0; unchanged: 34" in again.stdout
    # The file of units of that time leaves it as it is.
    assert "changed: 0" in units("units", "import", str(UNITS)).stdout


def test_a_workbook_says_the_same_as_the_csv_it_was_made_of(units: Any, tmp_path: Path) -> None:
    workbook = tmp_path / "units.xlsx"
    workbook.write_bytes(as_workbook(FILE, "effective_on"))
    assert "Added: 3; changed: 30" in units("units", "succession", str(workbook)).stdout
    assert "unchanged: 34" in units("units", "succession", str(FILE)).stdout


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["SXX,SVHTT,,,01/03/2030,"], "line 2, column old_code: “SXX” names a unit that is not known"),
        (["SDL,SMOI,,,01/03/2030,"], "line 2, column new_code: “SMOI” is not known, and its name is missing"),
        (["SDL,S MOI,Sở mới,,01/03/2030,"], "line 2, column new_code: “S MOI” cannot be a code"),
        (["SDL,SVHTT,,,31/02/2030,"], "line 2, column effective_on: “31/02/2030” is no date"),
        (["SDL,SVHTT,,,,"], "line 2, column effective_on: the cell is empty"),
        ([",SVHTT,,,01/03/2030,"], "line 2, column old_code: the cell is empty"),
        ([SOUND, SOUND], "line 3, column old_code: “SDL” ends twice"),
        ([SOUND, "SDL,SYT,,,01/04/2030,"], "line 3, column old_code: “SDL” ends twice"),
        ([SOUND, "SDL,,,,01/03/2030,"], "line 3, column old_code: “SDL” ends twice"),
        ([SOUND, "SDL,SDL,,,01/03/2030,"], "line 3, column old_code: “SDL” ends twice"),
        (["SYT,,,,01/03/2030,", "SDL,SYT,,,01/03/2030,"], "line 3, column new_code: the unit “SYT” is not in force"),
        (["SYT,,,,01/02/2030,", "SDL,SYT,,,01/03/2030,"], "line 3, column new_code: the unit “SYT” is not in force"),
        ([SOUND, "SVHTT,SDL,,,01/04/2030,"], "line 3, column new_code: through “SDL” the unit would take over"),
        (
            [SOUND, "SVHTT,SYT,,,01/04/2030,", "SYT,SDL,,,01/05/2030,"],
            "line 4, column new_code: through “SDL” the unit would take over from itself",
        ),
    ],
)  # fmt: skip
def test_every_wrong_row_is_named_and_nothing_comes_in(
    units: Any, tmp_path: Path, rows: list[str], fault: str
) -> None:
    result = units("units", "succession", written(tmp_path, *rows))
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert fault in result.stderr, result.stderr
    assert "Nothing was imported" in result.stderr
    assert "changed: 1;" in units("units", "succession", written(tmp_path, SOUND)).stdout


def test_a_day_ahead_may_be_put_right_and_one_that_has_come_may_not(units: Any, tmp_path: Path) -> None:
    assert "changed: 1;" in units("units", "succession", written(tmp_path, SOUND)).stdout
    later = units("units", "succession", written(tmp_path, SOUND.replace("01/03/2030", "01/07/2030")))
    assert "~ SDL: valid_to: 2030-02-28 → 2030-06-30" in later.stdout
    # So may the day on which a unit is founded, sooner as well as later.
    founded = "SYT,SMOI,Sở mới,New Department,01/03/2030,"
    assert "+ SMOI" in units("units", "succession", written(tmp_path, founded)).stdout
    sooner = units("units", "succession", written(tmp_path, founded.replace("01/03", "01/02")))
    assert "~ SMOI: valid_from: 2030-03-01 → 2030-02-01" in sooner.stdout
    past = SOUND.replace("01/03/2030", "01/03/2025")
    assert "changed: 1;" in units("units", "succession", written(tmp_path, past)).stdout
    moved = units("units", "succession", written(tmp_path, SOUND))
    assert moved.exit_code == 1
    assert "“SDL” ends twice" in moved.stderr
    # A unit that has ended takes no invitation.
    invited = units("invite", "head", "--unit", "SDL", "--username", "bot")
    assert invited.exit_code == 1
    assert "The unit SDL does not exist on" in invited.stderr


def test_a_column_that_is_missing_or_unknown_is_named(units: Any, tmp_path: Path) -> None:
    header = COLUMNS.replace("effective_on", "since")
    result = units("units", "succession", written(tmp_path, SOUND, header=header))
    assert "line 1, column effective_on: this column is missing" in result.stderr
    assert "line 1, column since: there is no such column" in result.stderr
