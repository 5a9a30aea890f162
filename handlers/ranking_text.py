"""How a ranking reads: points, how far a unit is, its rank, an area, a criterion."""

from decimal import Decimal

from markupsafe import Markup

from bot.ui.pages import lines
from bot.ui.text import fit, quoted
from bot.ui.translation import Translator
from domain.ranking import AreaSum, Criterion, Placing, Score, Sheet, SheetStage
from domain.scorecard import Scorecard
from domain.unit import Units
from handlers.task_text import NOTE_ROOM, TITLE_IN_LIST, bold, literal, unit_of
from handlers.words import label_of, name_of
from services.ranking import SheetView

DASH = "–"


def scores_label(tr: Translator) -> Markup:
    """Said wherever a made-up score is shown."""
    return tr.t("<i>Sample data: criteria and scores serve as an illustration.</i>")


def of_most(tr: Translator, value: Decimal | None, most: Decimal) -> str:
    """2,5/3, or a dash where there is no score."""
    return f"{DASH if value is None else tr.number(value)}/{tr.number(most)}"


def criterion_name(tr: Translator, criterion: Criterion) -> str:
    """The criterion in the reader's language."""
    return criterion.name_vi if tr.language == "vi" else criterion.name_en


def stage_words(tr: Translator, sheet: Sheet) -> Markup:
    """How far the unit is, with the count where something is under way."""
    count = len(sheet.criteria)
    left = {
        SheetStage.BEING_SCORED: len(sheet.unscored),
        SheetStage.BEING_APPRAISED: len(sheet.unappraised),
    }.get(sheet.stage)
    name = name_of(tr, sheet.stage)
    if left is None:
        return literal(name)
    return tr.t("{stage}, {n}/{of} criteria", stage=name, n=tr.number(count - left), of=tr.number(count))


def rank_words(tr: Translator, view: SheetView) -> Markup | None:
    """The unit's rank in its group, and whether it can still change; None before its appraisal is complete."""
    if view.rank is None:
        return None
    among = view.among
    of = tr.number(len(among.placings))
    words = tr.t(
        "Rank: <b>{rank}/{of}</b> among {group}",
        rank=tr.number(view.rank),
        of=of,
        group=name_of(tr, among.group),
    )
    if among.is_final:
        return words
    n = tr.number(among.appraised)
    return lines(words, tr.t("Provisional: {n}/{of} units are appraised so far.", n=n, of=of))


def placing_line(tr: Translator, placing: Placing, units: Units) -> Markup:
    """A unit in the list of its group: its rank and total, or how far it is."""
    sheet = placing.sheet
    head = Markup(" · ").join([bold(sheet.unit), literal(unit_of(tr, units, sheet.unit))])
    if placing.rank is None or sheet.total is None:
        return lines(head, stage_words(tr, sheet))
    return lines(
        head,
        tr.t(
            "rank {rank} · {total}, own score {own}",
            rank=tr.number(placing.rank),
            total=of_most(tr, sheet.total, sheet.most),
            own=tr.number(sheet.own_total),
        ),
    )


def area_line(tr: Translator, number: int, area: AreaSum) -> Markup:
    """An area of a sheet: the own score and the appraised one."""
    words = tr.t(
        "{n}. {area}: {own}",
        n=tr.number(number),
        area=label_of(tr, area.area),
        own=of_most(tr, area.own, area.most),
    )
    if area.unscored:
        return Markup(" · ").join([words, tr.n("{n} not scored", "{n} not scored", area.unscored)])
    if area.appraised is not None:
        appraised = tr.number(area.appraised)
        return Markup(" · ").join([words, tr.t("appraised {points}", points=appraised)])
    return words


def criterion_lines(tr: Translator, criterion: Criterion, score: Score) -> Markup:
    """A criterion in the list of its area."""
    head = [bold(criterion.code), literal(of_most(tr, score.own, criterion.most))]
    if score.appraised is not None:
        head.append(tr.t("appraised {points}", points=tr.number(score.appraised)))
    return lines(Markup(" · ").join(head), literal(fit(criterion_name(tr, criterion), TITLE_IN_LIST)))


def score_lines(tr: Translator, criterion: Criterion, score: Score) -> list[Markup | str]:
    """The scores on a criterion, with what shows the one and why the other is another."""
    said: list[Markup | str] = [tr.t("Own score: {points}", points=of_most(tr, score.own, criterion.most))]
    if score.evidence:
        said.append(quoted(fit(score.evidence, NOTE_ROOM)))
    if score.appraised is not None:
        points = of_most(tr, score.appraised, criterion.most)
        said.append(tr.t("Appraised score: <b>{points}</b>", points=points))
    if score.reason:
        said.append(quoted(fit(score.reason, NOTE_ROOM)))
    return said


def card_lines(tr: Translator, card: Scorecard) -> list[Markup]:
    """The scorecard of a head."""
    said = [
        tr.t("Tasks led: {n}", n=tr.number(card.total)),
        tr.t("• handed in in time: {n}", n=tr.number(card.in_time)),
    ]
    if card.in_time_by_extension:
        said.append(tr.t("  of these only by an extension: {n}", n=tr.number(card.in_time_by_extension)))
    return [
        *said,
        tr.t("• handed in late: {n}", n=tr.number(card.late)),
        tr.t("• still overdue: {n}", n=tr.number(card.overdue)),
        tr.t("• not due yet: {n}", n=tr.number(card.ahead)),
        tr.t("Extended: {n}", n=tr.number(card.extended)),
        tr.t("Delay explained: {n}", n=tr.number(card.explained)),
    ]
