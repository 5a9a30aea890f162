"""Units' periodic reports: what stands in them already, sending them, who is missing, and letting a unit in again.

Figures are read off the facts each time; stored is what was sent, with the bot's figures beside the unit's.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from domain.deadlines import add_working_days
from domain.dossiers import Month, summed
from domain.errors import Code, Refused
from domain.inspection import InspectionKind
from domain.people import OFFICE_ROLES, UNIT_ROLES, Actor, Role
from domain.rates import Rate
from domain.reminders import Rung
from domain.task import Task
from domain.unit import Units
from domain.unit_report import (
    REOPENINGS,
    Counts,
    Figure,
    Figures,
    OwedReport,
    ReportPeriod,
    ReportStage,
    UnitReport,
    awaited_period,
    beside,
    check_remind,
    check_reopen,
    check_send,
    period_at_hand,
    period_of_key,
    report,
    reporting_units,
    stage,
    task_counts,
)
from services.notices import Notice, NoticeKind, ToPerson
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report with when it was sent (UTC), by whom and in what capacity."""

    report: UnitReport
    at: datetime
    by: str
    role: Role


@dataclass(frozen=True, slots=True)
class Opening:
    """A closed report that a coordinator opened again for a unit, until a day included."""

    unit: str
    period: str
    until: date
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ReportRung:
    """The rung on which the report a unit owes was last seen, and since when."""

    rung: Rung
    climbed_on: date


class UnitReports(Protocol):
    """What units sent, and which closed reports were opened again."""

    async def latest(self, period: str, units: Collection[str] | None = None) -> dict[str, SentReport]:
        """What holds for each unit (of those named) that sent its report."""
        ...

    async def versions(self, unit: str, period: str) -> list[SentReport]:
        """All that a unit sent for a period, the latest first."""
        ...

    async def add(self, sent: SentReport) -> None:
        """Writes a further version down. Raises Refused(STALE) when somebody else wrote it meanwhile."""
        ...

    async def openings(self, period: str) -> dict[str, Opening]:
        """The opening that lasts longest for each unit that was let in again."""
        ...

    async def open_from(self, day: date) -> list[Opening]:
        """Those openings that last to the day or beyond."""
        ...

    async def reopen(self, opening: Opening) -> None: ...

    async def rungs(self, period: str) -> dict[str, ReportRung]:
        """The rung of each unit that owes its report."""
        ...

    async def climb(self, rungs: Sequence[tuple[str, str, Rung]], day: date) -> None:
        """Remembers the rung of each unit and period since the day."""
        ...


# ── periods ───────────────────────────────────────────────────────────────────────────────────────


def period(scope: Scope, key: str = "") -> ReportPeriod:
    """The period of the key, or the one people mean today. Raises Refused(PERIOD_UNKNOWN)."""
    if key:
        return period_of_key(scope.rules, scope.calendar, key)
    return period_at_hand(scope.rules, scope.calendar, scope.today)


async def neighbours(scope: Scope, of: ReportPeriod) -> tuple[ReportPeriod | None, ReportPeriod | None]:
    """The period before one, unless there was no plan yet; and the one after it, once it can be reported on."""
    before, after = beside(scope.rules, scope.calendar, of)
    first_year = min((plan.year for plan in await scope.uow.tasks.plans()), default=scope.today.year)
    return before if before.year >= first_year else None, after if after.opens_on <= scope.today else None


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


