"""The tour: the whole story of the product played without a browser, and held to what people see in it.

From an empty folder to an answered report, by the commands an administrator types and the messages and buttons of
everybody else. Nothing is made up but Telegram and the time of day.
"""

import contextlib
import tempfile
import traceback
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from bot.clock import MovableClock
from bot.demo import FALLBACK_CONTACT, SEND_RATE
from bot.stage import BEGINNING, settings_of
from bot.tour import (
    coordinating,
    delegation,
    dispatch,
    dossiers,
    extensions,
    founding,
    inspecting,
    inspection,
    leading,
    periodic,
    ranking,
    reporting,
    secrecy,
    tasks,
)
from bot.tour.place import Act, Place
from bot.tour.players import Administrator
from bot.tour.story import Print, Story, StoryBroke
from bot.ui.translation import N_, Translator
from simulator.client import NoSuchButton, SimulatorClient
from simulator.server import Simulator

ACTS: Sequence[Act] = (
    *founding.FOUNDING,
    *dispatch.IMPORTS,
    *ranking.IMPORTS,
    *founding.INVITATIONS,
    *dispatch.UNIT,
    *tasks.ACTS,
    *dispatch.ORDERS,
    *extensions.ACTS,
    *dossiers.MONTH,
    *reporting.ACTS,
    *inspection.ACTS,
    *tasks.WEEK,
    *dossiers.CLOSED,
    *extensions.LATER,
    *inspection.CONCLUSION,
    *dispatch.ANSWERS,
    *ranking.ACTS,
    *secrecy.ACTS,
    *inspecting.ACTS,
    *periodic.ACTS,
    *leading.ACTS,
    *coordinating.ACTS,
    *delegation.ACTS,
)


async def run_tour(
    tr: Translator, database_url: str = "", out: Print = print, acts: Sequence[Act] = ACTS
) -> bool:
    """Plays the acts and prints them; whether everything held. The database, embedded unless named, has to be empty."""
    clock = MovableClock()
    clock.move_to(BEGINNING)
    story = Story(tr, clock.now, out)
    try:
        with tempfile.TemporaryDirectory(prefix="tour-") as folder:
            async with _opened(Path(folder), database_url, clock, story) as place:
                for act in acts:
                    story.begins(act.title)
                    await act.play(place)
    except Exception as error:  # whatever it was, the story does not hold, and here is where
        out("")
        out(tr.plain("Step {n} of “{act}” does not hold.", n=story.steps + 1, act=story.act))
        out(_told(tr, error))
        return False
    out("")
    out(tr.n("The story holds: {n} step.", "The story holds: {n} steps.", story.steps))
    return True


@contextlib.asynccontextmanager
async def _opened(folder: Path, database_url: str, clock: MovableClock, story: Story) -> AsyncIterator[Place]:
    async with Simulator() as simulator, SimulatorClient(simulator.base_url) as client:
        settings = settings_of(
            folder,
            simulator,
            database_url=database_url,
            fallback_contact=FALLBACK_CONTACT,
            send_rate=SEND_RATE,
        )
        await client.move_clock(clock.now().isoformat())
        administrator = Administrator(N_("Administrator, at the server"), settings, clock, story)
        place = Place(folder, settings, clock, simulator, client, story, administrator)
        try:
            yield place
        finally:
            await place.closes()


def _told(tr: Translator, error: Exception) -> str:
    match error:
        case StoryBroke(expected=expected, shown=shown):
            return tr.plain("Expected: {expected}\nShown: {shown}", expected=expected, shown=shown)
        case NoSuchButton():
            return str(error)
        case _:
            return "".join(traceback.format_exception(error))
