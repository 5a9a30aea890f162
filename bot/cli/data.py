"""Units and plans from files: a dry run says what would change, a wrong row is named, nothing is half imported."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from adapters.imports import FIRST_DAY, LAST_DAY, parse_plan, parse_units
from adapters.sheet import Sheet, UnreadableSheet
from adapters.spreadsheets import read_rows
from bot.cli import import_words
from bot.cli.surroundings import CommandFailed, opened, run, settings, words
from bot.ui.text import shown
from bot.ui.translation import Translator
from services.imports import RowFault, TaskRow
from services.plans import ImportChanges, ImportRefused, PlanHeader, import_plan, import_units

units = typer.Typer(no_args_is_help=True, help="The units: import.")
plan = typer.Typer(no_args_is_help=True, help="A year's plan: import.")

MOST_CODE_CHARS: Final = 64
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV or XLSX file.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]


@units.callback()
def _of_units() -> None:
    """The units."""


@plan.callback()
def _of_plan() -> None:
    """A year's plan."""


@units.command("import")
def units_import(file: File, dry_run: DryRun = False) -> None:
    """Adds and changes units as a file says."""
    run(lambda: _units(file, dry_run))


async def _units(file: Path, dry_run: bool) -> None:
    chosen = settings()
    tr = words(chosen)
    sheet = _read(tr, file)
    async with opened(chosen) as office, office.writing() as (uow, scope):
        known = {code: unit.parent for code, unit in (await uow.units.all()).items()}
        parsed = parse_units(sheet, known)
        _stop_at(tr, parsed.faults)
        try:
            changes = await import_units(scope, parsed.rows, dry_run=dry_run)
        except ImportRefused as refused:
            _stop_at(tr, refused.faults)
            raise
    _tell(tr, changes, dry_run)


@plan.command("import")
def plan_import(
    file: File,
    dry_run: DryRun = False,
    code: Annotated[str, typer.Option(help="The plan's code; else CCHC and its year.")] = "",
    year: Annotated[
        int | None,
        typer.Option(min=FIRST_DAY.year, max=LAST_DAY.year, help="Its year; else that of most due dates."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Its title in Vietnamese.")] = None,
    title_en: Annotated[str | None, typer.Option(help="Its title in English.")] = None,
    sample: Annotated[
        bool | None, typer.Option("--sample/--no-sample", help="Sample data: said wherever it is shown.")
    ] = None,
) -> None:
    """Adds and changes a plan's tasks as a file says; of the plan itself only what is given here."""
    if len(code) > MOST_CODE_CHARS:
        raise typer.BadParameter(f"is longer than {MOST_CODE_CHARS} characters", param_hint="--code")

    def header(rows: Sequence[TaskRow]) -> PlanHeader:
        of = year or Counter(row.due_date.year for row in rows).most_common(1)[0][0]
        return PlanHeader(code or f"CCHC-{of}", of, title, title_en, sample)

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        sheet = _read(tr, file)
        async with opened(chosen) as office, office.writing() as (uow, scope):
            parsed = parse_plan(sheet, frozenset(await uow.units.all()))
            _stop_at(tr, parsed.faults)
            if not parsed.rows:
                raise CommandFailed(tr.plain("The file has no rows."))
            try:
                changes = await import_plan(scope, header(parsed.rows), parsed.rows, dry_run=dry_run)
            except ImportRefused as refused:
                _stop_at(tr, refused.faults)
                raise
        _tell(tr, changes, dry_run)

    run(work)


def _read(tr: Translator, file: Path) -> Sheet:
    try:
        return read_rows(file, file.name)
    except UnreadableSheet as unreadable:
        raise CommandFailed(import_words.of_sheet(tr, unreadable)) from None
    except OSError as error:
        raise CommandFailed(f"{file}: {error.strerror}") from None


def _stop_at(tr: Translator, faults: Sequence[RowFault]) -> None:
    if faults:
        told = tr.n("Nothing was imported: {n} fault.", "Nothing was imported: {n} faults.", len(faults))
        raise CommandFailed("\n".join([*(import_words.of_row(tr, fault) for fault in faults), str(told)]))


def _tell(tr: Translator, changes: ImportChanges, dry_run: bool) -> None:
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