async def figures(scope: Scope, of: ReportPeriod, units: Collection[str]) -> dict[str, Figures]:
    """What the bot knows of each of the units for the period, as of today or the period's last day."""
    as_of = of.as_of(scope.today)
    known = await scope.uow.units.all()
    tasks = _by_unit(await scope.uow.tasks.of_period(of.first, of.last, units))
    dossiers = await dossiers_of(scope, of, units)
    acts = {one.unit: one.acts for one in await scope.uow.publicity.counts(of.first, as_of, units)}
    held, found = await _inspections(scope, of.first, as_of, units)
    plans = await scope.uow.digital_plans.matrix()
    targets = await scope.uow.dossiers.targets()
    is_asked = any(term.covers(of.year) for term in plans.terms)
    told: dict[str, Figures] = {}
    for unit in units:
        counted, rate = task_counts(tasks.get(unit, ()), as_of), dossiers.get(unit, Rate(0, 0))
        target = targets.of_unit(unit, known, Month.of(of.last))
        told[unit] = Figures(
            as_of,
            {
                Figure.ASSIGNED: counted.assigned,
                Figure.IN_TIME: counted.in_time,
                Figure.LATE: counted.late,
                Figure.OVERDUE: counted.overdue,
                Figure.EXPLAINED: counted.explained,
                Figure.EXTENDED: counted.extended,
                Figure.RECEIVED: rate.total,
                Figure.ONLINE: rate.done,
                Figure.PUBLICITY: acts.get(unit, 0),
                Figure.INSPECTIONS: held.get(unit, 0),
                Figure.FINDINGS: found.get(unit, 0),
            },
            None if target is None else target.percent,
            not plans.missing(unit, as_of + timedelta(days=1), of.year) if is_asked else None,
        )
    return told


def _by_unit(tasks: Sequence[Task]) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.lead_unit, []).append(task)
    return found


async def dossiers_of(scope: Scope, of: ReportPeriod, units: Collection[str]) -> dict[str, Rate]:
    """The dossiers of the period's months, by unit; of a unit that entered none there is no figure."""
    rates: dict[str, list[Rate]] = {}
    for entry in await scope.uow.dossiers.entries(of.months[0], of.months[-1], units):
        rates.setdefault(entry.unit, []).append(entry.rate)
    return {unit: summed(found) for unit, found in rates.items()}


async def _inspections(
    scope: Scope, first: date, last: date, units: Collection[str]
) -> tuple[dict[str, int], dict[str, int]]:
    held: dict[str, int] = {}
    found: dict[str, int] = {}
    for one in await scope.uow.inspections.of_units(units, InspectionKind.OWN):
        if one.held_on is not None and first <= one.held_on <= last:
            held[one.unit] = held.get(one.unit, 0) + 1
            found[one.unit] = found.get(one.unit, 0) + sum(finding.found for finding in one.findings)
    return held, found


async def has_sample(scope: Scope, of: ReportPeriod, units: Collection[str]) -> bool:
    """Whether some of the figures of these units are sample data: the year's plan, or what was entered of dossiers."""
    if any(plan.is_sample and plan.year == of.year for plan in await scope.uow.tasks.plans()):
        return True
    entries = await scope.uow.dossiers.entries(of.months[0], of.months[-1], units)
    return any(entry.is_sample for entry in entries)


# ── the report of a unit ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ReportView:
    """A unit's report for a period: what the bot knows now, what was sent, and what the reader may do."""

    unit: str
    period: ReportPeriod
    stage: ReportStage
    now: Figures
    versions: tuple[SentReport, ...]
    opening: Opening | None
    can_send: bool
    can_reopen: bool
    has_sample: bool

    @property
    def sent(self) -> SentReport | None:
        """What holds."""
        return self.versions[0] if self.versions else None

    @property
    def version(self) -> int:
        """The version that holds; 0 while nothing was sent."""
        return self.versions[0].report.version if self.versions else 0


def may_look(actor: Actor, unit: str) -> bool:
    """Whether the unit's reports are the actor's business: their own, or they coordinate or govern."""
    return actor.serves(unit) or actor.has_any(OFFICE_ROLES)


