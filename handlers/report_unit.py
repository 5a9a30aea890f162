"""Finding the unit a report is about: typed as people type, chosen among what was found, or named if it is not listed.

A report addressed to the wrong unit shows it to the wrong people, so the search proposes and the person chooses.
"""

from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Row, Style
from bot.ui.forms import AnswerRefused, Form, FormState, Json, Refusal, answer
from bot.ui.pages import Page, grid, lines
from bot.ui.text import fit
from bot.ui.translation import Translator
from domain.report import Field
from domain.text import is_blank
from domain.unit import DISTRICTS, GROUPS, Unit, Units
from handlers import form_memory as memory
from handlers.context import Presses, Turn
from handlers.forms import Beside, Filling, Question
from handlers.words import unit_name

MATCHES: Final = 5
SHOWN: Final = 200
LABEL_ROOM: Final = 60
QUERY: Final = "_unit_query"
UNLISTED: Final = "_unit_unlisted"
"""The name of a unit that is not listed, "" while it is asked for; then its parent is looked for."""
PARENT_QUERY: Final = "_unit_parent_query"


@dataclass(frozen=True)
class PickUnit(Press, prefix="ru1"):
    """It is this one; or, of a unit that is not listed, this one stands above it."""

    form: str
    turn: int
    code: str


@dataclass(frozen=True)
class NotListed(Press, prefix="ru2"):
    """It is none that is known."""

    form: str
    turn: int


@dataclass(frozen=True)
class SearchAgain(Press, prefix="ru3"):
    """It is to be looked for once more."""

    form: str
    turn: int


async def unit_question(turn: Turn, filling: Filling, asked: Markup) -> Question:
    """The question as far as the search is."""
    unlisted = _text(filling, UNLISTED)
    if unlisted is None:
        return await _searching(turn, filling, asked)
    again = (Button(turn.tr.plain("‹ Search the list again"), SearchAgain(*_at(filling))),)
    if unlisted == "":
        return Question(
            turn.tr.t("<b>What is it called?</b>"),
            turn.tr.t("For example: the People's Committee of a commune or ward, a school, a clinic."),
            rows=(again,),
        )
    return await _parent(turn, filling, unlisted, again)


async def _searching(turn: Turn, filling: Filling, asked: Markup) -> Question:
    tr, units = turn.tr, await turn.scope.uow.units.all()
    query = _text(filling, QUERY)
    not_listed = (Button(tr.plain("It is not listed"), NotListed(*_at(filling))),)
    how = tr.t(
        "Type its name, with or without marks, or an abbreviation. For example: so tai nguyen moi truong, ubnd tp vinh."
    )
    if query is None:
        chosen = chosen_unit(filling.state.answers.get(Field.UNIT))
        if chosen is None:
            return Question(asked, how, rows=(not_listed,))
        name = fit(unit_in_words(tr, units, *chosen), SHOWN)
        return Question(
            lines(asked, tr.t("Chosen: <b>{unit}</b>", unit=name)),
            tr.t("If it is another one, type its name."),
            rows=(not_listed,),
        )
    found = await _found(turn, query, units)
    if not found:
        text = tr.t("Nothing like “{query}” was found.", query=fit(query, SHOWN))
        return Question(lines(asked, text), how, rows=(not_listed,))
    text = tr.t("Found for “{query}”. Which one is it?", query=fit(query, SHOWN))
    hint = tr.t("If it is none of these, type its name differently, or press “It is not listed”.")
    return Question(lines(asked, text), hint, rows=(*_buttons(tr, filling, found, 1), not_listed))


async def _parent(turn: Turn, filling: Filling, name: str, again: Row) -> Question:
    tr, units = turn.tr, await turn.scope.uow.units.all()
    query = _text(filling, PARENT_QUERY)
    text = tr.t("<b>Under which district, town, city or department is “{name}”?</b>", name=fit(name, SHOWN))
    hint = tr.t("Press one of these, or type another name.")
    found = [] if query is None else await _found(turn, query, units)
    if found:
        return Question(text, hint, rows=(*_buttons(tr, filling, found, 1), again))
    if query is not None:
        text = lines(text, tr.t("Nothing like “{query}” was found.", query=fit(query, SHOWN)))
    kinds = GROUPS[DISTRICTS]
    districts = [unit for unit in units.values() if unit.kind in kinds and unit.in_force(turn.scope.today)]
    return Question(text, hint, rows=(*_buttons(tr, filling, districts, 2), again))


