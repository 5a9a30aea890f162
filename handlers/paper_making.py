"""From the facts of a moment to a document: which figures stand in which paper, and what its file is called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from bot.ui.pages import AttachmentKind
from bot.ui.translation import N_, Translator
from domain.dossiers import awaited_month
from domain.duty import Duty
from domain.ranking import Placing
from domain.unit import Units
from handlers.dossier_text import month_name
from handlers.periodic_paper import overdue_tasks, periodic_figures
from handlers.words import label_of, unit_name
from reports import agenda, charts, figures, overdue, periodic, poster, sheets
from reports.charts import About
from reports.letterhead import Letterhead
from reports.paper import OwnTemplate, PaperKind
from reports.press import Document
from reports.sheet import Sheet
from reports.voice import Voice
from services import dossiers, duties, papers, plans, ranking, templates, unit_reports
from services.papers import PaperName
from services.plans import Overview
from services.scope import Scope

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TITLES = {
    PaperName.PERIODIC: N_("Periodic report (Word)"),
    PaperName.OVERDUE: N_("Report on overdue tasks (Word)"),
    PaperName.SHEETS: N_("Tasks, orders, dossiers, ranking (Excel)"),
    PaperName.AREAS: N_("Completion by area"),
    PaperName.UNITS: N_("Completion by unit"),
    PaperName.AGES: N_("Overdue, by how long"),
    PaperName.BURN_DOWN: N_("Progress over the year"),
    PaperName.ONLINE: N_("Online dossiers by unit"),
    PaperName.TREND: N_("Online dossiers month by month"),
    PaperName.UNIT_TREND: N_("Online dossiers of the unit month by month"),
    PaperName.OVERDUE_TEMPLATE: N_("Template of the report on overdue tasks (Word)"),
    PaperName.PERIODIC_TEMPLATE: N_("Template of the periodic report (Word)"),
    PaperName.AGENDA: N_("Due dates for your calendar"),
    PaperName.POSTER: N_("Poster with the unit's QR code"),
}


def asked_words(tr: Translator, *, fresh: bool) -> str:
    """What is said to whoever asked for a paper."""
    if fresh:
        return tr.plain("Being made; it comes in a moment.")
    return tr.plain("It is on its way already. Wait a moment.")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a paper is made with, besides its facts: the reader, both languages, and where this bot is found."""

    scope: Scope
    tr: Translator
    translators: dict[str, Translator]
    bot_username: str
    fallback_contact: str

    def voice(self, language: str | None = None) -> Voice:
        """The voice of a language, or of the reader's."""
        tr = self.translators[language] if language else self.tr
        return Voice(tr, partial(label_of, tr), self.scope.rules.rounding, self.scope.rules.decimals)

    @property
    def vietnamese(self) -> Voice:
        """The voice of official papers."""
        return self.voice("vi")


@dataclass(frozen=True, slots=True)
class Made:
    """A document with the name of its file, and how it is sent."""

    document: Document
    name: str
    media_type: str
    kind: AttachmentKind = AttachmentKind.DOCUMENT
    is_sample: bool = False


class CannotBeMade(Exception):
    """Something that the paper needs is missing; ``why`` is a message for who asked."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def compose(desk: Desk, paper: PaperName, of: str = "") -> Made:
    """The paper as things stand; ``of`` is the unit it is of, or the period. Raises CannotBeMade, Refused."""
    match paper:
        case PaperName.AGENDA:
            return await _agenda(desk, of)
        case PaperName.POSTER:
            return await _poster(desk, of)
        case PaperName.ONLINE | PaperName.TREND:
            return await _online(desk, paper)
        case PaperName.UNIT_TREND:
            return await _trend_of_unit(desk, of)
        case PaperName.OVERDUE_TEMPLATE:
            return Made(OwnTemplate(PaperKind.OVERDUE), "mau-bao-cao-qua-han.docx", WORD)
        case PaperName.PERIODIC_TEMPLATE:
            return Made(OwnTemplate(PaperKind.PERIODIC), "mau-bao-cao-dinh-ky.docx", WORD)
        case PaperName.PERIODIC:
            return await _periodic(desk, of)
    found = await plans.overview_of(desk.scope)
    if found is None:
        raise CannotBeMade(N_("No plan has been imported yet."))
    match paper:
        case PaperName.OVERDUE:
            return await _overdue(desk, found)
        case PaperName.SHEETS:
            return await _sheets(desk, found)
        case _:
            return await _chart(desk, found, paper)


# ── Word ──────────────────────────────────────────────────────────────────────────────────────────


async def _periodic(desk: Desk, key: str) -> Made:
    scope = desk.scope
    period = unit_reports.period(scope, key)
    plan = await plans.overview_of_year(scope, period.year)
    if plan is None:
        raise CannotBeMade(N_("No plan was imported for the year of this period."))
    told = await periodic_figures(scope, desk.translators["vi"], period, plan)
    document = periodic.periodic_report(
        desk.vietnamese,
        province_letterhead(desk),
        told,
        await templates.body_of(scope, PaperName.PERIODIC),
    )
    name = f"bao-cao-dinh-ky-{period.key.replace('_', '-')}.docx"
    return Made(document, name, WORD, is_sample=told.is_sample)


async def _overdue(desk: Desk, found: Overview) -> Made:
    units = await desk.scope.uow.units.all()
    late = await papers.overdue(desk.scope, found.tasks)
    document = overdue.overdue_report(
        desk.vietnamese,
        agency_letterhead(desk, units),
        figures.OverdueFigures(
            desk.scope.today, found.figure, overdue_tasks(late, units), is_sample=found.plan.is_sample
        ),
        await templates.body_of(desk.scope, PaperName.OVERDUE),
    )
    return Made(document, _name("bao-cao-qua-han", desk.scope.today, "docx"), WORD)


def agency_letterhead(desk: Desk, units: Units) -> Letterhead:
    """Of what the standing agency issues to the province's chair."""
    rules = desk.scope.rules
    agency = units[rules.standing_agency]
    return Letterhead(
        parent=(rules.province_short.upper(),),
        issuer=(agency.name_vi.upper(),),
        name=agency.name_vi,
        sign=f"BC-{agency.code}",
        place=rules.paper_place,
        authority=rules.agency_authority,
        signer=rules.agency_signer,
        recipients=(f"{rules.province_office} (để báo cáo)",),
        archive="VT",
    )