async def view(scope: Scope, actor: Actor, unit: str, of: ReportPeriod) -> ReportView:
    """The report. Raises Refused: NOT_YOURS, UNIT_UNKNOWN, UNIT_DOES_NOT_REPORT."""
    if not may_look(actor, unit):
        raise Refused(Code.NOT_YOURS)
    units = await scope.uow.units.all()
    if unit not in units:
        raise Refused(Code.UNIT_UNKNOWN, unit=unit)
    bound = reporting_units(units, of)
    if unit not in bound:
        raise Refused(Code.UNIT_DOES_NOT_REPORT, unit=unit)
    opening = (await scope.uow.unit_reports.openings(of.key)).get(unit)
    until = None if opening is None else opening.until
    return ReportView(
        unit=unit,
        period=of,
        stage=stage(of, scope.today, until),
        now=(await figures(scope, of, [unit]))[unit],
        versions=tuple(await scope.uow.unit_reports.versions(unit, of.key)),
        opening=opening,
        can_send=_may(check_send, actor, unit, of, scope.today, bound, until),
        can_reopen=_may(check_reopen, actor, unit, of, scope.today, scope.today, bound),
        has_sample=await has_sample(scope, of, [unit]),
    )


def _may(check: Callable[..., None], *args: object) -> bool:
    try:
        check(*args)
    except Refused:
        return False
    return True


async def check_may_send(scope: Scope, actor: Actor, unit: str, of: ReportPeriod) -> None:
    """Raises Refused as ``domain.unit_report.check_send``."""
    bound = reporting_units(await scope.uow.units.all(), of)
    opening = (await scope.uow.unit_reports.openings(of.key)).get(unit)
    check_send(actor, unit, of, scope.today, bound, None if opening is None else opening.until)


async def send(
    scope: Scope,
    actor: Actor,
    unit: str,
    of: ReportPeriod,
    derived: Figures,
    counts: Counts,
    *,
    difficulties: str = "",
    proposals: str = "",
    seen: int,
) -> UnitReport:
    """Sends the unit's report, or sends it again.

    ``derived`` is what the bot had filled in, ``seen`` the version that was there before. Raises
    Refused: as ``check_may_send``, as ``domain.unit_report.check_counts``, STALE.
    """
    await check_may_send(scope, actor, unit, of)
    told = report(unit, of, seen + 1, derived, counts, difficulties, proposals)
    held = (await scope.uow.unit_reports.latest(of.key, {unit})).get(unit)
    if (0 if held is None else held.report.version) != seen:
        raise Refused(Code.STALE)
    role = Role.UNIT_HEAD if actor.leads(unit) else Role.FOCAL_OFFICER
    await scope.uow.unit_reports.add(SentReport(told, scope.now, actor.person_id, role))
    return told


# ── the province ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PeriodReports:
    """A period of the province: who reports, and what was sent."""

    period: ReportPeriod
    units: Units
    bound: tuple[str, ...]
    sent: Mapping[str, SentReport]

    @property
    def missing(self) -> tuple[str, ...]:
        """The units that have not sent their report."""
        return tuple(unit for unit in self.bound if unit not in self.sent)

    @property
    def rate(self) -> Rate:
        """How many of those that report have."""
        return Rate(len(self.bound) - len(self.missing), len(self.bound))

    @property
    def corrected(self) -> tuple[str, ...]:
        """The units that tell a figure otherwise than the bot."""
        return tuple(unit for unit in self.bound if unit in self.sent and self.sent[unit].report.corrected)


