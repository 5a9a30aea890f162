"""The transcript of the tour: who did and saw what, when; and what they had to see, or the story does not hold.

Every line is a step. A screen is printed as its reader has it, long ones folded, but never a word that was expected.
"""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.stage import PROVINCE
from bot.ui.translation import Translator
from simulator.client import View

WIDTH: Final = 100
"""Columns of the transcript."""
LINES_SHOWN: Final = 12
"""Lines of a screen that are printed whole; of a longer one the beginning, what was expected, and the buttons."""
FIRST: Final = 3
FOLD: Final = "⋮"
MARGIN: Final = " " * 9
BAR: Final = "│ "

MEDIA: Final = {"photo": "ảnh", "document": "tài liệu", "voice": "tin nhắn thoại", "location": "vị trí"}
"""As everybody in the story calls it."""

Print = Callable[[str], None]


class StoryBroke(AssertionError):
    """Somebody did not see what the story says they see."""

    def __init__(self, expected: str, shown: str) -> None:
        super().__init__(f"{expected}\n{shown}")
        self.expected = expected
        self.shown = shown


@dataclass
class Story:
    """What has been told so far. ``now`` is the province's clock, ``tr`` the language of the telling."""

    tr: Translator
    now: Callable[[], datetime]
    print: Print
    steps: int = 0
    acts: int = 0
    act: str = ""
    _day: str = field(default="", repr=False)

    def begins(self, title: str) -> None:
        """An act begins."""
        self.acts += 1
        self.act = f"{self.acts}. {self.tr.plain(title)}"
        self.print(f"\n{self.act}\n{'═' * len(self.act)}")

    def tells(self, who: str, verb: str, said: str) -> None:
        """A step: somebody did something."""
        self._date()
        self.steps += 1
        head = f"{self._head(who, verb)}: "
        first, *rest = said.splitlines() or [""]
        self.print(_wrapped(head + first, MARGIN))
        for line in rest:
            self.print(_wrapped(MARGIN + line, MARGIN))

    def shows(self, who: str, verb: str, shown: str, expected: Sequence[str] = ()) -> None:
        """A step: somebody was shown a screen."""
        self._date()
        self.steps += 1
        self.print(f"{self._head(who, verb)}{':' if shown else '.'}")
        for line in folded(shown.splitlines(), expected):
            self.print(_wrapped(MARGIN + BAR + line, MARGIN + BAR))

    def _head(self, who: str, verb: str) -> str:
        return f"{self.now().astimezone(PROVINCE):%H:%M}    {self.tr.plain(who)} · {self.tr.plain(verb)}"

    def _date(self) -> None:
        day = self.tr.long_date(self.now().astimezone(PROVINCE).date())
        if day != self._day:
            self._day = day
            self.print(f"── {day} ──")


def screen(view: View) -> str:
    """A message as text: what is attached, what is said, and its buttons row by row."""
    attached = [f"<{MEDIA.get(view.media, view.media)}>"] if view.media else []
    rows = [" ".join(f"[{label}]" for label in labels) for labels in view.rows]
    return "\n".join([*attached, *([view.text] if view.text else []), *rows])


def folded(lines: Sequence[str], expected: Sequence[str]) -> list[str]:
    """The lines to print: all of a short screen, and of a long one those that matter."""
    if len(lines) <= LINES_SHOWN:
        return list(lines)
    parts = [part for one in expected for part in one.splitlines()]
    matters = [
        number < FIRST
        or number == len(lines) - 1
        or line.startswith("[")
        or any(part in line for part in parts)
        for number, line in enumerate(lines)
    ]
    kept: list[str] = []
    for number, line in enumerate(lines):
        # A mark in the place of one line saves nothing.
        if matters[number] or (matters[number - 1] and matters[number + 1]):
            kept.append(line)
        elif kept[-1] != FOLD:
            kept.append(FOLD)
    return kept


def _wrapped(line: str, margin: str) -> str:
    return textwrap.fill(
        line, WIDTH, subsequent_indent=margin, break_long_words=False, break_on_hyphens=False
    )
