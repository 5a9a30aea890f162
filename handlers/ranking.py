"""The ranking of units as it is looked at: the year, a group by rank, a unit by area, a criterion, a scorecard."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import AnyButton, Button, Row, Style
from bot.ui.pages import Page, Place, grid, lines, pager, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import Translator
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES
from domain.ranking import Criterion, Exercise, Placing, RankingAct
from handlers.context import Presses, Screen, Turn
from handlers.paper_file import paper_file
from handlers.ranking_links import (
    AcceptScore,
    GiveScore,
    OpenArea,
    OpenCard,
    OpenCriterion,
    OpenGroup,
    OpenRanking,
    OpenSheet,
    ScoreOwn,
    SetOpen,
    ShowScoreFile,
    Standing,
    SubmitScores,
    TakeScoresBack,
)
from handlers.ranking_text import (
    area_line,
    card_lines,
    criterion_lines,
    criterion_name,
    of_most,
    placing_line,
    rank_words,
    score_lines,
    scores_label,
    stage_words,
)
from handlers.task_text import (
    COLUMNS,
    NOTE_ON_PAGE,
    PER_PAGE,
    PRODUCT_ROOM,
    bold,
    clamped,
    literal,
    sample_label,
    spaced,
    staff_page,
    unit_of,
)
from handlers.way_home import OpenMenu, way_home
from handlers.words import label_of, name_of
from services import ranking as service
from services.ranking import CriterionView, GroupView, RankingEvent, SheetView
from services.tasks import served_units

EVENTS_ON_PAGE: Final = 3
AREAS_IN_ROW: Final = 4


# ── the year ──────────────────────────────────────────────────────────────────────────────────────


async def ranking(turn: Turn) -> Page:
    """/ranking: of every unit to whoever coordinates or governs, of their own to others. Raises Refused(NOT_YOURS)."""
    found = await service.exercises(turn.scope, turn.actor)
    if not found:
        return staff_page(turn, turn.tr.t("No ranking has been set up yet."), (way_home(turn.tr),))
    if turn.actor.has_any(OFFICE_ROLES):
        return await ranking_page(turn, found[0].year)
    return await _own(turn, found[0])


async def _own(turn: Turn, exercise: Exercise) -> Page:
    tr = turn.tr
    ranked = [
        unit for unit in served_units(turn.actor) if await service.is_ranked(turn.scope, unit, exercise.year)
    ]
    if len(ranked) == 1:
        return await sheet_page(turn, exercise.year, ranked[0])
    text = tr.t("Which unit?") if ranked else tr.t("Your unit is not among the units that are ranked.")
    buttons = [Button(unit, OpenSheet(exercise.year, unit)) for unit in ranked]
    return staff_page(turn, text, rows(*grid(buttons, COLUMNS), way_home(tr)))


async def open_ranking(turn: Turn, press: OpenRanking) -> Page:
    """The ranking of a year."""
    return await ranking_page(turn, press.year)


async def ranking_page(turn: Turn, year: int, *above: Markup) -> Page:
    """How far the ranking is, group by group; ``above`` is said first. Raises Refused: NOT_YOURS, RANKING_UNKNOWN."""
    tr = turn.tr
    exercise, groups, acts = await service.groups(turn.scope, turn.actor, year)
    others = [one for one in await turn.scope.uow.rankings.exercises() if one.year != year]
    own = [unit for unit in served_units(turn.actor) if await service.is_ranked(turn.scope, unit, year)]
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            tr.t("<b>Ranking of {year}</b>: {state}", year=str(year), state=name_of(tr, exercise.state)),
            scores_label(tr) if exercise.is_sample else None,
            *spaced([_group_lines(tr, one) for one in groups]),
        ),
        rows(
            *[row(Button(label_of(tr, one.group), OpenGroup(year, one.group))) for one in groups],
            row(
                *_state_buttons(tr, exercise, acts),
                *[
                    Button(tr.plain("Ranking of {year}", year=str(one.year)), OpenRanking(one.year))
                    for one in others[:2]
                ],
            ),
            row(
                *[Button(tr.plain("Unit {unit}", unit=unit), OpenSheet(year, unit)) for unit in own[:2]],
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


def _state_buttons(tr: Translator, exercise: Exercise, acts: frozenset[RankingAct]) -> list[Button]:
    found = []
    if RankingAct.OPEN in acts:
        label = tr.plain("Open again") if exercise.closed_at is not None else tr.plain("Open for scores")
        found.append(Button(label, SetOpen(exercise.year, True, exercise.revision), Style.PRIMARY))
    if RankingAct.CLOSE in acts:
        found.append(
            Button(
                tr.plain("Close the ranking"), SetOpen(exercise.year, False, exercise.revision), Style.DANGER
            )
        )
    return found


def _group_lines(tr: Translator, view: GroupView) -> Markup:
    of = len(view.placings)
    first = [one for one in view.placings if one.rank == 1]
    return lines(
        bold(label_of(tr, view.group)),
        tr.t("Submitted: {n}/{of}", n=tr.number(of - len(view.unsubmitted)), of=tr.number(of)),
        tr.t("Appraised: {n}/{of}", n=tr.number(view.appraised), of=tr.number(of)),
        tr.t(
            "First: {units} ({total})",
            units=", ".join(one.sheet.unit for one in first[:COLUMNS]),
            total=of_most(tr, first[0].sheet.total, first[0].sheet.most),
        )
        if first
        else None,
    )


# ── a group ───────────────────────────────────────────────────────────────────────────────────────


async def open_group(turn: Turn, press: OpenGroup) -> Page:
    """The units of a group: by rank, or those that lag. Raises Refused: NOT_YOURS, RANKING_UNKNOWN."""
    tr = turn.tr
    view = await service.group(turn.scope, turn.actor, press.year, press.group)
    listed = _listed(view, press.which)
    page = clamped(press.page, len(listed), PER_PAGE)
    shown = listed[page * PER_PAGE : (page + 1) * PER_PAGE]
    units = await turn.scope.uow.units.all()
    of = tr.number(len(view.placings))
    return staff_page(
        turn,
        lines(
            tr.t("<b>{group}</b>, ranking of {year}", group=label_of(tr, view.group), year=str(press.year)),
            scores_label(tr) if view.exercise.is_sample else None,
            tr.t("Not submitted: {n}/{of}", n=tr.number(len(view.unsubmitted)), of=of),
            tr.t("To be appraised: {n}/{of}", n=tr.number(len(view.unappraised)), of=of),
            tr.t("Ranks are provisional until every unit is appraised.") if not view.is_final else None,
            *spaced([placing_line(tr, one, units) for one in shown] or [tr.t("None.")]),
        ),
        rows(
            *grid([Button(one.sheet.unit, OpenSheet(press.year, one.sheet.unit)) for one in shown], COLUMNS),
            pager(
                tr,
                previous=OpenGroup(press.year, press.group, press.which, page - 1) if page else None,
                following=OpenGroup(press.year, press.group, press.which, page + 1)
                if len(listed) > (page + 1) * PER_PAGE
                else None,
            ),
            _other_lists(tr, press),
        ),
    )


def _listed(view: GroupView, which: Standing) -> Sequence[Placing]:
    match which:
        case Standing.ALL:
            return view.placings
        case Standing.UNSUBMITTED:
            return view.unsubmitted
        case Standing.UNAPPRAISED:
            return view.unappraised


def _other_lists(tr: Translator, press: OpenGroup) -> Row:
    labels = {
        Standing.ALL: tr.plain("By rank"),
        Standing.UNSUBMITTED: tr.plain("Not submitted"),
        Standing.UNAPPRAISED: tr.plain("To be appraised"),
    }
    return row(
        *[
            Button(label, OpenGroup(press.year, press.group, which))
            for which, label in labels.items()
            if which is not press.which
        ],
        Button(tr.plain("‹ Ranking"), OpenRanking(press.year)),
    )


# ── a unit ────────────────────────────────────────────────────────────────────────────────────────


async def open_sheet(turn: Turn, press: OpenSheet) -> Page:
    """A unit's scores by area; from a message of its own, below that."""
    return await sheet_page(turn, press.year, press.unit, place=Place.BELOW if press.below else None)


