"""What one press does in the ranking of units: submit, take back, accept a score, open and close."""

from collections.abc import Awaitable, Callable

from bot.ui.buttons import Button, Style
from bot.ui.pages import Page, lines, row
from domain.errors import Code, Refused
from domain.ranking import RankingAct, Sheet
from handlers.context import Presses, Turn
from handlers.ranking import criterion_page, ranking_page, sheet_page
from handlers.ranking_links import AcceptScore, OpenRanking, SetOpen, SubmitScores, TakeScoresBack
from handlers.refusal_words import words_of
from handlers.task_text import staff_page
from services import ranking as service


async def submit(turn: Turn, press: SubmitScores) -> Page:
    """The unit submits its scores."""

    async def act() -> Page:
        await service.submit(turn.scope, turn.actor, press.year, press.unit, press.revision)
        said = turn.tr.t("Submitted. You will hear when every score is appraised.")
        return await sheet_page(turn, press.year, press.unit, said)

    return await _or_as_it_stands(turn, press.year, press.unit, act)


async def take_back(turn: Turn, press: TakeScoresBack) -> Page:
    """The unit takes its scores back."""

    async def act() -> Page:
        await service.withdraw(turn.scope, turn.actor, press.year, press.unit, press.revision)
        said = turn.tr.t("Taken back. Change what has to be changed, and submit again.")
        return await sheet_page(turn, press.year, press.unit, said)

    return await _or_as_it_stands(turn, press.year, press.unit, act)


async def _or_as_it_stands(turn: Turn, year: int, unit: str, act: Callable[[], Awaitable[Page]]) -> Page:
    """What the act shows; where it is refused, why, over how the unit stands."""
    try:
        return await act()
    except Refused as refusal:
        if refusal.code is Code.RANKING_UNKNOWN:
            raise
        return await sheet_page(turn, year, unit, words_of(turn.tr, refusal))


async def accept(turn: Turn, press: AcceptScore) -> Page:
    """The coordinator accepts the unit's own score; the next that waits is shown."""
    try:
        sheet = await service.appraise(turn.scope, turn.actor, press.unit, press.criterion, press.mark)
    except Refused as refusal:
        return await refused_here(turn, press.unit, press.criterion, refusal)
    return await after_appraisal(turn, sheet, press.criterion)


async def refused_here(turn: Turn, unit: str, criterion_id: str, refusal: Refused) -> Page:
    """Why, over how the criterion stands. Raises the refusal of what is out of sight."""
    if refusal.code in (Code.RANKING_UNKNOWN, Code.CRITERION_UNKNOWN):
        raise refusal
    return await criterion_page(turn, unit, criterion_id, words_of(turn.tr, refusal))


async def after_appraisal(turn: Turn, sheet: Sheet, criterion_id: str) -> Page:
    """What was given, over the next criterion that waits, or over the unit when none does."""
    tr, criterion = turn.tr, sheet.criterion(criterion_id)
    appraised = sheet.score(criterion).appraised
    assert appraised is not None
    said = tr.t("{code}: appraised {points}.", code=criterion.code, points=tr.number(appraised))
    if not sheet.unappraised:
        done = lines(said, tr.t("Every score of the unit is appraised; it hears of it."))
        return await sheet_page(turn, sheet.exercise.year, sheet.unit, done)
    return await criterion_page(turn, sheet.unit, sheet.unappraised[0].id, said)


async def set_open(turn: Turn, press: SetOpen) -> Page:
    """Opens the ranking, or closes it once that is sure."""
    tr, scope = turn.tr, turn.scope
    if not press.is_open and not press.sure:
        return await _sure_to_close(turn, press)
    try:
        await service.set_open(scope, turn.actor, press.year, is_open=press.is_open, seen=press.revision)
    except Refused as refusal:
        if refusal.code in (Code.NOT_YOURS, Code.RANKING_UNKNOWN):
            raise
        return await ranking_page(turn, press.year, words_of(tr, refusal))
    said = (
        tr.t("Open. Units can score themselves now.")
        if press.is_open
        else tr.t("Closed. No score changes any more.")
    )
    return await ranking_page(turn, press.year, said)


async def _sure_to_close(turn: Turn, press: SetOpen) -> Page:
    tr = turn.tr
    exercise, groups, acts = await service.groups(turn.scope, turn.actor, press.year)
    if RankingAct.CLOSE not in acts or exercise.revision != press.revision:
        return await ranking_page(turn, press.year)
    unsubmitted = sum(len(one.unsubmitted) for one in groups)
    unappraised = sum(len(one.unappraised) for one in groups)
    return staff_page(
        turn,
        lines(
            tr.t("Close the ranking of {year}? No score changes after that.", year=str(press.year)),
            tr.t("Not submitted: {n}", n=tr.number(unsubmitted)),
            tr.t("Not appraised in full: {n}", n=tr.number(unappraised)),
            tr.t("These units stay without a rank.") if unsubmitted or unappraised else None,
        ),
        (
            row(
                Button(
                    tr.plain("Yes, close it"), SetOpen(press.year, False, press.revision, True), Style.DANGER
                )
            ),
            row(Button(tr.plain("‹ No, leave it open"), OpenRanking(press.year))),
        ),
    )


PRESSES: Presses = {
    SubmitScores: submit,
    TakeScoresBack: take_back,
    AcceptScore: accept,
    SetOpen: set_open,
}
