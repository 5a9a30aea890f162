"""Questions that several forms of the office ask alike: a day, a unit, a few words, a number.

A day and a unit are taken as people write them, and what cannot be meant is refused before anything is sent.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Row, Style
from bot.ui.forms import AnswerRefused, Form, FormState, Json, Kind, Refusal, Step, answer
from bot.ui.pages import Page, grid, lines, row
from bot.ui.text import fit, units
from domain.errors import Code, Refused
from domain.text import is_blank
from domain.unit import DEPTS, DISTRICTS, GROUPS, Units
from handlers import form_memory as memory
from handlers.context import Presses, Turn
from handlers.day_step import ChooseDay, day_of
from handlers.forms import Beside, Correct, Filling, Question, Read, Wrong, correct_text, read_text
from handlers.refusal_words import words_of
from handlers.words import unit_name

UNIT: Final = "unit"
ASSIGNEE: Final = "assignee"
"""A step of this key also takes a group of units."""
MATCHES: Final = 5
LABEL_ROOM: Final = 60
QUERY: Final = "_unit_sought"
WORDS_ROOM: Final = 300
"""So much is written of a theme, a finding or a conclusion, so that each is shown whole where it is listed."""

DayCheck = Callable[[date, date], None]
"""Raises Refused for a day that cannot be meant; given the day and today."""


def question_label(turn: Turn, step: Step) -> str:
    """A step's question, where it serves as the name of its answer."""
    return turn.tr.plain(step.question)


def corrected_as(read: Read) -> Correct:
    """An edited message replaces the answer it was: a text is corrected, anything else is read anew."""

    async def correct(turn: Turn, filling: Filling, step: Step, old: Json) -> Json | Wrong | None:
        if step.kind is Kind.CUSTOM:
            return await read(turn, filling, step)
        return await correct_text(turn, filling, step, old)

    return correct


# ── a day ─────────────────────────────────────────────────────────────────────────────────────────


def day_question(turn: Turn, filling: Filling, text: Markup, *, today: bool = False) -> Question:
    """Asks for a day; with ``today`` a button offers it."""
    tr = turn.tr
    offered: tuple[Row, ...] = ()
    if today:
        label = tr.plain("Today, {day}", day=tr.date(turn.scope.today))
        offered = (row(Button(label, ChooseDay(filling.draft.form, filling.state.turn, turn.scope.today))),)
    return Question(text, tr.t("Write it as dd/mm/yyyy."), rows=offered)


def read_day(turn: Turn, check: DayCheck) -> Json | Wrong | None:
    """The day that was written, as an ISO date; why not, where it cannot be meant."""
    text = (turn.message.text or "").strip()
    day = day_of(text, turn.scope.today)
    if day is None:
        return Wrong(
            turn.tr.t("This is no date. Write it as dd/mm/yyyy, for example {day}.", day=_example(turn))
        )
    try:
        check(day, turn.scope.today)
    except Refused as refusal:
        return Wrong(words_of(turn.tr, refusal))
    return day.isoformat()


def _example(turn: Turn) -> str:
    return turn.tr.date(turn.scope.today)


# ── words and numbers ─────────────────────────────────────────────────────────────────────────────


def some_words(value: Json, _answers: object) -> Json:
    """A text that says something."""
    if is_blank(str(value)):
        raise AnswerRefused(Code.TEXT_BLANK)
    return str(value).strip()


