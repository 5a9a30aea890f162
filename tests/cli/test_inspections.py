"""The calendars of units' own inspections come in whole or not at all, and every wrong cell is named."""

from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"
COLUMNS = "code,unit,planned_on,theme,scope,held_on,finding_kind,found,finding,follow_up,followed_up_on"
SOUND = "TKT-1,STC,14/09/2023,Một cửa,Toàn Sở,15/09/2023,late_dossiers,4,4 hồ sơ quá hạn,,"
MORE = "TKT-1,,,,,,online_services,2,2 thủ tục nhận bản giấy,Đã chấn chỉnh,20/09/2023"


@pytest.fixture
def units(deployed: Any) -> Any:
    """A deployment that knows the units."""
    assert deployed("units", "import", str(SAMPLES / "units.csv")).exit_code == 0
    return deployed


def written(folder: Path, *rows: str, header: str = COLUMNS) -> str:
    path = folder / "inspections.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8-sig")
    return str(path)


def test_the_sample_comes_in_whole_and_a_second_time_changes_nothing(units: Any) -> None:
    file = str(SAMPLES / "inspections.csv")
    dry = units("--language", "en", "inspections", "import", file, "--sample", "--dry-run")
    assert "Would be added: 43; changed: 0; unchanged: 0" in dry.stdout
    first = units("--language", "en", "inspections", "import", file, "--sample")
    assert "Added: 43; changed: 0; unchanged: 0; not in the file: 0." in first.stdout
    again = units("--language", "en", "inspections", "import", file, "--sample")
    assert "Added: 0; changed: 0; unchanged: 43; not in the file: 0." in again.stdout


def test_a_file_that_says_otherwise_changes_what_nobody_acted_on(units: Any, tmp_path: Path) -> None:
    assert "Added: 1" in units("--language", "en", "inspections", "import", written(tmp_path, SOUND)).stdout
    told = units("--language", "en", "inspections", "import", written(tmp_path, SOUND, MORE)).stdout
    assert "~ TKT-1: findings: " in told
    assert "online_services / 2 / 2 thủ tục nhận bản giấy / Đã chấn chỉnh / 2023-09-20" in told
    other = SOUND.replace("14/09/2023", "13/09/2023")
    told = units("--language", "en", "inspections", "import", written(tmp_path, other)).stdout
    assert "planned_on: 2023-09-14 → 2023-09-13" in told
    assert "changed: 1" in told


def test_every_wrong_cell_is_named(units: Any, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        SOUND,
        "TKT-1,STP,,,,,late_dossiers,1,Hồ sơ chậm,,",
        "TKT-1,,,,,,,,,,",
        "TKT-2,KHONG-CO,31/02/2023,,Toàn Sở,,,,,,",
        "TKT-3,STC,01/09/2023,Một cửa,Toàn Sở,,late_dossiers,1,Hồ sơ chậm,,",
        "TKT-4,STC,01/09/2023,Một cửa,Toàn Sở,01/09/2023,magic,0,Hồ sơ chậm,Đã xong,",
        "TKT-5,STC,01/09/2023,Một cửa,Toàn Sở,01/09/2023,conduct,,,,",
    )
    result = units("--language", "en", "inspections", "import", file)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "line 3, column unit: the code was used before with other cells",
        "line 4, column code: the code “TKT-1” is there twice",
        "line 5, column unit: “KHONG-CO” names a unit that is not known",
        "line 5, column planned_on: “31/02/2023” is no date (write dd/mm/yyyy)",
        "line 5, column theme: the cell is empty",
        "line 6, column finding: only what was held has findings",
        "line 7, column finding_kind: “magic” is no kind of finding; there are discipline, conduct, late_dossiers, "
        "procedures, online_services, steering, other",
        "line 7, column found: “0” is no number that can stand here",
        "line 7, column followed_up_on: the cell is empty",
        "line 8, column finding: a finding needs its kind, its number and its words",
        "Nothing was imported: 10 faults.",
    ]
    assert "Added: 1;" in units("--language", "en", "inspections", "import", written(tmp_path, SOUND)).stdout


def test_what_lies_ahead_was_not_held(units: Any, tmp_path: Path) -> None:
    file = written(tmp_path, "TKT-1,STC,01/09/2098,Một cửa,Toàn Sở,02/09/2098,,,,,")
    result = units("--language", "en", "inspections", "import", file)
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        1,
        "line 2, column held_on: “2098-09-02” lies ahead",
    )
    empty = units("--language", "en", "inspections", "import", written(tmp_path))
    assert (empty.exit_code, empty.stderr) == (1, "The file has no rows.\n")
