"""Units and plans from files: a dry run says what would change, a wrong row is named, nothing is half imported."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated

import typer

from adapters.import_succession import parse_succession
from adapters.imports import parse_plan, parse_units
from adapters.row_reader import FIRST_DAY, LAST_DAY
from adapters.sheet import Sheet
from bot.cli.importing import DryRun, File, Sample, check_code, sound_rows, stop_at, take_in, tell
from bot.ui.translation import Translator
from domain.plan import PlanKind
from services.imports import TaskRow
from services.plans import PlanHeader, header_of, import_plan, import_units, plan_code
from services.scope import Scope
from services.succession import import_succession

units = typer.Typer(no_args_is_help=True, help="The units: import, succession.")
plan = typer.Typer(no_args_is_help=True, help="A year's plan: import.")


@units.callback()
def _of_units() -> None:
    """The units."""


@plan.callback()
def _of_plan() -> None:
    """A year's plan."""


@units.command("import")
def units_import(file: File, dry_run: DryRun = False) -> None:
    """Adds and changes units as a file says."""

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        known = {code: unit.parent for code, unit in (await scope.uow.units.all()).items()}
        parsed = parse_units(sheet, known)
        stop_at(tr, parsed.faults)
        return partial(tell, tr, await import_units(scope, parsed.rows, dry_run=dry_run), dry_run)

    take_in(file, take)


@units.command("succession")
def units_succession(file: File, dry_run: DryRun = False) -> None:
    """Says which units end, when, and who takes over; their tasks move when the day has come."""

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        parsed = parse_succession(sheet, frozenset(await scope.uow.units.all()))
        stop_at(tr, parsed.faults)
        return partial(tell, tr, await import_succession(scope, parsed.rows, dry_run=dry_run), dry_run)

    take_in(file, take)


@plan.command("import")
def plan_import(
    file: File,
    dry_run: DryRun = False,
    code: Annotated[
        str, typer.Option(help="The plan's code; else that of its kind, CCHC or NVTT, and its year.")
    ] = "",
    year: Annotated[
        int | None,
        typer.Option(min=FIRST_DAY.year, max=LAST_DAY.year, help="Its year; else that of most due dates."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Its title in Vietnamese.")] = None,
    title_en: Annotated[str | None, typer.Option(help="Its title in English.")] = None,
    kind: Annotated[
        PlanKind | None, typer.Option(help="The year's reform plan, or key tasks of selected bodies.")
    ] = None,
    sample: Sample = None,
) -> None:
    """Adds and changes a plan's tasks as a file says; of the plan itself only what is given here."""
    check_code(code)

    def header(rows: Sequence[TaskRow]) -> PlanHeader:
        usual = header_of(kind or PlanKind.REFORM, rows)
        of = year or usual.year
        usual_code = plan_code(kind or PlanKind.REFORM, of)
        return PlanHeader(code or usual_code, of, title, title_en, sample, kind)

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        rows = sound_rows(tr, parse_plan(sheet, frozenset(await scope.uow.units.all())))
        return partial(tell, tr, await import_plan(scope, header(rows), rows, dry_run=dry_run), dry_run)

    take_in(file, take)
