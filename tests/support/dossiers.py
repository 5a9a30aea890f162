"""Targets and figures of dossiers for tests, in units of the sample data."""

from domain.dossiers import Month, Target, dossier_rate
from domain.unit import UnitKind
from services.dossier_imports import import_dossiers
from services.imports import DossierRow
from tests.support.plans import give_units
from tests.support.town import Town

SEPTEMBER = Month(2023, 9)
TARGET = Target(UnitKind.DEPARTMENT, 70, Month(2023, 1))


async def ask_departments(town: Town, *targets: Target) -> None:
    """The units, and a target that has the departments tell their figures every month."""
    await give_units(town)
    async with town.product.office.writing() as (uow, scope):
        await uow.dossiers.put_targets(targets or [TARGET], None, scope.now)


async def tell(town: Town, unit: str, month: Month, received: int, online: int) -> None:
    """Figures of a unit, as if imported from a file."""
    dossier_rate(received, online)
    async with town.product.office.writing() as (_, scope):
        await import_dossiers(scope, [DossierRow(2, unit, month, received, online)])
