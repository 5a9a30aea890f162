"""How a paper speaks: the reader's words, the names of terms, and how the province cuts its shares.

Whoever asks for a paper gives a voice; nothing here knows where words are kept.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from domain.rates import Rate, Rounding
from domain.task import Task
from domain.unit import Unit


class Translator(Protocol):
    """Messages, dates and numbers in one language; `bot.ui.translation.Translator` is one."""

    language: str

    def plain(self, message: str, /, **params: object) -> str:
        """The message with its parameters, free of markup."""
        ...

    def date(self, day: dt.date) -> str:
        """27/10/2023."""
        ...

    def official_date(self, day: dt.date) -> str:
        """ngày 27 tháng 10 năm 2023."""
        ...

    def number(self, value: int | Decimal) -> str:
        """1.234,5."""
        ...

    def percent(self, value: Decimal) -> str:
        """80,4% of a figure that is per cent already."""
        ...

    def rate(self, done: int, total: int, percent: Decimal | None) -> str:
        """33/41 (80,4%), còn 8."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """A language, the names of the domain's terms in it as a line begins with them, and the cut of percentages."""

    tr: Translator
    label: Callable[[StrEnum], str]
    rounding: Rounding = Rounding.TRUNCATE
    decimals: int = 1

    @property
    def is_vietnamese(self) -> bool:
        """Whether titles and names are said in Vietnamese."""
        return self.tr.language == "vi"

    def unit(self, unit: Unit) -> str:
        """The unit's name in the reader's language."""
        return unit.name_vi if self.is_vietnamese else unit.name_en

    def title(self, task: Task) -> str:
        """The task's title in the reader's language."""
        return task.title_vi if self.is_vietnamese else task.title_en

    def share(self, rate: Rate) -> Decimal | None:
        """The percentage as the province cuts it, or None of nothing."""
        return rate.percent(self.rounding, self.decimals)

    def figure(self, rate: Rate) -> str:
        """33/41 (80,4%), còn 8."""
        return self.tr.rate(rate.done, rate.total, self.share(rate))

    def fraction(self, rate: Rate) -> str:
        """33/41 (80,4%), or 0/0 where there is nothing to divide by."""
        done, total, share = self.tr.number(rate.done), self.tr.number(rate.total), self.share(rate)
        return f"{done}/{total}" if share is None else f"{done}/{total} ({self.tr.percent(share)})"

    def official(self) -> None:
        """Holds the voice to Vietnamese: official papers are in no other language. Raises ValueError."""
        if not self.is_vietnamese:
            raise ValueError(f"an official paper is written in Vietnamese, not {self.tr.language}")
