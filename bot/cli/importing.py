"""What every import from a file has in common: how it is read, how its faults are named, how its changes are told."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from adapters.sheet import Sheet, UnreadableSheet
from adapters.spreadsheets import read_rows
from bot.cli.surroundings import CommandFailed, opened, run, settings, words
from bot.ui.text import shown
from bot.ui.translation import Translator
from handlers import import_words
from services.imports import Parsed, RowFault, RowT_co
from services.plans import ImportChanges, ImportRefused
from services.scope import Scope

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV or XLSX file.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
Sample = Annotated[
    bool | None, typer.Option("--sample/--no-sample", help="Sample data: said wherever it is shown.")
]

Take = Callable[[Translator, Sheet, Scope], Awaitable[Callable[[], None]]]
"""Takes a table in and gives what tells of it."""

MOST_CODE_CHARS: Final = 64


def check_code(code: str) -> None:
    """Raises BadParameter for the code of a plan or a dispatch that is longer than its column."""
    if len(code) > MOST_CODE_CHARS:
        raise typer.BadParameter(f"is longer than {MOST_CODE_CHARS} characters", param_hint="--code")


def read(tr: Translator, file: Path) -> Sheet:
    """The table in the file. Raises CommandFailed with why it is none."""
    try:
        return read_rows(file, file.name)
    except UnreadableSheet as unreadable:
        raise CommandFailed(import_words.of_sheet(tr, unreadable)) from None
    except OSError as error:
        raise CommandFailed(f"{file}: {error.strerror}") from None


def stop_at(tr: Translator, faults: Sequence[RowFault]) -> None:
    """Raises CommandFailed that names every wrong cell, if there is one."""
    if faults:
        told = tr.n("Nothing was imported: {n} fault.", "Nothing was imported: {n} faults.", len(faults))
        raise CommandFailed("\n".join([*(import_words.of_row(tr, fault) for fault in faults), str(told)]))


def sound_rows(tr: Translator, parsed: Parsed[RowT_co]) -> tuple[RowT_co, ...]:
    """The rows of a table. Raises CommandFailed that names every wrong cell, or says that there is no row."""
    stop_at(tr, parsed.faults)
    if not parsed.rows:
        raise CommandFailed(tr.plain("The file has no rows."))
    return parsed.rows


def take_in(file: Path, take: Take) -> None:
    """Has the table in the file taken in, in one transaction, and tells what that did once it is committed."""

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        sheet = read(tr, file)
        async with opened(chosen) as office, office.writing() as (_, scope):
            try:
                tell_it = await take(tr, sheet, scope)
            except ImportRefused as refused:
                stop_at(tr, refused.faults)
                raise
        tell_it()

    run(work)


def tell(tr: Translator, changes: ImportChanges, dry_run: bool) -> None:
    """Prints what was imported, or would be."""
    for code in changes.added:
        typer.echo(f"+ {code}")
    for change in (*([changes.plan] if changes.plan else []), *changes.changed):
        said = ", ".join(
            f"{field.name}: {shown(field.before)} → {shown(field.after)}" for field in change.fields
        )
        typer.echo(f"~ {change.code}: {said}")
    counts = {
        "added": tr.number(len(changes.added)),
        "changed": tr.number(len(changes.changed)),
        "unchanged": tr.number(changes.unchanged),
        "absent": tr.number(len(changes.absent)),
    }
    if dry_run:
        typer.echo(
            tr.plain(
                "Would be added: {added}; changed: {changed}; unchanged: {unchanged}; not in the file: {absent}.",
                **counts,
            )
        )
    else:
        typer.echo(
            tr.plain(
                "Added: {added}; changed: {changed}; unchanged: {unchanged}; not in the file: {absent}.",
                **counts,
            )
        )
