"""Figures of online dossiers, and the targets they are held to, from files."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from adapters.import_dossiers import parse_dossiers, parse_targets
from adapters.sheet import Sheet
from bot.cli.importing import DryRun, File, Sample, sound_rows, take_in, tell
from bot.ui.translation import Translator
from services.dossier_imports import import_dossiers, import_targets
from services.scope import Scope

app = typer.Typer(no_args_is_help=True, help="Online dossiers: import, targets.")


@app.command("import")
def dossiers_import(
    file: File,
    dry_run: DryRun = False,
    reason: Annotated[str, typer.Option(help="Why figures change; kept with each that does.")] = "",
    sample: Sample = None,
) -> None:
    """Enters the dossiers that units received and those filed online, month by month, as a file says."""

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        rows = sound_rows(tr, parse_dossiers(sheet, frozenset(await scope.uow.units.all())))
        changes = await import_dossiers(
            scope, rows, reason=reason or file.name, is_sample=sample, dry_run=dry_run
        )
        return partial(tell, tr, changes, dry_run)

    take_in(file, take)


@app.command("targets")
def dossiers_targets(file: File, dry_run: DryRun = False, sample: Sample = None) -> None:
    """Sets the share of online dossiers each kind of unit is to reach; kinds with a target are asked each month."""

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        rows = sound_rows(tr, parse_targets(sheet))
        return partial(
            tell, tr, await import_targets(scope, rows, is_sample=sample, dry_run=dry_run), dry_run
        )

    take_in(file, take)
