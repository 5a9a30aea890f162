"""Papers and pictures in the chat: what somebody may have, asked for by a press, and sent as a file a moment later."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.ui.buttons import Button, Press, Row
from bot.ui.pages import Attachment, MadeFile, Page, Place, Sensitivity, grid, lines, pager, row, rows
from bot.ui.translation import Translator
from domain.unit import Units
from handlers.context import Deployment, Presses, Renderer, Screen, Turn
from handlers.home import OpenMenu, home
from handlers.paper_making import TITLES, CannotBeMade, Desk, asked_words, compose
from handlers.task_text import bold, clamped, staff_page, unit_of
from services import papers as service
from services.notices import Notice, NoticeKind
from services.papers import PaperName
from services.people import Person
from services.scope import Scope
from services.tasks import served_units

PICTURES: Final = (
    PaperName.AREAS,
    PaperName.UNITS,
    PaperName.AGES,
    PaperName.BURN_DOWN,
    PaperName.ONLINE,
    PaperName.TREND,
)
DRAFTS: Final = frozenset({PaperName.PERIODIC, PaperName.OVERDUE})
"""What is signed after somebody has read it through."""
UNITS_ON_PAGE: Final = 8


@dataclass(frozen=True)
class OpenPapers(Press, prefix="wp1"):
    """What can be had."""


@dataclass(frozen=True)
class OpenPictures(Press, prefix="wc1"):
    """The pictures of the plan."""


@dataclass(frozen=True)
class OpenPosters(Press, prefix="wu1"):
    """A page of units, to choose one whose poster is wanted."""

    page: int = 0


@dataclass(frozen=True)
class AskPaper(Press, prefix="wa1"):
    """Has a paper made and sent; ``of`` is a unit's code or a period's key where it is of one."""

    paper: str
    of: str = ""


async def papers(turn: Turn) -> Page:
    """/papers: what the person may have."""
    tr = turn.tr
    units, has_the_provinces = served_units(turn.actor), service.may_have_the_provinces(turn.actor)
    if not units and not has_the_provinces:
        return await home(turn, tr.t("Papers are for those who work with tasks."))
    known = await turn.scope.uow.units.all()
    return staff_page(
        turn,
        lines(
            tr.t("<b>Papers and pictures</b>"),
            tr.t("Each is made from what is true at this moment and sent here as a file."),
        ),
        rows(
            *(_of_the_office(turn) if has_the_provinces else ()),
            *(_of_a_unit(tr, code, known, several=len(units) > 1) for code in units[:2]),
            *((row(Button(tr.plain("‹ Home"), OpenMenu())),) if units else ()),
        ),
    )


def _of_the_office(turn: Turn) -> tuple[Row, ...]:
    tr = turn.tr
    return (
        (_asking(tr, PaperName.PERIODIC),),
        (_asking(tr, PaperName.OVERDUE),),
        (_asking(tr, PaperName.SHEETS),),
        row(
            Button(tr.plain("Pictures ›"), OpenPictures()),
            Button(tr.plain("Posters ›"), OpenPosters())
            if service.may_have_every_poster(turn.actor)
            else None,
            # The fourth row is the last; who serves a unit has more rows below, and the way home there.
            None if served_units(turn.actor) else Button(tr.plain("‹ Home"), OpenMenu()),
        ),
    )


def _of_a_unit(tr: Translator, code: str, units: Units, *, several: bool) -> Row:
    agenda, poster = tr.plain("Due dates (.ics)"), tr.plain("Poster (QR code)")
    if several:
        agenda, poster = f"{code}: {agenda}", f"{code}: {poster}"
    return (
        Button(agenda, AskPaper(PaperName.AGENDA.value, code)),
        Button(poster, AskPaper(PaperName.POSTER.value, code)),
    )


def _asking(tr: Translator, paper: PaperName) -> Button:
    return Button(tr.plain(TITLES[paper]), AskPaper(paper.value))


async def open_papers(turn: Turn, press: OpenPapers) -> Page:
    """What the person may have."""
    return await papers(turn)


async def open_pictures(turn: Turn, press: OpenPictures) -> Page:
    """The pictures of the plan. Raises Refused(NOT_YOURS)."""
    service.check_have_the_provinces(turn.actor)
    tr = turn.tr
    return staff_page(
        turn,
        lines(
            tr.t("<b>Pictures</b>"),
            tr.t("Drawn to be read on a telephone: the title says what matters."),
        ),
        rows(
            *grid([_asking(tr, paper) for paper in PICTURES], 2),
            row(Button(tr.plain("‹ Back"), OpenPapers())),
        ),
    )


async def open_posters(turn: Turn, press: OpenPosters) -> Page:
    """Units in force, by code. Raises Refused(NOT_YOURS)."""
    service.check_have_every_poster(turn.actor)
    tr, scope = turn.tr, turn.scope
    known = await scope.uow.units.all()
    codes = sorted(code for code, unit in known.items() if unit.in_force(scope.today))
    page = clamped(press.page, len(codes), UNITS_ON_PAGE)
    shown = codes[page * UNITS_ON_PAGE : (page + 1) * UNITS_ON_PAGE]
    return staff_page(
        turn,
        lines(
            tr.t("<b>Posters for one-stop counters</b>"),
            tr.t("A5, with the code that opens a report about the unit. Choose the unit:"),
            "",
            *(tr.t("{code} · {unit}", code=code, unit=unit_of(tr, known, code)) for code in shown),
        ),
        rows(
            *grid([Button(code, AskPaper(PaperName.POSTER.value, code)) for code in shown], 4),
            pager(
                tr,
                previous=replace(press, page=page - 1) if page else None,
                following=replace(press, page=page + 1) if len(codes) > (page + 1) * UNITS_ON_PAGE else None,
            ),
            row(Button(tr.plain("‹ Back"), OpenPapers())),
        ),
    )


async def ask(turn: Turn, press: AskPaper) -> Page:
    """Has the paper made; it comes below, the screen stays."""
    paper = next((one for one in PaperName if one.value == press.paper), None)
    tr = turn.tr
    if paper is None:
        return await papers(turn)
    fresh = await service.ask(turn.scope, turn.actor, paper, press.of)
    screen = await papers(turn)
    if paper in PICTURES:
        screen = await open_pictures(turn, OpenPictures())
    elif paper is PaperName.POSTER and service.may_have_every_poster(turn.actor):
        screen = await open_posters(turn, OpenPosters())
    return replace(screen, toast=asked_words(tr, fresh=fresh))


async def arrived(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The paper that was asked for; None when it is no longer this person's to have."""
    paper, of = PaperName(str(notice.subject["paper"])), str(notice.subject["of"])
    actor, tr = person.actor(scope.now), deployment.translator(person.language)
    if not service.may_have(actor, paper, of):
        return None
    desk = Desk(scope, tr, deployment.translators, deployment.bot_username, deployment.fallback_contact)
    try:
        made = await compose(desk, paper, of)
    except CannotBeMade as cannot:
        return Page(tr.t(cannot.why), place=Place.EVENT, sensitivity=Sensitivity.STAFF)
    return Page(
        lines(
            bold(tr.plain(TITLES[paper])),
            tr.t("As of {at}.", at=tr.datetime(scope.now)),
            tr.t("A draft: read it through before it is numbered and signed.") if paper in DRAFTS else None,
            tr.t("<i>Sample data, to serve as an illustration.</i>") if made.is_sample else None,
        ),
        place=Place.EVENT,
        sensitivity=Sensitivity.STAFF,
        attachment=Attachment(made.kind, MadeFile(made.document, made.name, made.media_type)),
    )


COMMANDS: dict[str, Screen] = {"papers": papers}

PRESSES: Presses = {
    OpenPapers: open_papers,
    OpenPictures: open_pictures,
    OpenPosters: open_posters,
    AskPaper: ask,
}

RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {NoticeKind.PAPER: arrived}