async def _found(turn: Turn, query: str, units: Units) -> list[Unit]:
    search = await turn.deployment.find_units(turn.scope)
    return [units[match.code] for match in search.find(query, limit=MATCHES)]


def _buttons(tr: Translator, filling: Filling, units: list[Unit], columns: int) -> tuple[Row, ...]:
    form, at = _at(filling)
    return grid(
        [
            Button(fit(unit_name(tr, unit), LABEL_ROOM), PickUnit(form, at, unit.code), Style.PRIMARY)
            for unit in units
        ],
        columns,
    )


async def unit_typed(filling: Filling, text: str) -> Beside:
    """What was typed at this question: something to look for, or the name of what is not listed."""
    state, unlisted = filling.state, _text(filling, UNLISTED)
    if is_blank(text):
        return Beside(state)
    if unlisted is None:
        return Beside(memory.kept(state, QUERY, text))
    if unlisted == "":
        return Beside(memory.kept(state, UNLISTED, text))
    return Beside(memory.kept(state, PARENT_QUERY, text))


def forget_search(state: FormState) -> FormState:
    """The state without what was looked for."""
    kept = {k: v for k, v in state.answers.items() if k not in (QUERY, UNLISTED, PARENT_QUERY)}
    return replace(state, answers=kept)


def chosen_unit(value: Json) -> tuple[str, str] | None:
    """The code and the commune's name of an answer; None if it is none."""
    if not isinstance(value, dict):
        return None
    return str(value["code"]), str(value.get("commune") or "")


def unit_in_words(tr: Translator, units: Units, code: str, commune: str) -> str:
    """The unit of a report in words: its name, and of one that is not listed the name it was given."""
    name = unit_name(tr, units[code]) if code in units else code
    return tr.plain("{commune} (under: {unit})", commune=commune, unit=name) if commune else name


async def _pick(turn: Turn, press: PickUnit) -> Page | None:
    unit = await turn.scope.uow.units.get(press.code)

    def pick(form: Form, state: FormState) -> FormState:
        _check_open(state)
        if unit is None or not unit.in_force(turn.scope.today):
            raise AnswerRefused(Refusal.NOT_A_CHOICE)
        unlisted = state.answers.get(UNLISTED)
        commune = unlisted if isinstance(unlisted, str) else ""
        if unlisted == "":
            raise AnswerRefused(Refusal.NOT_A_CHOICE)
        return answer(form, forget_search(state), {"code": unit.code, "commune": commune})

    return await turn.deployment.conversations.change(turn, press, pick)


async def _not_listed(turn: Turn, press: NotListed) -> Page | None:
    def name_it(_form: Form, state: FormState) -> FormState:
        _check_open(state)
        # What was looked for in vain is the name already, and its district is often a part of it.
        query = state.answers.get(QUERY)
        named = memory.kept(state, UNLISTED, query if isinstance(query, str) else "")
        return memory.kept(named, PARENT_QUERY, query) if isinstance(query, str) else named

    return await turn.deployment.conversations.change(turn, press, name_it)


async def _search_again(turn: Turn, press: SearchAgain) -> Page | None:
    def search(_form: Form, state: FormState) -> FormState:
        _check_open(state)
        return replace(forget_search(state), turn=state.turn + 1)

    return await turn.deployment.conversations.change(turn, press, search)


def _check_open(state: FormState) -> None:
    if state.step != Field.UNIT:
        raise AnswerRefused(Refusal.NO_SUCH_STEP)


def _at(filling: Filling) -> tuple[str, int]:
    return filling.draft.form, filling.state.turn


def _text(filling: Filling, key: str) -> str | None:
    value = filling.state.answers.get(key)
    return value if isinstance(value, str) else None


PRESSES: Presses = {PickUnit: _pick, NotListed: _not_listed, SearchAgain: _search_again}