async def read_words(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    """A text no longer than is shown whole where it is listed."""
    text = await read_text(turn, filling, step)
    if isinstance(text, str) and units(text) > WORDS_ROOM:
        return Wrong(
            turn.tr.t(
                "This is longer than {most} characters. Please shorten it, or put it into a document.",
                most=turn.tr.number(WORDS_ROOM),
            )
        )
    return text


def whole_number(value: Json, least: int, most: int, otherwise: AnswerRefused) -> int:
    """A whole number within bounds, as pressed or written. Raises what is given otherwise."""
    text = str(value).strip()
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise otherwise
    return int(text)


# ── a unit ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class TakeUnit(Press, prefix="us1"):
    """It is this unit, or this group."""

    form: str
    turn: int
    code: str


async def unit_question(turn: Turn, filling: Filling, step: Step, text: Markup) -> Question:
    """Asks for a unit, as far as the search is."""
    tr, known = turn.tr, await turn.scope.uow.units.all()
    how = tr.t("Type its code or its name, with or without marks. For example: STTTT, so tai nguyen, kỳ sơn.")
    offered = _group_rows(turn, filling) if step.key == ASSIGNEE else ()
    chosen, sought = filling.state.answers.get(step.key), filling.state.answers.get(QUERY)
    if isinstance(sought, str):
        search = await turn.deployment.find_units(turn.scope)
        found = [match.code for match in search.find(sought, limit=MATCHES)]
        if not found:
            said = tr.t("Nothing like “{query}” was found.", query=fit(sought, LABEL_ROOM))
            return Question(lines(text, said), how, rows=offered)
        said = tr.t("Found for “{query}”. Which one is it?", query=fit(sought, LABEL_ROOM))
        buttons = [
            Button(
                fit(unit_name(tr, known[code]), LABEL_ROOM),
                TakeUnit(filling.draft.form, filling.state.turn, code),
                Style.PRIMARY,
            )
            for code in found
        ]
        return Question(lines(text, said), how, rows=(*grid(buttons, 1), *offered))
    if isinstance(chosen, str):
        text = lines(text, tr.t("Chosen: <b>{unit}</b>", unit=assignee_name(turn, known, chosen)))
    return Question(text, how, rows=offered)


def _group_rows(turn: Turn, filling: Filling) -> tuple[Row, ...]:
    form, at = filling.draft.form, filling.state.turn
    return (
        row(
            Button(turn.tr.plain("All departments"), TakeUnit(form, at, DEPTS)),
            Button(turn.tr.plain("All districts"), TakeUnit(form, at, DISTRICTS)),
        ),
    )


def assignee_name(turn: Turn, known: Units, code: str) -> str:
    """The unit's or the group's name."""
    names = {DEPTS: turn.tr.plain("All departments"), DISTRICTS: turn.tr.plain("All districts")}
    return names.get(code) or fit(unit_name(turn.tr, known[code]), LABEL_ROOM)


async def unit_sought(turn: Turn, filling: Filling, step: Step | None) -> Beside | None:
    """A name that is no code is looked for, and the question stands with what was found."""
    text = turn.message.text or ""
    if step is None or step.key not in (UNIT, ASSIGNEE) or is_blank(text):
        return None
    if await _by_code(turn, text) is not None:
        return None
    return Beside(memory.kept(filling.state, QUERY, text))


async def read_unit(turn: Turn) -> Json | Wrong | None:
    """The code of a unit that was typed as such."""
    return await _by_code(turn, turn.message.text or "")


async def _by_code(turn: Turn, text: str) -> str | None:
    unit = (await turn.scope.uow.units.all()).get(text.strip().upper())
    return unit.code if unit is not None and unit.in_force(turn.scope.today) else None


async def _take_unit(turn: Turn, press: TakeUnit) -> Page | None:
    unit = (await turn.scope.uow.units.all()).get(press.code)
    is_one = unit is not None and unit.in_force(turn.scope.today)

    def take(form: Form, state: FormState) -> FormState:
        if state.step not in (UNIT, ASSIGNEE):
            raise AnswerRefused(Refusal.NO_SUCH_STEP)
        if not is_one and not (state.step == ASSIGNEE and press.code in GROUPS):
            raise AnswerRefused(Refusal.NOT_A_CHOICE)
        kept = {key: value for key, value in state.answers.items() if key != QUERY}
        return answer(form, replace(state, answers=kept), press.code)

    return await turn.deployment.conversations.change(turn, press, take)


PRESSES: Presses = {TakeUnit: _take_unit}
