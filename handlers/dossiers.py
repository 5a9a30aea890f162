"""Online dossiers before a unit: its months against the target, and one month with all that was entered for it."""

from dataclasses import replace
from datetime import date

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, grid, lines, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import Translator
from domain.dossiers import Month, needs_reason
from domain.people import OFFICE_ROLES
from handlers.context import Presses, Screen, Turn
from handlers.dossier_links import (
    EnterFigures,
    OpenMonth,
    ProvinceDossiers,
    ShowTrend,
    UnitFigures,
    UnitPublicityLog,
)
from handlers.dossier_text import (
    NO_UNIT_HERE,
    entry_words,
    figures_are_samples,
    month_name,
    month_pressed,
    rate_words,
    stage_words,
    target_words,
    trend_lines,
)
from handlers.home import OpenMenu, home
from handlers.paper_making import asked_words
from handlers.province_dossiers import open_province
from handlers.task_text import COLUMNS, NOTE_ON_PAGE, bold, staff_page, unit_of
from handlers.words import name_of
from services import dossiers as service
from services import papers
from services.dossiers import EntryRecord, MonthOfUnit, UnitDossiers
from services.papers import PaperName
from services.tasks import served_units

VERSIONS_ON_PAGE = 6


async def dossiers(turn: Turn) -> Page:
    """/dossiers: the province for whoever coordinates or governs, else the unit somebody serves, or the choice."""
    served = served_units(turn.actor)
    if turn.actor.has_any(OFFICE_ROLES):
        return await open_province(turn, ProvinceDossiers())
    if not served:
        return await home(turn, turn.tr.t(NO_UNIT_HERE))
    if len(served) == 1:
        return await unit_page(turn, served[0])
    tr, units = turn.tr, await turn.scope.uow.units.all()
    return staff_page(
        turn,
        tr.t("You serve several units. Which figures do you want to see?"),
        rows(
            *grid([Button(unit_of(tr, units, unit), UnitFigures(unit)) for unit in served], 1),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


# ── a unit ────────────────────────────────────────────────────────────────────────────────────────


async def open_unit(turn: Turn, press: UnitFigures) -> Page:
    """The figures of a unit."""
    return await unit_page(turn, press.unit, press.from_month)


async def unit_page(turn: Turn, unit: str, from_month: date | None = None) -> Page:
    """The months of a unit with what is awaited of it now. Raises Refused(NOT_YOURS)."""
    tr, scope = turn.tr, turn.scope
    found = await service.of_unit(scope, turn.actor, unit)
    units = await scope.uow.units.all()
    return staff_page(
        turn,
        lines(
            tr.t("<b>{unit}</b>: online dossiers", unit=unit_of(tr, units, unit)),
            target_words(tr, found.target),
            figures_are_samples(tr) if found.has_sample else None,
            "",
            *_awaited(turn, found),
            "",
            tr.t("<b>Trend</b>"),
            *trend_lines(tr, scope, found.series),
            tr.t(
                "Year {year} so far: {rate}",
                year=str(found.awaited.year),
                rate=rate_words(tr, scope, found.year_so_far),
            ),
        ),
        rows(
            _enter_row(turn, found),
            *grid(
                [
                    Button(month_name(point.month), OpenMonth(unit, point.month.first))
                    for point in found.series
                ],
                COLUMNS,
            ),
            row(
                Button(tr.plain("Publicity"), UnitPublicityLog(unit)),
                Button(tr.plain("Picture"), ShowTrend(unit))
                if any(point.rate is not None for point in found.series)
                else None,
                _back(turn, from_month),
            ),
        ),
    )


async def show_trend(turn: Turn, press: ShowTrend) -> Page:
    """Has the unit's months drawn; the picture comes below, the screen stays. Raises Refused(NOT_YOURS)."""
    fresh = await papers.ask(turn.scope, turn.actor, PaperName.UNIT_TREND, press.unit)
    return replace(await unit_page(turn, press.unit), toast=asked_words(turn.tr, fresh=fresh))


def _back(turn: Turn, from_month: date | None) -> Button:
    if turn.actor.has_any(OFFICE_ROLES):
        return Button(turn.tr.plain("‹ Province"), ProvinceDossiers(from_month))
    return Button(turn.tr.plain("‹ Home"), OpenMenu())


def _awaited(turn: Turn, found: UnitDossiers) -> list[Markup]:
    tr, month = turn.tr, month_name(found.awaited)
    entry = found.entries.get(found.awaited)
    if entry is None:
        said = tr.t("Month {month}: <b>not entered yet</b>", month=month)
    else:
        rate = entry_words(tr, turn.scope, entry, found.target)
        said = tr.t("Month {month}: {rate}", month=month, rate=rate)
    return [said, stage_words(tr, found.stage, tr.long_date(found.cut_off))]


def _enter_row(turn: Turn, found: UnitDossiers) -> Row:
    if not found.can_enter:
        return ()
    tr, month = turn.tr, month_name(found.awaited)
    press = EnterFigures(found.unit, found.awaited.first)
    if found.awaited not in found.entries:
        return row(Button(tr.plain("Enter {month}", month=month), press, Style.PRIMARY))
    return row(Button(tr.plain("Correct {month}", month=month), press))


# ── a month ───────────────────────────────────────────────────────────────────────────────────────


async def open_month(turn: Turn, press: OpenMonth) -> Page:
    """A month of a unit; from a digest, below it."""
    place = Place.BELOW if press.below else None
    return await month_page(turn, press.unit, month_pressed(press.month), place=place)


async def month_page(turn: Turn, unit: str, month: Month, *above: Markup, place: Place | None = None) -> Page:
    """What holds for a month, what stood there before, and who may change it now; ``above`` is said first.

    Raises Refused: NOT_YOURS, UNIT_UNKNOWN.
    """
    tr, scope = turn.tr, turn.scope
    found = await service.month_of_unit(scope, turn.actor, unit, month)
    units = await scope.uow.units.all()
    said = [part for one in above for part in (one, "")]
    if found.entry is None:
        figures = tr.t("<b>Not entered</b>")
    else:
        figures = tr.t(
            "Received: {received}. Filed online: {online}.",
            received=tr.number(found.entry.received),
            online=tr.number(found.entry.online),
        )
    return staff_page(
        turn,
        lines(
            *said,
            bold(unit_of(tr, units, unit)),
            tr.t("<b>Dossiers of {month}</b>", month=month_name(month)),
            figures_are_samples(tr) if found.has_sample else None,
            "",
            figures,
            None
            if found.entry is None
            else tr.t("Online rate: {rate}", rate=entry_words(tr, scope, found.entry, found.target)),
            target_words(tr, found.target),
            stage_words(tr, found.stage, tr.long_date(found.cut_off)),
            *_versions(turn, found),
        ),
        rows(_month_row(turn, found), _month_back(turn, found)),
        place=place,
    )


def _versions(turn: Turn, found: MonthOfUnit) -> list[Markup | str]:
    if not found.versions:
        return []
    shown = found.versions[:VERSIONS_ON_PAGE]
    left = len(found.versions) - len(shown)
    tr = turn.tr
    return [
        "",
        tr.t("<b>Entered</b>"),
        *[_version(turn, record) for record in shown],
        *([tr.n("and {n} earlier version", "and {n} earlier versions", left)] if left else []),
    ]


def _version(turn: Turn, record: EntryRecord) -> Markup:
    tr = turn.tr
    head = tr.t(
        "{when}: {rate} ({who})",
        when=tr.datetime(record.at),
        rate=rate_words(tr, turn.scope, record.entry.rate),
        who=_who(tr, record),
    )
    return lines(head, quoted(fit(record.reason, NOTE_ON_PAGE)) if record.reason else None)


def _who(tr: Translator, record: EntryRecord) -> str:
    return tr.plain("from a file") if record.role is None else name_of(tr, record.role)


def _month_row(turn: Turn, found: MonthOfUnit) -> Row:
    if not found.can_enter:
        return ()
    tr, press = turn.tr, EnterFigures(found.unit, found.month.first)
    if needs_reason(turn.actor, found.unit):
        return row(Button(tr.plain("Enter for the unit, with a reason"), press))
    if found.entry is None:
        return row(Button(tr.plain("Enter the figures"), press, Style.PRIMARY))
    return row(Button(tr.plain("Correct the figures"), press))


def _month_back(turn: Turn, found: MonthOfUnit) -> Row:
    return row(
        Button(turn.tr.plain("‹ Unit"), UnitFigures(found.unit, found.month.first)),
        _back(turn, found.month.first),
    )


COMMANDS: dict[str, Screen] = {"dossiers": dossiers}

PRESSES: Presses = {UnitFigures: open_unit, OpenMonth: open_month, ShowTrend: show_trend}
