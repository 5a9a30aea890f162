"""/broadcasts: messages to many heads, reminders of what is overdue in an area, and the ledger of whom each reached."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.text import capital, fit, quoted
from bot.ui.translation import Translator
from domain.broadcast import Audience, Broadcast, Reached
from domain.errors import Code, Refused
from domain.task import Area
from domain.unit import Units
from handlers.broadcast_links import OpenLedger, OverdueAreas, PastBroadcasts, RemindArea, WriteBroadcast
from handlers.context import Presses, Screen, Turn
from handlers.coordination import OpenSphere, Sphere
from handlers.menu import RunCommand
from handlers.refusal_words import words_of
from handlers.task_text import bold, clamped, literal, spaced, staff_page, unit_of
from handlers.way_home import OpenMenu
from handlers.words import label_of, name_of
from services import broadcasts as service
from services.broadcasts import LedgerLine, Outlook

PAST_ON_PAGE: Final = 5
NAMES_ON_PAGE: Final = 15
UNLINKED_NAMED: Final = 8
TEXT_IN_LIST: Final = 120
NAME_ROOM: Final = 60


async def broadcasts(turn: Turn) -> Page:
    """/broadcasts: what was sent, and the way to send. Raises Refused(NOT_YOURS)."""
    return await broadcasts_page(turn)


async def past_broadcasts(turn: Turn, press: PastBroadcasts) -> Page:
    """A page of what was sent."""
    return await broadcasts_page(turn, press.page)


async def broadcasts_page(turn: Turn, page: int = 0, *above: Markup) -> Page:
    """What was sent, below what is to be said first. Raises Refused(NOT_YOURS)."""
    tr = turn.tr
    _, count = await service.past(turn.scope, turn.actor, 0, 0)
    page = clamped(page, count, PAST_ON_PAGE)
    found, _ = await service.past(turn.scope, turn.actor, PAST_ON_PAGE, page * PAST_ON_PAGE)
    first = page * PAST_ON_PAGE + 1
    names = await turn.scope.uow.people.names({one.sent_by for one in found})
    numbered = list(enumerate(found, first))
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>Messages to heads</b>"),
            *spaced([_in_list(tr, number, one, names) for number, one in numbered]),
            None if found else tr.t("Nothing was sent yet."),
        ),
        rows(
            row(Button(tr.plain("Write a message ›"), WriteBroadcast(), Style.PRIMARY)),
            row(Button(tr.plain("Remind of what is overdue ›"), OverdueAreas())),
            tuple(Button(tr.number(number), OpenLedger(one.id)) for number, one in numbered),
            (
                *pager(
                    tr,
                    previous=PastBroadcasts(page - 1) if page else None,
                    following=PastBroadcasts(page + 1) if count > (page + 1) * PAST_ON_PAGE else None,
                ),
                Button(tr.plain("‹ Coordination"), OpenSphere(Sphere.WORDS)),
            ),
        ),
    )


def _in_list(tr: Translator, number: int, one: Broadcast, names: Mapping[str, str]) -> Markup:
    return lines(
        tr.t(
            "<b>{n}.</b> {when} · {to}",
            n=tr.number(number),
            when=tr.datetime(one.sent_at),
            to=audience_words(tr, one.audience, one.area),
        ),
        tr.t("Reminder of overdue tasks")
        if one.is_reminder
        else literal(fit(" ".join(one.text.split()), TEXT_IN_LIST)),
        tr.t("By: {name}", name=fit(names.get(one.sent_by, "") or "?", NAME_ROOM)),
    )


def audience_words(tr: Translator, audience: Audience, area: Area | None) -> str:
    """Whose heads are meant; with its area where there is one."""
    if area is None:
        return name_of(tr, audience)
    return tr.plain("{audience}: {area}", audience=name_of(tr, audience), area=name_of(tr, area))


def outlook_lines(turn: Turn, to: Outlook, known: Units) -> list[Markup]:
    """Whom a message would reach, who is left out, and when it goes out."""
    tr = turn.tr
    linked = len({one.unit for one in to.addressees}) - len(to.unlinked)
    said = [
        tr.t(
            "Recipients: <b>{people}</b>, heads of {units} units",
            people=tr.number(len(to.people)),
            units=tr.number(linked),
        )
    ]
    if to.unlinked:
        named = "; ".join(unit_of(tr, known, code) for code in to.unlinked[:UNLINKED_NAMED])
        more = len(to.unlinked) - UNLINKED_NAMED
        said.append(
            tr.t("No head is linked ({n}): {units}", n=tr.number(len(to.unlinked)), units=named)
            if more <= 0
            else tr.t(
                "No head is linked ({n}): {units} and {more} more",
                n=tr.number(len(to.unlinked)),
                units=named,
                more=tr.number(more),
            )
        )
    if to.opens_at > turn.scope.now:
        said.append(tr.t("Outside office hours: it goes out {when}.", when=tr.datetime(to.opens_at)))
    return said


# ── reminding of an area ──────────────────────────────────────────────────────────────────────────


async def overdue_areas(turn: Turn, press: OverdueAreas) -> Page:
    """The areas with overdue tasks."""
    return await _areas(turn)


async def _areas(turn: Turn, *above: Markup) -> Page:
    tr = turn.tr
    await service.past(turn.scope, turn.actor, 0, 0)
    counts = Counter(task.area for task in await service.overdue_in(turn.scope, None))
    shown = [area for area in Area if counts[area]]
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>Remind of what is overdue</b>"),
            tr.t(
                "Each head concerned gets one message that names the tasks still overdue when it arrives; once a "
                "working day for an area."
            )
            if shown
            else tr.t("No task is overdue."),
        ),
        rows(
            *grid(
                [
                    Button(
                        tr.plain("{area} ({n})", area=capital(name_of(tr, area)), n=tr.number(counts[area])),
                        RemindArea(area),
                    )
                    for area in shown
                ],
                1,
            ),
            row(Button(tr.plain("‹ Back"), PastBroadcasts()), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def remind_area(turn: Turn, press: RemindArea) -> Page:
    """Who would be reminded; then reminds them. A second time on a day nobody is."""
    if not press.sure:
        return await _preview(turn, press.area)
    try:
        broadcast, to = await service.remind(turn.scope, turn.actor, press.area)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        return await _areas(turn, words_of(turn.tr, refusal))
    return await ledger_page(turn, OpenLedger(broadcast.id), sent_words(turn, to))


async def _preview(turn: Turn, area: Area) -> Page:
    tr, scope = turn.tr, turn.scope
    to = await service.outlook(scope, turn.actor, Audience.OVERDUE, area)
    tasks = Counter(task.lead_unit for task in await service.overdue_in(scope, area))
    if not tasks:
        return await _areas(turn, tr.t("Nothing is overdue there any more."))
    known = await scope.uow.units.all()
    return staff_page(
        turn,
        lines(
            bold(tr.plain("Remind of what is overdue")),
            tr.t("Area: {area}", area=name_of(tr, area)),
            "",
            *(
                tr.n("• {unit}: {n} task", "• {unit}: {n} tasks", n, unit=unit_of(tr, known, unit))
                for unit, n in tasks.most_common(NAMES_ON_PAGE)
            ),
            "",
            *outlook_lines(turn, to, known),
        ),
        rows(
            row(Button(tr.plain("Remind them"), RemindArea(area, sure=True), Style.SUCCESS))
            if to.people
            else (),
            row(Button(tr.plain("‹ Back"), OverdueAreas())),
        ),
    )


def sent_words(turn: Turn, to: Outlook) -> Markup:
    """What was done."""
    tr, people = turn.tr, len(to.people)
    if to.opens_at > turn.scope.now:
        return tr.n(
            "Posted to {n} head; it goes out {when}.",
            "Posted to {n} heads; it goes out {when}.",
            people,
            when=tr.datetime(to.opens_at),
        )
    return tr.n("Sent to {n} head.", "Sent to {n} heads.", people)


# ── the ledger ────────────────────────────────────────────────────────────────────────────────────


async def open_ledger(turn: Turn, press: OpenLedger) -> Page:
    """How far a message came."""
    return await ledger_page(turn, press)


async def ledger_page(turn: Turn, press: OpenLedger, *above: Markup) -> Page:
    """The counts, with a button for each that shows names; or the names. Raises Refused."""
    tr = turn.tr
    broadcast, found = await service.ledger(turn.scope, turn.actor, press.broadcast)
    if press.reached is not None:
        return await _names(
            turn, press, press.reached, [one for one in found if one.reached is press.reached]
        )
    counts = Counter(one.reached for one in found)
    shown = [reached for reached in Reached if counts[reached]]
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            bold(tr.plain("Reminder of overdue tasks") if broadcast.is_reminder else tr.plain("A message")),
            tr.t(
                "{when}, to {to}",
                when=tr.datetime(broadcast.sent_at),
                to=audience_words(tr, broadcast.audience, broadcast.area),
            ),
            None if broadcast.is_reminder else quoted(broadcast.text),
            "",
            *(
                tr.t("{label}: {n}", label=label_of(tr, reached), n=tr.number(counts[reached]))
                for reached in shown
            ),
        ),
        rows(
            *grid(
                [
                    Button(
                        tr.plain("{label}: {n}", label=label_of(tr, reached), n=tr.number(counts[reached])),
                        OpenLedger(broadcast.id, reached),
                    )
                    for reached in shown
                ],
                2,
            ),
            row(
                Button(tr.plain("See again how far it came"), OpenLedger(broadcast.id)),
                Button(tr.plain("‹ List"), PastBroadcasts()),
            ),
        ),
    )


async def _names(turn: Turn, press: OpenLedger, reached: Reached, found: Sequence[LedgerLine]) -> Page:
    tr, scope = turn.tr, turn.scope
    page = clamped(press.page, len(found), NAMES_ON_PAGE)
    shown = found[page * NAMES_ON_PAGE : (page + 1) * NAMES_ON_PAGE]
    known = await scope.uow.units.all()
    names = await scope.uow.people.names({one.person for one in shown if one.person is not None})
    return staff_page(
        turn,
        lines(
            tr.t("<b>{label}: {n}</b>", label=label_of(tr, reached), n=tr.number(len(found))),
            "",
            *(
                tr.t("• {unit}", unit=unit_of(tr, known, one.unit))
                if one.person is None
                else tr.t(
                    "• {name}, {unit}",
                    name=fit(names.get(one.person) or "?", NAME_ROOM),
                    unit=unit_of(tr, known, one.unit),
                )
                for one in shown
            ),
            None if shown else tr.t("Nobody any more."),
        ),
        rows(
            pager(
                tr,
                previous=replace(press, page=page - 1) if page else None,
                following=replace(press, page=page + 1) if len(found) > (page + 1) * NAMES_ON_PAGE else None,
            ),
            row(
                Button(tr.plain("Units without a head"), RunCommand("heads"))
                if reached is Reached.NEVER_LINKED
                else None,
                Button(tr.plain("‹ Back"), OpenLedger(press.broadcast)),
            ),
        ),
    )


COMMANDS: dict[str, Screen] = {"broadcasts": broadcasts}

PRESSES: Presses = {
    PastBroadcasts: past_broadcasts,
    OverdueAreas: overdue_areas,
    RemindArea: remind_area,
    OpenLedger: open_ledger,
}
