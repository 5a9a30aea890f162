"""What is handed to those who deploy: an image with all the bot needs and nothing else, a unit that knows its paths."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.surroundings import WRONG_USE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
USED_IN_A_DEPLOYMENT = """
import importlib.util
import bot.app
import bot.cli.commands
from bot.ui.translation import LANGUAGES, load
for language in LANGUAGES:
    load(language)
assert importlib.util.find_spec("simulator") is None
"""


def copied() -> list[str]:
    """What of the tree goes into the image."""
    return re.findall(r"^COPY (?!--from)(\S+) \S+$", DOCKERFILE, re.MULTILINE)


def test_the_image_has_all_that_the_bot_needs_and_no_simulator(tmp_path: Path) -> None:
    for name in copied():
        source, target = ROOT / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-c", USED_IN_A_DEPLOYMENT],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_nothing_else_is_shown_to_the_builder() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert [line[1:] for line in lines if line.startswith("!")] == copied()
    assert "*" in lines


def test_the_image_is_built_without_an_address_and_runs_as_nobody_in_particular() -> None:
    assert set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)) == {"python:3.11-slim-bookworm"}
    assert "--require-hashes" in DOCKERFILE
    assert re.findall(r"https?://(?!127\.0\.0\.1)", DOCKERFILE) == []
    assert DOCKERFILE.index("\nUSER cchc\n") < DOCKERFILE.index("\nCMD ")
    assert re.search(r"HEALTHCHECK .*\\\n.*/readyz", DOCKERFILE)


@pytest.fixture
def service() -> configparser.SectionProxy:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells large from small
    unit.read(DEPLOY / "cchc.service")
    return unit["Service"]


def test_the_unit_knows_the_paths_that_the_page_says(service: configparser.SectionProxy) -> None:
    assert service["ExecStart"] == f"{service['WorkingDirectory']}/.venv/bin/python -m bot run"
    for option in ("WorkingDirectory", "ReadWritePaths", "ReadOnlyPaths"):
        assert f"`{service[option]}`" in OPERATIONS, option


def test_a_wrong_setting_is_not_tried_for_ever(service: configparser.SectionProxy) -> None:
    assert service["Restart"] == "always"
    assert service["RestartPreventExitStatus"] == str(WRONG_USE)


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        return  # its words are read above all the same
    unit = tmp_path / "cchc.service"
    text = (DEPLOY / "cchc.service").read_text(encoding="utf-8")
    unit.write_text(text.replace("/opt/cchc/.venv/bin/python", sys.executable), encoding="utf-8")
    done = subprocess.run([program, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
