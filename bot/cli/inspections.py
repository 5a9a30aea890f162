"""The calendars of units' own inspections from a file."""

from collections.abc import Callable
from functools import partial

import typer

from adapters.import_inspections import parse_inspections
from adapters.sheet import Sheet
from bot.cli.importing import DryRun, File, Sample, sound_rows, take_in, tell
from bot.ui.translation import Translator
from services.inspection_imports import import_inspections
from services.scope import Scope

app = typer.Typer(no_args_is_help=True, help="Units' own inspections: import.")


@app.callback()
def _of_inspections() -> None:
    """Units' own inspections."""


@app.command("import")
def inspections_import(file: File, dry_run: DryRun = False, sample: Sample = False) -> None:
    """Puts the inspections of a file on the units' calendars; what somebody acted on here stays as it is."""

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        rows = sound_rows(tr, parse_inspections(sheet, frozenset(await scope.uow.units.all())))
        changes = await import_inspections(scope, rows, is_sample=bool(sample), dry_run=dry_run)
        return partial(tell, tr, changes, dry_run)

    take_in(file, take)
