"""Papers and pictures, written into a folder."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.surroundings import CommandFailed, opened, run, settings, words
from bot.ui.translation import LANGUAGES, Translator
from domain.errors import Refused
from handlers.paper_making import TITLES, CannotBeMade, Desk, Made, compose
from handlers.refusal_words import words_of
from reports.press import NotPrinted, Press
from services.papers import OF_A_UNIT, PaperName

app = typer.Typer(no_args_is_help=True, help="Papers and pictures: list, make.")


@app.command("list")
def listed() -> None:
    """Says what can be made."""
    tr = words()
    for paper in PaperName:
        typer.echo(f"{paper.value}\t{tr.plain(TITLES[paper])}")


@app.command("make")
def make(
    paper: Annotated[PaperName, typer.Argument(help="What is to be made; see list.")],
    unit: Annotated[str, typer.Option(help="The unit's code, for its calendar or its poster.")] = "",
    period: Annotated[
        str, typer.Option(help="The period of the periodic report, such as 2023-q3; else the one at hand.")
    ] = "",
    to: Annotated[Path, typer.Option(help="The folder it is written into.")] = Path(),
    username: Annotated[str, typer.Option(help="The bot's username, for a poster's link.")] = "",
) -> None:
    """Makes a paper from what is true now and prints where it lies."""
    if (paper in OF_A_UNIT) != bool(unit):
        needed = "needs the code of a unit" if paper in OF_A_UNIT else "is of no unit"
        raise typer.BadParameter(needed, param_hint="--unit")
    if period and paper is not PaperName.PERIODIC:
        raise typer.BadParameter("is of no period", param_hint="--period")
    if paper is PaperName.POSTER and not username:
        raise typer.BadParameter("is needed: the poster's code leads there", param_hint="--username")

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        translators = {language: Translator(language, zone=chosen.zone) for language in LANGUAGES}
        async with opened(chosen) as office, office.reading() as (uow, scope):
            if unit and await uow.units.get(unit) is None:
                raise CommandFailed(tr.plain("There is no unit {code}.", code=unit))
            desk = Desk(scope, tr, translators, username.removeprefix("@"), chosen.fallback_contact)
            try:
                made = await compose(desk, paper, unit or period)
            except CannotBeMade as cannot:
                raise CommandFailed(tr.plain(cannot.why)) from None
            except Refused as refusal:
                raise CommandFailed(words_of(tr, refusal).unescape()) from None
        typer.echo(await _written(made, to))

    run(work)


async def _written(made: Made, folder: Path) -> Path:
    try:
        (data,) = await Press().printed(made.document)
        return await asyncio.to_thread(_write, folder / made.name, data)
    except NotPrinted as reason:
        raise CommandFailed(f"{made.name}: {reason}") from None
    except OSError as error:
        raise CommandFailed(f"{folder}: {error.strerror}") from None


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
