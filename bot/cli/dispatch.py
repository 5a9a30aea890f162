"""A dispatch and the register of digital plans from files."""

from typing import Annotated

import typer

from adapters.import_orders import parse_digital_plans, parse_orders
from bot.cli.importing import DryRun, File, Sample, check_code, read, stop_at, tell
from bot.cli.surroundings import CommandFailed, day_of, opened, run, settings, words
from services.dispatch_imports import DispatchHeader, import_digital_plans, import_dispatch
from services.plans import ImportRefused

app = typer.Typer(no_args_is_help=True, help="A dispatch: import.")
plans = typer.Typer(no_args_is_help=True, help="Digital transformation plans: import.")


@app.callback()
def _of_dispatch() -> None:
    """A dispatch."""


@plans.callback()
def _of_plans() -> None:
    """Digital transformation plans."""


@app.command("import")
def dispatch_import(
    file: File,
    issued_on: Annotated[str, typer.Option(help="The day it was issued.")],
    dry_run: DryRun = False,
    code: Annotated[str, typer.Option(help="The dispatch's code; else CV and its day.")] = "",
    title: Annotated[str | None, typer.Option(help="Its title in Vietnamese.")] = None,
    title_en: Annotated[str | None, typer.Option(help="Its title in English.")] = None,
    sample: Sample = None,
) -> None:
    """Adds and changes the orders of a dispatch as a file says; of the dispatch itself only what is given here."""
    check_code(code)
    day = day_of(issued_on, "--issued-on")
    header = DispatchHeader(code or f"CV-{day:%Y-%m-%d}", day, title, title_en, sample)

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        sheet = read(tr, file)
        async with opened(chosen) as office, office.writing() as (uow, scope):
            parsed = parse_orders(sheet, frozenset(await uow.units.all()))
            stop_at(tr, parsed.faults)
            if not parsed.rows:
                raise CommandFailed(tr.plain("The file has no rows."))
            try:
                changes = await import_dispatch(scope, header, parsed.rows, dry_run=dry_run)
            except ImportRefused as refused:
                stop_at(tr, refused.faults)
                raise
        tell(tr, changes, dry_run)

    run(work)


@plans.command("import")
def plans_import(file: File, dry_run: DryRun = False, sample: Sample = False) -> None:
    """Enters the plans of a file in the register; a row without a number only names a term that is asked for."""

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        sheet = read(tr, file)
        async with opened(chosen) as office, office.writing() as (uow, scope):
            parsed = parse_digital_plans(sheet, frozenset(await uow.units.all()))
            stop_at(tr, parsed.faults)
            try:
                changes = await import_digital_plans(
                    scope, parsed.rows, is_sample=bool(sample), dry_run=dry_run
                )
            except ImportRefused as refused:
                stop_at(tr, refused.faults)
                raise
        tell(tr, changes, dry_run)

    run(work)
