"""The morning's digest: what one person hears of tasks and orders, in one message that is read on a telephone.

A head may wake up to thirty overdue tasks. The first few are told in full and open from here; the others have a line
each, folded, since a reminder names every task it is about; what no message holds is counted.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Row
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, row, rows
from bot.ui.text import fit, quoted, units, visible_length
from bot.ui.translation import N_, Translator
from domain.deadlines import DueRule
from domain.dossiers import Owed
from domain.duty import Duty
from domain.reminders import Reason, ReasonKind, Rung
from domain.task import Task, TaskAct, is_explained
from domain.unit import Units
from domain.unit_report import OwedReport
from handlers.context import Deployment, Renderer
from handlers.dashboard import OpenDashboard, whole_lines
from handlers.dossier_links import DossierUnits, DossierWhich, OpenMonth
from handlers.dossier_text import month_name
from handlers.duty_links import DispatchOrders, DutyList, OpenDuty
from handlers.duty_text import strictly_before
from handlers.inspection_links import InspectionPicture, OpenInspection, Seen, UnitCalendar
from handlers.periodic_links import OpenUnitReport, PeriodUnits, ReportWhich
from handlers.periodic_text import period_name
from handlers.task_links import Explain, Group, OpenTask, PlanTasks, TaskList
from handlers.task_text import COLUMNS, TITLE_IN_LIST, bold, literal, sample_label, spaced, unit_of
from handlers.words import label_of
from services.matters import Matter, MatterKind
from services.notices import Notice, NoticeKind
from services.people import Person
from services.reminders import Climbed, Digest, Line, digest_for
from services.scope import Scope

IN_FULL: Final = 6
"""Tasks told in full, each with a button that opens it; two rows of buttons."""
ROOM: Final = 3600
"""For the tasks of a digest; the rest of a message is for its head."""
WEEKLY_ROOM: Final = 900
"""For the picture of the whole, where a leader's week begins with it."""
_REST_ROOM: Final = 60
"""What it takes to say that there are more."""

_COUNTED: Final = {
    ReasonKind.OVERDUE: N_("Overdue: {n}"),
    ReasonKind.DUE_TODAY: N_("Due today: {n}"),
    ReasonKind.DUE_SOON: N_("Due soon: {n}"),
    ReasonKind.AT_ONCE: N_("Urgent, without a date: {n}"),
}
_CLIMBED_TO: Final = {
    Rung.LEADER: N_("Now on the leader's list"),
    Rung.OVERDUE_REPORT: N_("Now in the overdue report"),
}


_OPENED: Final[Mapping[MatterKind, Callable[[tuple[str, ...]], Press]]] = {
    MatterKind.TASK: lambda key: OpenTask(key[0]),
    MatterKind.DUTY: lambda key: OpenDuty(key[0], key[1]),
    MatterKind.DOSSIERS: lambda key: OpenMonth(key[0], date.fromisoformat(key[1]), below=True),
    MatterKind.INSPECTION: lambda key: OpenInspection(key[0]),
    MatterKind.REPORT: lambda key: OpenUnitReport(key[0], key[1], below=True),
}
"""What opens each kind of matter."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A matter of a digest, in full and in a line."""

    in_full: Markup
    in_a_line: str


