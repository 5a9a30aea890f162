"""A deployment as whoever runs it has it: a folder, an environment, and the commands."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from storage import migrate
from tests.support.town import Town, open_town

TOKEN = "123456:AAExampleTokenOfThirtyFiveLettersXX"

Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """A command sets up logging for its process, which here goes on."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
def command(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command in an empty folder; what it is given by name is set in the environment."""
    monkeypatch.chdir(tmp_path)
    environment = {"BOT_TOKEN": TOKEN, "DATABASE_URL": database_url, "KEYS_FILE": str(tmp_path / "keys.json")}

    def run(*words: str, **changed: str | None) -> Result:
        return CliRunner().invoke(app, list(words), env={**environment, **changed})

    return run


@pytest.fixture
def deployed(command: Command) -> Command:
    """The commands of a deployment with keys and tables."""
    for words in (("keys", "new"), ("db", "upgrade")):
        result = command(*words)
        assert result.exit_code == 0, result.output
    return command


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose database came to be as a deployment's does. Its clock is the machine's: two processes share it."""
    await asyncio.to_thread(migrate.upgrade, database_url)
    async with open_town(database_url, tmp_path, now=datetime.now(UTC)) as town:
        yield town
