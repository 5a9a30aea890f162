"""How a form about something begins: anew, where it was left, or after a word about what was begun about another thing.

What somebody began to write is not thrown away unasked.
"""

from dataclasses import dataclass

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Style
from bot.ui.pages import Page, row
from domain.errors import Code, Refused
from handlers.context import Presses, Turn
from handlers.forms import Resume
from handlers.task_text import staff_page
from handlers.way_home import OpenMenu


@dataclass(frozen=True)
class BeginOver(Press, prefix="ba1"):
    """Begins a form about another thing than the one that was begun."""

    form: str
    subject: str


_ABOUT_SOMETHING: set[str] = set()


def may_begin_over(*forms: str) -> None:
    """These forms look for themselves whether they may be filled in, whatever a button says they are about."""
    _ABOUT_SOMETHING.update(forms)


async def start_form(turn: Turn, form: str, subject: str) -> Page | None:
    """The first question, or the one that was open; a choice where it was begun about something else."""
    book = turn.deployment.conversations
    draft = await turn.scope.uow.drafts.get(turn.person.id, form)
    if draft is None or not draft.has_answers:
        return await book.begin(turn, form, subject=subject)
    if draft.subject == subject:
        return await book.resume(turn, Resume(form))
    tr = turn.tr
    said: Markup = tr.t("You have begun the same about something else, and it is not finished.")
    return staff_page(
        turn,
        said,
        (
            row(Button(tr.plain("Go on with that ›"), Resume(form), Style.PRIMARY)),
            row(Button(tr.plain("Discard that, begin with this"), BeginOver(form, subject), Style.DANGER)),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def _begin_over(turn: Turn, press: BeginOver) -> Page | None:
    if press.form not in _ABOUT_SOMETHING:
        raise Refused(Code.NOT_YOURS)
    return await turn.deployment.conversations.begin(turn, press.form, subject=press.subject)


PRESSES: Presses = {BeginOver: _begin_over}