async def digest(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """What the person hears this morning, as it stands now; None when nothing of it is left."""
    since = str(notice.subject["since"])
    found = await digest_for(
        scope,
        person,
        date.fromisoformat(str(notice.subject["day"])),
        date.fromisoformat(since) if since else None,
    )
    if found is None:
        return None
    tr = deployment.translator(person.language)
    units_known = await scope.uow.units.all()
    room = ROOM if found.weekly is None else ROOM - WEEKLY_ROOM
    if found.lines and found.climbed:
        room //= 2
    return Page(
        lines(
            _heading(tr, found, scope.today),
            sample_label(tr) if found.has_sample else None,
            *_weekly_part(tr, scope, found, units_known),
            *_own_part(tr, found.lines, units_known, room),
            *_climbed_part(tr, found.climbed, units_known, room),
        ),
        rows(*_buttons(tr, found)),
        place=Place.EVENT,
        sensitivity=Sensitivity.STAFF,
    )


def _heading(tr: Translator, found: Digest, day: date) -> Markup:
    if found.lines or found.climbed:
        return tr.t("<b>Reminder of tasks</b>, {day}", day=tr.long_date(day))
    return tr.t("<b>The week begins</b>, {day}", day=tr.long_date(day))


def _weekly_part(tr: Translator, scope: Scope, found: Digest, known: Units) -> list[Markup | str]:
    if found.weekly is None:
        return []
    return ["", tr.t("<b>At a glance</b>"), *whole_lines(tr, scope, found.weekly, known)]


def _own_part(tr: Translator, told: Sequence[Line], known: Units, room: int) -> list[Markup | str]:
    if not told:
        return []
    several = len({line.matter.unit for line in told}) > 1
    part = _part(tr, [_of_line(tr, line, known if several else None) for line in told], room)
    return [_counts(tr, told), *part] if len(told) > IN_FULL else part


def _counts(tr: Translator, told: Sequence[Line]) -> Markup:
    counted = Counter(line.reason.kind for line in told)
    return Markup(" · ").join(
        tr.t(words, n=tr.number(counted[kind])) for kind, words in _COUNTED.items() if counted[kind]
    )


def _climbed_part(tr: Translator, told: Sequence[Climbed], known: Units, room: int) -> list[Markup | str]:
    if not told:
        return []
    head = tr.t("<b>Overdue tasks to be urged on</b>: {n}", n=tr.number(len(told)))
    return ["", head, *_part(tr, [_of_climbed(tr, one, known) for one in told], room)]


def _part(tr: Translator, told: Sequence[_Told], room: int) -> list[Markup | str]:
    """The first in full, the others in a line as long as there is room, the rest counted."""
    said = spaced([one.in_full for one in told[:IN_FULL]])
    room -= sum(visible_length(Markup(piece)) + 1 for piece in said) + _REST_ROOM
    short: list[str] = []
    for one in told[IN_FULL:]:
        room -= units(one.in_a_line) + 1
        if room < 0:
            break
        short.append(one.in_a_line)
    left = len(told[IN_FULL:]) - len(short)
    return [
        *said,
        *(["", quoted("\n".join(short))] if short else []),
        *(["", tr.n("and {n} more task", "and {n} more tasks", left)] if left else []),
    ]


def _of_line(tr: Translator, line: Line, known: Units | None) -> _Told:
    late = tr.t("reminded late") if line.reason.late else None
    return _told(tr, line.matter, _why(tr, line.reason), known, line.reason.due_date, late)


def _of_climbed(tr: Translator, one: Climbed, known: Units) -> _Told:
    days = tr.n("overdue by {n} working day", "overdue by {n} working days", one.working_days)
    told = _told(tr, one.matter, days, known, one.matter.awaited.due_date, None)
    where = _CLIMBED_TO.get(one.rung)
    return told if where is None else _Told(lines(told.in_full, tr.t(where)), told.in_a_line)


def _due(tr: Translator, matter: Matter, due: date | None) -> Markup | None:
    """By when; in the dispatch's words where it says "before"."""
    if isinstance(matter.awaited, Duty) and matter.awaited.order.due_rule is DueRule.BEFORE_STRICT:
        day = matter.awaited.order.due_date
        assert day is not None
        assert due is not None
        return strictly_before(tr, day, due)
    return None if due is None else tr.t("due date {day}", day=tr.date(due))


def _told(
    tr: Translator, matter: Matter, why: Markup, known: Units | None, due: date | None, late: Markup | None
) -> _Told:
    unit = None if known is None else literal(unit_of(tr, known, matter.unit))
    by = _due(tr, matter, due)
    head = (bold(matter.code), unit, tr.t("<b>{why}</b>", why=why), by, late)
    return _Told(
        lines(
            Markup(" · ").join(part for part in head if part is not None),
            literal(fit(_title(tr, matter), TITLE_IN_LIST)),
        ),
        # In the folded lines a unit is known by its code: its name alone would take the line.
        " · ".join(
            str(part.unescape()) if isinstance(part, Markup) else part
            for part in (
                matter.code,
                None if unit is None else matter.unit,
                why,
                None if due is None else tr.date(due),
                late,
            )
            if part is not None
        ),
    )


def _title(tr: Translator, matter: Matter) -> str:
    if isinstance(matter.awaited, Owed):
        month = month_name(matter.awaited.month)
        return tr.plain("Enter the online dossiers of {month}", month=month)
    if isinstance(matter.awaited, OwedReport):
        return tr.plain("Send the periodic report, {period}", period=period_name(tr, matter.awaited.period))
    return matter.title_vi if tr.language == "vi" else matter.title_en


def _why(tr: Translator, reason: Reason) -> Markup:
    match reason.kind:
        case ReasonKind.OVERDUE if reason.working_days == 0:
            return tr.t("past its date")
        case ReasonKind.OVERDUE:
            return tr.n("overdue by {n} working day", "overdue by {n} working days", reason.working_days)
        case ReasonKind.DUE_TODAY:
            return tr.t("due today")
        case ReasonKind.AT_ONCE:
            return tr.t("to be done urgently")
        case ReasonKind.DUE_SOON if reason.working_days == 0:
            return tr.t("no working day left")
        case ReasonKind.DUE_SOON:
            return tr.n("{n} working day left", "{n} working days left", reason.working_days)


def _asks_to_explain(line: Line) -> bool:
    task = line.matter.awaited
    return line.reason.kind is ReasonKind.OVERDUE and isinstance(task, Task) and not is_explained(task)


def _buttons(tr: Translator, found: Digest) -> tuple[Row, ...]:
    own = [line.matter for line in found.lines]
    climbed = [one.matter for one in found.climbed]
    kinds = {matter.kind for matter in own}
    plans = [matter.awaited.plan for matter in climbed if isinstance(matter.awaited, Task)]
    inspections_climbed = any(matter.kind is MatterKind.INSPECTION for matter in climbed)
    orders_climbed = any(matter.kind is MatterKind.DUTY for matter in climbed)
    months = [matter.awaited.month for matter in climbed if isinstance(matter.awaited, Owed)]
    reports = [matter.awaited.period for matter in climbed if isinstance(matter.awaited, OwedReport)]
    lists = [
        Button(tr.plain("All tasks of the unit"), TaskList()) if MatterKind.TASK in kinds else None,
        Button(tr.plain("All orders to the unit"), DutyList()) if MatterKind.DUTY in kinds else None,
        Button(tr.plain("All overdue tasks"), PlanTasks(plans[0], Group.OVERDUE, "")) if plans else None,
        Button(tr.plain("All orders"), DispatchOrders()) if orders_climbed else None,
        Button(tr.plain("At a glance ›"), OpenDashboard()) if found.weekly is not None else None,
        Button(tr.plain("Dossiers not entered"), DossierUnits(months[0].first, DossierWhich.MISSING))
        if months
        else None,
        Button(tr.plain("Inspections of the unit"), UnitCalendar())
        if MatterKind.INSPECTION in kinds
        else None,
        Button(tr.plain("Overdue inspections"), InspectionPicture(Seen.OVERDUE))
        if inspections_climbed
        else None,
        Button(tr.plain("Reports not sent"), PeriodUnits(reports[0].key, ReportWhich.MISSING))
        if reports
        else None,
    ]
    return (
        *_opening(tr, own + climbed, found.lines),
        *grid([button for button in lists if button is not None], 2),
    )


def _opening(tr: Translator, spoken_of: Sequence[Matter], told: Sequence[Line]) -> tuple[Row, ...]:
    """What opens the first of them; an order that falls on several units is told apart by the unit."""
    if len(spoken_of) == 1:
        (matter,) = spoken_of
        explain = Button(label_of(tr, TaskAct.EXPLAIN), Explain(matter.key[0], below=True))
        return (
            row(
                Button(tr.plain("Open {code}", code=matter.code), _opened(matter)),
                explain if any(map(_asks_to_explain, told)) else None,
            ),
        )
    shown, known = spoken_of[:IN_FULL], Counter(matter.code for matter in spoken_of)
    several = any(known[matter.code] > 1 for matter in shown)
    labels = [
        tr.plain("{code} · {unit}", code=matter.code, unit=matter.unit)
        if known[matter.code] > 1
        else matter.code
        for matter in shown
    ]
    buttons = [Button(label, _opened(matter)) for label, matter in zip(labels, shown, strict=True)]
    return grid(buttons, 2 if several else COLUMNS)


def _opened(matter: Matter) -> Press:
    return _OPENED[matter.kind](matter.key)


RENDERERS: Mapping[NoticeKind, Renderer] = {NoticeKind.DIGEST: digest}