def province_letterhead(desk: Desk) -> Letterhead:
    """Of what the province's People's Committee issues."""
    rules = desk.scope.rules
    return Letterhead(
        parent=(),
        issuer=rules.province_letterhead,
        name=rules.province_office,
        sign="BC-UBND",
        place=rules.paper_place,
        authority=rules.province_authority,
        signer=rules.province_signer,
        recipients=rules.report_recipients,
        archive="VT",
    )


# ── Excel ─────────────────────────────────────────────────────────────────────────────────────────


async def _sheets(desk: Desk, found: Overview) -> Made:
    scope, voice = desk.scope, desk.voice()
    units = await scope.uow.units.all()
    about = _about(desk, found)
    tasks = await scope.uow.tasks.of_plan(found.plan.id, with_cooperators=True)
    book = await duties.duty_book(scope)
    pages = [sheets.tasks_sheet(voice, tasks, units, scope.calendar, about)]
    if book.duties:
        pages.append(sheets.obligations_sheet(voice, _obligations(book.duties, units), about))
    if month := await _last_told(desk):
        pages.append(sheets.online_sheet(voice, _online_figures(month), _about_month(desk, month)))
    pages += await _ranking(desk, units)
    document = sheets.workbook(voice, about.name, *pages)
    return Made(document, _name("nhiem-vu-cchc", scope.today, "xlsx"), EXCEL, is_sample=about.is_sample)


async def _ranking(desk: Desk, units: Units) -> list[Sheet]:
    """The last ranking, a sheet for each group of units that has been given criteria."""
    found = []
    for view in await ranking.latest(desk.scope):
        criteria = view.placings[0].sheet.criteria if view.placings else ()
        if not criteria:
            continue
        about = About(
            desk.tr.plain("Ranking of {year}", year=str(view.exercise.year)),
            desk.scope.today,
            view.exercise.is_sample,
        )
        found.append(
            sheets.ranking_sheet(
                desk.voice(),
                label_of(desk.tr, view.group),
                [_ranked(one, units) for one in view.placings],
                [
                    figures.Criterion(one.code, one.name_vi, one.name_en, one.area, one.most)
                    for one in criteria
                ],
                about,
            )
        )
    return found


def _ranked(one: Placing, units: Units) -> figures.Ranked:
    sheet = one.sheet
    scores = {
        criterion.code: figures.Score(score.own, score.appraised)
        for criterion in sheet.criteria
        for score in (sheet.score(criterion),)
    }
    return figures.Ranked(units[sheet.unit], one.rank, sheet.total, scores)


def _obligations(book: Sequence[Duty], units: Units) -> tuple[figures.Obligation, ...]:
    return tuple(
        figures.Obligation(
            code=duty.order.code,
            item=duty.order.item,
            title_vi=duty.order.title_vi,
            title_en=duty.order.title_en,
            product_vi=duty.order.product_vi,
            unit=units[duty.unit],
            rule=duty.order.due_rule,
            last_day=duty.due_date,
            done_on=duty.paper.sent_on if duty.paper else None,
            receipts=tuple(
                figures.Receipt(units[code], given.on if (given := duty.receipts.get(code)) else None)
                for code in duty.order.submit_to
            ),
        )
        for duty in book
    )


# ── pictures ──────────────────────────────────────────────────────────────────────────────────────


async def _chart(desk: Desk, found: Overview, paper: PaperName) -> Made:
    voice, about = desk.voice(), _about(desk, found)
    units = await desk.scope.uow.units.all()
    document: Document
    match paper:
        case PaperName.AREAS:
            document = charts.completion_by_area(voice, found.areas, about)
        case PaperName.UNITS:
            counted = [figures.UnitFigure(units[code], figure) for code, figure in found.units.items()]
            document = charts.completion_by_unit(voice, counted, about)
        case PaperName.AGES:
            late = await papers.overdue(desk.scope, found.tasks)
            document = charts.overdue_by_age(voice, overdue_tasks(late, units), about)
        case _:
            year = found.plan.year
            points = figures.burn_down(found.tasks, date(year, 1, 1), date(year, 12, 31), desk.scope.today)
            document = charts.plan_burn_down(voice, points, about)
    name = _name(paper.value.replace("_", "-"), desk.scope.today, "png")
    return Made(document, name, "image/png", AttachmentKind.PHOTO, is_sample=about.is_sample)


