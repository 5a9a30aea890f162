"""Inspections: a unit's calendar, the province's picture by unit, what the province inspects, and each one's page."""

from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, grid, lines, pager, row, rows
from bot.ui.translation import Translator
from domain.errors import Code, Refused
from domain.inspection import Inspection, InspectionAct, InspectionKind, may_plan
from domain.inspection_picture import UnitPicture, unit_picture
from domain.people import OFFICE_ROLES, Role
from domain.unit import Units
from handlers.context import Presses, Screen, Turn
from handlers.home import home
from handlers.inspection_links import (
    BeginInspectionAct,
    InspectionOrigin,
    InspectionPicture,
    OpenInspection,
    PlanInspection,
    ProvinceInspections,
    Seen,
    UnitCalendar,
)
from handlers.inspection_text import (
    finding_lines,
    inspection_lines,
    inspection_standing,
    picture_lines,
    repeated_words,
)
from handlers.task_links import OpenTask
from handlers.task_page import usual_origin
from handlers.task_text import (
    COLUMNS,
    PER_PAGE,
    bold,
    clamped,
    sample_label,
    spaced,
    staff_page,
    unit_of,
)
from handlers.way_home import OpenMenu
from handlers.words import label_of
from services import inspections as service
from services.inspections import InspectionView
from services.tasks import served_units

FINDINGS_ON_PAGE: Final = 3
"""Each is shown whole, with what was done about it."""


async def inspections(turn: Turn) -> Page:
    """/inspections: the province's picture for whoever coordinates or governs, else the calendar of the unit."""
    if turn.actor.has_any(OFFICE_ROLES):
        return await picture_page(turn, InspectionPicture())
    return await calendar_page(turn, None)


# ── the calendar of a unit ────────────────────────────────────────────────────────────────────────


async def open_calendar(turn: Turn, press: UnitCalendar) -> Page:
    """A page of a unit's calendar."""
    return await calendar_page(turn, press.unit, press.page)


async def calendar_page(turn: Turn, unit: str | None, page: int = 0, *above: Markup) -> Page:
    """What a unit has planned and held; ``above`` is said first. Raises Refused(NOT_YOURS)."""
    tr, scope = turn.tr, turn.scope
    unit = unit or service.usual_unit(turn.actor)
    if unit is None:
        return await home(turn, tr.t("Tasks are shown here to heads and focal officers of units."))
    units = await scope.uow.units.all()
    if unit not in units:
        raise Refused(Code.NOT_YOURS)
    found = await service.calendar(scope, turn.actor, unit)
    page = clamped(page, len(found), PER_PAGE)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    figure = unit_picture(unit, found, scope.today)
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            tr.t("<b>{unit}</b>: inspections", unit=unit_of(tr, units, unit)),
            _year_line(tr, figure),
            tr.t("Found again: {kinds}", kinds=repeated_words(tr, figure.repeated))
            if figure.repeated
            else None,
            sample_label(tr) if figure.has_sample else None,
            *spaced(
                [inspection_lines(tr, scope, one) for one in shown] or [tr.t("No inspection is planned.")]
            ),
        ),
        rows(
            *_code_buttons(shown, InspectionOrigin.CALENDAR, page),
            pager(
                tr,
                previous=UnitCalendar(unit, page - 1) if page else None,
                following=UnitCalendar(unit, page + 1) if len(found) > (page + 1) * PER_PAGE else None,
            ),
            _plan_row(turn, InspectionKind.OWN, unit),
            row(*_other_units(turn, unit), *_leave(turn)),
        ),
    )


def _year_line(tr: Translator, figure: UnitPicture) -> Markup:
    return tr.t(
        "Over twelve months: held {held}, not held in time {overdue}, not remedied {open}",
        held=tr.number(figure.held),
        overdue=tr.number(figure.overdue),
        open=tr.number(figure.open_findings),
    )


def _plan_row(turn: Turn, kind: InspectionKind, unit: str) -> Row:
    if not may_plan(kind, unit, turn.actor):
        return ()
    press = PlanInspection(kind, unit if kind is InspectionKind.OWN else None)
    return row(Button(turn.tr.plain("Plan an inspection"), press, Style.PRIMARY))


def _other_units(turn: Turn, unit: str) -> list[Button]:
    others = [one for one in served_units(turn.actor) if one != unit]
    return [Button(one, UnitCalendar(one)) for one in others[:COLUMNS]]


def _leave(turn: Turn) -> tuple[Button, ...]:
    tr = turn.tr
    home_button = Button(tr.plain("‹ Home"), OpenMenu())
    if turn.actor.has_any(OFFICE_ROLES):
        return (Button(tr.plain("‹ All units"), InspectionPicture()), home_button)
    return (home_button,)


def _code_buttons(found: list[Inspection], origin: InspectionOrigin, page: int) -> tuple[Row, ...]:
    return grid([Button(one.code, OpenInspection(one.id, origin, page)) for one in found], COLUMNS)


# ── the province's picture ────────────────────────────────────────────────────────────────────────


