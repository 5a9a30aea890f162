"""Sheets of tasks, obligations, online dossiers and the ranking, in the reader's language."""

from collections.abc import Sequence
from decimal import Decimal

from domain.deadlines import DueRule, WorkingDays
from domain.task import Task, TaskStatus, days_overdue, is_late
from domain.unit import Units
from reports.charts import About
from reports.figures import Criterion, Obligation, OnlineFigure, Ranked
from reports.sheet import Cell, Heading, Kind, Sheet, Workbook
from reports.voice import Voice

_CODE, _NAME, _LONG, _DAY, _COUNT = 13, 26, 48, 12, 10


def workbook(voice: Voice, title: str, *sheets: Sheet) -> Workbook:
    """The sheets as one file."""
    return Workbook(title, sheets, voice.decimals)


def tasks_sheet(
    voice: Voice, tasks: Sequence[Task], units: Units, calendar: WorkingDays, about: About
) -> Sheet:
    """A row a task. Overdue is of the day of ``about``; a unit that is not known stands by its code."""
    t = voice.tr.plain
    columns = (
        Heading(t("Code"), Kind.TEXT, _CODE),
        Heading(t("Area"), Kind.TEXT, _NAME),
        Heading(t("Task"), Kind.TEXT, _LONG),
        Heading(t("Lead unit"), Kind.TEXT, _NAME),
        Heading(t("Cooperating units"), Kind.TEXT, _NAME),
        Heading(t("Deliverable"), Kind.TEXT, _NAME),
        Heading(t("Due date"), Kind.DATE, _DAY),
        Heading(t("Original due date"), Kind.DATE, _DAY),
        Heading(t("Status"), Kind.TEXT, _CODE),
        Heading(t("Progress"), Kind.PERCENT, _COUNT),
        Heading(t("Submitted on"), Kind.DATE, _DAY),
        Heading(t("Completed on"), Kind.DATE, _DAY),
        Heading(t("Working days overdue"), Kind.NUMBER, _COUNT),
        Heading(t("Timeliness"), Kind.TEXT, _COUNT),
    )

    def unit(code: str) -> str:
        return voice.unit(units[code]) if code in units else code

    def row(task: Task) -> tuple[Cell, ...]:
        return (
            task.code,
            voice.label(task.area),
            voice.title(task),
            unit(task.lead_unit),
            "; ".join(unit(code) for code in task.cooperating_units),
            task.product_vi,
            task.due_date,
            task.original_due_date,
            voice.label(task.status),
            100 if task.status is TaskStatus.COMPLETED else task.progress_percent,
            task.submitted_on,
            task.completed_on,
            days_overdue(task, about.as_of, calendar) or None,
            _timeliness(voice, task),
        )

    return Sheet(t("Tasks"), about.name, _note(voice, about), columns, tuple(row(task) for task in tasks))


def obligations_sheet(voice: Voice, obligations: Sequence[Obligation], about: About) -> Sheet:
    """A row an obligation of a unit; what is due in a case has none."""
    t = voice.tr.plain
    columns = (
        Heading(t("Code"), Kind.TEXT, _CODE),
        Heading(t("Item of the dispatch"), Kind.NUMBER, _COUNT),
        Heading(t("Obligation"), Kind.TEXT, _LONG),
        Heading(t("Unit"), Kind.TEXT, _NAME),
        Heading(t("Deliverable"), Kind.TEXT, _NAME),
        Heading(t("Term"), Kind.TEXT, _NAME),
        Heading(t("Last day"), Kind.DATE, _DAY),
        Heading(t("Done on"), Kind.DATE, _DAY),
        Heading(t("Receipts"), Kind.TEXT, _LONG),
    )

    def row(one: Obligation) -> tuple[Cell, ...]:
        return (
            one.code,
            one.item,
            one.title_vi if voice.is_vietnamese else one.title_en,
            voice.unit(one.unit),
            one.product_vi,
            rule_words(voice, one.rule),
            one.last_day,
            one.done_on,
            _receipts(voice, one),
        )

    rows = tuple(row(one) for one in obligations if not one.is_of_a_case)
    return Sheet(t("Obligations"), about.name, _note(voice, about), columns, rows)


