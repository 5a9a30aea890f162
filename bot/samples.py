"""The sample data of Nghệ An, 2023, from which demo and tour start. What is made up says so where it is shown."""

from datetime import date
from pathlib import Path
from typing import Final

from adapters.import_dossiers import parse_dossiers, parse_targets
from adapters.import_inspections import parse_inspections
from adapters.import_orders import parse_digital_plans, parse_orders
from adapters.import_ranking import parse_criteria, parse_scores
from adapters.imports import parse_plan, parse_units
from adapters.sheet import Sheet
from adapters.spreadsheets import read_rows
from bot.office import Office
from domain.plan import PlanKind
from services.dispatch_imports import DispatchHeader, import_digital_plans, import_dispatch
from services.dossier_imports import import_dossiers, import_targets
from services.inspection_imports import import_inspections
from services.plans import PlanHeader, import_plan, import_units
from services.ranking_imports import import_criteria, import_scores

FOLDER: Final = Path(__file__).parent.parent / "samples" / "nghe-an-2023"
PLAN: Final = PlanHeader(
    code="CCHC-2023",
    year=2023,
    title_vi="Kế hoạch cải cách hành chính tỉnh Nghệ An năm 2023",
    title_en="Public administrative reform plan of Nghệ An province, 2023",
    is_sample=True,
)
KEY_TASKS: Final = PlanHeader(code="NVTT-2023", year=2023, is_sample=True, kind=PlanKind.KEY_TASKS)
DISPATCH: Final = DispatchHeader(
    code="CV-2023-10",
    issued_on=date(2023, 10, 2),
    title_vi="Công văn của UBND tỉnh về chấn chỉnh công tác cải cách hành chính sau quý III năm 2023",
    title_en="Official dispatch of the Provincial People's Committee on administrative reform after Q3 2023",
    is_sample=True,
)

RANKED_YEAR: Final = 2023


class SamplesBroken(Exception):
    """The sample files that ship with the product have wrong rows."""


async def import_samples(office: Office) -> None:
    """Imports every sample file; a second time changes nothing that was acted on."""
    units = parse_units(_sheet("units.csv"))
    codes = frozenset(row.code for row in units.rows)
    tasks = parse_plan(_sheet("par_plan_2023.csv"), codes)
    key_tasks = parse_plan(_sheet("key_tasks_2023.csv"), codes)
    orders = parse_orders(_sheet("dispatch_obligations.csv"), codes)
    plans = parse_digital_plans(_sheet("digital_plans.csv"), codes)
    inspections = parse_inspections(_sheet("inspections.csv"), codes)
    every = (units, tasks, key_tasks, orders, plans, inspections)
    faults = sum(len(parsed.faults) for parsed in every)
    if faults:
        raise SamplesBroken(f"{faults} wrong rows")
    async with office.writing() as (_, scope):
        await import_units(scope, units.rows)
        await import_plan(scope, PLAN, tasks.rows)
        await import_plan(scope, KEY_TASKS, key_tasks.rows)
        await import_digital_plans(scope, plans.rows, is_sample=True)
        await import_dispatch(scope, DISPATCH, orders.rows)
        await import_inspections(scope, inspections.rows, is_sample=True)


async def import_dossier_samples(office: Office) -> None:
    """Sets the sample targets and enters the sample figures of dossiers, unless a target was ever set.

    The units are there already. Each unit of the file is asked from then on, so its head is reminded.
    """
    async with office.writing() as (uow, scope):
        if (await uow.dossiers.targets()).rows:
            return
        targets = parse_targets(_sheet("dossier_targets.csv"))
        figures = parse_dossiers(_sheet("online_dossiers_2023.csv"), frozenset(await uow.units.all()))
        faults = len(targets.faults) + len(figures.faults)
        if faults:
            raise SamplesBroken(f"{faults} wrong rows")
        await import_targets(scope, targets.rows, is_sample=True)
        await import_dossiers(scope, figures.rows, is_sample=True)


async def import_ranking_samples(office: Office) -> None:
    """Sets up the sample ranking with the scores of most units, unless there is one. The units are there already."""
    async with office.writing() as (uow, scope):
        if await uow.rankings.exercises():
            return
        criteria = parse_criteria(_sheet("ranking_criteria.csv"))
        scores = parse_scores(_sheet("ranking_scores.csv"), frozenset(await uow.units.all()))
        faults = len(criteria.faults) + len(scores.faults)
        if faults:
            raise SamplesBroken(f"{faults} wrong rows")
        await import_criteria(scope, RANKED_YEAR, criteria.rows, is_sample=True)
        await import_scores(scope, RANKED_YEAR, scores.rows)


def _sheet(name: str) -> Sheet:
    return read_rows(FOLDER / name, name)
