"""What is written of dossiers: the two counts of a month, a correction with its reason, a target."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from bot.ui.buttons import Button
from bot.ui.forms import AnswerRefused, Answers, Form, FormState, Json, Kind, Step, answer
from bot.ui.pages import Page, lines, row
from bot.ui.translation import N_, Translator
from domain.dossiers import (
    Month,
    Target,
    awaited_month,
    check_percent,
    dossier_rate,
    is_far_from,
    needs_reason,
    read_count,
    read_counts,
)
from domain.errors import Code, Refused
from domain.text import is_blank
from domain.unit import DEPTS, DISTRICTS, GROUPS, UnitKind
from handlers.context import Presses, Turn
from handlers.dossier_links import ChooseMonth, EnterFigures, SetTarget
from handlers.dossier_text import month_name, month_of, month_pressed, rate_words, target_words
from handlers.dossiers import month_page
from handlers.forms import Beside, Conversation, Filling, Question, Wrong, correct_text
from handlers.plain_steps import question_label
from handlers.province_dossiers import kinds_page
from handlers.refusal_words import words_of
from handlers.task_forms import read_note
from handlers.task_text import bold, literal, staff_page, unit_of
from handlers.words import label_of, name_of
from services import dossiers as service

RECEIVED: Final = "received"
ONLINE: Final = "online"
REASON: Final = "reason"

# ── the counts of a month ─────────────────────────────────────────────────────────────────────────


def _received(value: Json, _answers: Answers) -> Json:
    _check_rate(value, 0)
    return value


def _online(value: Json, answers: Answers) -> Json:
    _check_rate(answers.get(RECEIVED), value)
    return value


def _check_rate(received: Json, online: Json) -> None:
    assert isinstance(received, int)
    assert isinstance(online, int)
    try:
        dossier_rate(received, online)
    except Refused as refusal:
        raise AnswerRefused(refusal.code, **_data(refusal)) from refusal


def said_something(value: Json, _answers: Answers) -> Json:
    """The validation of a text that has to say something: what cannot be seen says nothing."""
    if is_blank(str(value)):
        raise AnswerRefused(Code.TEXT_BLANK)
    return value


def _data(refusal: Refused) -> dict[str, Any]:
    return dict(refusal.data)


_COUNTS: Final = (
    Step(RECEIVED, N_("Dossiers received"), Kind.CUSTOM, validate=_received),
    Step(ONLINE, N_("Of them filed online"), Kind.CUSTOM, validate=_online),
)
_ENTER: Final = Form("dossiers", 1, _COUNTS)
_CORRECT: Final = Form(
    "dossierfix", 1, (*_COUNTS, Step(REASON, N_("Reason"), Kind.TEXT, validate=said_something))
)


def _of(subject: str) -> tuple[str, Month, int]:
    """The unit, the month and the version a form is about. Raises Refused(NOT_YOURS) for what names none."""
    unit, first, seen = (*subject.split(" "), "", "")[:3]
    try:
        return unit, Month.of(date.fromisoformat(first)), int(seen)
    except ValueError as error:
        raise Refused(Code.NOT_YOURS) from error


async def _head(turn: Turn, subject: str) -> Markup:
    unit, month, _ = _of(subject)
    await service.check_may_enter(turn.scope, turn.actor, unit, month)
    name = unit_of(turn.tr, await turn.scope.uow.units.all(), unit)
    return lines(bold(name), turn.tr.t("<b>Dossiers of {month}</b>", month=month_name(month)), "")


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr, head = turn.tr, await _head(turn, filling.subject)
    match step.key:
        case "received":
            return Question(
                lines(head, tr.t("How many dossiers of administrative procedures did the unit receive?")),
                tr.t(
                    "Both numbers may come in one message, received first and online second: "
                    "<code>1.200 900</code>. A dot may part thousands."
                ),
            )
        case "online":
            received = tr.number(_count(filling.state.answers, RECEIVED))
            return Question(
                lines(head, tr.t("Of {received} dossiers, how many were filed online?", received=received)),
                tr.t("Wholly or in part: what came in through a public service portal."),
            )
        case _:
            return Question(
                lines(head, tr.t("Why are the figures entered by the coordinator?")),
                tr.t("For example the number of the unit's document. It stands beside the figures."),
            )


def _count(answers: Mapping[str, Json], key: str) -> int:
    value = answers[key]
    assert isinstance(value, int)
    return value


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    if step.key == REASON:
        return await read_note(turn, filling, step)
    try:
        return read_count(turn.message.text) if turn.message.text else None
    except Refused as refusal:
        return Wrong(words_of(turn.tr, refusal))


async def _correct(turn: Turn, filling: Filling, step: Step, old: Json) -> Json | Wrong | None:
    if step.kind is Kind.TEXT:
        return await correct_text(turn, filling, step, old)
    return await _read(turn, filling, step)


async def _both_at_once(turn: Turn, filling: Filling, step: Step | None) -> Beside | None:
    """Two numbers in one message answer both questions."""
    if step is None or step.key not in (RECEIVED, ONLINE) or not turn.message.text:
        return None
    try:
        counts = read_counts(turn.message.text)
        if len(counts) != 2:
            return None
        dossier_rate(*counts)
    except Refused as refusal:
        # One number that is none is told where it is read.
        return (
            None if len(turn.message.text.split()) == 1 else Beside(filling.state, words_of(turn.tr, refusal))
        )
    form = _CORRECT if filling.draft.form == _CORRECT.name else _ENTER
    # Where the first was answered before, both are said anew.
    state = answer(form, replace(filling.state, step=RECEIVED, reviewing=False), counts[0])
    return Beside(answer(form, replace(state, reviewing=filling.state.reviewing), counts[1]))


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, scope = turn.tr, turn.scope
    unit, month, _ = _of(filling.subject)
    head = await _head(turn, filling.subject)
    found = await service.month_of_unit(scope, turn.actor, unit, month)
    answers = filling.state.answers
    received, online = _count(answers, RECEIVED), _count(answers, ONLINE)
    rate = dossier_rate(received, min(online, received))
    reason = answers.get(REASON)
    before = found.before
    return staff_page(
        turn,
        lines(
            head,
            tr.t("Received: <b>{n}</b>", n=tr.number(received)),
            tr.t("Filed online: <b>{n}</b>", n=tr.number(online)),
            tr.t("Online rate: <b>{rate}</b>", rate=rate_words(tr, scope, rate)),
            target_words(tr, found.target),
            None
            if found.entry is None
            else tr.t(
                "Entered before: {rate}. It stays in the history.",
                rate=rate_words(tr, scope, found.entry.rate),
            ),
            None if not isinstance(reason, str) else tr.t("Reason: {reason}", reason=reason),
            *(
                (
                    "",
                    tr.t(
                        "In the month before {n} dossiers were received. Please check that no digit is missing "
                        "or too many.",
                        n=tr.number(before.received),
                    ),
                )
                if before is not None and is_far_from(received, before.received)
                else ()
            ),
        ),
        (),
    )


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    unit, month, seen = _of(filling.subject)
    try:
        entry = await service.enter(
            turn.scope,
            turn.actor,
            unit,
            month,
            _count(answers, RECEIVED),
            _count(answers, ONLINE),
            seen=seen,
            reason=str(answers.get(REASON) or ""),
        )
        said = turn.tr.t(
            "Recorded for {month}: {rate}.",
            month=month_name(month),
            rate=rate_words(turn.tr, turn.scope, entry.rate),
        )
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        said = words_of(turn.tr, refusal)
    return await month_page(turn, unit, month, said)


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    """The month as it stands, where nothing came of entering it."""
    if refusal is not None and refusal.code is Code.NOT_YOURS:
        raise refusal
    unit, month, _ = _of(subject)
    said = turn.tr.t("Nothing was recorded.") if refusal is None else words_of(turn.tr, refusal)
    return await month_page(turn, unit, month, said)


async def enter_figures(turn: Turn, press: EnterFigures) -> Page:
    """Asks for the counts; a closed month says why not, over how it stands."""
    month = month_pressed(press.month)
    try:
        await service.check_may_enter(turn.scope, turn.actor, press.unit, month)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        return await month_page(turn, press.unit, month, words_of(turn.tr, refusal))
    found = await service.month_of_unit(turn.scope, turn.actor, press.unit, month)
    form = _CORRECT if needs_reason(turn.actor, press.unit) else _ENTER
    subject = f"{press.unit} {month.first.isoformat()} {found.version}"
    return await turn.deployment.conversations.begin(turn, form.name, subject=subject)


# ── a target ──────────────────────────────────────────────────────────────────────────────────────

_KINDS: Final = tuple(kind for kind in UnitKind if kind in GROUPS[DEPTS] | GROUPS[DISTRICTS])
"""Whom the dispatch's item 2 is addressed to: departments, boards, the district level."""


