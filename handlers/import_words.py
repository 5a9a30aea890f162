"""What is wrong with a file that was to be imported, in the words of whoever keeps the file."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.ui.text import shown
from bot.ui.translation import N_, Translator
from domain.deadlines import DueRule
from domain.duty import Fulfilment
from domain.inspection import FindingKind
from domain.ranking import UnitGroup
from domain.task import Area, TaskStatus
from domain.unit import GROUPS, UnitKind
from services.imports import BOTH_GROUPS, RowFault, RowFaultCode
from services.sheets import SheetFault, UnreadableSheet

SHEETS: Final[Mapping[SheetFault, str]] = {
    SheetFault.EMPTY: N_("The file is empty: its first row has to name the columns."),
    SheetFault.TOO_LARGE: N_("The file is larger than {limit} bytes."),
    SheetFault.TOO_MANY_ROWS: N_("The file has more than {limit} rows."),
    SheetFault.TOO_MANY_COLUMNS: N_("The file has more than {limit} columns."),
    SheetFault.UNKNOWN_KIND: N_("The file is neither CSV nor XLSX."),
    SheetFault.OLD_EXCEL: N_("The file is in the old Excel format: save it as .xlsx."),
    SheetFault.ENCRYPTED: N_("The file opens with a password only: save it without one."),
    SheetFault.MACROS: N_("The file holds macros: save it as .xlsx without them."),
    SheetFault.DAMAGED: N_("The file is damaged and cannot be read to its end."),
    SheetFault.UNPACKED_TOO_LARGE: N_("Unpacked, the file is larger than {limit} bytes."),
    SheetFault.RATIO: N_("The file is packed more tightly than any table."),
    SheetFault.TOO_MANY_MEMBERS: N_("The workbook has more than {limit} parts."),
    SheetFault.ENCODING: N_(
        "The file is not in UTF-8 (it looks like {guess}): save it as CSV UTF-8 or as .xlsx."
    ),
    SheetFault.DELIMITER: N_("The columns have to be parted by commas or semicolons."),
    SheetFault.UNNAMED_COLUMN: N_("Column {column} has no name in the first row."),
    SheetFault.DUPLICATE_COLUMN: N_("Two columns are named {column}."),
    SheetFault.RAGGED_ROW: N_("Line {line} has more cells than there are columns."),
    SheetFault.CONTROL_CHARACTER: N_("Line {line} holds a character that cannot be stored (NUL)."),
    SheetFault.MERGED_CELLS: N_("Cells {cells} are merged: part them."),
    SheetFault.FORMULA_WITHOUT_VALUE: N_(
        "Cell {cell} is a formula without a value: open and save the file in Excel."
    ),
    SheetFault.ERROR_VALUE: N_("Cell {cell} shows an error."),
    SheetFault.NO_SHEET: N_("The workbook has no visible sheet."),
}

ROWS: Final[Mapping[RowFaultCode, str]] = {
    RowFaultCode.MISSING_COLUMN: N_("this column is missing"),
    RowFaultCode.UNKNOWN_COLUMN: N_("there is no such column"),
    RowFaultCode.MISSING_CELL: N_("the cell is empty"),
    RowFaultCode.TOO_LONG: N_("the text is too long"),
    RowFaultCode.BAD_CODE: N_("“{value}” cannot be a code"),
    RowFaultCode.DUPLICATE_CODE: N_("the code “{value}” is there twice"),
    RowFaultCode.UNKNOWN_UNIT: N_("“{value}” names a unit that is not known"),
    RowFaultCode.UNKNOWN_GROUP: N_("“{value}” names a group of units that is not known; there are {known}"),
    RowFaultCode.UNKNOWN_KIND: N_("“{value}” is no kind of unit; there are {known}"),
    RowFaultCode.UNKNOWN_AREA: N_("“{value}” is no area of reform; there are {known}"),
    RowFaultCode.UNKNOWN_STATUS: N_("“{value}” is no status of a task; there are {known}"),
    RowFaultCode.NOT_YES_OR_NO: N_("“{value}” is neither true nor false"),
    RowFaultCode.IMPOSSIBLE_DATE: N_("“{value}” is no date (write dd/mm/yyyy)"),
    RowFaultCode.DATE_MISSING_FOR_STATUS: N_("the status needs this date"),
    RowFaultCode.DATE_AGAINST_STATUS: N_("the status has no such date"),
    RowFaultCode.COMPLETED_BEFORE_SUBMITTED: N_("it is earlier than the date of submission"),
    RowFaultCode.BAD_NUMBER: N_("“{value}” is no number that can stand here"),
    RowFaultCode.UNKNOWN_RULE: N_("“{value}” is no rule of due dates; there are {known}"),
    RowFaultCode.RULE_NEEDS_DATE: N_("this rule needs a date"),
    RowFaultCode.RULE_HAS_NO_DATE: N_("this rule has no date"),
    RowFaultCode.UNKNOWN_FULFILMENT: N_("“{value}” is no way to carry out an order; there are {known}"),
    RowFaultCode.BAD_TERM: N_("“{value}” is no year or period (write 2023 or 2021-2025)"),
    RowFaultCode.DUPLICATE_ROW: N_("“{value}” is there twice for the same term"),
    RowFaultCode.FUTURE_DATE: N_("“{value}” lies ahead"),
    RowFaultCode.BAD_MONTH: N_("“{value}” is no month (write mm/yyyy)"),
    RowFaultCode.DUPLICATE_MONTH: N_("“{value}” is there twice for the same month"),
    RowFaultCode.MONTH_AHEAD: N_("the month “{value}” is not over yet"),
    RowFaultCode.ONLINE_EXCEEDS_RECEIVED: N_("“{value}” is more than was received"),
    RowFaultCode.UNKNOWN_FINDING: N_("“{value}” is no kind of finding; there are {known}"),
    RowFaultCode.CODE_OTHERWISE: N_("the code was used before with other cells"),
    RowFaultCode.FINDING_INCOMPLETE: N_("a finding needs its kind, its number and its words"),
    RowFaultCode.FINDING_NOT_HELD: N_("only what was held has findings"),
    RowFaultCode.UNKNOWN_UNIT_GROUP: N_("“{value}” is no group of units that is ranked; there are {known}"),
    RowFaultCode.BAD_POINTS: N_("“{value}” is no number of points (from 0, at most two decimals)"),
    RowFaultCode.POINTS_ABOVE_MOST: N_("“{value}” is more than the criterion gives"),
    RowFaultCode.CRITERION_HAS_SCORES: N_(
        "“{value}” would change a criterion on which units have been scored already"
    ),
    RowFaultCode.SCORES_SUBMITTED: N_(
        "“{value}” would be new, and units have submitted their scores already"
    ),
    RowFaultCode.UNKNOWN_CRITERION: N_("“{value}” is no criterion that applies to the unit"),
    RowFaultCode.UNIT_NOT_RANKED: N_("“{value}” is not among the units that are ranked"),
    RowFaultCode.OWN_PARENT: N_("the unit is its own parent"),
    RowFaultCode.PARENT_CYCLE: N_("the unit stands under itself"),
    RowFaultCode.SUCCEEDED_TWICE: N_("“{value}” ends twice: once is all a unit can"),
    RowFaultCode.SUCCESSOR_UNKNOWN: N_("“{value}” is not known, and its name is missing here"),
    RowFaultCode.SUCCESSION_CYCLE: N_("through “{value}” the unit would take over from itself"),
    RowFaultCode.NOT_IN_FORCE: N_("the unit “{value}” is not in force on that day"),
}


KNOWN: Final[Mapping[RowFaultCode, Iterable[str]]] = {
    RowFaultCode.UNKNOWN_GROUP: sorted(GROUPS),
    RowFaultCode.UNKNOWN_KIND: UnitKind,
    RowFaultCode.UNKNOWN_AREA: Area,
    RowFaultCode.UNKNOWN_STATUS: TaskStatus,
    RowFaultCode.UNKNOWN_RULE: DueRule,
    RowFaultCode.UNKNOWN_FULFILMENT: Fulfilment,
    RowFaultCode.UNKNOWN_FINDING: FindingKind,
    RowFaultCode.UNKNOWN_UNIT_GROUP: [*UnitGroup, BOTH_GROUPS],
}
"""What may stand in such a cell."""


def of_sheet(tr: Translator, unreadable: UnreadableSheet) -> str:
    """Why the file as a whole was refused."""
    words = tr.plain(
        SHEETS[unreadable.code],
        **{
            name: tr.number(value) if isinstance(value, int) else shown(value)
            for name, value in unreadable.data.items()
        },
    )
    line = unreadable.data.get("line")
    if line is not None and "{line}" not in SHEETS[unreadable.code]:
        return tr.plain("Line {line}: {reason}", line=str(line), reason=words)
    return words


def of_row(tr: Translator, fault: RowFault) -> str:
    """A wrong cell: its line as the file counts them, its column, the reason."""
    known = ", ".join(KNOWN.get(fault.code, ()))
    reason = tr.plain(ROWS[fault.code], value=shown(fault.value), known=known)
    return tr.plain(
        "line {line}, column {column}: {reason}",
        line=str(fault.line),
        column=shown(fault.column),
        reason=reason,
    )
