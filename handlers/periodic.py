"""A unit's periodic report: what stands in it already, what was sent, and opening it again once it is closed."""

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, grid, lines, row, rows
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES
from handlers.context import Presses, Screen, Turn
from handlers.dossier_text import figures_are_samples
from handlers.form_presses import Resume
from handlers.home import OpenMenu, home
from handlers.periodic_links import (
    ChooseReopening,
    OpenUnitReport,
    ProvincePeriod,
    ReopenReport,
    WriteReport,
)
from handlers.periodic_text import (
    NO_UNIT_HERE,
    as_of,
    figure_lines,
    period_title,
    stage_words,
    words_lines,
)
from handlers.province_periods import open_period
from handlers.refusal_words import words_of
from handlers.task_text import bold, staff_page, unit_of
from handlers.words import name_of
from services import unit_reports as service
from services.tasks import served_units
from services.unit_reports import ReportView

FORM = "periodic"
"""The name of the form in which a report is written."""


async def periodic(turn: Turn) -> Page:
    """/periodic: the province for whoever coordinates or governs, else the unit somebody serves, or the choice."""
    served = served_units(turn.actor)
    if turn.actor.has_any(OFFICE_ROLES):
        return await open_period(turn, ProvincePeriod())
    if not served:
        return await home(turn, turn.tr.t(NO_UNIT_HERE))
    if len(served) == 1:
        return await unit_page(turn, served[0])
    tr, units = turn.tr, await turn.scope.uow.units.all()
    return staff_page(
        turn,
        tr.t("You serve several units. Which report do you want to see?"),
        rows(
            *grid([Button(unit_of(tr, units, unit), OpenUnitReport(unit)) for unit in served], 1),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def open_unit(turn: Turn, press: OpenUnitReport) -> Page:
    """The report of a unit; from a digest or a notice, below it."""
    place = Place.BELOW if press.below else None
    return await unit_page(turn, press.unit, press.period, place=place)


async def unit_page(turn: Turn, unit: str, key: str = "", *above: Markup, place: Place | None = None) -> Page:
    """What was sent, or what the bot would fill in now; ``above`` is said first.

    Raises Refused: NOT_YOURS, UNIT_UNKNOWN, UNIT_DOES_NOT_REPORT, PERIOD_UNKNOWN.
    """
    tr, scope = turn.tr, turn.scope
    period = service.period(scope, key)
    found = await service.view(scope, turn.actor, unit, period)
    units = await scope.uow.units.all()
    sent = found.sent
    derived = found.now if sent is None else sent.report.derived
    counts = derived.counts if sent is None else sent.report.counts
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            bold(unit_of(tr, units, unit)),
            period_title(tr, period),
            figures_are_samples(tr) if found.has_sample else None,
            stage_words(tr, period, found.stage, found.opening),
            _sent_words(turn, found),
            "",
            as_of(tr, derived),
            *figure_lines(tr, scope, derived, counts),
            *([] if sent is None else words_lines(tr, sent.report.difficulties, sent.report.proposals)),
        ),
        rows(*await _act_rows(turn, found), await _way_row(turn, found), _back_row(turn, found)),
        place=place,
    )


def _sent_words(turn: Turn, found: ReportView) -> Markup:
    tr, sent = turn.tr, found.sent
    if sent is None:
        return tr.t("<b>Not sent yet</b>")
    said = {"when": tr.datetime(sent.at), "who": name_of(tr, sent.role)}
    if sent.report.version == 1:
        return tr.t("<b>Sent</b> {when} ({who})", **said)
    return tr.t("<b>Sent</b> {when} ({who}), version {n}", **said, n=tr.number(sent.report.version))


async def _act_rows(turn: Turn, found: ReportView) -> list[Row]:
    tr, unit, key = turn.tr, found.unit, found.period.key
    if found.can_send:
        draft = await turn.scope.uow.drafts.get(turn.person.id, FORM)
        goes_on = draft is not None and draft.subject == subject_of(found)
        write = tr.plain("Write the report") if found.sent is None else tr.plain("Write it again")
        return [
            row(Button(tr.plain("Go on with the report"), Resume(FORM), Style.PRIMARY) if goes_on else None),
            row(Button(write, WriteReport(unit, key), None if goes_on else Style.PRIMARY)),
        ]
    if found.can_reopen:
        return [row(Button(tr.plain("Open again for the unit"), ChooseReopening(unit, key)))]
    return []


def subject_of(found: ReportView) -> str:
    """What the form is about: the unit, the period, and the version that was there when it began."""
    return f"{found.unit} {found.period.key} {found.version}"


async def _way_row(turn: Turn, found: ReportView) -> Row:
    before, after = await service.neighbours(turn.scope, found.period)
    tr = turn.tr
    return row(
        None
        if before is None
        else Button(tr.plain("‹ Period before"), OpenUnitReport(found.unit, before.key)),
        None if after is None else Button(tr.plain("Period after ›"), OpenUnitReport(found.unit, after.key)),
    )


def _back_row(turn: Turn, found: ReportView) -> Row:
    tr = turn.tr
    if turn.actor.has_any(OFFICE_ROLES):
        return row(Button(tr.plain("‹ Province"), ProvincePeriod(found.period.key)))
    return row(Button(tr.plain("‹ Home"), OpenMenu()))


# ── opening again ─────────────────────────────────────────────────────────────────────────────────


async def choose_reopening(turn: Turn, press: ChooseReopening) -> Page:
    """Asks until when; who may not is shown the report."""
    tr = turn.tr
    period = service.period(turn.scope, press.period)
    found = await service.view(turn.scope, turn.actor, press.unit, period)
    if not found.can_reopen:
        raise Refused(Code.NOT_YOURS)
    name = unit_of(tr, await turn.scope.uow.units.all(), press.unit)
    days = service.reopening_days(turn.scope)
    return staff_page(
        turn,
        lines(
            bold(name),
            period_title(tr, period),
            "",
            tr.t("Until when can the unit send its report? The unit is told."),
        ),
        rows(
            *grid(
                [Button(tr.long_date(day), ReopenReport(press.unit, press.period, day)) for day in days], 1
            ),
            row(Button(tr.plain("‹ Back"), OpenUnitReport(press.unit, press.period))),
        ),
    )


async def reopen(turn: Turn, press: ReopenReport) -> Page:
    """Opens a closed report again. Raises Refused(NOT_YOURS)."""
    period = service.period(turn.scope, press.period)
    try:
        opening = await service.reopen(turn.scope, turn.actor, press.unit, period, press.until)
        said = turn.tr.t("Opened again until {day}.", day=turn.tr.date(opening.until))
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        said = words_of(turn.tr, refusal)
    return await unit_page(turn, press.unit, press.period, said)


COMMANDS: dict[str, Screen] = {"periodic": periodic}

PRESSES: Presses = {
    OpenUnitReport: open_unit,
    ChooseReopening: choose_reopening,
    ReopenReport: reopen,
}
