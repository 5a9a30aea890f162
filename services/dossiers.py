"""Online dossiers: entering a month, correcting it, and what the figures of units and of the province are.

Rates, who is missing and who is below are read off what was entered each time; nothing of it is stored.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from domain.dossiers import (
    Entry,
    Month,
    MonthFigure,
    MonthStage,
    Owed,
    Point,
    Target,
    Targets,
    awaited_month,
    check_enter,
    check_percent,
    check_reason,
    cut_off,
    dossier_rate,
    may_enter,
    month_figure,
    stage,
    summed,
)
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Actor, Role
from domain.rates import Rate
from domain.reminders import Rung
from domain.unit import UnitKind, Units
from services.scope import Scope

TREND_MONTHS: Final = 6


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry with when it was made (UTC), by whom and in what capacity; nobody where a file brought it."""

    entry: Entry
    at: datetime
    by: str | None
    role: Role | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DossierRung:
    """The rung on which the figures a unit owes were last seen, and since when."""

    unit: str
    rung: Rung
    climbed_on: date


class Dossiers(Protocol):
    """What units entered month by month, and the targets of the kinds of units."""

    async def entries(self, first: Month, last: Month, units: Collection[str] | None = None) -> list[Entry]:
        """What holds for each unit (of those named) and month of a span, by month and unit."""
        ...

    async def versions(self, unit: str, month: Month) -> list[EntryRecord]:
        """All that was entered for a unit and month, the latest first."""
        ...

    async def add(self, records: Sequence[EntryRecord]) -> None:
        """Writes further versions down. Raises Refused(STALE) when a version was written by somebody else meanwhile."""
        ...

    async def targets(self) -> Targets: ...

    async def put_targets(self, targets: Sequence[Target], by: str | None, now: datetime) -> None:
        """Sets targets; a second one of the same kind and month replaces the first."""
        ...

    async def rungs(self, month: Month) -> list[DossierRung]:
        """The rungs of the units that owe the month."""
        ...

    async def climb(self, rungs: Sequence[tuple[str, Month, Rung]], day: date) -> None:
        """Remembers the rung of each unit and month since the day."""
        ...


# ── looking ───────────────────────────────────────────────────────────────────────────────────────


def may_look(actor: Actor, unit: str) -> bool:
    """Whether the figures of the unit are the actor's business: their own, or they coordinate or govern."""
    return actor.serves(unit) or actor.has_any(OFFICE_ROLES)


