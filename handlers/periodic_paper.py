"""The facts of the province's periodic report, gathered from every service on one day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from bot.ui.translation import Translator
from domain.dossiers import Month
from domain.duty import DutyStatus, Fulfilment
from domain.inspection import Inspection, InspectionKind
from domain.inspection_picture import pictures
from domain.rates import Rate
from domain.task import is_overdue
from domain.unit import NO_DX_PLAN, Units
from domain.unit_report import ReportPeriod, task_counts
from handlers.periodic_text import period_name
from reports import figures
from reports.text import one_line
from services import papers, unit_reports
from services.duties import duty_book
from services.papers import Late
from services.plans import Overview
from services.scope import Scope
from services.unit_reports import PeriodReports

_MEETINGS: Final = 100
"""The last so many are looked through: more than a committee holds in the years a report may reach back."""


async def periodic_figures(
    scope: Scope, vi: Translator, of: ReportPeriod, plan: Overview
) -> figures.PeriodicFigures:
    """The figures of a period; the plan's own are of today, and the paper says so. ``vi`` words official papers."""
    reports = await unit_reports.reports_of(scope, of)
    units, as_of = reports.units, of.as_of(scope.today)
    tasks = await scope.uow.tasks.of_period(of.first, of.last)
    counts = task_counts(tasks, as_of)
    late = await papers.overdue(scope, [task for task in tasks if is_overdue(task, as_of)])
    inspections = await scope.uow.inspections.of_units()
    held = [one for one in inspections if one.held_on is not None and of.first <= one.held_on <= as_of]
    said = [reports.sent[unit].report for unit in reports.bound if unit in reports.sent]
    return figures.PeriodicFigures(
        name=period_name(vi, of),
        first=of.first,
        last=of.last,
        as_of=scope.today,
        plan=plan.figure,
        areas=plan.areas,
        timeliness=figures.Timeliness(
            counts.assigned, counts.in_time, counts.late, counts.overdue, counts.explained, counts.extended
        ),
        overdue=overdue_tasks(late, units),
        online=await _online(scope, of, reports),
        self_inspections=_self_inspections(inspections, held, of, reports, as_of),
        inspections=_by_province(held, units),
        digital_plans=await _digital_plans(scope, of, reports),
        direction=await _direction(scope, vi, of),
        publicity=await _publicity(scope, vi, of, reports.bound),
        not_reported=tuple(units[unit] for unit in reports.missing),
        difficulties=_told(units, {one.unit: one.difficulties for one in said}),
        proposals=_told(units, {one.unit: one.proposals for one in said}),
        is_sample=await unit_reports.has_sample(scope, of, reports.bound),
    )


def overdue_tasks(late: Sequence[Late], units: Units) -> tuple[figures.OverdueTask, ...]:
    """Overdue tasks as papers list them."""
    return tuple(
        figures.OverdueTask(
            one.task, units[one.task.lead_unit], one.days, ", ".join(filter(None, one.heads)), one.explanation
        )
        for one in late
    )


def _told(units: Units, texts: Mapping[str, str]) -> tuple[str, ...]:
    """What units wrote, each under its name and in one paragraph."""
    return tuple(f"{units[unit].name_vi}: {one_line(text)}" for unit, text in texts.items() if text)


async def _direction(scope: Scope, vi: Translator, of: ReportPeriod) -> tuple[str, ...]:
    """The dispatches issued and the Steering Committee's meetings held in the period, by day."""
    dispatches = await scope.uow.duties.dispatches()
    meetings, _ = await scope.uow.meetings.page(_MEETINGS, 0)
    said = [
        *((one.issued_on, f"ban hành {one.code}: {one.title_vi}") for one in dispatches),
        *((one.held_on, f"họp Ban Chỉ đạo: {one.title} ({one.number})") for one in meetings),
    ]
    return tuple(
        f"Ngày {vi.date(day)} {one_line(what).rstrip('.')}."
        for day, what in sorted(said)
        if of.first <= day <= of.last
    )


async def _online(scope: Scope, of: ReportPeriod, reports: PeriodReports) -> tuple[figures.OnlineFigure, ...]:
    rates = await unit_reports.dossiers_of(scope, of, reports.bound)
    targets = await scope.uow.dossiers.targets()
    found = []
    for code in reports.bound:
        target = targets.of_unit(code, reports.units, Month.of(of.last))
        percent = None if target is None else Decimal(target.percent)
        if code in rates or target is not None:
            found.append(figures.OnlineFigure(reports.units[code], rates.get(code), percent))
    return tuple(found)


def _self_inspections(
    every: Sequence[Inspection],
    held: Sequence[Inspection],
    of: ReportPeriod,
    reports: PeriodReports,
    as_of: date,
) -> figures.SelfInspections:
    own = [one for one in held if one.kind is InspectionKind.OWN and one.unit in reports.bound]
    who = {one.unit for one in own}
    planned = {
        one.unit
        for one in every
        if one.kind is InspectionKind.OWN and of.first <= one.first_planned_on <= of.last
    }
    by_unit: dict[str, list[Inspection]] = {}
    for one in every:
        by_unit.setdefault(one.unit, []).append(one)
    repeated = {one.unit for one in pictures(by_unit, reports.units, as_of) if one.repeated}
    return figures.SelfInspections(
        planned=len(planned & set(reports.bound)),
        held=Rate(len(who), len(reports.bound)),
        findings=sum(finding.found for one in own for finding in one.findings),
        repeated=tuple(reports.units[unit] for unit in reports.bound if unit in repeated),
        none_held=tuple(reports.units[unit] for unit in reports.bound if unit not in who),
    )


def _by_province(held: Sequence[Inspection], units: Units) -> tuple[figures.Inspection, ...]:
    found = []
    for one in held:
        if one.kind is InspectionKind.PROVINCE:
            assert one.held_on is not None
            what = "; ".join(one_line(finding.text) for finding in one.findings)
            found.append(
                figures.Inspection(units[one.unit], one.held_on, what or "Chưa phát hiện tồn tại, vi phạm.")
            )
    return tuple(found)


async def _digital_plans(scope: Scope, of: ReportPeriod, reports: PeriodReports) -> figures.DigitalPlans:
    matrix = await scope.uow.digital_plans.matrix()
    terms = [term for term in matrix.terms if term.covers(of.year)]
    missing = [unit for unit in reports.bound if any(matrix.plan(unit, term) is None for term in terms)]
    explained = {
        duty.unit
        for duty in (await duty_book(scope, missing)).duties
        if NO_DX_PLAN in duty.order.assignees
        and duty.order.fulfilment is Fulfilment.DOCUMENT
        and duty.status in (DutyStatus.SENT, DutyStatus.DONE)
    }
    issued = len(reports.bound) - len(missing) if terms else 0
    return figures.DigitalPlans(
        of.year,
        Rate(issued, len(reports.bound)),
        tuple(reports.units[unit] for unit in missing),
        tuple(reports.units[unit] for unit in missing if unit in explained),
    )


async def _publicity(
    scope: Scope, vi: Translator, of: ReportPeriod, bound: Collection[str]
) -> tuple[str, ...]:
    counted = await scope.uow.publicity.counts(of.first, of.as_of(scope.today), bound)
    if not counted:
        return ()
    acts, reached = sum(one.acts for one in counted), sum(one.reached for one in counted)
    return (
        f"{vi.number(len(counted))}/{vi.number(len(bound))} cơ quan, đơn vị đã thực hiện {vi.number(acts)} hoạt động "
        f"tuyên truyền về dịch vụ công trực tuyến, tiếp cận khoảng {vi.number(reached)} lượt người.",
    )
