"""People at the simulator who speak to a bot all at once, each going on when the last thing said was answered.

They act within the simulator's process, so nothing but the bot's own calls crosses the wire. A walk that was gone
through to its end is begun again by somebody new, for a person has only so many reports a day.
"""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from bench.walks import Presses, Says, Walk
from simulator.calls import Call
from simulator.refusals import Impossible
from simulator.server import Simulator
from simulator.state import Person

ANSWERS: Final = frozenset({"sendMessage", "editMessageText"})
PATIENCE_SECONDS: Final = 60.0


class NotAnswered(Exception):
    """The bot stopped answering, or answered something on which the walk cannot go on."""


@dataclass(slots=True)
class Citizen:
    """One person on their way through a walk."""

    person: Person
    taken: int = 0
    acted_at: float = 0.0
    pressed: bool = False


@dataclass(slots=True)
class Seen:
    """What was answered within so many seconds, and how many seconds each answer took: to a press, to a message."""

    seconds: float = 0.0
    presses: list[float] = field(default_factory=list)
    messages: list[float] = field(default_factory=list)

    @property
    def waits(self) -> list[float]:
        """All of them."""
        return self.presses + self.messages


class Crowd:
    """``size`` people at a time on one walk. ``pause`` is the seconds each takes to read an answer."""

    def __init__(self, simulator: Simulator, walk: Walk, *, size: int, pause: float) -> None:
        self._simulator = simulator
        self._walk = walk
        self._size = size
        self._pause = pause
        self._waiting: dict[int, Citizen] = {}
        self._seen = Seen()
        self._wanted = 0
        self._enough: asyncio.Future[None] | None = None
        self._is_open = False
        self.completed = 0

    def begin(self) -> None:
        """Everybody comes in, spread over one pause."""
        self._is_open = True
        self._simulator.calls.on_note = self._noted
        for place in range(self._size):
            self._later(self._pause * place / self._size, self._newcomer())

    async def watch(self, updates: int) -> Seen:
        """Waits until so many more updates were answered. Raises NotAnswered."""
        self._seen, self._wanted = Seen(), updates
        began = time.perf_counter()
        await self._until_enough()
        self._seen.seconds = time.perf_counter() - began
        return self._seen

    async def leave(self) -> None:
        """Nobody says anything more; returns when everything that was said is answered. Raises NotAnswered."""
        self._is_open = False
        self._wanted = len(self._seen.waits) + len(self._waiting)
        if self._waiting:
            await self._until_enough()
        self._simulator.calls.on_note = None

    async def _until_enough(self) -> None:
        self._enough = asyncio.get_running_loop().create_future()
        last = -1
        while not self._enough.done():
            await asyncio.wait((self._enough,), timeout=PATIENCE_SECONDS)
            answered = len(self._seen.waits)
            if answered == last and not self._enough.done():
                raise NotAnswered(
                    f"nothing was answered for {PATIENCE_SECONDS:g} s; {len(self._waiting)} wait"
                )
            last = answered
        self._enough.result()

    # ── one person ────────────────────────────────────────────────────────────────────────────────

    def _newcomer(self) -> Citizen:
        return Citizen(self._simulator.world.add_person("Nguyễn Thị Hoa"))

    def _later(self, seconds: float, citizen: Citizen) -> None:
        asyncio.get_running_loop().call_later(seconds, self._goes_on, citizen)

    def _goes_on(self, citizen: Citizen) -> None:
        if not self._is_open:
            return
        if citizen.taken == len(self._walk):
            self.completed += 1
            citizen = self._newcomer()
        step = self._walk[citizen.taken]
        citizen.taken += 1
        citizen.pressed = isinstance(step, Presses)
        citizen.acted_at = time.perf_counter()
        self._waiting[citizen.person.id] = citizen
        try:
            match step:
                case Says(text):
                    self._simulator.people.says(citizen.person, text)
                case Presses(label):
                    self._simulator.control.pressing.presses(citizen.person, label=label)
        except Impossible as impossible:
            self._fail(NotAnswered(f"step {citizen.taken}: {impossible}"))

    def _noted(self, call: Call) -> None:
        if call.method not in ANSWERS:
            return
        if call.status != 200:
            self._fail(NotAnswered(f"{call.method}: {call.status} {call.description}"))
            return
        citizen = self._waiting.pop(int(call.params["chat_id"]), None)
        if citizen is None:
            return
        waits = self._seen.presses if citizen.pressed else self._seen.messages
        waits.append(time.perf_counter() - citizen.acted_at)
        if self._enough is not None and not self._enough.done() and len(self._seen.waits) >= self._wanted:
            self._enough.set_result(None)
        self._later(self._pause, citizen)

    def _fail(self, why: NotAnswered) -> None:
        self._is_open = False
        if self._enough is not None and not self._enough.done():
            self._enough.set_exception(why)
