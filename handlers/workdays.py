"""/workdays: the days a coordinator added to the working calendar, and the way to add one or take it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Style
from bot.ui.forms import AnswerRefused, Answers, Form, Json, Kind, Step
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import N_, Translator
from domain.errors import Code, Refused
from domain.workday import AddedDay, check_calendar, check_words
from handlers.context import Presses, Screen, Turn
from handlers.coordination import OpenSphere, Sphere
from handlers.day_step import a_day, given_day, read_day
from handlers.forms import Conversation, Filling, Question, Wrong, read_text
from handlers.plain_steps import question_label
from handlers.refusal_words import words_of
from handlers.task_text import bold, clamped, literal, spaced, staff_page
from handlers.way_home import OpenMenu
from services import workdays as service

DAYS_ON_PAGE: Final = 6
NAME_ROOM: Final = 60
OFF, WORKED = "off", "worked"
KINDS: Final = {OFF: N_("A day off"), WORKED: N_("A day worked")}


@dataclass(frozen=True)
class OpenWorkdays(Press, prefix="vc1"):
    """A page of the days that were added."""

    page: int = 0


@dataclass(frozen=True)
class AddWorkday(Press, prefix="vc2"):
    """Begins to add a day."""


@dataclass(frozen=True)
class TakeBackDay(Press, prefix="vc3"):
    """Takes an added day back; ``sure`` after being asked."""

    day: date
    sure: bool = False


async def workdays(turn: Turn) -> Page:
    """/workdays: the days that were added. Raises Refused(NOT_YOURS)."""
    return await _page(turn, 0)


async def open_workdays(turn: Turn, press: OpenWorkdays) -> Page:
    """A page of them."""
    return await _page(turn, press.page)


async def _page(turn: Turn, page: int, *above: Markup) -> Page:
    tr = turn.tr
    days = await service.added_days(turn.scope, turn.actor)
    page = clamped(page, len(days), DAYS_ON_PAGE)
    shown = days[page * DAYS_ON_PAGE : (page + 1) * DAYS_ON_PAGE]
    names = await turn.scope.uow.people.names({one.set_by for one in shown if one.set_by is not None})
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>Working calendar</b>"),
            tr.t(
                "National days off and the swaps known at this release are in it already. These days were added here:"
            ),
            *spaced([_day(tr, one, names) for one in shown]),
            None if shown else tr.t("None yet."),
        ),
        rows(
            row(Button(tr.plain("Add a day ›"), AddWorkday(), Style.PRIMARY)),
            *grid(
                [
                    Button(tr.plain("Take back {day}", day=tr.date(one.day)), TakeBackDay(one.day))
                    for one in shown
                    if one.day >= turn.scope.today
                ],
                2,
            ),
            (
                *pager(
                    tr,
                    previous=OpenWorkdays(page - 1) if page else None,
                    following=OpenWorkdays(page + 1) if len(days) > (page + 1) * DAYS_ON_PAGE else None,
                ),
                Button(tr.plain("‹ Coordination"), OpenSphere(Sphere.OFFICE)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _day(tr: Translator, one: AddedDay, names: Mapping[str, str]) -> Markup:
    kind = tr.plain("worked") if one.is_working else tr.plain("off")
    return lines(
        tr.t("<b>{day}</b> · {kind} · {name}", day=tr.long_date(one.day), kind=kind, name=one.name),
        None if not one.source else tr.t("Decided in: {source}", source=one.source),
        None
        if one.set_by is None or one.set_at is None
        else tr.t(
            "Entered by {name}, {when}",
            name=fit(names.get(one.set_by) or "?", NAME_ROOM),
            when=tr.datetime(one.set_at),
        ),
    )


async def take_back_day(turn: Turn, press: TakeBackDay) -> Page:
    """Asks, then takes it back."""
    tr = turn.tr
    check_calendar(turn.actor)
    if not press.sure:
        held = await turn.scope.uow.added_days.get(press.day)
        if held is None:
            return await _page(turn, 0, words_of(tr, Refused(Code.STALE)))
        return staff_page(
            turn,
            lines(
                bold(tr.plain("Take this day back?")),
                _day(tr, held, {}),
                tr.t("It is again as the calendar of the release has it."),
            ),
            rows(
                row(Button(tr.plain("Take it back"), TakeBackDay(press.day, sure=True), Style.DANGER)),
                row(Button(tr.plain("‹ Back"), OpenWorkdays())),
            ),
        )
    try:
        await service.take_back(turn.scope, turn.actor, press.day)
    except Refused as refusal:
        return await _page(turn, 0, words_of(tr, refusal))
    return await _page(turn, 0, tr.t("{day} was taken back. {soon}", day=tr.date(press.day), soon=_soon(tr)))


def _soon(tr: Translator) -> str:
    return tr.plain("It takes effect within a minute.")


# ── adding ────────────────────────────────────────────────────────────────────────────────────────


def _words(value: Json, _answers: Answers) -> Json:
    try:
        return check_words(str(value))
    except Refused as refusal:
        limit = refusal.data.get("limit")
        raise AnswerRefused(refusal.code, **({"limit": limit} if isinstance(limit, int) else {})) from refusal


_FORM: Final = Form(
    "workday",
    1,
    (
        Step("kind", N_("Kind of day"), Kind.CHOICE, choices=(OFF, WORKED)),
        Step("day", N_("Day"), Kind.CUSTOM, validate=a_day),
        Step("name", N_("What for"), Kind.TEXT, validate=_words),
        Step("source", N_("Who decided it"), Kind.TEXT, validate=_words, required=False),
    ),
)


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    check_calendar(turn.actor)
    tr = turn.tr
    match step.key:
        case "kind":
            return Question(
                tr.t("What kind of day is added?"),
                choices=tuple(tr.plain(label) for label in KINDS.values()),
                columns=2,
            )
        case "day":
            return Question(tr.t("Which day?"), tr.t("Write it as dd/mm/yyyy."))
        case "name":
            return Question(
                tr.t("What is the day for?"), tr.t("A few words, such as: make-up day for 2 January.")
            )
        case _:
            return Question(
                tr.t("Who decided it?"), tr.t("Number and date of the document; it is shown with the day.")
            )


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    if step.key != "day":
        return await read_text(turn, filling, step)
    value = await read_day(turn)
    if isinstance(value, str):
        is_working = filling.state.answers.get("kind") == WORKED
        try:
            await service.check_new(turn.scope, turn.actor, given_day(value), is_working=is_working)
        except Refused as refusal:
            return Wrong(words_of(turn.tr, refusal))
    return value


async def _correct(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read(turn, filling, step)


async def _review(turn: Turn, filling: Filling) -> Page:
    check_calendar(turn.actor)
    tr, answers = turn.tr, filling.state.answers
    source, kind = str(answers.get("source") or ""), tr.plain(KINDS[str(answers["kind"])])
    return staff_page(
        turn,
        lines(
            tr.t("<b>This is added to the working calendar</b>"),
            tr.t("{day}: {kind}", day=tr.long_date(given_day(answers["day"])), kind=kind),
            literal(str(answers["name"])),
            tr.t("Decided in: {source}", source=source) if source else None,
            "",
            tr.t("Due dates, reminders and periods are counted by it from then on."),
        ),
        (),
    )


async def _finish(turn: Turn, _filling: Filling, answers: Mapping[str, Json]) -> Page:
    tr = turn.tr
    added = await service.add_day(
        turn.scope,
        turn.actor,
        given_day(answers["day"]),
        str(answers["name"]),
        str(answers.get("source") or ""),
        is_working=answers["kind"] == WORKED,
    )
    return await _page(turn, 0, tr.t("{day} was added. {soon}", day=tr.date(added.day), soon=_soon(tr)))


async def _lead_back(turn: Turn, _subject: str, refusal: Refused | None) -> Page:
    if refusal is not None and refusal.code is Code.NOT_YOURS:
        raise refusal
    return await _page(
        turn, 0, turn.tr.t("Nothing was changed.") if refusal is None else words_of(turn.tr, refusal)
    )


async def add_workday(turn: Turn, press: AddWorkday) -> Page:
    """Asks for the day. Raises Refused(NOT_YOURS)."""
    check_calendar(turn.actor)
    return await turn.deployment.conversations.begin(turn, _FORM.name)


CONVERSATIONS: Final = (
    Conversation(
        _FORM,
        _ask,
        _finish,
        read=_read,
        correct=_correct,
        review=_review,
        label=question_label,
        send_label=N_("Add this day"),
        lead_back=_lead_back,
    ),
)

COMMANDS: dict[str, Screen] = {"workdays": workdays}

PRESSES: Presses = {
    OpenWorkdays: open_workdays,
    AddWorkday: add_workday,
    TakeBackDay: take_back_day,
}
