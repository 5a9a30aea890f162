"""How periodic reports are told: a period, whether its report can be sent, the bot's figures beside the unit's."""

from typing import Final

from markupsafe import Markup

from bot.ui.text import fit, quoted
from bot.ui.translation import N_, Translator
from domain.rates import Rate
from domain.settings import ReportingKind
from domain.unit_report import Counts, Figure, Figures, ReportPeriod, ReportStage
from handlers.dossier_text import rate_words
from handlers.task_text import literal
from handlers.words import label_of
from services.scope import Scope
from services.unit_reports import Opening

NO_UNIT_HERE: Final = N_("Periodic reports are shown here to heads and focal officers of units.")
TEXT_ROOM: Final = 1000
"""As long as difficulties or proposals may be: both stand with the figures in one message."""
_NAMES: Final = {
    ReportingKind.Q1: N_("first quarter of {year}"),
    ReportingKind.HALF_YEAR: N_("first six months of {year}"),
    ReportingKind.Q3: N_("third quarter of {year}"),
    ReportingKind.YEAR: N_("year {year}"),
}


def period_name(tr: Translator, period: ReportPeriod) -> str:
    """The period within a sentence: quý III năm 2023."""
    return tr.plain(_NAMES[period.kind], year=str(period.year))


def period_title(tr: Translator, period: ReportPeriod) -> Markup:
    """The head of a page about a period."""
    return tr.t(
        "<b>Periodic report, {period}</b> ({first} to {last})",
        period=period_name(tr, period),
        first=tr.date(period.first),
        last=tr.date(period.last),
    )


def stage_words(tr: Translator, period: ReportPeriod, stage: ReportStage, opening: Opening | None) -> Markup:
    """From when or until when the report can be sent, or since when it cannot."""
    match stage:
        case ReportStage.AHEAD:
            return tr.t("Reports can be sent from {day} on.", day=tr.date(period.opens_on))
        case ReportStage.OPEN:
            return tr.t(
                "Units send by {due}; the period closes after {closes}.",
                due=tr.long_date(period.unit_due),
                closes=tr.date(period.closes_on),
            )
        case ReportStage.REOPENED:
            assert opening is not None, "only an opening opens it again"
            return tr.t("Closed, and opened again for the unit until {day}.", day=tr.long_date(opening.until))
        case ReportStage.CLOSED:
            return tr.t(
                "The period was closed on {day}. The coordinator can open it again for a unit.",
                day=tr.date(period.closes_on),
            )


def figure_lines(tr: Translator, scope: Scope, derived: Figures, counts: Counts) -> list[Markup]:
    """A line a figure; where the unit tells otherwise, the bot's own stands beside it."""
    target = derived.target
    rate = rate_words(
        tr, scope, Rate(min(counts[Figure.ONLINE], counts[Figure.RECEIVED]), counts[Figure.RECEIVED])
    )
    return [
        *(_figure_line(tr, figure, counts[figure], derived.counts[figure]) for figure in Figure),
        tr.t("• Online rate: {rate}", rate=rate)
        if target is None
        else tr.t("• Online rate: {rate}, target {percent}%", rate=rate, percent=tr.number(target)),
        *([] if derived.has_digital_plan is None else [_plan_line(tr, has_plan=derived.has_digital_plan)]),
    ]


def _figure_line(tr: Translator, figure: Figure, told: int, own: int) -> Markup:
    name = label_of(tr, figure)
    if told == own:
        return tr.t("• {figure}: {n}", figure=name, n=tr.number(told))
    return tr.t(
        "• {figure}: <b>{n}</b>, corrected (the bot has {own})",
        figure=name,
        n=tr.number(told),
        own=tr.number(own),
    )


def _plan_line(tr: Translator, *, has_plan: bool) -> Markup:
    if has_plan:
        return tr.t("• Digital transformation plan: issued")
    return tr.t("• Digital transformation plan: not issued")


def words_lines(tr: Translator, difficulties: str, proposals: str) -> list[Markup | str]:
    """What no figure says."""
    return [
        *_text_lines(tr.t("<b>Difficulties</b>"), difficulties),
        *_text_lines(tr.t("<b>Proposals</b>"), proposals),
    ]


def _text_lines(head: Markup, text: str) -> list[Markup | str]:
    return ["", head, quoted(fit(text, TEXT_ROOM))] if text else []


def as_of(tr: Translator, derived: Figures) -> Markup:
    """The day the bot's figures are of."""
    return tr.t("<b>Figures as of {day}</b>", day=tr.date(derived.as_of))


def unit_line(code: str, name: str) -> Markup:
    """A unit in a list."""
    return Markup(" · ").join([Markup("<b>{}</b>").format(code), literal(name)])