def _about(desk: Desk, found: Overview) -> About:
    title = found.plan.title_vi if desk.tr.language == "vi" else found.plan.title_en
    return About(title, desk.scope.today, found.plan.is_sample)


async def _online(desk: Desk, paper: PaperName) -> Made:
    voice, scope = desk.voice(), desk.scope
    month = await _last_told(desk)
    if month is None:
        raise CannotBeMade(N_("No unit has entered its dossiers yet."))
    document: Document
    if paper is PaperName.ONLINE:
        document = charts.online_by_unit(voice, _online_figures(month), _about_month(desk, month))
    else:
        points = await dossiers.series(scope, month.month)
        document = charts.online_trend(
            voice,
            [figures.MonthFigure(one.month.year, one.month.month, one.rate) for one in points],
            None,
            About(desk.tr.plain("Online dossiers of the province"), scope.today, month.has_sample),
        )
    name = _name(f"ho-so-truc-tuyen-{paper.value}", scope.today, "png")
    return Made(document, name, "image/png", AttachmentKind.PHOTO, is_sample=month.has_sample)


async def _trend_of_unit(desk: Desk, code: str) -> Made:
    scope = desk.scope
    units = await scope.uow.units.all()
    points = await dossiers.series(scope, awaited_month(scope.today), unit=code)
    if all(point.rate is None for point in points):
        raise CannotBeMade(N_("The unit has not entered its dossiers yet."))
    target = next((point.target for point in reversed(points) if point.target is not None), None)
    name = desk.tr.plain("Online dossiers, {unit}", unit=unit_name(desk.tr, units[code]))
    is_sample = await dossiers.rests_on_sample(scope, code)
    document = charts.online_trend(
        desk.voice(),
        [figures.MonthFigure(one.month.year, one.month.month, one.rate) for one in points],
        None if target is None else Decimal(target),
        About(name, scope.today, is_sample),
    )
    file = _name(f"ho-so-truc-tuyen-{code.lower()}", scope.today, "png")
    return Made(document, file, "image/png", AttachmentKind.PHOTO, is_sample=is_sample)


async def _last_told(desk: Desk) -> dossiers.ProvinceMonth | None:
    """The last month of which some unit told its dossiers."""
    points = await dossiers.series(desk.scope, awaited_month(desk.scope.today))
    last = next((point for point in reversed(points) if point.rate is not None), None)
    return None if last is None else await dossiers.month_of_province(desk.scope, last.month)


def _online_figures(month: dossiers.ProvinceMonth) -> tuple[figures.OnlineFigure, ...]:
    found = []
    for code in month.figure().asked:
        entry, target = month.entries.get(code), month.target_of(code)
        found.append(
            figures.OnlineFigure(
                month.units[code],
                None if entry is None else entry.rate,
                None if target is None else Decimal(target.percent),
            )
        )
    return tuple(found)


def _about_month(desk: Desk, month: dossiers.ProvinceMonth) -> About:
    name = desk.tr.plain("Online dossiers of {month}", month=month_name(month.month))
    return About(name, desk.scope.today, month.has_sample)


# ── of one unit ───────────────────────────────────────────────────────────────────────────────────


async def _agenda(desk: Desk, code: str) -> Made:
    scope = desk.scope
    units = await scope.uow.units.all()
    book = await duties.of_units(scope, [code])
    document = agenda.due_dates(
        desk.voice(),
        desk.tr.plain("Due dates of {unit}", unit=unit_name(desk.tr, units[code])),
        await papers.tasks_of_unit(scope, code),
        _obligations(book.duties, units),
        units,
        scope.calendar,
        made_at=scope.now,
        zone=str(scope.zone),
        issuer=desk.bot_username,
    )
    return Made(document, _name(f"thoi-han-{code.lower()}", scope.today, "ics"), "text/calendar")


async def _poster(desk: Desk, code: str) -> Made:
    unit = await desk.scope.uow.units.get(code)
    if unit is None or not unit.in_force(desk.scope.today):
        raise CannotBeMade(N_("The unit is no longer there."))
    if not desk.fallback_contact.strip():
        raise CannotBeMade(
            N_(
                "A poster names a way to report without Telegram. Whoever runs the bot has to set FALLBACK_CONTACT."
            )
        )
    document = poster.counter_poster(
        desk.vietnamese,
        desk.voice("en"),
        unit,
        f"https://t.me/{desk.bot_username}?start=u_{code}",
        desk.fallback_contact,
    )
    return Made(document, f"ap-phich-{code.lower()}.pdf", "application/pdf")


def _name(what: str, day: date, ending: str) -> str:
    return f"{what}-{day.isoformat()}.{ending}"
