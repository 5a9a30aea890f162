"""The criteria of a year's ranking from a file, and scores that were given on paper."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from adapters.import_ranking import parse_criteria, parse_scores
from adapters.row_reader import FIRST_DAY, LAST_DAY
from adapters.sheet import Sheet
from bot.cli.importing import DryRun, File, Sample, read, stop_at, tell
from bot.cli.surroundings import CommandFailed, opened, run, settings, words
from bot.ui.translation import Translator
from handlers.words import label_of
from services.plans import ImportRefused
from services.ranking_imports import CriteriaChanges, ScoresTaken, import_criteria, import_scores
from services.scope import Scope

app = typer.Typer(no_args_is_help=True, help="The ranking of units: import, import-scores.")

Year = Annotated[int, typer.Option(min=FIRST_DAY.year, max=LAST_DAY.year, help="The year that is ranked.")]
Work = Callable[[Translator, Sheet, Scope], Awaitable[None]]


@app.callback()
def _of_ranking() -> None:
    """The ranking of units."""


@app.command("import")
def criteria_import(file: File, year: Year, dry_run: DryRun = False, sample: Sample = None) -> None:
    """Brings the criteria of a year to what a file says; one that has scores is not removed."""

    async def work(tr: Translator, sheet: Sheet, scope: Scope) -> None:
        parsed = parse_criteria(sheet)
        stop_at(tr, parsed.faults)
        if not parsed.rows:
            raise CommandFailed(tr.plain("The file has no rows."))
        _tell(tr, await import_criteria(scope, year, parsed.rows, is_sample=sample, dry_run=dry_run), dry_run)

    _run(file, work)


@app.command("import-scores")
def scores_import(file: File, year: Year, dry_run: DryRun = False) -> None:
    """Takes over scores given on paper, of units that have not begun here."""

    async def work(tr: Translator, sheet: Sheet, scope: Scope) -> None:
        parsed = parse_scores(sheet, frozenset(await scope.uow.units.all()))
        stop_at(tr, parsed.faults)
        _tell_scores(tr, await import_scores(scope, year, parsed.rows, dry_run=dry_run), dry_run)

    _run(file, work)


def _run(file: Path, work: Work) -> None:
    async def within() -> None:
        chosen = settings()
        tr = words(chosen)
        sheet = read(tr, file)
        async with opened(chosen) as office, office.writing() as (_, scope):
            try:
                await work(tr, sheet, scope)
            except ImportRefused as refused:
                stop_at(tr, refused.faults)
                raise

    run(within)


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
