"""Templates of official papers: the one that holds, the product's own to start from, and another in its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Style
from bot.ui.pages import Page, lines, row, rows
from bot.ui.text import fit
from bot.ui.translation import N_, Translator
from domain.errors import Code, Refused
from handlers.attachments import incoming_of
from handlers.context import Presses, Screen, Turn
from handlers.paper_making import asked_words
from handlers.papers import OpenPapers
from handlers.refusal_words import words_of
from handlers.task_text import literal, staff_page
from handlers.way_home import OpenMenu
from reports.paper import PaperKind
from reports.press import NotPrinted
from reports.template_faults import Fault, TemplateFault, fault_words
from services import chat_imports, papers
from services import templates as service
from services.papers import PaperName
from services.templates import WITH_TEMPLATE, Template

WORD_FILES: Final = (".docx", ".docm", ".dotx", ".dotm", ".doc")
"""By these endings a file is taken for a template; which of them can be used is told of each."""
PAPERS: Final = {
    PaperName.PERIODIC: N_("Periodic report"),
    PaperName.OVERDUE: N_("Report on overdue tasks"),
}
_KINDS: Final = {PaperName.PERIODIC: PaperKind.PERIODIC, PaperName.OVERDUE: PaperKind.OVERDUE}
_OWN: Final = {
    PaperName.PERIODIC: PaperName.PERIODIC_TEMPLATE,
    PaperName.OVERDUE: PaperName.OVERDUE_TEMPLATE,
}
FAULTS_NAMED: Final = 12
NAME_ROOM: Final = 80


@dataclass(frozen=True)
class OpenTemplates(Press, prefix="wt1"):
    """What each paper is written into."""


@dataclass(frozen=True)
class TakeTemplate(Press, prefix="wt5"):
    """Has the product's own template of a paper sent."""

    paper: PaperName


@dataclass(frozen=True)
class UseTemplate(Press, prefix="wt2"):
    """Takes the Word file that was sent for this paper, if it is sound."""

    file: str
    paper: PaperName


@dataclass(frozen=True)
class RestoreTemplate(Press, prefix="wt3"):
    """Goes back to the product's own."""

    paper: PaperName


@dataclass(frozen=True)
class DropTemplate(Press, prefix="wt4"):
    """Throws the Word file away."""

    file: str


async def templates(turn: Turn) -> Page:
    """/templates: what each paper is written into. Raises Refused(NOT_YOURS)."""
    return await _page(turn)


async def open_templates(turn: Turn, press: OpenTemplates) -> Page:
    """What each paper is written into."""
    return await _page(turn)


async def _page(turn: Turn, *above: Markup) -> Page:
    tr = turn.tr
    held = await service.held(turn.scope, turn.actor)
    replaced = [
        paper for paper, template in held.items() if template is not None and template.body is not None
    ]
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>Templates of papers</b>"),
            *(_line(tr, paper, held[paper]) for paper in WITH_TEMPLATE),
            "",
            tr.t(
                "To change one: take the template below, change it in Word without touching the words in double "
                "braces, and send the file here."
            ),
        ),
        rows(
            *(
                row(Button(tr.plain("Take: {paper}", paper=tr.plain(PAPERS[paper])), TakeTemplate(paper)))
                for paper in WITH_TEMPLATE
            ),
            row(
                *(
                    Button(
                        tr.plain("Back to our own: {paper}", paper=tr.plain(PAPERS[paper])),
                        RestoreTemplate(paper),
                    )
                    for paper in replaced
                )
            ),
            row(Button(tr.plain("‹ Papers"), OpenPapers()), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


def _line(tr: Translator, paper: PaperName, template: Template | None) -> Markup:
    name = tr.plain(PAPERS[paper])
    if template is None or template.body is None:
        return tr.t("• {paper}: the bot's own template", paper=name)
    return tr.t(
        "• {paper}: {file}, since {at}",
        paper=name,
        file=fit(template.name, NAME_ROOM),
        at=tr.datetime(template.set_at),
    )


async def take(turn: Turn, press: TakeTemplate) -> Page:
    """Has the product's own template sent; it comes below, the screen stays. Raises Refused(NOT_YOURS)."""
    page = await _page(turn)
    if press.paper not in _OWN:
        return page
    fresh = await papers.ask(turn.scope, turn.actor, _OWN[press.paper])
    return replace(page, toast=asked_words(turn.tr, fresh=fresh))


async def heard(turn: Turn) -> Page:
    """A Word file from a coordinator while no question is open. Raises Refused(NOT_YOURS)."""
    incoming = incoming_of(turn.message)
    assert incoming is not None, "a document was sent"
    try:
        file = await chat_imports.take(turn.scope, turn.actor, incoming)
    except Refused as refusal:
        return await _page(turn, words_of(turn.tr, refusal))
    return _ask(turn, file.id, file.name)


def _ask(turn: Turn, file_id: str, name: str, *above: Markup) -> Page:
    tr = turn.tr
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>A template for which paper?</b>"),
            literal(fit(name, NAME_ROOM)),
        ),
        rows(
            *(
                row(Button(tr.plain(PAPERS[paper]), UseTemplate(file_id, paper), Style.PRIMARY))
                for paper in WITH_TEMPLATE
            ),
            row(Button(tr.plain("Throw the file away"), DropTemplate(file_id))),
        ),
    )


