"""The people of the tour. They speak, press and look as people do; what they have to see is asserted as they see it."""

import asyncio
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from typer.testing import CliRunner, Result

from bot.cli.commands import app
from bot.cli.surroundings import stage as surroundings
from bot.clock import Clock
from bot.settings import Settings
from bot.stage import Stage
from bot.tour.story import Story, StoryBroke, screen
from bot.ui.translation import N_
from simulator.client import Person, View

TREE: Final = Path(__file__).parents[2]

SAYS: Final = N_("writes")
PRESSES: Final = N_("presses")
FORGES: Final = N_("presses a forged button")
OPENS: Final = N_("opens")
SENDS: Final = N_("sends")
EDITS: Final = N_("changes the message to")
SEES: Final = N_("sees")
HEARS: Final = N_("is told")
TYPES: Final = N_("types")
NOTHING: Final = N_("is told nothing new")


@dataclass
class Player:
    """Somebody with a telephone, called by their role. After each act they wait until the bot has answered."""

    title: str
    person: Person
    stage: Stage = field(repr=False)
    story: Story = field(repr=False)
    _read: int = 0
    """The latest message they have seen."""

    # ---- acting

    async def says(self, text: str) -> int:
        """Writes a text or a command."""
        self._tell(SAYS, text)
        number = await self.person.sends(text)
        await self._answered()
        return number

    async def presses(self, *labels: str) -> None:
        """Presses buttons by their labels, one after the other."""
        for label in labels:
            self._tell(PRESSES, f"[{label}]")
            pressed = await self.person.presses(label)
            await self._answered()
            if pressed.kind == "callback" and not (await pressed.answer()).answered:
                raise StoryBroke(f"[{label}]: ", "the press was not answered")

    async def forges(self, data: str) -> str:
        """Presses what no screen of theirs offers, as a changed app could; the words of the toast."""
        self._tell(FORGES, f"‹{data}›")
        at = (await self.person.last()).message_id
        pressed = await self.person.forges(data, at)
        await self._answered()
        return (await pressed.answer()).text

    async def opens(self, link: str) -> None:
        """Opens a deep link."""
        self._tell(OPENS, link)
        await self.person.opens(link)
        await self._answered()

    async def edits(self, message_id: int, text: str) -> None:
        """Changes a message of their own."""
        self._tell(EDITS, text)
        await self.person.edits(message_id, text)
        await self._answered()

    async def sends_album(self, pictures: Sequence[bytes], caption: str = "") -> None:
        """Sends photos together."""
        self._tell(SENDS, f"<ảnh ×{len(pictures)}> {caption}".strip())
        await self.person.sends_album(pictures, caption=caption)
        await self._answered()

    async def sends_document(self, name: str, data: bytes, mime: str) -> None:
        """Sends a file as it is."""
        self._tell(SENDS, f"<tệp {name}>")
        await self.person.uploads_document(name, data, mime=mime)
        await self._answered()

    async def sends_voice(self, data: bytes, seconds: int) -> None:
        """Sends a voice message."""
        self._tell(SENDS, f"<tin nhắn thoại, {seconds} giây>")
        await self.person.sends_voice(data, duration=seconds)
        await self._answered()

    async def shares_place(self, latitude: float, longitude: float) -> None:
        """Shares a place on the map."""
        self._tell(SENDS, f"<vị trí {latitude}, {longitude}>")
        await self.person.shares_location(latitude, longitude)
        await self._answered()

    async def blocks(self) -> None:
        """Blocks the bot."""
        self._tell(PRESSES, "[Chặn bot]")
        await self.person.blocks()
        await self._answered()

    async def unblocks(self) -> None:
        """Takes it back; what comes then was not asked for."""
        self._tell(PRESSES, "[Bỏ chặn bot]")
        await self.person.unblocks()
        await self.stage.settle()

    # ---- seeing

    async def sees(self, *expected: str, but_not: Sequence[str] = (), on: str = "") -> View:
        """The bot's latest message holds all this and nothing of that; or, ``on`` a label, the latest that has it."""
        view = await self._view(on)
        self._check(view, expected, but_not)
        shown = screen(view)
        self.story.shows(self.title, SEES, shown, expected)
        return view

    async def is_told(self, *expected: str, but_not: Sequence[str] = ()) -> View:
        """Exactly one message came that they did not ask for, and it holds all this."""
        new = await self._new()
        if len(new) != 1:
            raise StoryBroke(f"one message with {_listed(expected)}", "\n\n".join(map(screen, new)))
        self._check(new[0], expected, but_not)
        self.story.shows(self.title, HEARS, screen(new[0]), expected)
        self._read = new[0].message_id
        return new[0]

    async def is_told_nothing(self) -> None:
        """Nothing came that they did not ask for."""
        new = await self._new()
        if new:
            raise StoryBroke("no message", "\n\n".join(map(screen, new)))
        self.story.shows(self.title, NOTHING, "")

    async def is_offered(self, *commands: str, but_not: Sequence[str] = ()) -> None:
        """The commands in the menu of their chat."""
        offered = await self.person.commands()
        shown = " ".join(f"/{name}" for name in offered)
        if not set(commands) <= set(offered) or set(but_not) & set(offered):
            raise StoryBroke(f"a menu with {_listed(commands)} and without {_listed(but_not)}", shown)
        self.story.shows(self.title, SEES, f"[☰ Menu] {shown}")

    # ---- inside

    async def _view(self, on: str) -> View:
        if not on:
            return await self.person.last()
        for view in reversed(await self.person.messages()):
            if on in view.labels:
                return view
        raise StoryBroke(f"a screen with [{on}]", await self.person.screen())

    async def _new(self) -> list[View]:
        return [view for view in await self.person.messages(after=self._read) if view.from_bot]

    async def _answered(self) -> None:
        await self.stage.settle()
        self._read = max((view.message_id for view in await self.person.messages()), default=0)

    def _check(self, view: View, expected: Sequence[str], but_not: Sequence[str]) -> None:
        shown = screen(view)
        for part in expected:
            if part not in shown:
                raise StoryBroke(f"{self.title}: “{part}”", shown)
        for part in but_not:
            if part in shown:
                raise StoryBroke(f"{self.title}: nothing of “{part}”", shown)

    def _tell(self, verb: str, said: str) -> None:
        self.story.tells(self.title, verb, said)


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(f"“{part}”" for part in parts)


@dataclass
class Administrator:
    """Whoever types commands on the server, at the time of the story."""

    title: str
    settings: Settings = field(repr=False)
    clock: Clock = field(repr=False)
    story: Story = field(repr=False)

    async def types(self, line: str, *expected: str, fails: bool = False) -> str:
        """Types a command and reads what it prints, which holds all this; it ends well, or ``fails``."""
        shown = line.replace(f"{self.settings.data_dir}/", "").replace(f"{TREE}/", "")
        self.story.tells(self.title, TYPES, f"python -m bot {shown}")
        result = await asyncio.to_thread(self._run, shlex.split(line))
        printed = result.output.strip()
        if (result.exit_code != 0) is not fails:
            raise StoryBroke(f"exit code {'other than 0' if fails else 0}", f"{result.exit_code}\n{printed}")
        for part in expected:
            if part not in printed:
                raise StoryBroke(f"“{part}”", printed)
        self.story.shows(self.title, SEES, printed, expected)
        return result.stdout.strip()

    def _run(self, words: list[str]) -> Result:
        token = surroundings.set((self.settings, self.clock))
        try:
            return CliRunner().invoke(app, words)
        finally:
            surroundings.reset(token)
