"""The glossary is kept by hand; this holds it to the sample's terms and to the names in the code."""

import csv
import re
from dataclasses import fields, is_dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import domain
from domain.case_acts import Who
from domain.case_transitions import Move
from domain.deadlines import DueRule
from domain.errors import Code
from domain.rates import Rounding

PAGE = Path("docs/glossary.md").read_text(encoding="utf-8")
TERMS = Path("samples/nghe-an-2023/glossary.csv")

# Codes of refusals have sentences, not terms; the others are ways of reading the tables, never shown to anybody.
UNNAMED = {Code, Who, Move, DueRule, Rounding}


def enumerations() -> set[type[StrEnum]]:
    modules = [import_module(f"domain.{module.name}") for module in iter_modules(domain.__path__)]
    return {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__module__ == module.__name__
    }


def members_on_the_page(heading: str) -> list[str]:
    _, found, rest = PAGE.partition(f"### `{heading}`\n")
    assert found, heading
    return re.findall(r"\| `(\w+)` \|$", rest.partition("\n### ")[0], flags=re.MULTILINE)


def test_every_term_of_the_sample_is_there_in_both_languages() -> None:
    with TERMS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            assert f"| {row['vi']} | {row['en']} |" in PAGE, row["key"]


def test_every_choice_is_there_member_by_member() -> None:
    for enumeration in enumerations() - UNNAMED:
        heading = f"{enumeration.__module__}.{enumeration.__name__}"
        assert members_on_the_page(heading) == [member.name for member in enumeration], heading


def test_every_place_in_code_that_is_named_exists() -> None:
    for module, path in re.findall(r"`domain\.(\w+)((?:\.\w+)*)`", PAGE):
        thing: object = import_module(f"domain.{module}")
        for name in path.split(".")[1:]:
            if is_dataclass(thing) and name in {field.name for field in fields(thing)}:
                break
            thing = getattr(thing, name)


def test_no_term_is_left_without_a_language() -> None:
    for line in PAGE.splitlines():
        if line.startswith("| "):
            vi, en, *_ = (cell.strip() for cell in line.strip("|").split("|"))
            assert vi, line
            assert en, line
