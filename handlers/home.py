"""The home screen: what this is, who the reader is to it, and what can be done now."""

from datetime import timedelta
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, grid, lines, rows
from domain.case import Case
from domain.people import Grant
from handlers.context import Turn
from handlers.forms import Resume
from handlers.menu import ENTRIES, Entry, RunCommand
from handlers.own_links import ListOwn, OpenOwn
from handlers.way_home import OpenMenu as OpenMenu
from handlers.words import label_of, unit_name
from services import own_cases
from services.ports import Draft

REPORT: Final = "report"
"""The form of a citizen's report."""
LANGUAGES_LABEL: Final = "Tiếng Việt · English"
"""Understood by who cannot read the language that is spoken now, so it is not translated."""
IN_PAIRS_FROM: Final = 3


async def home(turn: Turn, *above: Markup, place: Place | None = None) -> Page:
    """The home screen, below what is to be said first; over the screen that was pressed, or below what was sent."""
    drafts = await turn.scope.uow.drafts.of_person(turn.person.id)
    waiting = await own_cases.waiting(turn.scope, turn.actor)
    text = await _staff_text(turn) if turn.actor.is_staff else _citizen_text(turn)
    said = [part for one in above for part in (one, "")]
    return Page(
        lines(*said, text, *_about_questions(turn, waiting), *_about_drafts(turn, drafts)),
        rows(*_question_rows(turn, waiting), *_draft_rows(turn, drafts), *_rows(turn, drafts)),
        place=place or (Place.HERE if turn.is_press else Place.BELOW),
    )


def _citizen_text(turn: Turn) -> Markup:
    tr = turn.tr
    return lines(
        tr.t("<b>Reports on the conduct of civil servants, Nghệ An province</b>"),
        tr.t(
            "Here you can report harassment, causing trouble and other violations of public-service ethics to the "
            "Provincial Inspectorate, add evidence, and follow what becomes of your report."
        ),
        tr.t("Who you are is kept confidential."),
        *elsewhere(turn),
    )


async def _staff_text(turn: Turn) -> Markup:
    tr = turn.tr
    return lines(
        tr.t("<b>Public administrative reform, Nghệ An province</b>"),
        tr.t("Your roles here:"),
        *[await role_line(turn, grant) for grant in turn.actor.grants],
    )


async def role_line(turn: Turn, grant: Grant) -> Markup:
    """A role with its unit and its end, as a line of a list."""
    tr = turn.tr
    label = label_of(tr, grant.role)
    unit = await turn.scope.uow.units.get(grant.unit) if grant.unit is not None else None
    name = None if unit is None else unit_name(tr, unit)
    # A role ends with the instant that is no longer in it: at midnight, the day before was its last.
    last = None if grant.until is None else turn.scope.hours.day_of(grant.until - timedelta.resolution)
    until = None if last is None else tr.date(last)
    if name is None and until is None:
        return tr.t("• {role}", role=label)
    if until is None:
        return tr.t("• {role}: {unit}", role=label, unit=name)
    if name is None:
        return tr.t("• {role}, until {until}", role=label, until=until)
    return tr.t("• {role}: {unit}, until {until}", role=label, unit=name, until=until)


def elsewhere(turn: Turn) -> list[Markup]:
    """Where else to turn, should Telegram fail or not be wanted."""
    contact = turn.deployment.fallback_contact
    return [turn.tr.t("Without Telegram: {contact}", contact=contact)] if contact else []


def _about_questions(turn: Turn, waiting: list[Case]) -> list[Markup | str]:
    if not waiting:
        return []
    return ["", turn.tr.t("<b>A question about your report waits for your answer.</b>")]


def _question_rows(turn: Turn, waiting: list[Case]) -> list[Row]:
    if not waiting:
        return []
    where = OpenOwn(waiting[0].id) if len(waiting) == 1 else ListOwn()
    return [(Button(turn.tr.plain("See the question ›"), where, Style.PRIMARY),)]


def _about_drafts(turn: Turn, drafts: list[Draft]) -> list[Markup | str]:
    if not drafts:
        return []
    return ["", turn.tr.t("What you began to fill in is kept; you can go on with it.")]


def _draft_rows(turn: Turn, drafts: list[Draft]) -> list[Row]:
    """The report that was begun and the latest of everything else: a list of drafts would be one more screen."""
    tr = turn.tr
    offered = [draft for draft in drafts if draft.form == REPORT]
    offered += [draft for draft in drafts if draft.form != REPORT][:1]
    labels = {REPORT: tr.plain("Go on with your report ›")}
    other = tr.plain("Go on with what you began ›")
    return [(Button(labels.get(draft.form, other), Resume(draft.form), Style.PRIMARY),) for draft in offered]


def _rows(turn: Turn, drafts: list[Draft]) -> list[Row]:
    tr = turn.tr
    has_begun = any(draft.form == REPORT for draft in drafts)
    shown = [entry for entry in ENTRIES if entry.is_at_home(turn.actor)]
    of_role = [_button(turn, entry, has_begun) for entry in shown if entry.roles is not None]
    of_everybody = [_button(turn, entry, has_begun) for entry in shown if entry.roles is None]
    return [
        *grid(of_role, 2 if len(of_role) >= IN_PAIRS_FROM else 1),
        *grid(of_everybody, 2 if of_role else 1),
        (Button(LANGUAGES_LABEL, RunCommand("language")), Button(tr.plain("Help"), RunCommand("help"))),
    ]


def _button(turn: Turn, entry: Entry, has_begun: bool) -> Button:
    # “Send a report” beside a report that was begun would read as if it sent that one.
    is_another = has_begun and entry.name == REPORT
    return Button(turn.tr.plain("Begin anew" if is_another else entry.label), RunCommand(entry.name))
