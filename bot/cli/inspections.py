"""The calendars of units' own inspections from a file."""

import typer

from adapters.import_inspections import parse_inspections
from bot.cli.importing import DryRun, File, Sample, read, stop_at, tell
from bot.cli.surroundings import CommandFailed, opened, run, settings, words
from services.inspection_imports import import_inspections
from services.plans import ImportRefused

app = typer.Typer(no_args_is_help=True, help="Units' own inspections: import.")


@app.callback()
def _of_inspections() -> None:
    """Units' own inspections."""


@app.command("import")
def inspections_import(file: File, dry_run: DryRun = False, sample: Sample = False) -> None:
    """Puts the inspections of a file on the units' calendars; what somebody acted on here stays as it is."""

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        sheet = read(tr, file)
        async with opened(chosen) as office, office.writing() as (uow, scope):
            parsed = parse_inspections(sheet, frozenset(await uow.units.all()))
            stop_at(tr, parsed.faults)
            if not parsed.rows:
                raise CommandFailed(tr.plain("The file has no rows."))
            try:
                changes = await import_inspections(
                    scope, parsed.rows, is_sample=bool(sample), dry_run=dry_run
                )
            except ImportRefused as refused:
                stop_at(tr, refused.faults)
                raise
        tell(tr, changes, dry_run)

    run(work)