async def sheet_page(turn: Turn, year: int, unit: str, *above: Markup, place: Place | None = None) -> Page:
    """How far a unit is, where it stands, and its areas; ``above`` is said first. Raises Refused(RANKING_UNKNOWN)."""
    tr = turn.tr
    view = await service.view(turn.scope, turn.actor, year, unit)
    sheet = view.sheet
    name = unit_of(tr, await turn.scope.uow.units.all(), unit)
    areas = [
        Button(tr.number(number), OpenArea(year, unit, area.area))
        for number, area in enumerate(sheet.areas, start=1)
    ]
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            tr.t("<b>{unit}</b>, ranking of {year}", unit=name, year=str(year)),
            scores_label(tr) if sheet.exercise.is_sample else None,
            tr.t("The ranking: {state}", state=name_of(tr, sheet.exercise.state)),
            tr.t("The unit: {stage}", stage=stage_words(tr, sheet)),
            tr.t("Own score: {points}", points=of_most(tr, sheet.own_total, sheet.most)),
            tr.t("Appraised score: <b>{points}</b>", points=of_most(tr, sheet.total, sheet.most))
            if sheet.total is not None
            else None,
            rank_words(tr, view),
            "",
            *[area_line(tr, number, area) for number, area in enumerate(sheet.areas, start=1)],
            *([] if sheet.criteria else [tr.t("No criterion applies to this unit.")]),
        ),
        rows(*grid(areas, AREAS_IN_ROW), row(*_sheet_acts(turn, view)), _below_sheet(turn, view)),
        place=place,
    )