def check_look_at_province(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever neither coordinates nor governs."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)


@dataclass(frozen=True, slots=True)
class UnitDossiers:
    """The figures of a unit: the last months up to the one that is awaited, the year's so far, the target."""

    unit: str
    awaited: Month
    entries: Mapping[Month, Entry]
    series: tuple[Point, ...]
    target: Target | None
    can_enter: bool
    stage: MonthStage
    cut_off: date

    @property
    def year_so_far(self) -> Rate:
        """The rate of the months of the year that were told."""
        return summed(entry.rate for month, entry in self.entries.items() if month.year == self.awaited.year)

    @property
    def has_sample(self) -> bool:
        """Whether some of it is sample data."""
        return any(entry.is_sample for entry in self.entries.values()) or (
            self.target is not None and self.target.is_sample
        )


async def of_unit(scope: Scope, actor: Actor, unit: str) -> UnitDossiers:
    """The figures of a unit. Raises Refused(NOT_YOURS) for whoever they are no business of."""
    if not may_look(actor, unit):
        raise Refused(Code.NOT_YOURS)
    awaited = awaited_month(scope.today)
    first = min(awaited.plus(1 - TREND_MONTHS), Month(awaited.year, 1))
    found = {entry.month: entry for entry in await scope.uow.dossiers.entries(first, awaited, {unit})}
    units, targets = await scope.uow.units.all(), await scope.uow.dossiers.targets()
    day = scope.rules.dossier_cut_off_day
    return UnitDossiers(
        unit=unit,
        awaited=awaited,
        entries=found,
        series=tuple(
            _point(month, [found[month]] if month in found else [], targets.of_unit(unit, units, month))
            for month in awaited.plus(1 - TREND_MONTHS).until(awaited)
        ),
        target=targets.of_unit(unit, units, awaited),
        can_enter=may_enter(actor, unit, awaited, scope.today, day),
        stage=stage(awaited, scope.today, day),
        cut_off=cut_off(awaited, day),
    )


@dataclass(frozen=True, slots=True)
class MonthOfUnit:
    """A month of a unit, with all that was ever entered for it, the latest first."""

    unit: str
    month: Month
    versions: tuple[EntryRecord, ...]
    before: Entry | None
    target: Target | None
    can_enter: bool
    stage: MonthStage
    cut_off: date

    @property
    def entry(self) -> Entry | None:
        """What holds."""
        return self.versions[0].entry if self.versions else None

    @property
    def version(self) -> int:
        """The version that holds; 0 where nothing was entered."""
        return self.versions[0].entry.version if self.versions else 0

    @property
    def has_sample(self) -> bool:
        """Whether some of it is sample data."""
        return (self.entry is not None and self.entry.is_sample) or (
            self.target is not None and self.target.is_sample
        )


async def month_of_unit(scope: Scope, actor: Actor, unit: str, month: Month) -> MonthOfUnit:
    """A month of a unit. Raises Refused: NOT_YOURS, UNIT_UNKNOWN."""
    if not may_look(actor, unit):
        raise Refused(Code.NOT_YOURS)
    units = await scope.uow.units.all()
    if unit not in units:
        raise Refused(Code.UNIT_UNKNOWN, unit=unit)
    targets, day = await scope.uow.dossiers.targets(), scope.rules.dossier_cut_off_day
    before = await scope.uow.dossiers.entries(month.preceding, month.preceding, {unit})
    return MonthOfUnit(
        unit=unit,
        month=month,
        versions=tuple(await scope.uow.dossiers.versions(unit, month)),
        before=before[0] if before else None,
        target=targets.of_unit(unit, units, month),
        can_enter=may_enter(actor, unit, month, scope.today, day),
        stage=stage(month, scope.today, day),
        cut_off=cut_off(month, day),
    )


@dataclass(frozen=True, slots=True)
class ProvinceMonth:
    """A month of the province: its units, what each entered, the targets."""

    month: Month
    units: Units
    targets: Targets
    entries: Mapping[str, Entry]
    stage: MonthStage
    cut_off: date

    def figure(self, kind: UnitKind | None = None) -> MonthFigure:
        """The figure of all units, or of those of a kind."""
        return month_figure(self.units, self.targets, self.month, self.entries, kind)

    def target_of(self, unit: str) -> Target | None:
        """The target in force for a unit."""
        return self.targets.of_unit(unit, self.units, self.month)

    @property
    def kinds(self) -> tuple[UnitKind, ...]:
        """The kinds of units that are asked, in their usual order."""
        asked = {self.units[code].kind for code in self.targets.asked(self.units, self.month)}
        return tuple(kind for kind in UnitKind if kind in asked)

    @property
    def has_sample(self) -> bool:
        """Whether some of it is sample data."""
        return any(entry.is_sample for entry in self.entries.values()) or any(
            target.is_sample for target in self.targets.rows
        )


async def of_province(scope: Scope, actor: Actor, month: Month | None = None) -> ProvinceMonth:
    """A month of the province, or the one that is awaited. Raises Refused(NOT_YOURS)."""
    check_look_at_province(actor)
    return await month_of_province(scope, month or awaited_month(scope.today))


async def month_of_province(scope: Scope, month: Month) -> ProvinceMonth:
    """As ``of_province``, for who was asked before whether they may look."""
    day = scope.rules.dossier_cut_off_day
    entries = await scope.uow.dossiers.entries(month, month)
    return ProvinceMonth(
        month=month,
        units=await scope.uow.units.all(),
        targets=await scope.uow.dossiers.targets(),
        entries={entry.unit: entry for entry in entries},
        stage=stage(month, scope.today, day),
        cut_off=cut_off(month, day),
    )


async def series(
    scope: Scope, last: Month, months: int = TREND_MONTHS, *, unit: str | None = None
) -> tuple[Point, ...]:
    """The rate month by month up to ``last``: of a unit against its target, or of the whole province.

    What a chart is drawn from; whoever shows it asks before whether it may be seen.
    """
    span = last.plus(1 - months).until(last)
    units, targets = await scope.uow.units.all(), await scope.uow.dossiers.targets()
    entries = await scope.uow.dossiers.entries(span[0], span[-1], None if unit is None else {unit})
    return tuple(
        _point(
            month,
            [entry for entry in entries if entry.month == month],
            None if unit is None else targets.of_unit(unit, units, month),
        )
        for month in span
    )


async def rests_on_sample(scope: Scope, unit: str) -> bool:
    """Whether some of the unit's last months are sample data."""
    last = awaited_month(scope.today)
    entries = await scope.uow.dossiers.entries(last.plus(1 - TREND_MONTHS), last, {unit})
    return any(entry.is_sample for entry in entries)


def _point(month: Month, entries: Sequence[Entry], target: Target | None) -> Point:
    return Point(
        month,
        summed(entry.rate for entry in entries) if entries else None,
        len(entries),
        None if target is None else target.percent,
    )


# ── entering ──────────────────────────────────────────────────────────────────────────────────────


async def check_may_enter(scope: Scope, actor: Actor, unit: str, month: Month) -> None:
    """Raises Refused: NOT_YOURS, MONTH_AHEAD, MONTH_CLOSED, UNIT_UNKNOWN, or UNIT_NOT_IN_FORCE in that month."""
    known = await scope.uow.units.get(unit)
    if known is None:
        raise Refused(Code.UNIT_UNKNOWN, unit=unit)
    check_enter(actor, unit, month, scope.today, scope.rules.dossier_cut_off_day)
    if not known.in_force(month.first) and not known.in_force(month.last):
        raise Refused(Code.UNIT_NOT_IN_FORCE, unit=unit, on=month.first)


async def enter(
    scope: Scope,
    actor: Actor,
    unit: str,
    month: Month,
    received: int,
    online: int,
    *,
    seen: int,
    reason: str = "",
) -> Entry:
    """Enters the figures of a month, or corrects them. ``seen`` is the version the actor had before their eyes.

    Figures that say what is there already make no new version. Raises Refused: as ``check_may_enter``, REASON_MISSING,
    as ``dossier_rate``, or STALE.
    """
    await check_may_enter(scope, actor, unit, month)
    check_reason(actor, unit, reason)
    rate = dossier_rate(received, online)
    held = await scope.uow.dossiers.entries(month, month, {unit})
    version = held[0].version if held else 0
    if version != seen:
        raise Refused(Code.STALE)
    if held and held[0].rate == rate:
        return held[0]
    entry = Entry(unit, month, version + 1, rate)
    await scope.uow.dossiers.add(
        [EntryRecord(entry, scope.now, actor.person_id, _capacity(actor, unit), reason.strip())]
    )
    return entry


def _capacity(actor: Actor, unit: str) -> Role:
    if actor.leads(unit):
        return Role.UNIT_HEAD
    return Role.FOCAL_OFFICER if actor.serves(unit) else Role.COORDINATOR


def check_may_set_target(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever does not coordinate."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)


async def set_target(scope: Scope, actor: Actor, kind: UnitKind, percent: int, since: Month) -> Target:
    """Sets the target of a kind of units from a month on. Raises Refused: NOT_YOURS, TARGET_INVALID."""
    check_may_set_target(actor)
    target = Target(kind, check_percent(percent), since)
    await scope.uow.dossiers.put_targets([target], actor.person_id, scope.now)
    return target


# ── what is awaited ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class OwedFigures:
    """What a unit owes for the month that ended last, and the rung it stands on as far as was told."""

    owed: Owed
    rung: Rung | None = None
    climbed_on: date | None = None


async def owed(scope: Scope, units: Collection[str] | None = None) -> list[OwedFigures]:
    """The figures that units (those named, or all) have not entered for the month that ended last."""
    targets = await scope.uow.dossiers.targets()
    if not targets.rows:
        return []
    month, known = awaited_month(scope.today), await scope.uow.units.all()
    asked = [code for code in targets.asked(known, month) if units is None or code in units]
    told = {entry.unit for entry in await scope.uow.dossiers.entries(month, month, units)}
    rungs = {rung.unit: rung for rung in await scope.uow.dossiers.rungs(month)}
    due = cut_off(month, scope.rules.dossier_cut_off_day)
    found = []
    for unit in asked:
        if unit in told:
            continue
        target, rung = targets.of_unit(unit, known, month), rungs.get(unit)
        found.append(
            OwedFigures(
                Owed(unit, month, due, is_pending=True, is_sample=target is not None and target.is_sample),
                None if rung is None else rung.rung,
                None if rung is None else rung.climbed_on,
            )
        )
    return found
