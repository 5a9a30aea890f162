"""A day as an answer: written as people write it, or one of a few likely ones pressed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.ui.buttons import Button, Press, Row
from bot.ui.forms import AnswerRefused, Answers, Form, FormState, Json, Refusal, answer, current
from bot.ui.pages import Page, grid
from bot.ui.translation import Translator
from handlers.context import Presses, Turn
from handlers.form_pages import Filling
from handlers.forms import Wrong

_COLUMNS: Final = 2
_WRITTEN: Final = re.compile(r"\D*([0-9]{1,2})\D+([0-9]{1,2})\D+([0-9]{4})\D*")
"""27/10/2023, 27-10-2023, ngày 27 tháng 10 năm 2023."""
_EARLIEST: Final = date(2000, 1, 1)
_ISO: Final = re.compile(r"\s*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\s*")


@dataclass(frozen=True)
class ChooseDay(Press, prefix="td1"):
    """One of the likely days was pressed in place of written."""

    form: str
    turn: int
    day: date


def day_of(text: str, today: date | None = None) -> date | None:
    """The one day that is written there, day first; None when there is none, in no calendar or before this century.

    With ``today``, a day without its year is of this one.
    """
    day = _day_of(text)
    if day is None and today is not None:
        day = _day_of(f"{text}/{today.year}")
    return day if day is not None and day >= _EARLIEST else None


def _day_of(text: str) -> date | None:
    iso, written = _ISO.fullmatch(text), _WRITTEN.fullmatch(text)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if written is not None:
            return date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError:
        return None
    return None


def a_day(value: Json, _answers: Answers) -> Json:
    """The validation of a step that is answered with a day: as yyyy-mm-dd."""
    return given_day(value).isoformat()


async def read_day(turn: Turn) -> Json | Wrong | None:
    """The day that was sent, as an answer; None when no text was."""
    text = turn.message.text
    if text is None:
        return None
    day = day_of(text)
    if day is None:
        return Wrong(turn.tr.t("This is no date. Please write it as dd/mm/yyyy, for example 15/12/2023."))
    return day.isoformat()


def given_day(value: Json) -> date:
    """The answer as a day."""
    return date.fromisoformat(str(value))


def day_rows(tr: Translator, filling: Filling, days: Iterable[date]) -> tuple[Row, ...]:
    """A button a day."""
    form, at = filling.draft.form, filling.state.turn
    return grid([Button(tr.long_date(day), ChooseDay(form, at, day)) for day in days], _COLUMNS)


async def choose_day(turn: Turn, press: ChooseDay) -> Page | None:
    """The day that was pressed is the answer, where a day is asked for."""

    def choose(form: Form, state: FormState) -> FormState:
        step = current(form, state)
        if step is None or step.validate is not a_day:
            raise AnswerRefused(Refusal.NOT_A_CHOICE)
        return answer(form, state, press.day.isoformat())

    return await turn.deployment.conversations.change(turn, press, choose)


PRESSES: Presses = {ChooseDay: choose_day}
