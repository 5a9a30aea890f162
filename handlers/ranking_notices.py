"""What a unit hears of the ranking without having pressed anything: its appraisal is complete."""

from collections.abc import Mapping
from typing import Final

from bot.ui.buttons import Button, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row
from domain.errors import Refused
from handlers.context import Deployment, Renderer
from handlers.ranking_links import OpenSheet
from handlers.ranking_text import of_most, rank_words, scores_label
from handlers.task_text import unit_of
from services import ranking as service
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope


async def appraised(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """Every score is appraised; None when the unit is not theirs any more, or something was changed meanwhile."""
    actor, unit = person.actor(scope.now), str(notice.subject["unit"])
    if not actor.serves(unit):
        return None
    try:
        view = await service.view(scope, actor, int(notice.subject["year"]), unit)
    except Refused:
        return None
    sheet = view.sheet
    if sheet.total is None or sheet.revision != notice.subject["revision"]:
        return None
    tr = deployment.translator(person.language)
    changed = sum(one.appraised != one.own for one in sheet.scores.values())
    return Page(
        lines(
            tr.t("<b>Ranking of {year}: the appraisal is complete</b>", year=str(sheet.exercise.year)),
            unit_of(tr, await scope.uow.units.all(), unit),
            scores_label(tr) if sheet.exercise.is_sample else None,
            tr.t("Own score: {points}", points=of_most(tr, sheet.own_total, sheet.most)),
            tr.t("Appraised score: <b>{points}</b>", points=of_most(tr, sheet.total, sheet.most)),
            tr.t("Scores that differ from your own: {n}", n=tr.number(changed)) if changed else None,
            rank_words(tr, view),
        ),
        (
            row(
                Button(
                    tr.plain("See the scores"),
                    OpenSheet(sheet.exercise.year, unit, below=True),
                    Style.PRIMARY,
                )
            ),
        ),
        place=Place.EVENT,
        sensitivity=Sensitivity.STAFF,
    )


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {NoticeKind.UNIT_APPRAISED: appraised}
