"""The coordinator's list of units that nobody heads here, and the invitation for a head."""

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.pages import Page, Place, grid, lines, pager, row, rows
from domain.people import Role, check_invite
from handlers.context import Presses, Screen, Turn
from handlers.invitation_page import invitation_page
from handlers.role_links import HeadlessList, InviteHead, OpenHeadless
from handlers.task_text import COLUMNS, PER_PAGE, bold, clamped, spaced, staff_page, unit_of
from handlers.way_home import OpenMenu
from services import heads as service
from services.heads import Headless


async def heads(turn: Turn) -> Page:
    """/heads: the units that lead open tasks and have no head here."""
    return await heads_page(turn, 0)


async def open_list(turn: Turn, press: HeadlessList) -> Page:
    """A page of them."""
    return await heads_page(turn, press.page, place=Place.BELOW if press.below else None)


async def heads_page(turn: Turn, page: int, *above: Markup, place: Place | None = None) -> Page:
    """The units without a head, most open tasks first. Raises Refused(NOT_YOURS)."""
    tr = turn.tr
    found = await service.without_head(turn.scope, turn.actor)
    page = clamped(page, len(found), PER_PAGE)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    units = await turn.scope.uow.units.all()
    said = [part for one in above for part in (one, "")]
    body = [lines(bold(unit_of(tr, units, one.unit)), _standing(turn, one)) for one in shown]
    return staff_page(
        turn,
        lines(
            *said,
            tr.t("<b>Units without a head here: {n}</b>", n=tr.number(len(found))),
            *(spaced(body) if body else (tr.t("Every unit with open tasks has a head here."),)),
        ),
        rows(
            *grid([Button(one.unit, OpenHeadless(one.unit, page)) for one in shown], COLUMNS),
            pager(
                tr,
                previous=HeadlessList(page - 1) if page else None,
                following=HeadlessList(page + 1) if len(found) > (page + 1) * PER_PAGE else None,
            ),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
        place=place,
    )


def _standing(turn: Turn, one: Headless) -> Markup:
    tr = turn.tr
    count = tr.n("{n} open task", "{n} open tasks", one.open_tasks)
    if one.left_at is None:
        return tr.t("{tasks} · never linked", tasks=count)
    day = tr.date(turn.scope.hours.day_of(one.left_at))
    return tr.t("{tasks} · the head left on {day}", tasks=count, day=day)


async def open_unit(turn: Turn, press: OpenHeadless) -> Page:
    """A unit without a head; the list, where it has one by now."""
    tr = turn.tr
    one = await service.headless(turn.scope, turn.actor, press.unit)
    if one is None:
        return await heads_page(turn, press.page, tr.t("This unit has a head here by now, or no open task."))
    units = await turn.scope.uow.units.all()
    return staff_page(
        turn,
        lines(
            bold(unit_of(tr, units, one.unit)),
            _standing(turn, one),
            "",
            tr.t("An invitation is a link for one person. A new one takes back those made before."),
        ),
        (
            row(
                Button(
                    tr.plain("Make an invitation for the head"),
                    InviteHead(one.unit, press.page),
                    Style.PRIMARY,
                )
            ),
            row(Button(tr.plain("‹ List"), HeadlessList(press.page))),
        ),
    )


async def invite(turn: Turn, press: InviteHead) -> Page:
    """The invitation, in a message of its own; a unit that has a head by now gets none."""
    tr = turn.tr
    check_invite(turn.actor, Role.UNIT_HEAD, press.unit)
    if await service.headless(turn.scope, turn.actor, press.unit) is None:
        return await heads_page(turn, press.page, tr.t("This unit has a head here by now, or no open task."))
    invitation, token = await service.invite_head(turn.scope, turn.actor, press.unit)
    units = await turn.scope.uow.units.all()
    turn.show(invitation_page(turn, invitation, token, units[press.unit]))
    said = tr.t("The invitation is in a message of its own: forward it. Its link is not shown again.")
    return await heads_page(turn, press.page, said)


COMMANDS: dict[str, Screen] = {"heads": heads}

PRESSES: Presses = {HeadlessList: open_list, OpenHeadless: open_unit, InviteHead: invite}
