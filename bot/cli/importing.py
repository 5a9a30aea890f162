"""What every import from a file has in common: how it is read, how its faults are named, how its changes are told."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from adapters.sheet import Sheet, UnreadableSheet
from adapters.spreadsheets import read_rows
from bot.cli.surroundings import CommandFailed
from bot.ui.text import shown
from bot.ui.translation import Translator
from handlers import import_words
from services.imports import RowFault
from services.plans import ImportChanges

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV or XLSX file.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
Sample = Annotated[
    bool | None, typer.Option("--sample/--no-sample", help="Sample data: said wherever it is shown.")
]

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