def check_look_at_province(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever neither coordinates nor governs."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)


async def of_province(scope: Scope, actor: Actor, of: ReportPeriod) -> PeriodReports:
    """A period of the province. Raises Refused(NOT_YOURS)."""
    check_look_at_province(actor)
    return await reports_of(scope, of)


async def reports_of(scope: Scope, of: ReportPeriod) -> PeriodReports:
    """As ``of_province``, for those who were allowed it otherwise: a paper's reader, the command line."""
    units = await scope.uow.units.all()
    return PeriodReports(of, units, reporting_units(units, of), await scope.uow.unit_reports.latest(of.key))


def reopening_days(scope: Scope) -> tuple[date, ...]:
    """The days worth offering as the last of a closed report that is opened again."""
    return tuple(add_working_days(scope.calendar, scope.today, n) for n in REOPENINGS)


async def reopen(scope: Scope, actor: Actor, unit: str, of: ReportPeriod, until: date) -> Opening:
    """Opens a closed report again for one unit; the unit hears of it. Raises Refused as ``check_reopen``."""
    bound = reporting_units(await scope.uow.units.all(), of)
    check_reopen(actor, unit, of, until, scope.today, bound)
    opening = Opening(unit, of.key, until, scope.now, actor.person_id)
    await scope.uow.unit_reports.reopen(opening)
    await _tell(scope, NoticeKind.REPORT_REOPENED, unit, of, until.isoformat())
    return opening


async def remind_missing(scope: Scope, actor: Actor, of: ReportPeriod) -> tuple[str, ...]:
    """Reminds the units that have not sent, once a day each; which of them were not reminded before today.

    A unit without anybody to hear it is none of them. Raises Refused as ``check_remind``.
    """
    check_remind(actor, of, scope.today)
    found = await of_province(scope, actor, of)
    day = scope.today.isoformat()
    return tuple(
        [unit for unit in found.missing if await _tell(scope, NoticeKind.REPORT_MISSING, unit, of, day)]
    )


async def _tell(scope: Scope, kind: NoticeKind, unit: str, of: ReportPeriod, once: str) -> bool:
    """Tells whoever serves the unit; whether anybody is told who was not told it before."""
    is_new = False
    for person in await scope.uow.people.holding(UNIT_ROLES, unit):
        if person.actor(scope.now).serves(unit):
            is_new |= await scope.uow.notices.post(
                Notice(kind, ToPerson(person.id), {"unit": unit, "period": of.key}),
                key=f"{kind}:{of.key}:{unit}:{person.id}:{once}",
                hold_until=scope.hours.next_opening(scope.calendar, scope.now),
            )
    return is_new


# ── what is awaited ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class OwedStanding:
    """A report that a unit owes, and the rung it stands on as far as was told."""

    owed: OwedReport
    rung: Rung | None = None
    climbed_on: date | None = None


async def owed(
    scope: Scope, units: Collection[str] | None = None, due_by: date | None = None
) -> list[OwedStanding]:
    """The reports that units (those named, or all) have not sent and that are due up to a day: of the period that
    closes next, and closed ones that were opened again for them.
    """
    found: list[OwedStanding] = []
    awaited = awaited_period(scope.rules, scope.calendar, scope.today)
    # For most of the year no report is due for long, and nothing of it is read.
    if due_by is None or awaited.unit_due <= due_by:
        known = await scope.uow.units.all()
        sent = await scope.uow.unit_reports.latest(awaited.key, units)
        rungs = await scope.uow.unit_reports.rungs(awaited.key)
        found = [
            _standing(OwedReport(unit, awaited, awaited.unit_due), rungs)
            for unit in reporting_units(known, awaited)
            if unit not in sent and (units is None or unit in units)
        ]
    for opening in await scope.uow.unit_reports.open_from(scope.today):
        is_later = due_by is not None and opening.until > due_by
        if is_later or (units is not None and opening.unit not in units):
            continue
        of = period(scope, opening.period)
        held = (await scope.uow.unit_reports.latest(of.key, {opening.unit})).get(opening.unit)
        if held is None:
            # The day it was opened until is the day it is due.
            rungs = await scope.uow.unit_reports.rungs(of.key)
            found.append(_standing(OwedReport(opening.unit, of, opening.until), rungs))
    return found


def _standing(owed: OwedReport, rungs: Mapping[str, ReportRung]) -> OwedStanding:
    at = rungs.get(owed.unit)
    return OwedStanding(owed) if at is None else OwedStanding(owed, at.rung, at.climbed_on)
