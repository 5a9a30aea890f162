"""A head's deputies: who is delegated in the unit and until when, invited by a link, ended before their time."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import N_, Translator
from domain.errors import Code, Refused
from domain.people import Role, check_invite, check_role_shape, likely_ends
from handlers import menu
from handlers.context import Presses, Screen, Turn
from handlers.day_step import a_day, day_rows, given_day, read_day
from handlers.form_pages import nothing_sent
from handlers.forms import Conversation, Filling, Question, Wrong
from handlers.home import home
from handlers.invitation_page import invitation_page
from handlers.refusal_words import words_of
from handlers.role_links import Delegate, DeputyList, EndDelegation
from handlers.task_text import bold, clamped, literal, staff_page, unit_of
from handlers.way_home import OpenMenu
from services import delegation as service
from services.delegation import Deputy

PER_PAGE: Final = 4
NAME_ROOM: Final = 40
"""As much of a name as fits on a button of two in a row."""
FORM: Final = "delegate"


async def deputies(turn: Turn) -> Page:
    """/deputies: those of the one unit somebody heads, or the choice between several."""
    units = sorted(turn.actor.units(Role.UNIT_HEAD))
    if not units:
        return await home(turn, turn.tr.t("Deputies are named by the head of a unit."))
    if len(units) == 1:
        return await deputies_page(turn, units[0])
    known = await turn.scope.uow.units.all()
    return staff_page(
        turn,
        turn.tr.t("You head several units. Whose deputies do you want to see?"),
        rows(
            *grid([Button(unit_of(turn.tr, known, unit), DeputyList(unit)) for unit in units], 1),
            row(Button(turn.tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def open_list(turn: Turn, press: DeputyList) -> Page:
    """A page of a unit's deputies."""
    return await deputies_page(turn, press.unit, press.page)


