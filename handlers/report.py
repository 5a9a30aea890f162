"""A citizen's report: the way into the form, and everything that is particular to it."""

from dataclasses import dataclass
from typing import Final

from bot.ui.buttons import Button, Press, Style
from bot.ui.pages import Page, Place, row
from bot.ui.translation import N_
from handlers import report_form, report_read, report_review, report_unit
from handlers.context import Presses, Screen, Turn
from handlers.forms import Conversation, Resume
from handlers.report_form import FORM, NAME
from handlers.way_home import way_home

CONVERSATION: Final = Conversation(
    FORM,
    ask=report_form.ask,
    finish=report_review.finish,
    read=report_read.read,
    beside=report_read.beside,
    after=report_read.after,
    correct=report_read.correct,
    review=report_review.review,
    label=report_form.step_label,
    send_label=N_("Send the report"),
    prepare=report_read.prepare,
    discard=report_read.discard,
    gone=report_review.gone,
    is_paced=True,
)


@dataclass(frozen=True)
class BeginAnew(Press, prefix="r1"):
    """Discards the report that was begun and begins another."""

    sure: bool = False


async def report(turn: Turn) -> Page:
    """/report: begins a report, or offers the one that was begun."""
    draft = await turn.scope.uow.drafts.get(turn.person.id, NAME)
    place = Place.HERE if turn.is_press else Place.BELOW
    if draft is None:
        return await turn.deployment.conversations.begin(turn, NAME, place=place)
    # What is typed while this is asked is no answer to a question that has left the screen.
    await turn.scope.uow.drafts.set_aside(turn.person.id)
    tr = turn.tr
    assert draft.saved_at is not None
    return Page(
        tr.t(
            "You have begun a report already, and it is kept as you left it at {at}. Do you want to go on with it?",
            at=tr.datetime(draft.saved_at),
        ),
        (
            row(Button(tr.plain("Go on with your report ›"), Resume(NAME), Style.PRIMARY)),
            row(Button(tr.plain("Begin anew"), BeginAnew())),
            way_home(tr),
        ),
        place=place,
    )


async def begin_anew(turn: Turn, press: BeginAnew) -> Page:
    """Asks once more before what was written is destroyed."""
    draft = await turn.scope.uow.drafts.get(turn.person.id, NAME)
    if draft is None or press.sure:
        return await turn.deployment.conversations.begin(turn, NAME)
    tr = turn.tr
    return Page(
        tr.t("What you have written and the files you have sent are destroyed then. It cannot be undone."),
        (
            row(Button(tr.plain("Destroy it and begin anew"), BeginAnew(sure=True), Style.DANGER)),
            row(Button(tr.plain("Go on with your report ›"), Resume(NAME), Style.PRIMARY)),
            way_home(tr),
        ),
    )


COMMANDS: dict[str, Screen] = {"report": report}

PRESSES: Presses = {BeginAnew: begin_anew, **report_unit.PRESSES}
