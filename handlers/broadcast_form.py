"""A message to heads, from whom it is for to the press that sends it: the form, and its preview with who is reached."""

from collections.abc import Mapping
from typing import Final

from bot.ui.forms import AnswerRefused, Answers, Form, Json, Kind, Step
from bot.ui.pages import Page, lines
from bot.ui.text import capital, quoted
from bot.ui.translation import N_
from domain.broadcast import Audience, check_broadcast, check_message
from domain.errors import Code, Refused
from domain.task import Area
from handlers.broadcast_links import OpenLedger, WriteBroadcast
from handlers.broadcasts import audience_words, broadcasts_page, ledger_page, outlook_lines, sent_words
from handlers.context import Presses, Turn
from handlers.forms import Conversation, Filling, Question
from handlers.plain_steps import question_label
from handlers.refusal_words import words_of
from handlers.task_text import staff_page
from handlers.words import label_of, name_of
from services import broadcasts as service


def _text(value: Json, _answers: Answers) -> Json:
    try:
        return check_message(str(value))
    except Refused as refusal:
        limit = refusal.data.get("limit")
        raise AnswerRefused(refusal.code, **({"limit": limit} if isinstance(limit, int) else {})) from refusal


_FORM: Final = Form(
    "broadcast",
    1,
    (
        Step("audience", N_("Recipients"), Kind.CHOICE, choices=tuple(Audience)),
        Step(
            "area",
            N_("Area of reform"),
            Kind.CHOICE,
            choices=tuple(Area),
            applies=lambda answers: answers.get("audience") == Audience.OVERDUE,
        ),
        Step("text", N_("Text"), Kind.TEXT, validate=_text),
    ),
)


def _given(answers: Mapping[str, Json]) -> tuple[Audience, Area | None]:
    area = answers.get("area")
    audience = Audience(str(answers["audience"]))
    return audience, Area(str(area)) if audience is Audience.OVERDUE else None


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    check_broadcast(turn.actor)
    tr = turn.tr
    if step.key == "audience":
        return Question(
            tr.t("To whom is the message?"), choices=tuple(label_of(tr, audience) for audience in Audience)
        )
    if step.key == "area":
        return Question(
            tr.t("Overdue tasks in which area?"),
            choices=tuple(capital(name_of(tr, area)) for area in Area),
        )
    to = audience_words(tr, *_given(filling.state.answers))
    return Question(
        lines(tr.t("To: {to}", to=to), "", tr.t("What are they to be told?")),
        tr.t("Write it in one message; each head gets it as it is."),
    )


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, answers = turn.tr, filling.state.answers
    audience, area = _given(answers)
    to = await service.outlook(turn.scope, turn.actor, audience, area)
    return staff_page(
        turn,
        lines(
            tr.t("<b>This is what heads will read</b>"),
            quoted(str(answers["text"]), expandable=False),
            tr.t("To: {to}", to=audience_words(tr, audience, area)),
            *outlook_lines(turn, to, await turn.scope.uow.units.all()),
        ),
        (),
    )


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    audience, area = _given(answers)
    broadcast, to = await service.send(turn.scope, turn.actor, audience, area, str(answers["text"]))
    return await ledger_page(turn, OpenLedger(broadcast.id), sent_words(turn, to))


async def _lead_back(turn: Turn, _subject: str, refusal: Refused | None) -> Page:
    if refusal is not None and refusal.code is Code.NOT_YOURS:
        raise refusal
    said = turn.tr.t("Nothing was sent.") if refusal is None else words_of(turn.tr, refusal)
    return await broadcasts_page(turn, 0, said)


async def write_broadcast(turn: Turn, press: WriteBroadcast) -> Page:
    """Asks to whom, and what. Raises Refused(NOT_YOURS)."""
    check_broadcast(turn.actor)
    return await turn.deployment.conversations.begin(turn, _FORM.name)


CONVERSATIONS: Final = (
    Conversation(
        _FORM,
        _ask,
        _finish,
        review=_review,
        label=question_label,
        send_label=N_("Send to these heads"),
        lead_back=_lead_back,
    ),
)

PRESSES: Presses = {WriteBroadcast: write_broadcast}
