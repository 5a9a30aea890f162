"""What is written in the ranking of units: a unit's own score with what shows it, and another score with a reason."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.forms import Answers, Form, Json, Kind, Step, answer
from bot.ui.pages import Page, lines, row
from bot.ui.text import fit, units
from bot.ui.translation import N_
from domain.errors import Code, Refused
from domain.ranking import Criterion, RankingAct, Sheet, points
from domain.text import is_blank
from handlers.context import Presses, Turn
from handlers.forms import Conversation, Filling, Question, Resume, Wrong
from handlers.ranking import criterion_page, sheet_page
from handlers.ranking_acts import after_appraisal, refused_here
from handlers.ranking_links import BeginScoreAnew, ChoosePoints, GiveScore, OpenCriterion, ScoreOwn
from handlers.ranking_text import criterion_name, of_most, score_lines
from handlers.refusal_words import words_of
from handlers.sent_proof import as_incoming, file_in, why_no_file
from handlers.task_forms import read_note
from handlers.task_text import NOTE_ROOM, PRODUCT_ROOM, bold, literal, staff_page
from handlers.way_home import OpenMenu
from services import ranking as service
from services.evidence import FileKind, Incoming
from services.ports import Draft

_TAKEN: Final = frozenset({FileKind.PHOTO, FileKind.DOCUMENT})


def _some_points(answers: Answers) -> bool:
    return Decimal(str(answers.get("points", "0"))) > 0


_OWN: Final = Form(
    "rscore",
    1,
    (
        Step("points", N_("Score"), Kind.CUSTOM),
        Step("evidence", N_("What shows it"), Kind.CUSTOM, applies=_some_points),
    ),
)
_OTHER: Final = Form(
    "rappraise",
    1,
    (Step("points", N_("Score"), Kind.CUSTOM), Step("reason", N_("Reason"), Kind.TEXT)),
)
_ACTS: Final = {_OWN.name: RankingAct.SCORE, _OTHER.name: RankingAct.APPRAISE}


def _of(subject: str) -> tuple[str, str]:
    """The unit and the criterion a form is about. Raises Refused(RANKING_UNKNOWN)."""
    unit, criterion, *_ = (*subject.split(" "), "")
    if not criterion:
        raise Refused(Code.RANKING_UNKNOWN)
    return unit, criterion


def _mark_of(subject: str) -> int:
    """The score that was before the eyes of whoever began an appraisal."""
    _, _, mark = (*subject.split(" "), "", "")[:3]
    if not mark.isdecimal():
        raise Refused(Code.RANKING_UNKNOWN)
    return int(mark)


async def _about(turn: Turn, filling: Filling) -> tuple[Sheet, Criterion]:
    """What the form is about, if it may be filled in now."""
    return await service.may_score(turn.scope, turn.actor, *_of(filling.subject), _ACTS[filling.draft.form])


def _head(turn: Turn, criterion: Criterion) -> Markup:
    name = fit(criterion_name(turn.tr, criterion), PRODUCT_ROOM)
    return Markup("{} {}").format(bold(criterion.code), literal(name))


def _given(filling: Filling) -> Decimal:
    return Decimal(str(filling.state.answers["points"]))


# ── the score ─────────────────────────────────────────────────────────────────────────────────────


def _ask_points(turn: Turn, filling: Filling, criterion: Criterion, *about: Markup | str) -> Question:
    tr = turn.tr
    name, at = filling.draft.form, filling.state.turn
    choices = [
        Button(tr.number(value), ChoosePoints(name, at, int(value * 100)))
        for value in (Decimal(0), criterion.most)
    ]
    most = tr.number(criterion.most)
    return Question(
        lines(_head(turn, criterion), *about, "", tr.t("Which score, from 0 to {most}?", most=most)),
        tr.t("Press a figure or write one, with at most two decimals, such as 1.5."),
        rows=(row(*choices),),
    )


async def _read_points(turn: Turn, filling: Filling) -> Json | Wrong | None:
    text = turn.message.text
    if text is None:
        return None
    _, criterion = await _about(turn, filling)
    try:
        return str(points(text, criterion.most))
    except Refused as refusal:
        return Wrong(words_of(turn.tr, refusal))


async def choose_points(turn: Turn, press: ChoosePoints) -> Page | None:
    """A figure was pressed in place of written; what is more than the criterion gives is refused in the end."""
    value = str(Decimal(max(0, press.hundredths)) / 100)
    return await turn.deployment.conversations.change(
        turn, press, lambda form, state: answer(form, state, value)
    )


# ── the unit's own ────────────────────────────────────────────────────────────────────────────────


async def _ask_own(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    _, criterion = await _about(turn, filling)
    if step.key == "points":
        return _ask_points(turn, filling, criterion)
    return Question(
        lines(
            _head(turn, criterion),
            "",
            tr.t("Score {points}. What shows it?", points=of_most(tr, _given(filling), criterion.most)),
        ),
        tr.t("The number of a document, a link, a few words, a file or a photo; one message."),
    )


async def _read_own(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    if step.key == "points":
        return await _read_points(turn, filling)
    file = file_in(turn.message, _TAKEN)
    if file is not None:
        why = why_no_file(turn.tr, file)
        return file if why is None else Wrong(why)
    text = (turn.message.text or "").strip()
    if not text:
        return Wrong(
            turn.tr.t("The number of a document, a link, a few words, a file or a photo is expected here.")
        )
    if is_blank(text):
        return Wrong(words_of(turn.tr, Refused(Code.TEXT_BLANK)))
    if units(text) > NOTE_ROOM:
        return Wrong(
            turn.tr.t(
                "This is longer than {most} characters. Please shorten it.", most=turn.tr.number(NOTE_ROOM)
            )
        )
    return text


async def _correct_own(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read_own(turn, filling, step)


async def _finish_own(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    tr = turn.tr
    unit, criterion_id = _of(filling.subject)
    found: Any = answers.get("evidence", "")
    evidence: Incoming | str = as_incoming(found) if isinstance(found, dict) else str(found)
    sheet = await service.score(
        turn.scope, turn.actor, unit, criterion_id, Decimal(str(answers["points"])), evidence
    )
    criterion = sheet.criterion(criterion_id)
    said = tr.t(
        "Recorded: {code}, {points}.",
        code=criterion.code,
        points=of_most(tr, sheet.score(criterion).own, criterion.most),
    )
    if sheet.unscored:
        return await criterion_page(turn, unit, sheet.unscored[0].id, said)
    done = lines(said, tr.t("Every criterion is scored; the scores can be submitted."))
    return await sheet_page(turn, sheet.exercise.year, unit, done)


# ── another score ─────────────────────────────────────────────────────────────────────────────────


async def _ask_other(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    sheet, criterion = await _about(turn, filling)
    score = sheet.score(criterion)
    if step.key == "points":
        return _ask_points(turn, filling, criterion, *score_lines(tr, criterion, score))
    return Question(
        lines(
            _head(turn, criterion),
            tr.t("Own score: {points}", points=of_most(tr, score.own, criterion.most)),
            "",
            tr.t("Appraised score {points}. Why?", points=of_most(tr, _given(filling), criterion.most)),
        ),
        tr.t("The unit reads this as you write it, in one message."),
    )


async def _read_other(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    if step.key == "points":
        return await _read_points(turn, filling)
    return await read_note(turn, filling, step)


async def _correct_other(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read_other(turn, filling, step)


async def _finish_other(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    unit, criterion_id = _of(filling.subject)
    sheet = await service.appraise(
        turn.scope,
        turn.actor,
        unit,
        criterion_id,
        _mark_of(filling.subject),
        Decimal(str(answers["points"])),
        str(answers["reason"]),
    )
    return await after_appraisal(turn, sheet, criterion_id)


# ── beginning, and what is shown when nothing came of it ──────────────────────────────────────────


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    unit, criterion_id = _of(subject)
    if refusal is not None:
        return await refused_here(turn, unit, criterion_id, refusal)
    return await criterion_page(turn, unit, criterion_id, turn.tr.t("Discarded. Nothing was sent."))


CONVERSATIONS: Final = (
    Conversation(_OWN, _ask_own, _finish_own, read=_read_own, correct=_correct_own, lead_back=_lead_back),
    Conversation(
        _OTHER, _ask_other, _finish_other, read=_read_other, correct=_correct_other, lead_back=_lead_back
    ),
)


async def score_own(turn: Turn, press: ScoreOwn) -> Page | None:
    """Asks for the unit's own score."""
    return await _begin(turn, _OWN, press.unit, press.criterion)


