"""A dispatch and the register of digital plans from files."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from adapters.import_orders import parse_digital_plans, parse_orders
from adapters.sheet import Sheet
from bot.cli.importing import DryRun, File, Sample, check_code, sound_rows, stop_at, take_in, tell
from bot.cli.surroundings import day_of
from bot.ui.translation import Translator
from services.dispatch_imports import DispatchHeader, import_digital_plans, import_dispatch
from services.scope import Scope

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

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        rows = sound_rows(tr, parse_orders(sheet, frozenset(await scope.uow.units.all())))
        return partial(tell, tr, await import_dispatch(scope, header, rows, dry_run=dry_run), dry_run)

    take_in(file, take)


@plans.command("import")
def plans_import(file: File, dry_run: DryRun = False, sample: Sample = False) -> None:
    """Enters the plans of a file in the register; a row without a number only names a term that is asked for."""

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        parsed = parse_digital_plans(sheet, frozenset(await scope.uow.units.all()))
        stop_at(tr, parsed.faults)
        changes = await import_digital_plans(scope, parsed.rows, is_sample=bool(sample), dry_run=dry_run)
        return partial(tell, tr, changes, dry_run)

    take_in(file, take)
