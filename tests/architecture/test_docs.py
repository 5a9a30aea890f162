"""What the pages say is so: commands, settings, metrics, events, files. A page that is wrong is worse than none."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.app import JOBS
from bot.cli.commands import app
from bot.metrics import REGISTRY
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
PAGES = [DOCS / "operations.md", *DECISIONS, ROOT / "README.md"]

SECTIONS = ["## Question", "## Choice", "## Refused", "## In the code"]
ONE_PAGE = 80
BACKUP_WORDS = {"BACKUP", "KEYS_BACKUP"}
"""What the procedure of backup is told besides the settings."""
ROOMS = "|".join(folder.name for folder in ROOT.iterdir() if folder.is_dir() and folder.name.isalpha())
PATH = re.compile(rf"`((?:{ROOMS})/[\w./-]*\w|\w+\.(?:toml|md))`(?: \(`([^)]*)`\))?")


def source(folder: str) -> str:
    """All code of a room."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob("*.py")))


def commands(group: Any, so_far: str = "bot") -> Iterator[str]:
    """Every command as it is typed."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{so_far} {name}")
        else:
            yield f"{so_far} {name}"


def test_every_command_is_on_the_page() -> None:
    found = list(commands(typer.main.get_command(app)))
    assert len(found) > 15
    assert [command for command in found if f"`{command}`" not in OPERATIONS] == []


def test_every_command_on_the_page_is_one() -> None:
    known = set(commands(typer.main.get_command(app)))
    told = set(re.findall(r"^bot (\w[\w-]*(?: [a-z-]+)?)", OPERATIONS, re.MULTILINE))
    told |= set(re.findall(r"`bot (\w[\w-]*(?: [a-z-]+)?)[^`]*`", OPERATIONS))
    assert {
        words for words in told if f"bot {words}" not in known and f"bot {words.split()[0]}" not in known
    } == set()


def test_every_metric_is_on_the_page_and_no_other() -> None:
    names = {
        f"{metric.name}_total" if metric.type == "counter" else metric.name for metric in REGISTRY.collect()
    }
    ours = {name for name in names if name.startswith("bot_")}
    assert len(ours) >= 10
    assert {name for name in ours if f"| `{name}` |" not in OPERATIONS} == set()
    told = set(re.findall(r"`((?:bot|process)_[a-z_]+)[`{]", OPERATIONS))
    assert told - names == set()


def test_every_end_of_a_delivery_is_on_the_page() -> None:
    verdicts = (ROOT / "bot" / "verdicts.py").read_text(encoding="utf-8")
    delivery = (ROOT / "bot" / "delivery.py").read_text(encoding="utf-8")
    ends = set(re.findall(r'Verdict\(End\.\w+, "(\w+)"', verdicts)) - {"not_modified"}
    ends |= set(re.findall(r'^        \("[^"]+", "(\w+)"\),$', verdicts, re.MULTILINE))
    ends |= set(re.findall(r'(?:fault=|_given_back\(parcel, )"(\w+)"', delivery))
    assert ends >= {"blocked", "held", "not_parseable", "no_longer_true"}
    table = OPERATIONS.partition("Ends of a delivery:")[2]
    assert {end for end in ends if f"`{end}`" not in table} == set()


def test_every_loop_that_can_fail_is_on_the_page() -> None:
    loops = set(re.findall(r'LOOP_FAILURES\.labels\("(\w+)"\)', source("bot")))
    assert loops >= {"worker", "delivery", "fetcher", "polling", "webhook"}
    assert {loop for loop in loops if f"`{loop}`" not in OPERATIONS} == set()
    assert {job.name for job in JOBS} >= {"digests"}
    assert "`ticker.`" in OPERATIONS


def test_every_event_of_the_log_is_on_the_page() -> None:
    events = set(re.findall(r'(?:log\.\w+|level)\(\s*"([a-z]+\.[a-z_]+)"', source("bot")))
    assert len(events) > 15
    assert {event for event in events if f"`{event}`" not in OPERATIONS} == set()


def test_every_setting_on_the_page_is_one() -> None:
    known = {name.upper() for name in Settings.model_fields} | BACKUP_WORDS
    told = set(re.findall(r"`\$?([A-Z][A-Z_]{3,})(?:=[^`]*)?`", OPERATIONS))
    told |= set(re.findall(r"^([A-Z][A-Z_]{3,})=", OPERATIONS, re.MULTILINE))
    assert len(told) > 10
    assert told - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists_and_holds_what_is_named_in_it(page: Path) -> None:
    for path, names in PATH.findall(page.read_text(encoding="utf-8")):
        named = ROOT / path
        assert named.exists(), path
        for name in re.findall(r"\w+", names):
            assert not named.is_file() or re.search(rf"\b{name}\b", named.read_text(encoding="utf-8")), (
                path,
                name,
            )


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_a_decision_is_a_page_with_its_sections(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    number, _, _ = page.name.partition("-")
    assert text.startswith(f"# {number} ")
    assert re.findall(r"^## .*$", text, re.MULTILINE) == SECTIONS
    assert len(text.splitlines()) <= ONE_PAGE
    assert all(part.strip() for part in re.split(r"^## .*$", text, flags=re.MULTILINE))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [page.name[:4] for page in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]


def test_the_readme_leads_to_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in ("docs/operations.md", "docs/glossary.md", "docs/decisions/"):
        assert f"]({page})" in readme, page