async def give_score(turn: Turn, press: GiveScore) -> Page | None:
    """Asks for another score and the reason."""
    return await _begin(turn, _OTHER, press.unit, press.criterion, press.mark)


async def begin_anew(turn: Turn, press: BeginScoreAnew) -> Page | None:
    """Discards what was begun about another score."""
    form = _OWN if press.mark is None else _OTHER
    return await _begin(turn, form, press.unit, press.criterion, press.mark, anew=True)


async def _begin(
    turn: Turn, form: Form, unit: str, criterion_id: str, mark: int | None = None, *, anew: bool = False
) -> Page | None:
    """Begins a form, or goes on with it; one begun about another score is not thrown away unasked."""
    try:
        sheet, criterion = await service.may_score(
            turn.scope, turn.actor, unit, criterion_id, _ACTS[form.name]
        )
        if mark is not None and mark != sheet.score(criterion).mark:
            raise Refused(Code.STALE)
    except Refused as refusal:
        return await refused_here(turn, unit, criterion_id, refusal)
    subject = f"{unit} {criterion_id}" if mark is None else f"{unit} {criterion_id} {mark}"
    book = turn.deployment.conversations
    draft = await turn.scope.uow.drafts.get(turn.person.id, form.name)
    if draft is None or not draft.has_answers or anew:
        return await book.begin(turn, form.name, subject=subject)
    if draft.subject == subject:
        return await book.resume(turn, Resume(form.name))
    other = await _still_open(turn, draft)
    if other is None:
        # Nobody can go on with what has moved on.
        return await book.begin(turn, form.name, subject=subject)
    tr = turn.tr
    return staff_page(
        turn,
        lines(
            _head(turn, criterion),
            "",
            tr.t("You have begun the same for {what}, and it is not finished.", what=other),
        ),
        (
            row(Button(tr.plain("Go on with that ›"), Resume(form.name), Style.PRIMARY)),
            row(
                Button(
                    tr.plain("Discard that, begin with this"),
                    BeginScoreAnew(unit, criterion_id, mark),
                    Style.DANGER,
                )
            ),
            row(
                Button(tr.plain("‹ The criterion"), OpenCriterion(unit, criterion_id)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


async def _still_open(turn: Turn, draft: Draft) -> str | None:
    """What a draft is about, in words, if it can still be gone on with."""
    try:
        sheet, criterion = await service.may_score(
            turn.scope, turn.actor, *_of(draft.subject), _ACTS[draft.form]
        )
        if draft.form == _OTHER.name and _mark_of(draft.subject) != sheet.score(criterion).mark:
            return None
    except Refused:
        return None
    return f"{criterion.code}, {sheet.unit}"


PRESSES: Presses = {
    ScoreOwn: score_own,
    GiveScore: give_score,
    ChoosePoints: choose_points,
    BeginScoreAnew: begin_anew,
}
