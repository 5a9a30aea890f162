"""Online dossiers of the province, for coordinators and leaders: the rate, who told nothing, who is below, by kind."""

from datetime import date

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, grid, lines, pager, row, rows
from bot.ui.translation import Translator
from domain.dossiers import Month, MonthFigure, MonthStage
from domain.people import Role
from domain.unit import UnitKind
from handlers.context import Presses, Turn
from handlers.dossier_links import (
    DossierKinds,
    DossierUnits,
    DossierWhich,
    ProvinceDossiers,
    PublicityCounts,
    SetTarget,
    UnitFigures,
)
from handlers.dossier_text import (
    entry_words,
    figures_are_samples,
    month_name,
    month_pressed,
    rate_words,
    stage_words,
    trend_lines,
)
from handlers.guide_links import OpenGuide
from handlers.task_text import (
    COLUMNS,
    PER_PAGE,
    bold,
    clamped,
    literal,
    spaced,
    staff_page,
    unit_of,
)
from handlers.way_home import OpenMenu
from handlers.words import label_of
from services import dossiers as service
from services.dossiers import ProvinceMonth


async def open_province(turn: Turn, press: ProvinceDossiers) -> Page:
    """A month of the province: its rate, its trend, who is missing and who is below. Raises Refused(NOT_YOURS)."""
    return await province_page(turn, press.month)


