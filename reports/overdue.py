"""The overdue report: which tasks are past their date, by unit and head, for how long and why.

Its text is Vietnamese and stands here as it is printed: an official paper has no other language.
"""

from collections.abc import Sequence
from itertools import groupby

from reports.figures import OverdueFigures, OverdueTask
from reports.letterhead import Letterhead, letterhead_parts, letterhead_words
from reports.paper import Align, Column, Content, Paper, PaperKind, Row, Table
from reports.text import one_line
from reports.voice import Voice


def overdue_report(
    voice: Voice, head: Letterhead, figures: OverdueFigures, template: bytes | None = None
) -> Paper:
    """The report of a day. Raises ValueError for a voice that is not Vietnamese."""
    voice.official()
    as_of = voice.tr.date(figures.as_of)
    abstract = f"Tình hình nhiệm vụ cải cách hành chính quá hạn tính đến ngày {as_of}"
    words = {
        **letterhead_words(voice, head, abstract, figures.as_of.year),
        "tinh_den_ngay": as_of,
        "ket_qua_ke_hoach": voice.figure(figures.plan.rate),
        "tong_so_qua_han": voice.tr.number(len(figures.tasks)),
    }
    listed: Content = overdue_table(voice, figures.tasks) if figures.tasks else "Không có nhiệm vụ quá hạn."
    parts: dict[str, tuple[Content, ...]] = {
        **letterhead_parts(head, is_sample=figures.is_sample),
        "nhiem_vu_qua_han": (listed,),
    }
    return Paper(PaperKind.OVERDUE, abstract, head.name, words, parts, template)


def overdue_table(voice: Voice, tasks: Sequence[OverdueTask]) -> Table:
    """The tasks under their unit and its head, units by the oldest of theirs, the oldest first."""
    oldest: dict[str, int] = {}
    for one in tasks:
        oldest[one.unit.code] = max(one.days, oldest.get(one.unit.code, 0))
    order = sorted(
        tasks,
        key=lambda one: (-oldest[one.unit.code], one.unit.code, -one.days, one.task.due_date, one.task.code),
    )
    rows: list[Row] = []
    nth = 0
    for _, group in groupby(order, key=lambda one: one.unit.code):
        late = list(group)
        rows.append(Row((_unit(voice, late),), is_heading=True))
        for one in late:
            nth += 1
            rows.append(
                Row(
                    (
                        voice.tr.number(nth),
                        f"{one.task.code}: {one_line(voice.title(one.task))}",
                        voice.tr.date(one.task.due_date),
                        voice.tr.number(one.days),
                        one.explanation.strip() or "Chưa giải trình",
                    )
                )
            )
    return Table(
        (
            Column("STT", 7, Align.CENTER),
            Column("Nhiệm vụ", 36),
            Column("Thời hạn", 13, Align.CENTER),
            Column("Quá hạn (ngày làm việc)", 12, Align.CENTER),
            Column("Lý do, giải trình", 28),
        ),
        tuple(rows),
    )


def _unit(voice: Voice, tasks: Sequence[OverdueTask]) -> str:
    name = one_line(voice.unit(tasks[0].unit))
    heads = dict.fromkeys(one_line(one.head) for one in tasks if one.head.strip())
    who = f"; người đứng đầu: {', '.join(heads)}" if heads else ""
    return f"{name} ({voice.tr.number(len(tasks))} nhiệm vụ){who}"
