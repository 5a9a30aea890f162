"""What tests of periodic reports say and look up: days, what is stored of a report, what a paper says."""

from datetime import date, datetime
from io import BytesIO

import docx

from domain.inspection import Finding, FindingKind, Inspection, InspectionKind
from tests.support.town import PROVINCE, Town

YEAR = "2023-year"


def at(day: int, hour: int = 9, *, month: int = 12) -> datetime:
    """An hour of a day of 2023."""
    return datetime(2023, month, day, hour, tzinfo=PROVINCE)


async def sent(town: Town, unit: str) -> list[tuple[int, dict[str, int], str, str, str]]:
    """What is stored of the year's report: version, corrected figures, the two texts, the sender's role."""
    async with town.product.office.reading() as (uow, _):
        return [
            (
                one.report.version,
                {figure.value: one.report.counts[figure] for figure in one.report.corrected},
                one.report.difficulties,
                one.report.proposals,
                one.role.value,
            )
            for one in await uow.unit_reports.versions(unit, YEAR)
        ]


def inspection(code: str, kind: InspectionKind, day: date) -> Inspection:
    """One that was held and found something four times."""
    found = Finding(f"f-{code}", FindingKind.PROCEDURES, 4, "Niêm yết thiếu")
    return Inspection(code, code, kind, "STTTT", day, day, "a", "b", held_on=day, findings=(found,))


def words_of(data: bytes) -> str:
    """All that stands in a Word file, its tables included."""
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
