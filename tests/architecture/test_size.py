"""A file that needs a table of contents is two files."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES = 500
GENERATED = ROOT / "storage" / "migrations" / "versions"
"""A migration is written out by a tool, once, and is never worked on again."""


def python_files() -> Iterator[Path]:
    for folder in ROOT.iterdir():
        if folder.is_dir() and not folder.name.startswith("."):
            yield from folder.rglob("*.py")


def test_no_python_file_is_longer_than_five_hundred_lines() -> None:
    found = [path for path in python_files() if GENERATED not in path.parents]
    assert len(found) > 200
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in found}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}
