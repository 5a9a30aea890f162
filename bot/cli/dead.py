"""What was set aside: updates that failed at every try, messages that could not be delivered. Never their contents."""

import re
from typing import Annotated

import typer

from bot.cli.surroundings import CommandFailed, opened, run, settings, words
from storage.parcels import OutboxState

app = typer.Typer(no_args_is_help=True, help="What was set aside: list, replay.")

_NUMBER = re.compile(r"(in|out):([0-9]{1,18})")


@app.command("list")
def list_all() -> None:
    """Lists what was set aside, in (from Telegram) and out (to Telegram), oldest first."""
    run(_list)


async def _list() -> None:
    chosen = settings()
    tr = words(chosen)
    async with opened(chosen) as office, office.reading() as (uow, _):
        inbound, outbound = await uow.inbox.set_aside(), await uow.outbox.undelivered()
    for arrived in inbound:
        typer.echo(
            f"in:{arrived.seq}\t{tr.datetime(arrived.received_at)}\t{arrived.kind}\t{arrived.attempts}\t{arrived.fault}"
        )
    for left in outbound:
        typer.echo(
            f"out:{left.id}\t{tr.datetime(left.created_at)}\t{left.kind}\t{left.attempts}\t{left.fault or left.state}"
        )
    if not inbound and not outbound:
        typer.echo(tr.plain("Nothing was set aside."))


@app.command("replay")
def replay(
    numbers: Annotated[list[str] | None, typer.Argument(help="As listed: in:7 out:12.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that was set aside.")] = False,
) -> None:
    """Puts what was set aside back in line."""
    wanted = [_NUMBER.fullmatch(number) for number in numbers or []]
    if everything == bool(wanted) or not all(wanted):
        raise typer.BadParameter("give numbers as listed (in:7 out:12), or --all", param_hint="NUMBERS")
    chosen = [(match[1], int(match[2])) for match in wanted if match is not None]
    run(lambda: _replay(None if everything else chosen))


async def _replay(numbers: list[tuple[str, int]] | None) -> None:
    chosen = settings()
    async with opened(chosen) as office, office.writing() as (uow, _):
        if numbers is None:
            numbers = [("in", row.seq) for row in await uow.inbox.set_aside()]
            numbers += [
                ("out", row.id)
                for row in await uow.outbox.undelivered()
                if row.state == OutboxState.SET_ASIDE
            ]
        for way, number in numbers:
            found = await (uow.inbox.replay(number) if way == "in" else uow.outbox.replay(number))
            if not found:
                # All or nothing: the transaction is undone, so a mistyped number replays none.
                raise CommandFailed(
                    words(chosen).plain("{number} was not set aside.", number=f"{way}:{number}")
                )
    typer.echo(words(chosen).n("{n} is back in line.", "{n} are back in line.", len(numbers)))