def _is_shown(one: UnitPicture, seen: Seen) -> bool:
    match seen:
        case Seen.REPEATED:
            return bool(one.repeated)
        case Seen.NONE_HELD:
            return one.has_none
        case Seen.OVERDUE:
            return one.overdue > 0
        case Seen.ALL:
            return True


async def picture_page(turn: Turn, press: InspectionPicture) -> Page:
    """Every unit over twelve months, or those with repeated findings, none held, overdue. Raises Refused(NOT_YOURS)."""
    tr, scope = turn.tr, turn.scope
    every = await service.picture(scope, turn.actor)
    units = await scope.uow.units.all()
    listed = [one for one in every if _is_shown(one, press.seen)]
    page = clamped(press.page, len(listed), PER_PAGE)
    shown = listed[page * PER_PAGE : (page + 1) * PER_PAGE]
    return staff_page(
        turn,
        lines(
            tr.t("<b>Inspections of the units</b>, twelve months up to {day}", day=tr.date(scope.today)),
            tr.t(
                "Held: {held} in {some} of {of} units; findings: {findings}, not remedied {open}",
                held=tr.number(sum(one.held for one in every)),
                some=tr.number(sum(not one.has_none for one in every)),
                of=tr.number(len(every)),
                findings=tr.number(sum(one.findings for one in every)),
                open=tr.number(sum(one.open_findings for one in every)),
            ),
            sample_label(tr) if any(one.has_sample for one in every) else None,
            _seen_words(tr, press.seen, len(listed)),
            *spaced([picture_lines(tr, one, units) for one in shown] or [tr.t("None.")]),
        ),
        rows(
            *grid([Button(one.unit, UnitCalendar(one.unit)) for one in shown], COLUMNS),
            pager(
                tr,
                previous=InspectionPicture(press.seen, page - 1) if page else None,
                following=InspectionPicture(press.seen, page + 1)
                if len(listed) > (page + 1) * PER_PAGE
                else None,
            ),
            *grid(_seen_buttons(tr, every, press.seen), COLUMNS),
            row(
                Button(tr.plain("By the province"), ProvinceInspections()),
                Button(tr.plain("Own unit"), UnitCalendar()) if served_units(turn.actor) else None,
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _seen_words(tr: Translator, seen: Seen, n: int) -> Markup | None:
    match seen:
        case Seen.REPEATED:
            return tr.t("<b>With repeated findings: {n}</b>", n=tr.number(n))
        case Seen.NONE_HELD:
            return tr.t("<b>Without any inspection held: {n}</b>", n=tr.number(n))
        case Seen.OVERDUE:
            return tr.t("<b>With an overdue inspection: {n}</b>", n=tr.number(n))
        case Seen.ALL:
            return None


def _seen_buttons(tr: Translator, every: tuple[UnitPicture, ...], seen: Seen) -> list[Button]:
    def count(which: Seen) -> str:
        return tr.number(sum(_is_shown(one, which) for one in every))

    labels = {
        Seen.ALL: tr.plain("All units"),
        Seen.REPEATED: tr.plain("Found again ({n})", n=count(Seen.REPEATED)),
        Seen.NONE_HELD: tr.plain("None held ({n})", n=count(Seen.NONE_HELD)),
        Seen.OVERDUE: tr.plain("Overdue ({n})", n=count(Seen.OVERDUE)),
    }
    return [Button(label, InspectionPicture(which)) for which, label in labels.items() if which is not seen]


# ── what the province inspects ────────────────────────────────────────────────────────────────────


async def province_list(turn: Turn, press: ProvinceInspections) -> Page:
    """A page of the province's inspections."""
    return await province_page(turn, press.page)


async def province_page(turn: Turn, page: int = 0, *above: Markup) -> Page:
    """What the province inspects; ``above`` is said first. Raises Refused(NOT_YOURS)."""
    tr, scope = turn.tr, turn.scope
    found = await service.of_province(scope, turn.actor)
    units = await scope.uow.units.all()
    page = clamped(page, len(found), PER_PAGE)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            tr.t("<b>Inspections by the province</b>: {n}", n=tr.number(len(found))),
            tr.t("What an inspection finds becomes a task of the unit, with a due date."),
            *spaced(
                [inspection_lines(tr, scope, one, units) for one in shown]
                or [tr.t("No inspection is planned.")]
            ),
        ),
        rows(
            *_code_buttons(shown, InspectionOrigin.PROVINCE, page),
            pager(
                tr,
                previous=ProvinceInspections(page - 1) if page else None,
                following=ProvinceInspections(page + 1) if len(found) > (page + 1) * PER_PAGE else None,
            ),
            row(
                Button(tr.plain("Plan an inspection"), PlanInspection(InspectionKind.PROVINCE), Style.PRIMARY)
            )
            if turn.actor.has(Role.COORDINATOR)
            else (),
            row(*_leave(turn)),
        ),
    )


# ── an inspection ─────────────────────────────────────────────────────────────────────────────────


async def open_inspection(turn: Turn, press: OpenInspection) -> Page:
    """The page of an inspection; from a message of its own, below that."""
    place = Place.BELOW if press.origin is None else None
    return await inspection_page(turn, press, place=place)


async def inspection_page(
    turn: Turn, press: OpenInspection, *above: Markup, place: Place | None = None
) -> Page:
    """What is looked at, when, what was found, and the buttons for what may be done now. ``above`` is said first.

    Raises Refused(INSPECTION_UNKNOWN).
    """
    tr = turn.tr
    view = await service.view(turn.scope, turn.actor, press.inspection)
    one, units = view.inspection, await turn.scope.uow.units.all()
    at = clamped(press.at, len(one.findings), FINDINGS_ON_PAGE)
    said = [part for words in above for part in (words, "")]
    return staff_page(
        turn,
        lines(*said, *_about(turn, one, units), *_findings(turn, view, at)),
        rows(
            *_act_rows(turn, view, at),
            pager(
                tr,
                previous=_turned(press, at - 1) if at else None,
                following=_turned(press, at + 1) if len(one.findings) > (at + 1) * FINDINGS_ON_PAGE else None,
            ),
            row(_back(turn, one, press), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
        place=place,
    )


def _turned(press: OpenInspection, at: int) -> OpenInspection:
    return OpenInspection(press.inspection, press.origin or InspectionOrigin.CALENDAR, press.page, at)


def _about(turn: Turn, one: Inspection, units: Units) -> list[Markup | str | None]:
    tr = turn.tr
    return [
        Markup("{} · {}").format(bold(one.code), label_of(tr, one.kind)),
        bold(one.theme),
        sample_label(tr) if one.is_sample else None,
        "",
        tr.t("Unit: {unit}", unit=unit_of(tr, units, one.unit)),
        tr.t("Scope: {scope}", scope=one.scope),
        tr.t("Planned for: {day}", day=tr.long_date(one.planned_on)),
        tr.t("Planned at first for: {day}", day=tr.long_date(one.first_planned_on))
        if one.first_planned_on != one.planned_on
        else None,
        tr.t("Status: {standing}", standing=inspection_standing(tr, turn.scope, one)),
        tr.t("Reason: {reason}", reason=one.reason) if one.reason else None,
    ]


def _findings(turn: Turn, view: InspectionView, at: int) -> list[Markup | str]:
    one, first = view.inspection, at * FINDINGS_ON_PAGE
    return spaced(
        [
            finding_lines(turn.tr, turn.scope, number, finding, view.tasks.get(finding.task or ""))
            for number, finding in enumerate(one.findings[first : first + FINDINGS_ON_PAGE], first + 1)
        ]
    )


def _act_rows(turn: Turn, view: InspectionView, at: int) -> tuple[Row, ...]:
    tr = turn.tr
    one, first = view.inspection, at * FINDINGS_ON_PAGE
    own = one.kind is InspectionKind.OWN

    def if_may(act: InspectionAct, label: str, style: Style | None = None) -> Button | None:
        return Button(label, BeginInspectionAct(one.id, act), style) if act in view.acts else None

    on_page = list(enumerate(one.findings, 1))[first : first + FINDINGS_ON_PAGE]
    remedies = [
        Button(
            tr.plain("Remedied: {n}", n=tr.number(number)),
            BeginInspectionAct(one.id, InspectionAct.FOLLOW_UP, finding.id),
        )
        for number, finding in on_page
        if finding.is_open and InspectionAct.FOLLOW_UP in view.acts
    ]
    tasks = [
        Button(task.code, OpenTask(task.id, usual_origin(turn, task)))
        for _, finding in on_page
        if (task := view.tasks.get(finding.task or "")) is not None
    ]
    find = tr.plain("Log a finding") if own else tr.plain("Finding → task")
    return (
        row(if_may(InspectionAct.HOLD, tr.plain("It was held"), Style.PRIMARY)),
        row(
            if_may(InspectionAct.MOVE, tr.plain("Another day")),
            if_may(InspectionAct.CALL_OFF, tr.plain("Call off"), Style.DANGER),
        ),
        row(if_may(InspectionAct.FIND, find, Style.PRIMARY)),
        *grid([*remedies, *tasks], COLUMNS),
    )


def _back(turn: Turn, one: Inspection, press: OpenInspection) -> Button:
    if press.origin is InspectionOrigin.PROVINCE and turn.actor.has_any(OFFICE_ROLES):
        return Button(turn.tr.plain("‹ List"), ProvinceInspections(press.page))
    page = press.page if press.origin is InspectionOrigin.CALENDAR else 0
    return Button(turn.tr.plain("‹ List"), UnitCalendar(one.unit, page))


def page_with(one: Inspection) -> OpenInspection:
    """The page of an inspection after something was done with it: where its last finding stands."""
    origin = InspectionOrigin.PROVINCE if one.kind is InspectionKind.PROVINCE else InspectionOrigin.CALENDAR
    return OpenInspection(one.id, origin, 0, max(0, len(one.findings) - 1) // FINDINGS_ON_PAGE)


COMMANDS: dict[str, Screen] = {"inspections": inspections}

PRESSES: Presses = {
    UnitCalendar: open_calendar,
    InspectionPicture: picture_page,
    ProvinceInspections: province_list,
    OpenInspection: open_inspection,
}
