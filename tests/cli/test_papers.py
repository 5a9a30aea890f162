"""Papers made on the server: written into a folder, or refused with the reason."""

from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image

SAMPLES = Path(__file__).parents[2] / "samples" / "nghe-an-2023"


@pytest.fixture
def filled(deployed: Any) -> Any:
    """A deployment with units and a plan."""
    for what, name in (("units", "units.csv"), ("plan", "par_plan_2023.csv")):
        assert deployed(what, "import", str(SAMPLES / name)).exit_code == 0
    return deployed


def test_what_can_be_made_is_listed_with_a_line_each(deployed: Any) -> None:
    listed = deployed("--language", "en", "papers", "list").stdout.splitlines()
    assert "overdue\tReport on overdue tasks (Word)" in listed
    assert len(listed) >= 8


def test_a_paper_and_a_picture_lie_where_they_were_wanted(filled: Any, tmp_path: Path) -> None:
    folder = tmp_path / "to be" / "sent"
    for paper in ("overdue", "areas"):
        made = filled("papers", "make", paper, "--to", str(folder))
        assert made.exit_code == 0, made.output
        assert Path(made.stdout.strip()).parent == folder
    (word,) = folder.glob("*.docx")
    assert docx.Document(str(word)).paragraphs
    (picture,) = folder.glob("*.png")
    with Image.open(picture) as image:
        assert image.width == 1080


def test_the_provinces_report_of_a_period_is_made(filled: Any, tmp_path: Path) -> None:
    made = filled("papers", "make", "periodic", "--period", "2023-year", "--to", str(tmp_path))
    assert made.exit_code == 0, made.output
    document = docx.Document(str(tmp_path / "bao-cao-dinh-ky-2023-year.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Kết quả công tác cải cách hành chính năm 2023" in text
    assert "a) Tổng số nhiệm vụ được giao: 41." in text
    assert "None" not in text


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("agenda",), 2, "needs the code of a unit"),
        (("overdue", "--unit", "SNV"), 2, "is of no unit"),
        (("poster", "--unit", "SNV"), 2, "the poster's code leads there"),
        (("nonsense",), 2, "nonsense"),
        (("overdue", "--period", "2023-q3"), 2, "is of no period"),
        (("periodic", "--period", "2023-q2"), 1, "There is no such reporting period."),
        (("periodic", "--period", "2024-q1"), 1, "No plan was imported for the year of this period."),
        (("agenda", "--unit", "NOBODY"), 1, "There is no unit NOBODY."),
        (("overdue", "--to", "/dev/null/x"), 1, "/dev/null/x"),
    ],
)
def test_a_wrong_wish_is_refused_with_the_reason(
    filled: Any, words: tuple[str, ...], code: int, why: str
) -> None:
    refused = filled("--language", "en", "papers", "make", *words)
    assert refused.exit_code == code
    assert why in refused.output


def test_without_a_plan_there_is_nothing_to_make(deployed: Any) -> None:
    refused = deployed("--language", "en", "papers", "make", "overdue")
    assert refused.exit_code == 1
    assert "No plan has been imported yet." in refused.output
