"""Writing a unit's periodic report: two questions, and a review in which any figure can be corrected.

The figures stand there already; a head with five minutes reads them, says what no figure says, and sends.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, lines
from bot.ui.text import units
from bot.ui.translation import N_
from domain.dossiers import read_count
from domain.errors import Code, Refused
from domain.unit_report import Counts, Figure, Figures, ReportPeriod, check_counts
from handlers.context import Presses, Turn
from handlers.dossier_forms import said_something
from handlers.forms import Conversation, Filling, Question, Wrong, read_text
from handlers.periodic import FORM, subject_of, unit_page
from handlers.periodic_links import WriteReport
from handlers.periodic_text import TEXT_ROOM, as_of, figure_lines, period_title, words_lines
from handlers.refusal_words import words_of
from handlers.task_text import bold, staff_page, unit_of
from handlers.words import NAMES, label_of
from services import unit_reports as service

DIFFICULTIES: Final = "difficulties"
PROPOSALS: Final = "proposals"
_DERIVED: Final = "_derived"
"""What the bot had filled in, beside the answers: the figures, the day they are of, the target, the digital plan."""

_REPORT: Final = Form(
    FORM,
    1,
    (
        Step(DIFFICULTIES, N_("Difficulties"), Kind.TEXT, validate=said_something, required=False),
        Step(PROPOSALS, N_("Proposals"), Kind.TEXT, validate=said_something, required=False),
        *(Step(figure.value, NAMES[Figure][figure], Kind.CUSTOM, asked=False) for figure in Figure),
    ),
)


def _of(turn: Turn, subject: str) -> tuple[str, ReportPeriod, int]:
    """The unit, the period and the version a form is about. Raises Refused(PERIOD_UNKNOWN) for what names none."""
    unit, key, seen = (*subject.split(" "), "", "", "")[:3]
    if not seen.isdecimal():
        raise Refused(Code.PERIOD_UNKNOWN)
    return unit, service.period(turn.scope, key), int(seen)


def _counts(answers: Mapping[str, Json]) -> Counts:
    counts: dict[Figure, int] = {}
    for figure in Figure:
        value = answers[figure.value]
        assert isinstance(value, int)
        counts[figure] = value
    return counts


def _kept(derived: Figures) -> dict[str, Json]:
    return {
        "as_of": derived.as_of.isoformat(),
        "counts": {figure.value: derived.counts[figure] for figure in Figure},
        "target": derived.target,
        "has_digital_plan": derived.has_digital_plan,
    }


def _derived(answers: Mapping[str, Json]) -> Figures:
    kept = answers[_DERIVED]
    assert isinstance(kept, dict)
    counts, target, has_plan = kept["counts"], kept["target"], kept["has_digital_plan"]
    assert isinstance(counts, dict)
    assert target is None or isinstance(target, int)
    assert has_plan is None or isinstance(has_plan, bool)
    return Figures(date.fromisoformat(str(kept["as_of"])), _counts(counts), target, has_plan)


async def _head(turn: Turn, subject: str) -> Markup:
    unit, period, _ = _of(turn, subject)
    await service.check_may_send(turn.scope, turn.actor, unit, period)
    name = unit_of(turn.tr, await turn.scope.uow.units.all(), unit)
    return lines(bold(name), period_title(turn.tr, period), "")


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr, head = turn.tr, await _head(turn, filling.subject)
    if step.key == DIFFICULTIES:
        return Question(
            lines(head, tr.t("Which difficulties and obstacles does the unit have?")),
            tr.t("One message is enough. The figures are filled in already; you see them at the end."),
        )
    if step.key == PROPOSALS:
        return Question(
            lines(head, tr.t("What does the unit propose or recommend?")), tr.t("One message is enough.")
        )
    figure = Figure(step.key)
    return Question(
        lines(head, tr.t("{figure}: what is the right number?", figure=label_of(tr, figure))),
        tr.t("The bot has {n}. What you correct is marked beside it.", n=_own(turn, filling, figure)),
    )


def _own(turn: Turn, filling: Filling, figure: Figure) -> str:
    return turn.tr.number(_derived(filling.state.answers).counts[figure])


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    tr = turn.tr
    if step.kind is Kind.TEXT:
        text = await read_text(turn, filling, step)
        if isinstance(text, str) and units(text) > TEXT_ROOM:
            return Wrong(words_of(tr, Refused(Code.TEXT_TOO_LONG, limit=TEXT_ROOM)))
        return text
    if not turn.message.text:
        return None
    try:
        count = read_count(turn.message.text)
        check_counts({**_counts(filling.state.answers), Figure(step.key): count})
    except Refused as refusal:
        return Wrong(words_of(tr, refusal))
    return count


async def _correct(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read(turn, filling, step)


async def _review(turn: Turn, filling: Filling) -> Page:
    answers = filling.state.answers
    derived = _derived(answers)
    return staff_page(
        turn,
        lines(
            await _head(turn, filling.subject),
            as_of(turn.tr, derived),
            *figure_lines(turn.tr, turn.scope, derived, _counts(answers)),
            *words_lines(turn.tr, str(answers.get(DIFFICULTIES) or ""), str(answers.get(PROPOSALS) or "")),
        ),
        (),
    )


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    unit, period, seen = _of(turn, filling.subject)
    sent = await service.send(
        turn.scope,
        turn.actor,
        unit,
        period,
        _derived(filling.state.answers),
        _counts(answers),
        difficulties=str(answers.get(DIFFICULTIES) or ""),
        proposals=str(answers.get(PROPOSALS) or ""),
        seen=seen,
    )
    tr = turn.tr
    said = (
        tr.t("The report is sent. It can be sent again until the period closes.")
        if sent.version == 1
        else tr.t("The report is sent again; the one before stays in the history.")
    )
    return await unit_page(turn, unit, period.key, said)


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    """The report as it stands, where nothing came of writing it."""
    if refusal is not None and refusal.code is Code.NOT_YOURS:
        raise refusal
    unit, period, _ = _of(turn, subject)
    said = turn.tr.t("Nothing was sent.") if refusal is None else words_of(turn.tr, refusal)
    return await unit_page(turn, unit, period.key, said)


async def write(turn: Turn, press: WriteReport) -> Page:
    """Asks for what no figure says; where the report cannot be sent it says why, over how it stands."""
    period = service.period(turn.scope, press.period)
    try:
        await service.check_may_send(turn.scope, turn.actor, press.unit, period)
    except Refused as refusal:
        if refusal.code in (Code.NOT_YOURS, Code.UNIT_DOES_NOT_REPORT):
            raise
        return await unit_page(turn, press.unit, press.period, words_of(turn.tr, refusal))
    found = await service.view(turn.scope, turn.actor, press.unit, period)
    answers: dict[str, Json] = {figure.value: found.now.counts[figure] for figure in Figure}
    return await turn.deployment.conversations.begin(
        turn, FORM, subject=subject_of(found), answers={**answers, _DERIVED: _kept(found.now)}
    )


def _label(turn: Turn, step: Step) -> str:
    if step.key in (DIFFICULTIES, PROPOSALS):
        return turn.tr.plain(step.question)
    return label_of(turn.tr, Figure(step.key))


CONVERSATIONS: Final = (
    Conversation(
        _REPORT,
        _ask,
        _finish,
        read=_read,
        correct=_correct,
        review=_review,
        label=_label,
        send_label=N_("Send the periodic report"),
        lead_back=_lead_back,
    ),
)

PRESSES: Presses = {WriteReport: write}