async def deputies_page(turn: Turn, unit: str, page: int = 0, *above: Markup) -> Page:
    """Who is delegated in the unit, what they may do, and the way to more. Raises Refused(NOT_YOURS)."""
    tr = turn.tr
    found = await service.deputies(turn.scope, turn.actor, unit)
    page = clamped(page, len(found), PER_PAGE)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    name = unit_of(tr, await turn.scope.uow.units.all(), unit)
    said = [part for one in above for part in (one, "")]
    listed = [_line(turn, one) for one in shown] or [tr.t("Nobody is delegated now.")]
    return staff_page(
        turn,
        lines(*said, tr.t("<b>Deputies: {unit}</b>", unit=name), *listed, "", *what_they_may(tr)),
        rows(
            *grid(
                [
                    Button(
                        tr.plain("End: {name}", name=fit(one.name, NAME_ROOM)), EndDelegation(one.grant.id)
                    )
                    for one in shown
                ],
                2,
            ),
            row(Button(tr.plain("Delegate somebody ›"), Delegate(unit), Style.PRIMARY)),
            row(
                *pager(
                    tr,
                    previous=DeputyList(unit, page - 1) if page else None,
                    following=DeputyList(unit, page + 1) if len(found) > (page + 1) * PER_PAGE else None,
                ),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _line(turn: Turn, one: Deputy) -> Markup:
    return turn.tr.t("• {name}, until {day}", name=fit(one.name, NAME_ROOM), day=_last_day(turn, one))


def _last_day(turn: Turn, one: Deputy) -> str:
    return turn.tr.date(service.last_day(one.grant, turn.scope.zone))


def what_they_may(tr: Translator) -> tuple[Markup, Markup]:
    """What a deputy may do, and what stays with the head alone."""
    return (
        tr.t(
            "A deputy sees the unit's tasks and orders, is reminded of them, reports progress, submits results and "
            "asks for more time."
        ),
        tr.t("A deputy does not receive citizens' reports to verify, and delegates nobody."),
    )


# ── delegating ────────────────────────────────────────────────────────────────────────────────────

_FORM: Final = Form(FORM, 1, (Step("until", N_("Last day of the delegation"), Kind.CUSTOM, validate=a_day),))


async def delegate(turn: Turn, press: Delegate) -> Page:
    """Asks until when."""
    check_invite(turn.actor, Role.FOCAL_OFFICER, press.unit)
    return await turn.deployment.conversations.begin(turn, FORM, subject=press.unit)


async def _ask(turn: Turn, filling: Filling, _step: Step) -> Question:
    tr, unit = turn.tr, filling.subject
    check_invite(turn.actor, Role.FOCAL_OFFICER, unit)
    name = unit_of(tr, await turn.scope.uow.units.all(), unit)
    return Question(
        lines(
            tr.t("<b>A deputy of {unit}</b>", unit=name), "", tr.t("Which is the last day of the delegation?")
        ),
        tr.t("Press a day, or write it as dd/mm/yyyy; a year from now at most."),
        rows=day_rows(tr, filling, likely_ends(turn.scope.today)),
    )


async def _read(turn: Turn, filling: Filling, _step: Step) -> Json | Wrong | None:
    value = await read_day(turn)
    if isinstance(value, str):
        until = service.after(given_day(value), turn.scope.zone)
        try:
            check_role_shape(Role.FOCAL_OFFICER, filling.subject, until, turn.scope.now)
        except Refused as refusal:
            return Wrong(words_of(turn.tr, refusal))
    return value


async def _correct(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read(turn, filling, step)


async def _review(turn: Turn, filling: Filling) -> Page:
    tr = turn.tr
    check_invite(turn.actor, Role.FOCAL_OFFICER, filling.subject)
    name = unit_of(tr, await turn.scope.uow.units.all(), filling.subject)
    return staff_page(
        turn,
        lines(
            tr.t("<b>A deputy of {unit}</b>", unit=name),
            tr.t("Last day: <b>{day}</b>", day=tr.long_date(given_day(filling.state.answers["until"]))),
            "",
            *what_they_may(tr),
            "",
            tr.t("A link is made next. Pass it on to one person only: whoever opens it first is the deputy."),
        ),
        (),
    )


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    unit, last_day = filling.subject, given_day(answers["until"])
    invitation, token = await service.delegate(turn.scope, turn.actor, unit, last_day)
    known = await turn.scope.uow.units.all()
    turn.show(invitation_page(turn, invitation, token, known[unit], turn.tr.long_date(last_day)))
    said = turn.tr.t("The invitation is in a message of its own: forward it. Its link is not shown again.")
    return await deputies_page(turn, unit, 0, said)


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    said = nothing_sent(turn.tr) if refusal is None else words_of(turn.tr, refusal)
    if not turn.actor.leads(subject):
        return await home(turn, said)
    return await deputies_page(turn, subject, 0, said)


# ── ending ────────────────────────────────────────────────────────────────────────────────────────


async def end(turn: Turn, press: EndDelegation) -> Page:
    """Asks whether it is sure, then ends it; what is over already is said over the present list."""
    tr = turn.tr
    try:
        if press.sure:
            ended = await service.end(turn.scope, turn.actor, press.grant)
        else:
            return await _sure(turn, await service.deputy(turn.scope, turn.actor, press.grant))
    except Refused as refusal:
        if refusal.code is not Code.ROLE_ENDED:
            raise
        grant = await turn.scope.uow.people.grant(press.grant)
        assert grant is not None
        return await deputies_page(turn, grant.unit or "", 0, words_of(tr, refusal))
    await menu.offer_to(turn.scope, turn.deployment, ended.grant.person_id)
    said = tr.t("The delegation of {name} is ended, and they are told.", name=fit(ended.name, NAME_ROOM))
    return await deputies_page(turn, ended.grant.unit or "", 0, said)


async def _sure(turn: Turn, one: Deputy) -> Page:
    tr = turn.tr
    unit = one.grant.unit or ""
    return staff_page(
        turn,
        lines(
            bold(tr.plain("End the delegation now?")),
            _line(turn, one),
            literal(unit_of(tr, await turn.scope.uow.units.all(), unit)),
        ),
        (
            row(Button(tr.plain("End it now"), EndDelegation(one.grant.id, sure=True), Style.DANGER)),
            row(Button(tr.plain("‹ Deputies"), DeputyList(unit))),
        ),
    )


COMMANDS: dict[str, Screen] = {"deputies": deputies}

CONVERSATIONS: Final = (
    Conversation(
        _FORM,
        _ask,
        _finish,
        read=_read,
        correct=_correct,
        review=_review,
        send_label=N_("Make the invitation"),
        lead_back=_lead_back,
    ),
)

PRESSES: Presses = {DeputyList: open_list, Delegate: delegate, EndDelegation: end}
