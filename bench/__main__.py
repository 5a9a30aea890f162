"""``python -m bench``: lists the measurements, and makes one."""

import asyncio
import json
import shlex
import subprocess
import sys
from typing import Annotated

import typer

from bench import machine, report
from bench import reminders as mornings
from bench import spine as spines
from bench.contestants import CONTESTANTS, ROOT, NotStarted
from bench.crowd import NotAnswered
from bot.logs import configure

app = typer.Typer(
    name="python -m bench",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Measurements against peers. Two cores are needed, and nobody else at work on them.",
)
DEFAULT = spines.Plan()


@app.callback()
def common() -> None:
    """Each prints a table, the machine, and the command that made it."""


@app.command()
def spine(
    updates: Annotated[int, typer.Option(min=20, help="Of each contestant in a round.")] = DEFAULT.updates,
    people: Annotated[int, typer.Option(min=1, help="Who speak at a time.")] = DEFAULT.people,
    rounds: Annotated[int, typer.Option(min=1, help="Of which the median counts.")] = DEFAULT.rounds,
    pause: Annotated[float, typer.Option(min=0, help="Seconds a person reads an answer.")] = DEFAULT.pause,
    sends_in_flight: Annotated[
        int, typer.Option(min=1, max=64, help="The bot's SENDS_IN_FLIGHT.")
    ] = DEFAULT.sends_in_flight,
    contestants: Annotated[
        str, typer.Option(help="; ".join(f"{one.letter}: {one.name}" for one in CONTESTANTS))
    ] = DEFAULT.contestants,
    demo_updates: Annotated[
        int, typer.Option(min=0, help="Steps measured in the demo; 0 leaves it out.")
    ] = 54,
) -> None:
    """The whole way of an update: the rate, its cost, the waiting; start-up and memory; a press in the demo."""
    if unknown := set(contestants) - {one.letter for one in CONTESTANTS}:
        raise typer.BadParameter(f"nobody is {', '.join(sorted(unknown))}", param_hint="--contestants")
    configure("ERROR")
    plan = spines.Plan(updates, people, rounds, pause, sends_in_flight, contestants)
    print(machine.facts())
    print(f"{shlex.join(['python', '-m', 'bench', *sys.argv[1:]])}\n", flush=True)
    try:
        print(report.spine(plan, asyncio.run(spines.measure(plan))), flush=True)
    except (NotStarted, NotAnswered) as failed:
        typer.echo("\n".join([str(failed), *getattr(failed, "__notes__", [])]), err=True)
        raise typer.Exit(1) from None
    if demo_updates:
        print(report.demo(_demo(demo_updates)))


@app.command()
def reminders(
    tasks: Annotated[
        list[int] | None, typer.Option(min=100, help="Open tasks; may be given several times.")
    ] = None,
    units: Annotated[
        int, typer.Option(min=1, help="That lead them, each with a head and a focal officer.")
    ] = 500,
) -> None:
    """The morning's digests: finding who must hear what and writing it, doing so again, and delivering it."""
    configure("ERROR")
    print(machine.facts())
    print(f"{shlex.join(['python', '-m', 'bench', *sys.argv[1:]])}\n", flush=True)
    try:
        print(mornings.report(asyncio.run(mornings.measure(tasks or [10_000, 100_000], units))))
    except NotStarted as failed:
        typer.echo(str(failed), err=True)
        raise typer.Exit(1) from None


def _demo(updates: int) -> list[float]:
    # It is held to this process's core, which does nothing meanwhile.
    made = subprocess.run(
        [sys.executable, "-m", "bench.demo", str(updates)], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    seconds: list[float] = json.loads(made.stdout)
    return seconds


if __name__ == "__main__":
    app()
