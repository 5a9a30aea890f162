"""The criteria of a year's ranking from a file, and scores that were given on paper."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

from adapters.import_ranking import parse_criteria, parse_scores
from adapters.row_reader import FIRST_DAY, LAST_DAY
from adapters.sheet import Sheet
from bot.cli.importing import DryRun, File, Sample, sound_rows, stop_at, take_in, tell
from bot.ui.translation import Translator
from handlers.words import label_of
from services.ranking_imports import CriteriaChanges, ScoresTaken, import_criteria, import_scores
from services.scope import Scope

app = typer.Typer(no_args_is_help=True, help="The ranking of units: import, import-scores.")

Year = Annotated[int, typer.Option(min=FIRST_DAY.year, max=LAST_DAY.year, help="The year that is ranked.")]


@app.callback()
def _of_ranking() -> None:
    """The ranking of units."""


@app.command("import")
def criteria_import(file: File, year: Year, dry_run: DryRun = False, sample: Sample = None) -> None:
    """Brings the criteria of a year to what a file says; one that has scores is not removed."""

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        rows = sound_rows(tr, parse_criteria(sheet))
        found = await import_criteria(scope, year, rows, is_sample=sample, dry_run=dry_run)
        return partial(_tell, tr, found, dry_run)

    take_in(file, take)


@app.command("import-scores")
def scores_import(file: File, year: Year, dry_run: DryRun = False) -> None:
    """Takes over scores given on paper, of units that have not begun here."""

    async def take(tr: Translator, sheet: Sheet, scope: Scope) -> Callable[[], None]:
        parsed = parse_scores(sheet, frozenset(await scope.uow.units.all()))
        stop_at(tr, parsed.faults)
        found = await import_scores(scope, year, parsed.rows, dry_run=dry_run)
        return partial(_tell_scores, tr, found, dry_run)

    take_in(file, take)


def _tell(tr: Translator, found: CriteriaChanges, dry_run: bool) -> None:
    tell(tr, found.changes, dry_run)
    if found.removed:
        typer.echo(tr.plain("Removed, having no scores: {codes}", codes=", ".join(found.removed)))
    if found.kept:
        typer.echo(tr.plain("Kept, because they have scores: {codes}", codes=", ".join(found.kept)))
    for group, most in found.totals.items():
        typer.echo(tr.plain("{group}: {most} points", group=label_of(tr, group), most=tr.number(most)))


def _tell_scores(tr: Translator, found: ScoresTaken, dry_run: bool) -> None:
    counts = {"taken": tr.number(len(found.taken)), "left": tr.number(len(found.left))}
    if dry_run:
        typer.echo(tr.plain("Units that would be taken over: {taken}; left as they are: {left}.", **counts))
    else:
        typer.echo(tr.plain("Units taken over: {taken}; left as they are: {left}.", **counts))