def _percent(value: Json, _answers: Answers) -> Json:
    text = str(value).strip().removesuffix("%").strip()
    try:
        return check_percent(int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else 0)
    except Refused as refusal:
        raise AnswerRefused(refusal.code) from refusal


_TARGET: Final = Form(
    "dossiertarget",
    1,
    (
        Step("kind", N_("Kind of unit"), Kind.CHOICE, choices=tuple(kind.value for kind in _KINDS)),
        Step("percent", N_("Target"), Kind.CUSTOM, validate=_percent),
        Step("since", N_("From which month"), Kind.CUSTOM),
    ),
)


async def _ask_target(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    service.check_may_set_target(turn.actor)
    match step.key:
        case "kind":
            return Question(
                tr.t("For which kind of unit is a target set?"),
                tr.t("Units of a kind with a target are asked for their figures every month."),
                choices=tuple(label_of(tr, kind) for kind in _KINDS),
                columns=2,
            )
        case "percent":
            return Question(
                tr.t("Which share of dossiers is to be filed online, in per cent?"),
                tr.t("A whole number from 1 to 100."),
            )
        case _:
            awaited = awaited_month(turn.scope.today)
            offered = (Month(turn.scope.today.year, 1), awaited, awaited.following)
            buttons = [
                Button(month_name(month), ChooseMonth(_TARGET.name, filling.state.turn, month.first))
                for month in dict.fromkeys(offered)
            ]
            return Question(
                tr.t("From which month does it hold?"),
                tr.t("Write it as mm/yyyy."),
                rows=(row(*buttons),),
            )


async def _read_target(turn: Turn, _filling: Filling, step: Step) -> Json | Wrong | None:
    text = turn.message.text
    if step.key != "since" or not text:
        return text
    month = month_of(text)
    if month is None:
        return Wrong(turn.tr.t("This is no month. Write it as mm/yyyy, for example 09/2023."))
    return month.first.isoformat()


async def _correct_target(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read_target(turn, filling, step)


async def choose_month(turn: Turn, press: ChooseMonth) -> Page | None:
    """A month was pressed in place of written."""

    def choose(form: Form, state: FormState) -> FormState:
        return answer(form, state, month_pressed(press.month).first.isoformat())

    return await turn.deployment.conversations.change(turn, press, choose)


def _target_of(answers: Mapping[str, Json]) -> Target:
    percent = answers["percent"]
    assert isinstance(percent, int)
    since = Month.of(date.fromisoformat(str(answers["since"])))
    return Target(UnitKind(str(answers["kind"])), percent, since)


async def _review_target(turn: Turn, filling: Filling) -> Page:
    service.check_may_set_target(turn.actor)
    target = _target_of(filling.state.answers)
    kind = literal(label_of(turn.tr, target.kind))
    return staff_page(turn, lines(kind, target_words(turn.tr, target)), ())


async def _finish_target(turn: Turn, _filling: Filling, answers: Mapping[str, Json]) -> Page:
    target = _target_of(answers)
    await service.set_target(turn.scope, turn.actor, target.kind, target.percent, target.since)
    return await kinds_page(turn, awaited_month(turn.scope.today).first, _set(turn.tr, target))


def _set(tr: Translator, target: Target) -> Markup:
    return tr.t(
        "Set for {kind}: {percent}% from {month} on.",
        kind=name_of(tr, target.kind),
        percent=tr.number(target.percent),
        month=month_name(target.since),
    )


async def set_target(turn: Turn, press: SetTarget) -> Page:
    """Asks for a target."""
    service.check_may_set_target(turn.actor)
    return await turn.deployment.conversations.begin(turn, _TARGET.name)


CONVERSATIONS: Final = (
    *(
        Conversation(
            form,
            _ask,
            _finish,
            read=_read,
            beside=_both_at_once,
            correct=_correct,
            review=_review,
            label=question_label,
            send_label=N_("Record the figures"),
            lead_back=_lead_back,
        )
        for form in (_ENTER, _CORRECT)
    ),
    Conversation(
        _TARGET,
        _ask_target,
        _finish_target,
        read=_read_target,
        correct=_correct_target,
        review=_review_target,
        label=question_label,
        send_label=N_("Set the target"),
    ),
)

PRESSES: Presses = {
    EnterFigures: enter_figures,
    SetTarget: set_target,
    ChooseMonth: choose_month,
}
