"""How an inspection and what it found are told, on a line of a list and on its page."""

from markupsafe import Markup

from bot.ui.pages import lines
from bot.ui.text import fit
from bot.ui.translation import Translator
from domain.deadlines import working_days_left, working_days_overdue
from domain.inspection import Finding, FindingKind, Inspection, InspectionKind
from domain.inspection_picture import UnitPicture
from domain.task import Task
from domain.unit import Units
from handlers.task_text import TITLE_IN_LIST, bold, literal, standing, unit_of
from handlers.words import label_of, name_of
from services.scope import Scope


def inspection_lines(tr: Translator, scope: Scope, one: Inspection, units: Units | None = None) -> Markup:
    """An inspection in a list; its unit is named where ``units`` are given."""
    parts = [bold(one.code)]
    if units is not None:
        parts.append(literal(unit_of(tr, units, one.unit)))
    elif one.kind is InspectionKind.PROVINCE:
        parts.append(literal(name_of(tr, one.kind)))
    parts.append(inspection_standing(tr, scope, one))
    return lines(Markup(" · ").join(parts), literal(fit(one.theme, TITLE_IN_LIST)))


def inspection_standing(tr: Translator, scope: Scope, one: Inspection) -> Markup:
    """How it stands: planned for, overdue by, held on with so many findings, called off."""
    if one.called_off_on is not None:
        return tr.t("called off on {day}", day=tr.date(one.called_off_on))
    if one.held_on is not None:
        held = tr.t("held on {day}", day=tr.date(one.held_on))
        found = tr.n("{n} finding", "{n} findings", len(one.findings))
        return tr.t("{held}, {found}", held=held, found=found)
    day = tr.date(one.planned_on)
    if not one.is_overdue(scope.today):
        left = working_days_left(scope.calendar, one.planned_on, scope.today)
        if left == 0:
            return tr.t("planned for {day}", day=day)
        words = tr.n("{n} working day left", "{n} working days left", left)
        return tr.t("planned for {day}, {left}", day=day, left=words)
    overdue = working_days_overdue(scope.calendar, one.planned_on, scope.today)
    if overdue == 0:
        return tr.t("<b>not held</b>, planned for {day}", day=day)
    words = tr.n("overdue by {n} working day", "overdue by {n} working days", overdue)
    return tr.t("<b>{overdue}</b>, planned for {day}", overdue=words, day=day)


def finding_lines(tr: Translator, scope: Scope, number: int, finding: Finding, task: Task | None) -> Markup:
    """A finding: of which kind, how often, in words, and what was done about it."""
    head = tr.t(
        "{n}. <b>{kind}</b> ({found})",
        n=tr.number(number),
        kind=label_of(tr, finding.kind),
        found=tr.n("{n} instance", "{n} instances", finding.found),
    )
    return lines(head, literal(finding.text), _follow_up(tr, scope, finding, task))


def _follow_up(tr: Translator, scope: Scope, finding: Finding, task: Task | None) -> Markup:
    if task is not None:
        return tr.t("Task {code}: {standing}", code=task.code, standing=standing(tr, scope, task))
    if finding.followed_up_on is None:
        return tr.t("<i>Not remedied yet</i>")
    return tr.t("Remedied on {day}: {words}", day=tr.date(finding.followed_up_on), words=finding.follow_up)


def picture_lines(tr: Translator, one: UnitPicture, units: Units) -> Markup:
    """A unit in the province's picture."""
    head = [bold(one.unit), literal(unit_of(tr, units, one.unit))]
    held = tr.t("<b>none held</b>") if one.has_none else tr.t("held: {n}", n=tr.number(one.held))
    counts = [held]
    if one.overdue:
        counts.append(tr.t("<b>overdue: {n}</b>", n=tr.number(one.overdue)))
    if one.ahead:
        counts.append(tr.t("planned: {n}", n=tr.number(one.ahead)))
    if one.findings:
        counts.append(
            tr.t(
                "findings: {n}, not remedied {open}",
                n=tr.number(one.findings),
                open=tr.number(one.open_findings),
            )
        )
    if one.by_province:
        counts.append(tr.t("by the province: {n}", n=tr.number(one.by_province)))
    return lines(
        Markup(" · ").join(head),
        Markup(" · ").join(counts),
        tr.t("Found again: {kinds}", kinds=repeated_words(tr, one.repeated)) if one.repeated else None,
    )


def repeated_words(tr: Translator, repeated: tuple[tuple[FindingKind, int], ...]) -> str:
    """The kinds that were found again, each with at how many inspections."""
    return ", ".join(
        tr.plain("{kind} (at {n} inspections)", kind=name_of(tr, kind), n=tr.number(n))
        for kind, n in repeated
    )
