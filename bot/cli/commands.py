"""All commands, put together; each theme has a module of its own."""

from typing import Annotated

import typer

from bot.cli import (
    data,
    database,
    dead,
    dispatch,
    dossiers,
    inspections,
    keys,
    papers,
    people,
    ranking,
    rules,
    running,
)
from bot.cli.surroundings import language
from bot.ui.translation import LANGUAGES

app = typer.Typer(
    name="python -m bot",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="The bot of a province's administrative reform: run it, fill it, look after it.",
)


@app.callback()
def common(
    in_language: Annotated[
        str, typer.Option("--language", help="vi or en: what is printed; else DEFAULT_LANGUAGE.")
    ] = "",
) -> None:
    """Settings are environment variables, or lines of .env; .env.example has them all."""
    if in_language and in_language not in LANGUAGES:
        raise typer.BadParameter(f"is none of {', '.join(LANGUAGES)}", param_hint="--language")
    language.set(in_language or None)


running.add_to(app)
app.add_typer(database.app, name="db")
app.add_typer(keys.app, name="keys")
app.add_typer(data.units, name="units")
app.add_typer(data.plan, name="plan")
app.add_typer(dispatch.app, name="dispatch")
app.add_typer(dispatch.plans, name="digital-plans")
app.add_typer(dossiers.app, name="dossiers")
app.add_typer(inspections.app, name="inspections")
app.add_typer(ranking.app, name="ranking")
app.command("invite")(people.invite_to)
app.add_typer(people.app, name="people")
app.add_typer(rules.app, name="rules")
app.add_typer(papers.app, name="papers")
app.add_typer(dead.app, name="dead")


def main() -> None:
    """The entry point."""
    app()