def _sheet_acts(turn: Turn, view: SheetView) -> list[AnyButton]:
    tr, sheet, may = turn.tr, view.sheet, view.acts
    year, unit = sheet.exercise.year, sheet.unit
    found: list[AnyButton] = []
    if RankingAct.SUBMIT in may:
        found.append(
            Button(tr.plain("Submit the scores"), SubmitScores(year, unit, sheet.revision), Style.SUCCESS)
        )
    elif RankingAct.SCORE in may and sheet.unscored:
        left = sheet.unscored[0]
        found.append(
            Button(tr.plain("Score {code} ›", code=left.code), OpenCriterion(unit, left.id), Style.PRIMARY)
        )
    if RankingAct.WITHDRAW in may:
        found.append(Button(tr.plain("Take back to change"), TakeScoresBack(year, unit, sheet.revision)))
    if RankingAct.APPRAISE in may and sheet.unappraised:
        left = sheet.unappraised[0]
        found.append(
            Button(tr.plain("Appraise {code} ›", code=left.code), OpenCriterion(unit, left.id), Style.PRIMARY)
        )
    return found


def _below_sheet(turn: Turn, view: SheetView) -> Row:
    tr, sheet = turn.tr, view.sheet
    year = sheet.exercise.year
    place = next(n for n, one in enumerate(view.among.placings) if one.sheet.unit == sheet.unit)
    return row(
        Button(tr.plain("Scorecard of the head"), OpenCard(year, sheet.unit)),
        Button(tr.plain("‹ List"), OpenGroup(year, sheet.group, Standing.ALL, place // PER_PAGE))
        if turn.actor.has_any(OFFICE_ROLES)
        else Button(tr.plain("‹ Home"), OpenMenu()),
    )


async def open_area(turn: Turn, press: OpenArea) -> Page:
    """The criteria of one area with the unit's scores."""
    return await area_page(turn, press)


async def area_page(turn: Turn, press: OpenArea) -> Page:
    """The criteria of an area, six on a page."""
    tr = turn.tr
    view = await service.view(turn.scope, turn.actor, press.year, press.unit)
    sheet = view.sheet
    criteria = sheet.of_area(press.area)
    page = clamped(press.page, len(criteria), PER_PAGE)
    shown = criteria[page * PER_PAGE : (page + 1) * PER_PAGE]
    return staff_page(
        turn,
        lines(
            tr.t("<b>{area}</b>, {unit}", area=label_of(tr, press.area), unit=press.unit),
            scores_label(tr) if sheet.exercise.is_sample else None,
            *spaced([criterion_lines(tr, one, sheet.score(one)) for one in shown] or [tr.t("None.")]),
        ),
        rows(
            *grid([Button(one.code, OpenCriterion(press.unit, one.id)) for one in shown], COLUMNS),
            pager(
                tr,
                previous=OpenArea(press.year, press.unit, press.area, page - 1) if page else None,
                following=OpenArea(press.year, press.unit, press.area, page + 1)
                if len(criteria) > (page + 1) * PER_PAGE
                else None,
            ),
            row(
                Button(tr.plain("‹ All areas"), OpenSheet(press.year, press.unit)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            ),
        ),
    )


# ── a criterion ───────────────────────────────────────────────────────────────────────────────────


async def open_criterion(turn: Turn, press: OpenCriterion) -> Page:
    """A criterion with the unit's score."""
    return await criterion_page(turn, press.unit, press.criterion)


async def criterion_page(turn: Turn, unit: str, criterion_id: str, *above: Markup) -> Page:
    """The score, what shows it, what was done with it, and what may be done now; ``above`` is said first.

    Raises Refused: RANKING_UNKNOWN, CRITERION_UNKNOWN.
    """
    tr = turn.tr
    view = await service.criterion_view(turn.scope, turn.actor, unit, criterion_id, events=EVENTS_ON_PAGE)
    sheet, criterion = view.of.sheet, view.criterion
    name = unit_of(tr, await turn.scope.uow.units.all(), unit)
    return staff_page(
        turn,
        lines(
            *[part for one in above for part in (one, "")],
            Markup("{} · {}").format(bold(criterion.code), literal(name)),
            bold(fit(criterion_name(tr, criterion), PRODUCT_ROOM)),
            literal(label_of(tr, criterion.area)),
            scores_label(tr) if sheet.exercise.is_sample else None,
            "",
            *score_lines(tr, criterion, view.score),
            *_latest(tr, view),
        ),
        rows(row(*_criterion_acts(turn, view)), *_criterion_ways(turn, view)),
    )


def _latest(tr: Translator, view: CriterionView) -> list[Markup | str]:
    if not view.events:
        return []
    return ["", tr.t("<b>Latest</b>"), *[_event(tr, one, view.score.reason) for one in view.events]]


def _event(tr: Translator, event: RankingEvent, reason: str) -> Markup:
    head = tr.t(
        "{when} · {what}: {points} ({who})",
        when=tr.datetime(event.at),
        what=label_of(tr, event.act),
        points="" if event.value is None else tr.number(event.value),
        who=name_of(tr, event.role),
    )
    # What shows the unit's own score, and why the present one was given, stand above already.
    if event.act is not RankingAct.APPRAISE or event.note in ("", reason):
        return head
    return lines(head, quoted(fit(event.note, NOTE_ON_PAGE)))


def _criterion_acts(turn: Turn, view: CriterionView) -> list[AnyButton]:
    tr, may, score = turn.tr, view.of.acts, view.score
    unit, criterion = view.of.sheet.unit, view.criterion.id
    found: list[AnyButton] = []
    if RankingAct.SCORE in may:
        label = tr.plain("Score it") if score.own is None else tr.plain("Score it anew")
        style = Style.PRIMARY if score.own is None else None
        found.append(Button(label, ScoreOwn(unit, criterion), style))
    if RankingAct.APPRAISE in may:
        if score.own is not None and score.appraised != score.own:
            found.append(
                Button(
                    tr.plain("Accept {points}", points=tr.number(score.own)),
                    AcceptScore(unit, criterion, score.mark),
                    Style.SUCCESS,
                )
            )
        found.append(Button(tr.plain("Another score"), GiveScore(unit, criterion, score.mark)))
    return found


def _criterion_ways(turn: Turn, view: CriterionView) -> tuple[Row, ...]:
    tr, sheet, criterion = turn.tr, view.of.sheet, view.criterion
    following = _after(sheet.criteria, criterion)
    return (
        row(
            Button(tr.plain("Open the file"), ShowScoreFile(sheet.unit, criterion.id))
            if view.score.file_id is not None
            else None,
            Button(tr.plain("Next: {code} ›", code=following.code), OpenCriterion(sheet.unit, following.id))
            if following is not None
            else None,
        ),
        row(
            Button(tr.plain("‹ The area"), OpenArea(sheet.exercise.year, sheet.unit, criterion.area)),
            Button(tr.plain("‹ All areas"), OpenSheet(sheet.exercise.year, sheet.unit)),
        ),
    )


def _after(criteria: Sequence[Criterion], criterion: Criterion) -> Criterion | None:
    place = [one.id for one in criteria].index(criterion.id) + 1
    return criteria[place] if place < len(criteria) else None


async def show_file(turn: Turn, press: ShowScoreFile) -> Page:
    """Sends the file that shows a score, not to be passed on."""
    view = await service.criterion_view(turn.scope, turn.actor, press.unit, press.criterion, events=0)
    if view.score.file_id is None:
        raise Refused(Code.CRITERION_UNKNOWN)
    name = f"{press.unit}-{view.of.sheet.exercise.year}-{view.criterion.code}".replace("/", "-")
    return await paper_file(turn, view.score.file_id, view.score.evidence or view.criterion.code, name)


# ── a scorecard ───────────────────────────────────────────────────────────────────────────────────


async def open_card(turn: Turn, press: OpenCard) -> Page:
    """What the tasks of the year say of the unit's head. Raises Refused(RANKING_UNKNOWN)."""
    tr, scope = turn.tr, turn.scope
    found = await service.card(scope, turn.actor, press.year, press.unit)
    name = unit_of(tr, await scope.uow.units.all(), press.unit)
    return staff_page(
        turn,
        lines(
            tr.t("<b>Scorecard of the head, {year}</b>", year=str(press.year)),
            literal(name),
            tr.t("Counted on {day} from the tasks of the year's plans.", day=tr.date(scope.today)),
            sample_label(tr) if found.has_sample else None,
            "",
            *card_lines(tr, found.card),
        ),
        rows(
            row(
                Button(tr.plain("‹ All areas"), OpenSheet(press.year, press.unit)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            )
        ),
    )


COMMANDS: dict[str, Screen] = {"ranking": ranking}

PRESSES: Presses = {
    OpenRanking: open_ranking,
    OpenGroup: open_group,
    OpenSheet: open_sheet,
    OpenArea: open_area,
    OpenCriterion: open_criterion,
    ShowScoreFile: show_file,
    OpenCard: open_card,
}
