"""Who may know that a case exists.

The people of the accused unit are the people who can do harm with that knowledge: to the reporter, and to the evidence.
So the rule asks first whom to keep out, then whom to let in. It is one rule in two shapes: ``Sight`` for a query, and
``may_know`` for one case, which asks the same ``Sight``.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.case import Case, CaseStatus, Tier
from domain.people import INSPECTORATE_ROLES, Actor, Role
from domain.unit import (
    UnitKind,
    Units,
    above_below_province,
    ancestors,
    descendants,
    is_province,
    through_time,
)


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie a person declared, to a unit or to one case: kin, friendship, a former post, a dispute. UTC."""

    person_id: str
    declared_at: datetime
    unit: str | None = None
    case_id: str | None = None
    ended_at: datetime | None = None


def excluded_units(accused: str, units: Units) -> frozenset[str]:
    """The units whose people must not know: the accused, those under it, and those above it below the province.

    With the units it came from or became: after a merger the same people sit under another name.
    """
    return frozenset().union(
        *(
            {code} | descendants(code, units) | above_below_province(code, units)
            for code in through_time((accused,), units)
        )
    )


def accused_hidden_from(avoided: frozenset[str], units: Units) -> frozenset[str]:
    """``excluded_units`` turned round: the accused units whose cases people of ``avoided`` must not know."""
    line = set(avoided)
    for code in avoided:
        line.update(ancestors(code, units))
        if not is_province(code, units):
            line |= descendants(code, units)
    return through_time(line, units)


def tier_for(accused: str, units: Units, inspectorate_person_accused: bool = False) -> Tier:
    """The least tier of a new case: OVERSIGHT when the inspectorate, or someone in it, is accused.

    Also when the accused unit stands above the inspectorate: its own rule would keep every inspector out.
    """
    hit = any(
        code in units and units[code].kind is UnitKind.INSPECTORATE for code in excluded_units(accused, units)
    )
    return Tier.OVERSIGHT if hit or inspectorate_person_accused else Tier.STANDARD


@dataclass(frozen=True, slots=True)
class Sight:
    """What of all cases somebody may know as staff, in a form a query can use.

    A case is seen if its tier is one of ``tiers``, or it is RESTRICTED and owned by ``person_id`` and
    ``own_restricted``; and its accused unit is not in ``hidden_units``; and its id not in ``hidden_cases``; and
    ``person_id`` is not among its recused; and its reporter is not ``reporter_id`` (nobody works on their own report);
    and it is no draft.
    """

    person_id: str
    reporter_id: str | None
    tiers: frozenset[Tier]
    own_restricted: bool
    hidden_units: frozenset[str]
    hidden_cases: frozenset[str]

    @property
    def is_blind(self) -> bool:
        """Whether no case at all can be seen: then no query is made."""
        return not self.tiers

    def sees(self, case: Case) -> bool:
        """Whether the case may be known to them as staff."""
        tier = case.tier in self.tiers or (
            case.tier is Tier.RESTRICTED and self.own_restricted and case.owner_id == self.person_id
        )
        return (
            tier
            and case.status is not CaseStatus.DRAFT
            and case.accused_unit not in self.hidden_units
            and case.id not in self.hidden_cases
            and self.person_id not in case.recused
            and (case.reporter_id is None or case.reporter_id != self.reporter_id)
        )


def sight(actor: Actor, units: Units, ties: Collection[Tie] = ()) -> Sight:
    """What the actor may know as staff.

    Inspectors, intake and leads see what does not concern the inspectorate; oversight sees only what does. Whoever is
    administrator or custodian sees nothing, whatever else they hold: the one could appoint themselves, the other could
    put a name to it. Heads, coordinators and leaders see nothing by those roles.
    """
    mine = [tie for tie in ties if tie.person_id == actor.person_id and tie.ended_at is None]
    avoided = actor.units() | {tie.unit for tie in mine if tie.unit is not None}
    return Sight(
        person_id=actor.person_id,
        reporter_id=actor.reporter_id,
        tiers=_tiers(actor),
        own_restricted=actor.has(Role.INSPECTOR),
        hidden_units=accused_hidden_from(avoided, units),
        hidden_cases=frozenset(tie.case_id for tie in mine if tie.case_id is not None),
    )


def _tiers(actor: Actor) -> frozenset[Tier]:
    if actor.has(Role.ADMINISTRATOR) or actor.has(Role.CUSTODIAN):
        return frozenset()
    if actor.has(Role.OVERSIGHT):
        # Oversight of the inspectorate by one of its own would be none.
        return frozenset() if actor.is_inspectorate else frozenset({Tier.OVERSIGHT})
    if actor.has(Role.LEAD_INSPECTOR):
        return frozenset({Tier.STANDARD, Tier.RESTRICTED})
    return frozenset({Tier.STANDARD}) if actor.has_any(INSPECTORATE_ROLES) else frozenset()


def is_reporter(case: Case, actor: Actor) -> bool:
    """Whether it is their own report: the pseudonyms agree. A case code proves nothing."""
    return case.reporter_id is not None and case.reporter_id == actor.reporter_id


def may_work_on(case: Case, actor: Actor, units: Units, ties: Collection[Tie] = ()) -> bool:
    """Whether the actor may know of the case as staff."""
    return sight(actor, units, ties).sees(case)


def may_know(case: Case, actor: Actor, units: Units, ties: Collection[Tie] = ()) -> bool:
    """Whether the actor may know that the case exists: as its reporter, or as staff."""
    return is_reporter(case, actor) or may_work_on(case, actor, units, ties)


def may_read_referral(case: Case, actor: Actor) -> bool:
    """Whether the referral is addressed to this person: that paper and nothing else, only while it is out."""
    return (
        case.status is CaseStatus.REFERRED
        and case.referral is not None
        and case.referral.addressee_id == actor.person_id
        and actor.serves(case.referral.unit)
    )


def may_read_measures(case: Case, actor: Actor) -> bool:
    """Whether a measure of the case is addressed to a unit this person heads: that paper and nothing else."""
    return case.status in {CaseStatus.MEASURES, CaseStatus.CLOSED} and any(
        actor.leads(measure.unit) for measure in case.measures
    )
