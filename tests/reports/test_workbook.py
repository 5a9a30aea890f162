"""Workbooks, read back: every cell has its type, and no text runs."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot.ui.translation import Translator
from domain.deadlines import DueRule
from domain.rates import Rate
from reports.sheet import Heading, Kind, Sheet, Workbook
from reports.sheets import (
    obligations_sheet,
    online_sheet,
    ranking_sheet,
    rule_words,
    tasks_sheet,
    workbook,
)
from reports.text import CELL_ROOM
from reports.voice import Voice
from reports.workbook import sheet_name, write_workbook
from tests.reports.figures_at_hand import (
    ABOUT,
    CALENDAR,
    CRITERIA,
    EN,
    HOSTILE,
    OBLIGATIONS,
    ONLINE,
    RANKING,
    TASKS,
    UNITS,
    VI,
    voice,
)
from tests.support.languages import in_every_language

HEAD = 3


def read(sheet: Sheet, decimals: int = 1) -> Worksheet:
    page = openpyxl.load_workbook(io.BytesIO(write_workbook(Workbook("CCHC", (sheet,), decimals)))).active
    assert isinstance(page, Worksheet)
    return page


def column(page: Worksheet, title: str) -> list[object]:
    place = next(cell.column for cell in page[HEAD] if cell.value == title)
    return [row[place - 1].value for row in page.iter_rows(min_row=HEAD + 1)]


def of_text(*texts: str, name: str = "T") -> Sheet:
    return Sheet(name, "T", "", (Heading("Text", Kind.TEXT, 20),), tuple((text,) for text in texts))


def test_tasks_have_dates_numbers_and_percentages() -> None:
    page = read(tasks_sheet(VI, TASKS, UNITS, CALENDAR, ABOUT))
    late = next(row for row in page.iter_rows(min_row=HEAD + 1) if row[0].value == "CCHC23-40")
    by_title = {str(head.value): cell for head, cell in zip(page[HEAD], late, strict=True)}
    assert by_title["Thời hạn"].value == datetime(2023, 6, 30)  # noqa: DTZ001 -- a date as openpyxl reads it
    assert by_title["Thời hạn"].number_format == "dd/mm/yyyy"
    assert by_title["Số ngày làm việc quá hạn"].value == 64
    assert by_title["Tiến độ"].value == 0
    assert by_title["Tiến độ"].number_format == "0.0%"
    assert by_title["Trạng thái"].value == "Đang thực hiện"
    assert by_title["Đơn vị chủ trì"].value == "Sở Thông tin và Truyền thông"
    assert page.max_row == HEAD + 41
    assert column(page, "So với thời hạn").count("quá hạn") == 3


def test_the_head_stays_in_sight_and_filters() -> None:
    page = read(tasks_sheet(EN, TASKS, UNITS, CALENDAR, ABOUT))
    assert page.freeze_panes == "B4"
    assert page.auto_filter.ref == "A3:N44"
    assert page.column_dimensions["C"].width > page.column_dimensions["A"].width


def test_a_sample_says_so_above_the_head() -> None:
    page = read(tasks_sheet(VI, TASKS, UNITS, CALENDAR, ABOUT))
    assert page["A1"].value == "Kế hoạch cải cách hành chính tỉnh Nghệ An năm 2023"
    assert page["A2"].value == "Tính đến 02/10/2023. Dữ liệu mẫu, chỉ để minh họa."


def test_rates_are_cut_as_the_province_cuts_them_and_count_as_numbers() -> None:
    one = type(ONLINE[0])(UNITS["SNV"], Rate(33, 41), Decimal(80))
    page = read(online_sheet(VI, [one, *ONLINE], ABOUT))
    first = [cell.value for cell in page[HEAD + 1]]
    assert first == ["Sở Nội vụ", 41, 33, 0.804, 0.8, "đạt chỉ tiêu"]
    assert page.cell(HEAD + 1, 4).number_format == "0.0%"
    silent = [row for row in page.iter_rows(min_row=HEAD + 1, values_only=True) if row[1] is None]
    assert [row[5] for row in silent] == ["chưa báo cáo", "chưa báo cáo"]


def test_obligations_say_which_receipts_are_missing() -> None:
    page = read(obligations_sheet(VI, OBLIGATIONS, ABOUT))
    first = [cell.value for cell in page[HEAD + 1]]
    assert first[6] == datetime(2023, 10, 27)  # noqa: DTZ001
    assert first[8] == "Sở Nội vụ: nhận ngày 25/10/2023; Sở Thông tin và Truyền thông: chưa nhận"
    assert [cell.value for cell in page[HEAD + 3]][6] is None


def test_what_is_due_in_a_case_stands_in_no_list() -> None:
    secret = [replace(OBLIGATIONS[0], rule=rule) for rule in (DueRule.PER_CASE, DueRule.PER_CASE_IMMEDIATE)]
    assert len(obligations_sheet(VI, [*secret, OBLIGATIONS[1]], ABOUT).rows) == 1


def test_a_completed_task_is_done_to_the_full() -> None:
    assert column(read(tasks_sheet(EN, TASKS[:1], UNITS, CALENDAR, ABOUT)), "Progress") == [1]


def test_ranking_has_a_column_for_each_score_and_none_where_nobody_scored() -> None:
    page = read(ranking_sheet(EN, "Departments", RANKING, CRITERIA, ABOUT))
    assert [cell.value for cell in page[HEAD]] == [
        "Rank", "Unit", "Total",
        "1.1 Steering (of 10): own score", "1.1 Steering (of 10): appraised",
        "3.2 Online dossiers (of 7.5): own score", "3.2 Online dossiers (of 7.5): appraised",
    ]  # fmt: skip
    assert [cell.value for cell in page[HEAD + 1]] == [1, "Department of Home Affairs", 16.5, 10, 9.5, 7.5, 7]
    assert [cell.value for cell in page[HEAD + 2]] == [
        None,
        "Department of Construction",
        None,
        8,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|'/c calc'!A1", "+84 238", "-", "@SUM(A1)", "\t=1", "{=1}", "007"]
)
def test_a_text_stays_a_text(text: str) -> None:
    cell = read(of_text(text))["A4"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    # What looks like a formula would become one as soon as somebody edits the cell.
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t"))


def test_addresses_do_not_become_links_nor_digits_numbers() -> None:
    page = read(of_text("https://example.org", "12345678901234567890"))
    assert [page["A4"].value, page["A5"].value] == ["https://example.org", "12345678901234567890"]
    assert page["A4"].hyperlink is None


def test_hostile_words_are_kept_or_made_visible() -> None:
    page = read(of_text(HOSTILE, "x" * (CELL_ROOM + 10), "a\rb\x0bc"))
    assert page["A4"].value == HOSTILE.replace("\x00", "␀").replace("\u202e", "\ufffd").replace("\r\n", "\n")
    assert page["A5"].value == "x" * (CELL_ROOM - 1) + "…"
    assert page["A6"].value == "a\nb\nc"


def test_no_formula_is_anywhere_in_the_file() -> None:
    made = write_workbook(Workbook("x", (of_text("=1+1", '=HYPERLINK("x")'),)))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    taken: set[str] = set()
    names = [
        sheet_name(name, taken)
        for name in ("A/B: [x]*?\\", "'q'", "", "History", "tasks", "Tasks", "T" * 40, "T" * 50)
    ]
    assert names == ["A B x", "q", "-", "History -", "tasks", "Tasks (2)", "T" * 31, "T" * 27 + " (2)"]
    assert all(len(name) <= 31 for name in names)


def test_an_empty_sheet_still_has_its_head_and_filter() -> None:
    page = read(tasks_sheet(EN, (), UNITS, CALENDAR, ABOUT))
    assert page["A3"].value == "Code"
    assert page.auto_filter.ref == "A3:N4"
    with pytest.raises(ValueError, match="sheet"):
        write_workbook(Workbook("none", ()))


def test_sheets_are_made_in_every_language() -> None:
    def make(language: str) -> bytes:
        speaking = voice(language)
        return write_workbook(
            workbook(
                speaking,
                "CCHC",
                tasks_sheet(speaking, TASKS, UNITS, CALENDAR, ABOUT),
                obligations_sheet(speaking, OBLIGATIONS, ABOUT),
                online_sheet(speaking, ONLINE, ABOUT),
                ranking_sheet(speaking, "Departments", RANKING, CRITERIA, ABOUT),
            )
        )

    names = {
        language: openpyxl.load_workbook(io.BytesIO(make(language))).sheetnames for language in ("vi", "en")
    }
    assert names == {
        "vi": ["Nhiệm vụ", "Việc theo công văn", "Hồ sơ trực tuyến", "Xếp hạng, Departments"],
        "en": ["Tasks", "Obligations", "Online dossiers", "Ranking, Departments"],
    }


def test_every_rule_of_a_deadline_has_its_words() -> None:
    for rule in DueRule:
        words = in_every_language(partial(_words, rule))
        assert words["vi"] != words["en"]


def _words(rule: DueRule, tr: Translator) -> str:
    return rule_words(Voice(tr, str), rule)


def test_a_unit_that_is_not_known_stands_by_its_code() -> None:
    page = read(tasks_sheet(EN, TASKS[:1], {}, CALENDAR, ABOUT))
    assert column(page, "Lead unit") == ["SNV"]


def test_a_day_is_a_day_in_any_year() -> None:
    sheet = Sheet("D", "D", "", (Heading("Day", Kind.DATE, 12),), ((date(1999, 12, 31),), (None,)))
    assert [cell.value for (cell,) in read(sheet).iter_rows(min_row=4)] == [datetime(1999, 12, 31), None]  # noqa: DTZ001
