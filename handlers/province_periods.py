"""Periodic reports of the province, for coordinators and leaders: who sent, who is missing, and the province's own."""

from dataclasses import replace
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.translation import N_, Translator
from domain.errors import Code, Refused
from domain.people import Role
from domain.unit_report import ReportPeriod, ReportStage, stage
from handlers.context import Presses, Turn
from handlers.paper_making import asked_words
from handlers.periodic_links import (
    AskPeriodic,
    OpenUnitReport,
    PeriodUnits,
    ProvincePeriod,
    RemindMissing,
    ReportWhich,
)
from handlers.periodic_text import period_name, period_title, stage_words, unit_line
from handlers.refusal_words import words_of
from handlers.task_text import COLUMNS, PER_PAGE, clamped, spaced, staff_page, unit_of
from handlers.way_home import OpenMenu
from services import papers
from services import unit_reports as service
from services.papers import PaperName
from services.tasks import served_units
from services.unit_reports import PeriodReports

_MISSING: Final = N_("Not sent ({n})")
_SENT: Final = N_("Sent ({n})")
_CORRECTED: Final = N_("Corrected ({n})")


async def open_period(turn: Turn, press: ProvincePeriod) -> Page:
    """A period of the province. Raises Refused(NOT_YOURS)."""
    return await period_page(turn, press.period)


async def period_page(turn: Turn, key: str = "", *above: Markup) -> Page:
    """The period, or the one at hand: its days, how many sent, who corrected figures; ``above`` is said first."""
    tr, scope = turn.tr, turn.scope
    period = service.period(scope, key)
    found = await service.of_province(scope, turn.actor, period)
    percent = found.rate.percent(scope.rules.rounding, scope.rules.decimals)
    at = stage(period, scope.today)
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            period_title(tr, period),
            stage_words(tr, period, at, None),
            "",
            tr.t("Reports sent: <b>{rate}</b>", rate=tr.rate(found.rate.done, found.rate.total, percent)),
            tr.t("Units that corrected a figure: {n}", n=tr.number(len(found.corrected))),
        ),
        rows(
            _lists_row(tr, found),
            _acts_row(turn, found, at),
            await _way_row(turn, period),
            row(*_own(turn, period), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


def _lists_row(tr: Translator, found: PeriodReports) -> Row:
    def listed(label: str, which: ReportWhich, n: int) -> Button | None:
        press = PeriodUnits(found.period.key, which)
        return Button(tr.plain(label, n=tr.number(n)), press) if n else None

    return row(
        listed(_MISSING, ReportWhich.MISSING, len(found.missing)),
        listed(_SENT, ReportWhich.SENT, found.rate.done),
        listed(_CORRECTED, ReportWhich.CORRECTED, len(found.corrected)),
    )


def _acts_row(turn: Turn, found: PeriodReports, at: ReportStage) -> Row:
    tr, key = turn.tr, found.period.key
    can_remind = turn.actor.has(Role.COORDINATOR) and at is ReportStage.OPEN and found.missing
    return row(
        Button(tr.plain("Remind those missing"), RemindMissing(key), Style.PRIMARY) if can_remind else None,
        Button(tr.plain("Report (Word)"), AskPeriodic(key)),
    )


async def _way_row(turn: Turn, period: ReportPeriod) -> Row:
    before, after = await service.neighbours(turn.scope, period)
    tr = turn.tr
    return row(
        None if before is None else Button(tr.plain("‹ Period before"), ProvincePeriod(before.key)),
        None if after is None else Button(tr.plain("Period after ›"), ProvincePeriod(after.key)),
    )


def _own(turn: Turn, period: ReportPeriod) -> list[Button]:
    """The way to the report of a unit that the reader serves as well."""
    return [
        Button(turn.tr.plain("Report of {unit}", unit=unit), OpenUnitReport(unit, period.key))
        for unit in served_units(turn.actor)[:1]
    ]


# ── units ─────────────────────────────────────────────────────────────────────────────────────────


async def open_units(turn: Turn, press: PeriodUnits) -> Page:
    """A page of the units that sent, did not, or corrected a figure. Raises Refused(NOT_YOURS)."""
    tr = turn.tr
    period = service.period(turn.scope, press.period)
    found = await service.of_province(turn.scope, turn.actor, period)
    listed = _listed(found, press.which)
    page = clamped(press.page, len(listed), PER_PAGE)
    shown = listed[page * PER_PAGE : (page + 1) * PER_PAGE]
    return staff_page(
        turn,
        lines(
            _head(tr, period, press.which, len(listed)),
            *spaced([_unit_lines(tr, found, unit) for unit in shown] or [tr.t("None.")]),
        ),
        rows(
            *grid([Button(unit, OpenUnitReport(unit, period.key)) for unit in shown], COLUMNS),
            pager(
                tr,
                previous=replace(press, page=page - 1) if page else None,
                following=replace(press, page=page + 1) if len(listed) > (page + 1) * PER_PAGE else None,
            ),
            row(Button(tr.plain("‹ Province"), ProvincePeriod(period.key))),
        ),
    )


def _listed(found: PeriodReports, which: ReportWhich) -> tuple[str, ...]:
    match which:
        case ReportWhich.MISSING:
            return found.missing
        case ReportWhich.CORRECTED:
            return found.corrected
        case ReportWhich.SENT:
            return tuple(unit for unit in found.bound if unit in found.sent)


def _head(tr: Translator, period: ReportPeriod, which: ReportWhich, count: int) -> Markup:
    name, n = period_name(tr, period), tr.number(count)
    match which:
        case ReportWhich.MISSING:
            return tr.t("<b>Units that have not sent their report, {period}</b>: {n}", period=name, n=n)
        case ReportWhich.SENT:
            return tr.t("<b>Units that sent their report, {period}</b>: {n}", period=name, n=n)
        case ReportWhich.CORRECTED:
            return tr.t("<b>Units that corrected a figure, {period}</b>: {n}", period=name, n=n)


def _unit_lines(tr: Translator, found: PeriodReports, unit: str) -> Markup:
    sent = found.sent.get(unit)
    said = tr.t("not sent") if sent is None else tr.t("sent {when}", when=tr.datetime(sent.at))
    return lines(unit_line(unit, unit_of(tr, found.units, unit)), said)


# ── acts ──────────────────────────────────────────────────────────────────────────────────────────


async def remind(turn: Turn, press: RemindMissing) -> Page:
    """Reminds those missing, once a day. Raises Refused(NOT_YOURS)."""
    tr = turn.tr
    period = service.period(turn.scope, press.period)
    try:
        told = await service.remind_missing(turn.scope, turn.actor, period)
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        return await period_page(turn, press.period, words_of(tr, refusal))
    if told:
        said = tr.n("{n} unit is reminded.", "{n} units are reminded.", len(told))
    else:
        said = tr.t("Nobody was reminded: they were today already, or nobody there uses this bot yet.")
    return await period_page(turn, press.period, said)


async def ask_periodic(turn: Turn, press: AskPeriodic) -> Page:
    """Has the province's report made; it comes below, the screen stays."""
    fresh = await papers.ask(turn.scope, turn.actor, PaperName.PERIODIC, press.period)
    screen = await period_page(turn, press.period)
    return replace(screen, toast=asked_words(turn.tr, fresh=fresh))


PRESSES: Presses = {
    ProvincePeriod: open_period,
    PeriodUnits: open_units,
    RemindMissing: remind,
    AskPeriodic: ask_periodic,
}
