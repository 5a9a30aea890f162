"""Rankings for tests: a few criteria in units of the sample data, and scores as if given on paper."""

from decimal import Decimal

from domain.people import Role
from domain.ranking import Criterion, UnitGroup
from domain.task import Area
from services.imports import CriterionRow, ScoreRow
from services.ranking import set_open
from services.ranking_imports import import_criteria, import_scores
from simulator.client import Person
from tests.support.plans import give_units
from tests.support.town import Town

YEAR = 2023
BOTH = tuple(UnitGroup)


def criterion(
    code: str, most: str, area: Area = Area.STEERING, *, groups: tuple[UnitGroup, ...] = BOTH, name: str = ""
) -> CriterionRow:
    """A criterion of a file."""
    return CriterionRow(
        2, code, area, name or f"Tiêu chí {code}", name or f"Criterion {code}", Decimal(most), groups
    )


PLAN = criterion("1.1", "3", name="Kế hoạch cải cách hành chính")
REPORTS = criterion("1.2", "2", name="Báo cáo định kỳ")
ONLINE = criterion("7.1", "5", Area.DIGITAL_GOVERNMENT, name="Tỷ lệ hồ sơ trực tuyến")
COMMUNES = criterion("5.6", "2", Area.CIVIL_SERVICE, groups=(UnitGroup.DISTRICTS,))


async def give_ranking(town: Town, *rows: CriterionRow, year: int = YEAR, is_open: bool = True) -> None:
    """A ranking of these criteria, opened by a coordinator nobody else in the test is."""
    await give_units(town)
    async with town.product.office.writing() as (_, scope):
        await import_criteria(scope, year, rows or (PLAN, REPORTS, ONLINE, COMMUNES))
    if is_open:
        await town.staff("Mở", Role.COORDINATOR, "SNV")
        async with town.product.office.writing() as (uow, scope):
            (opener,) = await uow.people.holding(frozenset({Role.COORDINATOR}))
            await set_open(scope, opener.actor(scope.now), year, is_open=True, seen=0)


async def give_scores(town: Town, unit: str, *scores: tuple[str, str, str | None]) -> None:
    """A unit's scores: of each criterion its own and the appraised one."""
    rows = [
        ScoreRow(
            2,
            unit,
            code,
            Decimal(own),
            f"{code}/BC-{unit}",
            None if appraised is None else Decimal(appraised),
            "Chưa đủ tài liệu",
        )
        for code, own, appraised in scores
    ]
    async with town.product.office.writing() as (_, scope):
        await import_scores(scope, YEAR, rows)


async def criterion_of(town: Town, code: str) -> Criterion:
    """The criterion of this code, as it is stored."""
    async with town.product.office.reading() as (uow, _):
        return next(one for one in await uow.rankings.criteria(YEAR) if one.code == code)


async def forged(town: Town, person: Person, data: str) -> str:
    """Presses what no screen offers; what the bot showed last."""
    at = (await person.last()).message_id
    pressed = await person.forges(data, at)
    await town.settle()
    assert (await pressed.answer()).answered
    return (await person.last()).text
