"""The table a measurement ends in, with everything needed to make it again."""

import textwrap
from collections.abc import Mapping
from statistics import median, quantiles

from bench.contestants import Contestant
from bench.spine import Figures, Plan

COLUMNS = (
    "updates/s",
    "×(b)",
    "CPU µs",
    "÷(b)",
    "database",
    "Telegram",
    "median ms",
    "p95 ms",
    "start s",
    "MB",
)
NAME_WIDTH = 42


def spine(plan: Plan, found: Mapping[Contestant, Figures]) -> str:
    """Each contestant a line. CPU is of one update: the bot's, its database's processes, the simulator's."""
    form = next((figures for contestant, figures in found.items() if contestant.letter == "b"), None)
    lines = [" " * NAME_WIDTH + "".join(f"{column:>10}" for column in COLUMNS)]
    for contestant, figures in found.items():
        rate, cost = figures.updates_per_second, figures.bot_microseconds
        cells = (
            f"{rate:.0f}",
            "" if form is None else f"{rate / form.updates_per_second:.2f}",
            f"{cost:.0f}",
            "" if form is None else f"{form.bot_microseconds / cost:.2f}",
            f"{figures.database_microseconds:.0f}" if figures.database_microseconds else "",
            f"{figures.telegram_microseconds:.0f}",
            f"{figures.median_ms:.0f}",
            f"{figures.p95_ms:.0f}",
            f"{figures.start_seconds:.1f}",
            f"{figures.resident_megabytes:.0f}",
        )
        name = f"({contestant.letter}) {contestant.name}"
        lines.append(f"{name:<{NAME_WIDTH}}" + "".join(f"{cell:>10}" for cell in cells))
    return "\n".join([*lines, "", _notes(plan)])


def _notes(plan: Plan) -> str:
    told = (
        f"{plan.rounds} rounds in turn, the median of each figure; {plan.updates} updates a round,",
        f"{plan.people} people at a time, each reading {plan.pause * 1000:.0f} ms;",
        f"SENDS_IN_FLIGHT={plan.sends_in_flight}. CPU: of one update, in the bot, in its database's own processes,",
        "in the simulator on the other core. Median and p95: from an update to its answer, by a bot that has more to",
        "do than it can. MB: resident at the end.",
    )
    return textwrap.fill(" ".join(told), 120)


def demo(presses: list[float]) -> str:
    """From a press to its edit."""
    return (
        f"press to edit in the demo, one person at leisure: median {median(presses) * 1000:.0f} ms, "
        f"p95 {quantiles(presses, n=20)[-1] * 1000:.0f} ms of {len(presses)} presses"
    )