def online_sheet(voice: Voice, units: Sequence[OnlineFigure], about: About) -> Sheet:
    """A row a unit; one that has not reported has no figures."""
    t = voice.tr.plain
    columns = (
        Heading(t("Unit"), Kind.TEXT, _LONG),
        Heading(t("Dossiers received"), Kind.NUMBER, _COUNT),
        Heading(t("Filed online"), Kind.NUMBER, _COUNT),
        Heading(t("Online rate"), Kind.PERCENT, _COUNT),
        Heading(t("Target"), Kind.PERCENT, _COUNT),
        Heading(t("Result"), Kind.TEXT, _NAME),
    )

    def row(one: OnlineFigure) -> tuple[Cell, ...]:
        if one.rate is None:
            return (voice.unit(one.unit), None, None, None, one.target, t("not reported"))
        result = None if one.target is None else t("below target") if one.is_below else t("target reached")
        return (
            voice.unit(one.unit), one.rate.total, one.rate.done, voice.share(one.rate), one.target, result,
        )  # fmt: skip

    rows = tuple(row(one) for one in units)
    return Sheet(t("Online dossiers"), about.name, _note(voice, about), columns, rows)


def ranking_sheet(
    voice: Voice, group: str, ranked: Sequence[Ranked], criteria: Sequence[Criterion], about: About
) -> Sheet:
    """A row a unit of the group, with its own and its appraised score for each criterion."""
    t, number = voice.tr.plain, voice.tr.number
    columns = [
        Heading(t("Rank"), Kind.NUMBER, _COUNT),
        Heading(t("Unit"), Kind.TEXT, _NAME),
        Heading(t("Total"), Kind.SCORE, _COUNT),
    ]
    for one in criteria:
        name = f"{one.code} {one.name_vi if voice.is_vietnamese else one.name_en}"
        columns += [
            Heading(t("{name} (of {most}): own score", name=name, most=number(one.most)), Kind.SCORE, _CODE),
            Heading(t("{name} (of {most}): appraised", name=name, most=number(one.most)), Kind.SCORE, _CODE),
        ]

    def row(one: Ranked) -> tuple[Cell, ...]:
        scores: list[Decimal | None] = []
        for criterion in criteria:
            score = one.scores.get(criterion.code)
            scores += [None, None] if score is None else [score.own, score.appraised]
        return (one.rank, voice.unit(one.unit), one.total, *scores)

    return Sheet(
        t("Ranking, {group}", group=group),
        about.name,
        _note(voice, about),
        tuple(columns),
        tuple(row(one) for one in ranked),
    )


def rule_words(voice: Voice, rule: DueRule) -> str:
    """How an order names its deadline."""
    t = voice.tr.plain
    match rule:
        case DueRule.BY_DATE:
            return t("by the day, included")
        case DueRule.BEFORE_STRICT:
            return t("before a day: the last working day ahead of it counts")
        case DueRule.CONTINUOUS:
            return t("continuous")
        case DueRule.URGENT:
            return t("urgently")
        case DueRule.PER_CASE:
            return t("in each case")
        case DueRule.PER_CASE_IMMEDIATE:
            return t("in each case, at once")
        case DueRule.PER_PERIOD:
            return t("each reporting period")


def _timeliness(voice: Voice, task: Task) -> str | None:
    """How what was handed in met its date."""
    if task.submitted_on is None and task.completed_on is None:
        return None
    return voice.tr.plain("late") if is_late(task) else voice.tr.plain("in time")


def _receipts(voice: Voice, one: Obligation) -> str:
    t = voice.tr.plain
    return "; ".join(
        t("{unit}: not yet", unit=voice.unit(receipt.receiver))
        if receipt.received_on is None
        else t(
            "{unit}: received on {day}",
            unit=voice.unit(receipt.receiver),
            day=voice.tr.date(receipt.received_on),
        )
        for receipt in one.receipts
    )


def _note(voice: Voice, about: About) -> str:
    t = voice.tr.plain
    day = t("As of {day}.", day=voice.tr.date(about.as_of))
    if not about.is_sample:
        return day
    return f"{day} {t('Sample data, to serve as an illustration.')}"
