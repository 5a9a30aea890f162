"""The sample data of Nghệ An, 2023, from which the demo and the tour start. The plan says that it is a sample."""

from pathlib import Path
from typing import Final

from adapters.imports import parse_plan, parse_units
from adapters.spreadsheets import read_rows
from bot.office import Office
from services.plans import PlanHeader, import_plan, import_units

FOLDER: Final = Path(__file__).parent.parent / "samples" / "nghe-an-2023"
PLAN: Final = PlanHeader(
    code="CCHC-2023",
    year=2023,
    title_vi="Kế hoạch cải cách hành chính tỉnh Nghệ An năm 2023",
    title_en="Public administrative reform plan of Nghệ An province, 2023",
    is_sample=True,
)


class SamplesBroken(Exception):
    """The sample files that ship with the product have wrong rows."""


async def import_samples(office: Office) -> None:
    """Imports units and plan; a second time changes nothing that was acted on."""
    units = parse_units(read_rows(FOLDER / "units.csv", "units.csv"))
    tasks = parse_plan(
        read_rows(FOLDER / "par_plan_2023.csv", "par_plan_2023.csv"), {row.code for row in units.rows}
    )
    if units.faults or tasks.faults:
        raise SamplesBroken(f"{len(units.faults) + len(tasks.faults)} wrong rows")
    async with office.writing() as (_, scope):
        await import_units(scope, units.rows)
        await import_plan(scope, PLAN, tasks.rows)
