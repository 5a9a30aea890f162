"""Which databases a test runs on, and the town it plays in."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.support.databases import never_sync, opened, postgres_database, postgres_server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--databases",
        choices=("default", "both"),
        default="default",
        help="default: SQLite, and PostgreSQL too where a test is marked; both: every test on both",
    )
    parser.addoption("--kills", type=int, default=25, help="how often the crash test kills by chance")
    parser.addoption("--seed", type=int, help="the crash test's chance, as a former run printed it")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: also runs on PostgreSQL in the default run")
    config.addinivalue_line(
        "markers", "drawing: walks every page for how it is drawn, whatever keeps what is on it"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" not in metafunc.fixturenames:
        return
    marked = metafunc.definition.get_closest_marker("both_databases") is not None
    drawing = metafunc.definition.get_closest_marker("drawing") is not None
    both = marked or (metafunc.config.getoption("--databases") == "both" and not drawing)
    metafunc.parametrize("database_kind", ["sqlite", "postgresql"] if both else ["sqlite"], scope="function")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    # Not in pytest's own folder: it keeps the newest three, and a run beside this one would delete the server's data.
    with (
        tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder,
        postgres_server(Path(folder)) as address,
    ):
        never_sync(address)
        yield address


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.sqlite3'}"
        return
    with postgres_database(request.getfixturevalue("postgres")) as address:
        yield address


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with opened(database_url) as database:
        yield database
