"""Figures of online dossiers, and the targets they are held to, from files."""

from typing import Annotated

import typer

from adapters.import_dossiers import parse_dossiers, parse_targets
from bot.cli.importing import DryRun, File, Sample, read, stop_at, tell
from bot.cli.surroundings import CommandFailed, opened, run, settings, words
from services.dossier_imports import import_dossiers, import_targets
from services.plans import ImportRefused

app = typer.Typer(no_args_is_help=True, help="Online dossiers: import, targets.")


@app.command("import")
def dossiers_import(
    file: File,
    dry_run: DryRun = False,
    reason: Annotated[str, typer.Option(help="Why figures change; kept with each that does.")] = "",
    sample: Sample = None,
) -> None:
    """Enters the dossiers that units received and those filed online, month by month, as a file says."""

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        sheet = read(tr, file)
        async with opened(chosen) as office, office.writing() as (uow, scope):
            parsed = parse_dossiers(sheet, frozenset(await uow.units.all()))
            stop_at(tr, parsed.faults)
            if not parsed.rows:
                raise CommandFailed(tr.plain("The file has no rows."))
            try:
                changes = await import_dossiers(
                    scope, parsed.rows, reason=reason or file.name, is_sample=sample, dry_run=dry_run
                )
            except ImportRefused as refused:
                stop_at(tr, refused.faults)
                raise
        tell(tr, changes, dry_run)

    run(work)


@app.command("targets")
def dossiers_targets(file: File, dry_run: DryRun = False, sample: Sample = None) -> None:
    """Sets the share of online dossiers each kind of unit is to reach; kinds with a target are asked each month."""

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        sheet = read(tr, file)
        async with opened(chosen) as office, office.writing() as (_, scope):
            parsed = parse_targets(sheet)
            stop_at(tr, parsed.faults)
            if not parsed.rows:
                raise CommandFailed(tr.plain("The file has no rows."))
            changes = await import_targets(scope, parsed.rows, is_sample=sample, dry_run=dry_run)
        tell(tr, changes, dry_run)

    run(work)
