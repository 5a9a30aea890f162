"""Tasks of units that have ended and from which no one unit took over: a coordinator gives each to a unit in force."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button
from bot.ui.forms import AnswerRefused, Form, FormState, Json, Kind, Refusal, Step, answer, current
from bot.ui.pages import Page, Place, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import N_
from domain.errors import Code, Refused
from domain.task import Task
from domain.text import is_blank
from handlers import form_memory as memory
from handlers.context import Presses, Screen, Turn
from handlers.form_pages import nothing_sent
from handlers.forms import Beside, Conversation, Filling, Question
from handlers.refusal_words import words_of
from handlers.role_links import AssignList, AssignTask, PickLead
from handlers.task_begin import head, seen_of, subject_of
from handlers.task_page import due_words
from handlers.task_text import (
    COLUMNS,
    PER_PAGE,
    UNIT_ROOM,
    clamped,
    sample_label,
    spaced,
    staff_page,
    task_lines,
    unit_of,
)
from handlers.way_home import OpenMenu
from handlers.words import unit_name
from services import succession as service

FORM: Final = "assign"
MATCHES: Final = 3
"""With the way on and back there are four rows or five."""
_QUERY: Final = "_unit_query"
_QUERY_ROOM: Final = 100


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


async def assignments(turn: Turn) -> Page:
    """/assign: the tasks that wait to be assigned."""
    return await assign_page(turn, 0)


async def open_list(turn: Turn, press: AssignList) -> Page:
    """A page of them."""
    return await assign_page(turn, press.page, place=Place.BELOW if press.below else None)


async def assign_page(turn: Turn, page: int, *above: Markup, place: Place | None = None) -> Page:
    """The tasks of units that have ended, soonest due first. Raises Refused(NOT_YOURS)."""
    tr, scope = turn.tr, turn.scope
    page = max(0, page)
    found = await service.to_assign(scope, turn.actor, PER_PAGE, page * PER_PAGE)
    if not found.tasks and found.count:
        page = clamped(page, found.count, PER_PAGE)
        found = await service.to_assign(scope, turn.actor, PER_PAGE, page * PER_PAGE)
    units = await scope.uow.units.all()
    body = [task_lines(tr, scope, task, unit=unit_of(tr, units, task.lead_unit)) for task in found.tasks]
    said = [part for one in above for part in (one, "")]
    return staff_page(
        turn,
        lines(
            *said,
            tr.t("<b>Tasks to be assigned: {n}</b>", n=tr.number(found.count)),
            sample_label(tr) if found.has_sample else None,
            *(
                (tr.t("Their lead units have ended, and no one unit took over."), *spaced(body))
                if body
                else (tr.t("Every open task is led by a unit in force."),)
            ),
        ),
        rows(
            *grid([Button(task.code, AssignTask(task.id, task.revision)) for task in found.tasks], COLUMNS),
            pager(
                tr,
                previous=AssignList(page - 1) if page else None,
                following=AssignList(page + 1) if found.count > (page + 1) * PER_PAGE else None,
            ),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
        place=place,
    )


# ── assigning ─────────────────────────────────────────────────────────────────────────────────────

_FORM: Final = Form(FORM, 1, (Step("unit", N_("Lead unit"), Kind.CUSTOM),))


async def assign(turn: Turn, press: AssignTask) -> Page:
    """Asks which unit is to lead the task."""
    try:
        task = await service.assignable(turn.scope, turn.actor, press.task)
        if task.revision != press.revision:
            raise Refused(Code.STALE, task=task.code)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        return await assign_page(turn, 0, _why(turn, refusal))
    subject = subject_of(press.task, press.revision)
    return await turn.deployment.conversations.begin(turn, FORM, subject=subject)


def _why(turn: Turn, refusal: Refused) -> Markup:
    if refusal.code in (Code.NOT_NOW, Code.STALE):
        return turn.tr.t("Things have moved on, so nothing was done. This is what is to be assigned now.")
    return words_of(turn.tr, refusal)


async def _task(turn: Turn, filling: Filling) -> Task:
    return await service.assignable(turn.scope, turn.actor, seen_of(filling.subject)[0])


async def _ask(turn: Turn, filling: Filling, _step: Step) -> Question:
    tr, task = turn.tr, await _task(turn, filling)
    units = await turn.scope.uow.units.all()
    asked = lines(
        head(tr, task),
        due_words(turn, task),
        tr.t("Led until now by: {unit}", unit=unit_of(tr, units, task.lead_unit)),
        "",
        tr.t("Which unit is to lead the task?"),
    )
    how = tr.t("Type its name, with or without marks, or an abbreviation. For example: so noi vu, stttt.")
    query = filling.state.answers.get(_QUERY)
    if not isinstance(query, str):
        return Question(asked, how)
    search = await turn.deployment.find_units(turn.scope)
    found = [units[match.code] for match in search.find(query, limit=MATCHES)]
    shown = fit(query, _QUERY_ROOM)
    if not found:
        return Question(lines(asked, tr.t("Nothing like “{query}” was found.", query=shown)), how)
    form, at = filling.draft.form, filling.state.turn
    return Question(
        lines(asked, tr.t("Found for “{query}”. Which one is it?", query=shown)),
        tr.t("If it is another one, type its name."),
        rows=grid(
            [Button(fit(unit_name(tr, unit), UNIT_ROOM), PickLead(form, at, unit.code)) for unit in found], 1
        ),
    )


async def _search(turn: Turn, filling: Filling, step: Step | None) -> Beside | None:
    """What is typed is looked for; only a button answers."""
    text = turn.message.text
    if step is None or text is None:
        return None
    if is_blank(text):
        return Beside(filling.state, turn.tr.t("The message is empty. Please write a few words."))
    return Beside(memory.kept(filling.state, _QUERY, text))


async def pick(turn: Turn, press: PickLead) -> Page | None:
    """The unit that was pressed is the answer, if it is in force."""
    unit = await turn.scope.uow.units.get(press.code)

    def choose(form: Form, state: FormState) -> FormState:
        step = current(form, state)
        if step is None or form.name != FORM or unit is None or not unit.in_force(turn.scope.today):
            raise AnswerRefused(Refusal.NOT_A_CHOICE)
        return answer(form, state, unit.code)

    return await turn.deployment.conversations.change(turn, press, choose)


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, task = turn.tr, await _task(turn, filling)
    units = await turn.scope.uow.units.all()
    return staff_page(
        turn,
        lines(
            head(tr, task),
            due_words(turn, task),
            "",
            tr.t("Led until now by: {unit}", unit=unit_of(tr, units, task.lead_unit)),
            tr.t("To be led by: <b>{unit}</b>", unit=unit_of(tr, units, str(filling.state.answers["unit"]))),
        ),
        (),
    )


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    task_id, revision = seen_of(filling.subject)
    task = await service.assign(turn.scope, turn.actor, task_id, str(answers["unit"]), revision)
    unit = unit_of(turn.tr, await turn.scope.uow.units.all(), task.lead_unit)
    said = turn.tr.t("<b>{code}</b> is assigned to {unit}. The unit is told.", code=task.code, unit=unit)
    return await assign_page(turn, 0, said)


async def _lead_back(turn: Turn, _subject: str, refusal: Refused | None) -> Page:
    return await assign_page(turn, 0, nothing_sent(turn.tr) if refusal is None else _why(turn, refusal))


COMMANDS: dict[str, Screen] = {"assign": assignments}

CONVERSATIONS: Final = (
    Conversation(
        _FORM,
        _ask,
        _finish,
        beside=_search,
        review=_review,
        send_label=N_("Assign the task"),
        lead_back=_lead_back,
    ),
)

PRESSES: Presses = {AssignList: open_list, AssignTask: assign, PickLead: pick}
