"""What every command needs: the settings, the database with its keys, words, and an end with the right exit code."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Final, NoReturn, TypeVar

import typer
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from adapters.row_reader import LAST_DAY
from bot import settings as deployment
from bot.clock import Clock, SystemClock
from bot.office import Office
from bot.settings import NOT_SET, Settings, SettingsWrong, load
from bot.ui.translation import N_, Translator
from domain.errors import Refused
from handlers.refusal_words import words_of
from storage import revision
from storage.identity import ensure_ring
from storage.sealing import KeyRing, KeysUnusable

FAILED: Final = 1
WRONG_USE: Final = 2
# For commands that do not speak to Telegram; no bot has the number 0.
NO_TOKEN: Final = "0:none"

_DAY_FORMS: Final = ("%d/%m/%Y", "%Y-%m-%d")
# The storage knows no catalogue; this is how what it says of the key file comes into one.
WORDS_OF_KEYS: Final = (
    N_("{path} is not there; python -m bot keys new makes one"),
    N_("{path} cannot be read: {why}"),
    N_("{path} can be read by others: chmod 600 it"),
    N_("{path} is not a key file"),
    N_("{path} exists already"),
    N_("current key is not in the ring"),
    N_("a key has the wrong length"),
    N_("the key file is not the one this database was sealed with"),
)

language: ContextVar[str | None] = ContextVar("language", default=None)
"""The language asked for with --language."""
stage: ContextVar[tuple[Settings, Clock] | None] = ContextVar("stage", default=None)
"""Settings and clock of the tour, whose administrator types commands without a shell of their own."""

T = TypeVar("T")


class CommandFailed(Exception):
    """A command could not do its work; the line says why. The exit code is 1 unless another is given."""

    def __init__(self, line: str, *, code: int = FAILED) -> None:
        super().__init__(line)
        self.code = code


def settings(*, with_token: bool = False) -> Settings:
    """The deployment's settings; those for Telegram are needed only ``with_token``. Raises SettingsWrong."""
    played = stage.get()
    if played is not None:
        return played[0]
    try:
        return load()
    except SettingsWrong as wrong:
        if with_token or wrong.lines != [f"BOT_TOKEN: {NOT_SET}"]:
            raise
        return load(bot_token=NO_TOKEN)


def words(chosen: Settings | None = None) -> Translator:
    """The translator of the language asked for, or the deployment's, whose settings may be wrong as yet."""
    if chosen is None:
        return Translator(language.get() or deployment.language())
    return Translator(language.get() or chosen.default_language, zone=chosen.zone)


def ring(chosen: Settings) -> KeyRing:
    """The deployment's keys. Raises CommandFailed with KEYS_FILE."""
    try:
        return KeyRing.load(chosen.keys_file)
    except KeysUnusable as unusable:
        raise keys_refused(unusable, words(chosen)) from None


def keys_refused(unusable: KeysUnusable, tr: Translator, *, code: int = WRONG_USE) -> CommandFailed:
    """What is wrong with the key file, told as a wrong setting is."""
    return CommandFailed(f"KEYS_FILE: {tr.plain(unusable.words, **unusable.data)}", code=code)


@asynccontextmanager
async def opened(chosen: Settings) -> AsyncIterator[Office]:
    """The deployment's database and keys, checked before anything is touched.

    Raises CommandFailed for keys that are not the database's, and when migrations wait.
    """
    keys = ring(chosen)
    state = await asyncio.to_thread(revision.check, chosen.database)
    if not state.is_at_head:
        raise CommandFailed(
            words(chosen).plain("The database is not at this release's tables: python -m bot db upgrade")
        )
    played = stage.get()
    office = Office.of(chosen, keys, SystemClock() if played is None else played[1])
    try:
        async with office.writing() as (uow, _):
            try:
                await ensure_ring(uow, keys)
            except KeysUnusable as unusable:
                raise keys_refused(unusable, words(chosen)) from None
        await office.refresh()
        yield office
    finally:
        await office.database.close()


def day_of(text: str, option: str) -> date:
    """A day of the province as it was typed. Raises BadParameter, which names the option."""
    for form in _DAY_FORMS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007 - a day of the province has no zone
        except ValueError:
            continue
        if day <= LAST_DAY:
            return day
    raise typer.BadParameter(f"is no day until {LAST_DAY:%d/%m/%Y}; write dd/mm/yyyy", param_hint=option)


def run(work: Callable[[], Awaitable[T]]) -> T:
    """Runs a command's work and ends the process with the right code when it cannot be done."""

    async def awaited() -> T:
        return await work()

    try:
        return asyncio.run(awaited())
    except SettingsWrong as wrong:
        stop(*(_in_words(words(), line) for line in wrong.lines), code=WRONG_USE)
    except CommandFailed as failed:
        stop(str(failed), code=failed.code)
    except Refused as refusal:
        stop(words_of(words(), refusal).unescape())
    except ArgumentError:
        why = words().plain("is no address of a database")
        stop(f"DATABASE_URL: {why}", code=WRONG_USE)
    except SQLAlchemyError as error:
        # Its message holds the address, and with it a password.
        why = words().plain("the database cannot be used ({error})", error=type(error).__name__)
        stop(f"DATABASE_URL: {why}")


def _in_words(tr: Translator, line: str) -> str:
    name, _, why = line.partition(": ")
    return f"{name}: {tr.plain(why)}"


def stop(*lines: str, code: int = FAILED) -> NoReturn:
    """Says why on the error stream and ends."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(code)