async def province_page(turn: Turn, month: date | None = None, *above: Markup) -> Page:
    """The month, or the one that is awaited; ``above`` is said first."""
    tr, scope = turn.tr, turn.scope
    found = await service.of_province(scope, turn.actor, None if month is None else month_pressed(month))
    figure = found.figure()
    trend = await service.series(scope, found.month)
    said = [part for one in above for part in (one, "")]
    return staff_page(
        turn,
        lines(
            *said,
            tr.t("<b>Online dossiers of the province, {month}</b>", month=month_name(found.month)),
            figures_are_samples(tr) if found.has_sample else None,
            "",
            *_figures(turn, found, figure),
            "",
            tr.t("<b>Trend</b>"),
            *trend_lines(tr, scope, trend, of_units=True),
        ),
        rows(
            _lists_row(tr, found, figure),
            row(
                Button(tr.plain("By kind of unit"), DossierKinds(found.month.first)),
                Button(tr.plain("Publicity"), PublicityCounts(_this_month(turn))),
            ),
            _months_row(turn, found),
            row(
                Button(tr.plain("Guide for citizens"), OpenGuide())
                if turn.actor.has(Role.COORDINATOR)
                else None,
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _this_month(turn: Turn) -> date:
    return Month.of(turn.scope.today).first


def _figures(turn: Turn, found: ProvinceMonth, figure: MonthFigure) -> list[Markup]:
    tr = turn.tr
    if not figure.asked:
        return [tr.t("No target is set, so no unit is asked for its figures.")]
    return [
        tr.t("Online rate: <b>{rate}</b>", rate=_rate(turn, figure)),
        tr.t("Units that entered: {n}/{of}", n=tr.number(figure.told), of=tr.number(len(figure.asked))),
        tr.t("Below their target: {n}", n=tr.number(len(figure.below))),
        stage_words(tr, found.stage, tr.long_date(found.cut_off)),
    ]


def _rate(turn: Turn, figure: MonthFigure) -> str:
    if not figure.told:
        return turn.tr.plain("no figures yet")
    return rate_words(turn.tr, turn.scope, figure.rate)


def _lists_row(tr: Translator, found: ProvinceMonth, figure: MonthFigure) -> Row:
    month = found.month.first
    return row(
        Button(
            tr.plain("Not entered ({n})", n=tr.number(len(figure.missing))),
            DossierUnits(month, DossierWhich.MISSING),
            Style.PRIMARY,
        )
        if figure.missing and found.stage is not MonthStage.AHEAD
        else None,
        Button(
            tr.plain("Below the target ({n})", n=tr.number(len(figure.below))),
            DossierUnits(month, DossierWhich.BELOW),
        )
        if figure.below
        else None,
    )


def _months_row(turn: Turn, found: ProvinceMonth) -> Row:
    """The months beside; none that is not over, and none before units were asked."""
    preceding, following = found.month.preceding, found.month.following
    was_asked = any(target.since <= preceding for target in found.targets.rows)
    is_over = following < Month.of(turn.scope.today)
    return row(
        Button(f"‹ {month_name(preceding)}", ProvinceDossiers(preceding.first)) if was_asked else None,
        Button(f"{month_name(following)} ›", ProvinceDossiers(following.first)) if is_over else None,
    )


# ── by kind ───────────────────────────────────────────────────────────────────────────────────────


async def open_kinds(turn: Turn, press: DossierKinds) -> Page:
    """The rate of each kind of unit against its target."""
    return await kinds_page(turn, press.month)


async def kinds_page(turn: Turn, month: date, *above: Markup) -> Page:
    """The kinds of units; ``above`` is said first."""
    tr = turn.tr
    found = await service.of_province(turn.scope, turn.actor, month_pressed(month))
    said = [part for one in above for part in (one, "")]
    return staff_page(
        turn,
        lines(
            *said,
            tr.t("<b>Online dossiers by kind of unit, {month}</b>", month=month_name(found.month)),
            figures_are_samples(tr) if found.has_sample else None,
            *spaced(
                [_kind_lines(turn, found, kind) for kind in found.kinds]
                or [tr.t("No target is set, so no unit is asked for its figures.")]
            ),
        ),
        rows(
            *grid(
                [
                    Button(label_of(tr, kind), DossierUnits(month, DossierWhich.ALL, kind))
                    for kind in found.kinds
                ],
                COLUMNS,
            ),
            row(Button(tr.plain("Set a target"), SetTarget())) if turn.actor.has(Role.COORDINATOR) else (),
            row(Button(tr.plain("‹ Province"), ProvinceDossiers(month))),
        ),
    )


def _kind_lines(turn: Turn, found: ProvinceMonth, kind: UnitKind) -> Markup:
    tr, figure = turn.tr, found.figure(kind)
    target = found.targets.of(kind, found.month)
    assert target is not None, "a kind is asked because it has a target"
    return lines(
        tr.t(
            "<b>{kind}</b>: {rate}, target {percent}%",
            kind=label_of(tr, kind),
            rate=_rate(turn, figure),
            percent=tr.number(target.percent),
        ),
        tr.t(
            "Entered {n}/{of}, below the target {below}",
            n=tr.number(figure.told),
            of=tr.number(len(figure.asked)),
            below=tr.number(len(figure.below)),
        ),
    )


# ── units ─────────────────────────────────────────────────────────────────────────────────────────


async def open_units(turn: Turn, press: DossierUnits) -> Page:
    """A page of units: all that are asked, those that told nothing, or those below. Raises Refused(NOT_YOURS)."""
    tr = turn.tr
    found = await service.of_province(turn.scope, turn.actor, month_pressed(press.month))
    figure = found.figure(press.kind)
    listed = _listed(found, figure, press.which)
    page = clamped(press.page, len(listed), PER_PAGE)
    shown = listed[page * PER_PAGE : (page + 1) * PER_PAGE]

    def turned(to: int) -> DossierUnits:
        return DossierUnits(press.month, press.which, press.kind, to)

    return staff_page(
        turn,
        lines(
            _head(tr, found, press.which, len(listed)),
            None if press.kind is None else literal(label_of(tr, press.kind)),
            figures_are_samples(tr) if found.has_sample else None,
            *spaced([_unit_lines(turn, found, unit) for unit in shown] or [tr.t("None.")]),
        ),
        rows(
            *grid([Button(unit, UnitFigures(unit, press.month)) for unit in shown], COLUMNS),
            pager(
                tr,
                previous=turned(page - 1) if page else None,
                following=turned(page + 1) if len(listed) > (page + 1) * PER_PAGE else None,
            ),
            row(
                Button(tr.plain("‹ By kind of unit"), DossierKinds(press.month))
                if press.kind is not None
                else None,
                Button(tr.plain("‹ Province"), ProvinceDossiers(press.month)),
            ),
        ),
    )


def _listed(found: ProvinceMonth, figure: MonthFigure, which: DossierWhich) -> list[str]:
    match which:
        case DossierWhich.MISSING:
            return list(figure.missing)
        case DossierWhich.BELOW:
            return sorted(figure.below, key=lambda unit: _share(found, unit))
        case DossierWhich.ALL:
            told = [unit for unit in figure.asked if unit in found.entries]
            return [*figure.missing, *sorted(told, key=lambda unit: _share(found, unit))]


def _share(found: ProvinceMonth, unit: str) -> float:
    """What lists are sorted by, lowest first; where nothing came in there is nothing to be behind with."""
    rate = found.entries[unit].rate
    return rate.done / rate.total if rate.total else 1.0


def _head(tr: Translator, found: ProvinceMonth, which: DossierWhich, count: int) -> Markup:
    month, n = month_name(found.month), tr.number(count)
    match which:
        case DossierWhich.MISSING:
            return tr.t("<b>Units that have not entered {month}</b>: {n}", month=month, n=n)
        case DossierWhich.BELOW:
            return tr.t("<b>Units below their target in {month}</b>: {n}, lowest first", month=month, n=n)
        case DossierWhich.ALL:
            return tr.t("<b>Units asked for {month}</b>: {n}", month=month, n=n)


def _unit_lines(turn: Turn, found: ProvinceMonth, unit: str) -> Markup:
    tr, entry = turn.tr, found.entries.get(unit)
    said = tr.t("not entered") if entry is None else entry_words(tr, turn.scope, entry, found.target_of(unit))
    return lines(
        Markup(" · ").join([bold(unit), literal(unit_of(tr, found.units, unit))]),
        said,
    )


PRESSES: Presses = {
    ProvinceDossiers: open_province,
    DossierKinds: open_kinds,
    DossierUnits: open_units,
}
