"""The settings of the domain: reminders, periods, limits; each holds from a day on, and is seen by a running bot."""

from typing import Annotated

import typer

from bot.cli.surroundings import day_of, opened, run, settings, words
from domain.settings import SettingRow
from services.settings import change_setting, settings_today

app = typer.Typer(no_args_is_help=True, help="What the province may decide otherwise: list, set.")


@app.command("list")
def list_rules() -> None:
    """Lists every setting of the domain: its value, the day it holds from, and the rule its default comes from."""
    run(_list)


async def _list() -> None:
    chosen = settings()
    tr = words(chosen)
    async with opened(chosen) as office, office.reading() as (_, scope):
        found = await settings_today(scope)
    for one in found:
        since = tr.plain("default") if one.since is None else tr.plain("since {day}", day=tr.date(one.since))
        typer.echo(f"{one.key}\t{one.value}\t{since}\t{one.source}")
        for row in one.coming:
            to_come = tr.plain("from {day} on", day=tr.date(row.valid_from))
            typer.echo(f"{row.key}\t{row.value}\t{to_come}")


@app.command("set")
def set_rule(
    key: Annotated[str, typer.Argument(help="As rules list names it.")],
    value: Annotated[str, typer.Argument(help="As rules list writes it.")],
    since: Annotated[
        str, typer.Option("--from", help="The first day it holds, dd/mm/yyyy; else today.")
    ] = "",
) -> None:
    """Changes a setting from a day on; what was before stays for the days before."""
    day = day_of(since, "--from") if since else None

    async def work() -> None:
        chosen = settings()
        tr = words(chosen)
        async with opened(chosen) as office, office.writing() as (_, scope):
            row = SettingRow(key, value, day or scope.today)
            await change_setting(scope, row, None)
        typer.echo(
            tr.plain("{key} is {value} from {day} on.", key=key, value=value, day=tr.date(row.valid_from))
        )

    run(work)