async def use_template(turn: Turn, press: UseTemplate) -> Page:
    """Looks the file through, and takes it if nothing is wrong with it."""
    tr = turn.tr
    if press.paper not in WITH_TEMPLATE:
        raise Refused(Code.NOT_NOW)
    try:
        body = await service.sent(turn.scope, turn.actor, turn.deployment.tables, press.file)
        faults = await _faults(turn, press.paper, body)
        if faults:
            file = await chat_imports.own_file(turn.scope, turn.actor, press.file)
            return _ask(turn, file.id, file.name, _faulty(tr, faults))
        await service.put(turn.scope, turn.actor, press.paper, press.file, body)
    except Refused as refusal:
        return await _page(turn, words_of(tr, refusal))
    name = tr.plain(PAPERS[press.paper])
    return await _page(turn, tr.t("<b>Taken.</b> From now on it is used for: {paper}.", paper=name))


async def _faults(turn: Turn, paper: PaperName, body: bytes) -> Sequence[TemplateFault]:
    """What is wrong with the file. One that cannot be looked through at all, or takes too long, is no Word file."""
    try:
        return await turn.deployment.press.checked(_KINDS[paper], body)
    except NotPrinted:
        return (TemplateFault(Fault.NOT_WORD),)


def _faulty(tr: Translator, faults: Sequence[TemplateFault]) -> Markup:
    named = [tr.t("• {fault}", fault=fault_words(tr, one)) for one in faults[:FAULTS_NAMED]]
    more = len(faults) - FAULTS_NAMED
    return lines(
        tr.t("<b>The file cannot be used for this paper</b>"),
        *named,
        tr.t("… and {n} more", n=tr.number(more)) if more > 0 else None,
        tr.t("Nothing was changed. Mend the file and send it again."),
    )


async def restore(turn: Turn, press: RestoreTemplate) -> Page:
    """Goes back to the product's own."""
    await service.restore(turn.scope, turn.actor, press.paper)
    return await _page(turn)


async def drop(turn: Turn, press: DropTemplate) -> Page:
    """Throws the file away."""
    try:
        await chat_imports.drop(turn.scope, turn.actor, press.file)
    except Refused as refusal:
        return await _page(turn, words_of(turn.tr, refusal))
    return await _page(turn, turn.tr.t("The file was thrown away. Nothing was changed."))


COMMANDS: dict[str, Screen] = {"templates": templates}

PRESSES: Presses = {
    OpenTemplates: open_templates,
    TakeTemplate: take,
    UseTemplate: use_template,
    RestoreTemplate: restore,
    DropTemplate: drop,
}
