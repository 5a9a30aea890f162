"""The criteria of a ranking and scores given on paper come in whole or not at all, and every wrong cell is named."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.workbooks import as_workbook

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"
CRITERIA, SCORES = SAMPLES / "ranking_criteria.csv", SAMPLES / "ranking_scores.csv"
COLUMNS = "code,area,name_vi,name_en,max_score,group"
FIRST = '1.1,steering,Kế hoạch,Plan,"2,5",both'
SECOND = "2.1,institutions,Văn bản,Laws,4,departments"
SCORE_COLUMNS = "unit,criterion,self_score,evidence,appraised_score,reason"


@pytest.fixture
def units(deployed: Any) -> Any:
    """A deployment that knows the units, and speaks English."""
    assert deployed("units", "import", str(SAMPLES / "units.csv")).exit_code == 0

    def run(*words: str) -> Any:
        return deployed("--language", "en", *words)

    return run


def imports(units: Any, file: Path | str, *more: str) -> Any:
    return units("ranking", "import", str(file), "--year", "2023", *more)


def takes(units: Any, file: Path | str, *more: str) -> Any:
    return units("ranking", "import-scores", str(file), "--year", "2023", *more)


def written(folder: Path, header: str, *rows: str) -> str:
    path = folder / "rows.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8-sig")
    return str(path)


@pytest.mark.both_databases
def test_the_sample_comes_in_once_and_a_second_time_changes_nothing(units: Any) -> None:
    trial = imports(units, CRITERIA, "--dry-run")
    assert "Would be added: 34" in trial.stdout
    first = imports(units, CRITERIA, "--sample")
    assert "Added: 34; changed: 0; unchanged: 0" in first.stdout
    assert "Departments, inspectorate and boards: 100 points" in first.stdout
    assert "Cities, towns and districts: 100 points" in first.stdout
    assert "~" not in imports(units, CRITERIA).stdout
    assert "unchanged: 34" in imports(units, CRITERIA).stdout
    assert (
        "Units that would be taken over: 39; left as they are: 0." in takes(units, SCORES, "--dry-run").stdout
    )
    assert "Units taken over: 39; left as they are: 0." in takes(units, SCORES).stdout
    assert "Units taken over: 0; left as they are: 39." in takes(units, SCORES).stdout


def test_a_workbook_says_the_same_as_the_csv_it_was_made_of(units: Any, tmp_path: Path) -> None:
    criteria, scores = tmp_path / "criteria.xlsx", tmp_path / "scores.xlsx"
    criteria.write_bytes(as_workbook(CRITERIA))
    scores.write_bytes(as_workbook(SCORES))
    assert "Added: 34" in imports(units, criteria).stdout
    assert "unchanged: 34" in imports(units, CRITERIA).stdout
    assert "Units taken over: 39" in takes(units, scores).stdout


def test_every_wrong_cell_of_criteria_is_named_and_nothing_comes_in(units: Any, tmp_path: Path) -> None:
    file = written(
        tmp_path,
        COLUMNS,
        FIRST,
        "1.1,steering,Kế hoạch,Plan,3,both",
        "1.3,palace,Kế hoạch,Plan,3,both",
        "1.4,steering,Kế hoạch,Plan,ba,both",
        'x 5,steering,Kế hoạch,Plan,"1,255",communes',
        "1.6,steering,,Plan,0,",
    )
    result = imports(units, file)
    assert result.exit_code == 1
    for words in (
        "line 3, column code: the code “1.1” is there twice",
        "line 4, column area: “palace” is no area of reform",
        "line 5, column max_score: “ba” is no number of points",
        "line 6, column code: “x 5” cannot be a code",
        "line 6, column max_score: “1,255” is no number of points",
        "line 6, column group: “communes” is no group of units that is ranked; there are departments",
        "line 7, column name_vi: the cell is empty",
        "line 7, column max_score: “0” is no number of points",
        "line 7, column group: the cell is empty",
        "Nothing was imported: 9 faults.",
    ):
        assert words in result.stderr, words
    assert "Added: 2" in imports(units, written(tmp_path, COLUMNS, FIRST, SECOND)).stdout


def test_a_missing_column_an_unknown_one_and_no_row_are_told(units: Any, tmp_path: Path) -> None:
    wrong = imports(units, written(tmp_path, "code,area,name_vi,name_en,most,group", FIRST))
    assert "column max_score: this column is missing" in wrong.stderr
    assert "column most: there is no such column" in wrong.stderr
    assert "The file has no rows." in imports(units, written(tmp_path, COLUMNS)).stderr
    assert takes(units, written(tmp_path, SCORE_COLUMNS[:-7])).exit_code == 1


def test_a_criterion_is_removed_or_changed_only_while_nobody_is_scored_on_it(
    units: Any, tmp_path: Path
) -> None:
    imports(units, written(tmp_path, COLUMNS, FIRST, SECOND, "3.1,procedures,Một cửa,One-stop,4,both"))
    takes(units, written(tmp_path, SCORE_COLUMNS, "SDL,2.1,3,Báo cáo,,"))
    changed = imports(units, written(tmp_path, COLUMNS, '1.1,steering,Kế hoạch năm,Plan,"3,5",both'))
    assert "Added: 0; changed: 1; unchanged: 0; not in the file: 2." in changed.stdout
    assert "name_vi: Kế hoạch → Kế hoạch năm" in changed.stdout
    assert "most: 2.5 → 3.5" in changed.stdout
    assert "Removed, having no scores: 3.1" in changed.stdout
    assert "Kept, because they have scores: 2.1" in changed.stdout
    assert "Departments, inspectorate and boards: 7.5 points" in changed.stdout
    refused = imports(units, written(tmp_path, COLUMNS, "2.1,institutions,Văn bản,Laws,5,both"))
    assert refused.exit_code == 1
    assert "line 2, column max_score: “5” would change a criterion" in refused.stderr
    assert "line 2, column group: “departments;districts” would change a criterion" in refused.stderr
    renamed = imports(units, written(tmp_path, COLUMNS, "2.1,institutions,Văn bản mới,Laws,4,departments"))
    assert "Removed, having no scores: 1.1" in renamed.stdout


def test_once_a_unit_has_submitted_no_criterion_is_added(units: Any, tmp_path: Path) -> None:
    imports(units, written(tmp_path, COLUMNS, FIRST))
    takes(units, written(tmp_path, SCORE_COLUMNS, "SDL,1.1,2,Báo cáo,2,"))
    refused = imports(units, written(tmp_path, COLUMNS, FIRST, SECOND))
    assert "line 3, column code: “2.1” would be new, and units have submitted" in refused.stderr


def test_every_wrong_score_is_named_and_nothing_comes_in(units: Any, tmp_path: Path) -> None:
    imports(units, written(tmp_path, COLUMNS, FIRST, SECOND))
    first = takes(
        units,
        written(
            tmp_path,
            SCORE_COLUMNS,
            "SXX,1.1,2,,,",
            "SDL,1.1,-2,,,",
            "SDL,1.1,2,,1,",
        ),
    )
    for words in (
        "line 2, column unit: “SXX” names a unit that is not known",
        "line 3, column self_score: “-2” is no number of points",
        "line 4, column criterion: the code “1.1” is there twice",
        "line 4, column reason: the cell is empty",
    ):
        assert words in first.stderr, words
    second = takes(
        units,
        written(
            tmp_path,
            SCORE_COLUMNS,
            "CAT,1.1,2,,,",
            "TP-VINH,2.1,2,,,",
            'SDL,1.1,"2,6",,3,Sai',
        ),
    )
    for words in (
        "line 2, column unit: “CAT” is not among the units that are ranked",
        "line 3, column criterion: “2.1” is no criterion that applies to the unit",
        "line 4, column self_score: “2.6” is more than the criterion gives",
        "line 4, column appraised_score: “3” is more than the criterion gives",
    ):
        assert words in second.stderr, words
    assert "Units taken over: 1" in takes(units, written(tmp_path, SCORE_COLUMNS, "SDL,1.1,2,,,")).stdout


def test_scores_of_a_year_without_a_ranking_and_a_year_that_is_none_are_refused(
    units: Any, tmp_path: Path
) -> None:
    scores = written(tmp_path, SCORE_COLUMNS, "SDL,1.1,2,,,")
    assert "There is no such ranking" in takes(units, scores).stderr
    assert units("ranking", "import", str(CRITERIA), "--year", "1887").exit_code == 2
