"""/dichvucong: how to file a dossier online, one short screen a section; the coordinator may put it in other words."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, LinkButton, Row, Style
from bot.ui.forms import AnswerRefused, Answers, Form, Json, Kind, Step
from bot.ui.pages import Page, Place, grid, lines, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import LANGUAGES, N_, Translator
from domain.errors import Code, Refused
from domain.guide import GuideSection, GuideVersion, check_edit, check_text, may_edit
from handlers.context import Presses, Screen, Turn
from handlers.forms import Conversation, Filling, Question
from handlers.guide_links import EditSection, OpenGuide, OpenSection, RestoreSection, SectionVersions
from handlers.guide_text import LANGUAGE_NAMES, NATIONAL_PORTAL, PROVINCIAL_PORTAL, TEXTS, TITLES, TO_CHECK
from handlers.home import OpenMenu
from handlers.menu import RunCommand
from handlers.plain_steps import question_label
from handlers.refusal_words import words_of
from handlers.task_text import literal
from services import guide as service

VERSIONS_ON_PAGE: Final = 8
NAME_ROOM: Final = 80
_REPORTING: Final = frozenset({GuideSection.FEE, GuideSection.HELP})
"""Sections that speak of what can be reported here."""


async def guide(turn: Turn) -> Page:
    """/dichvucong: the sections."""
    tr = turn.tr
    sections = [Button(tr.plain(TITLES[section]), OpenSection(section)) for section in GuideSection]
    return _page(
        turn,
        lines(
            tr.t("<b>Filing a dossier online</b>"),
            "",
            tr.t(
                "Most dossiers can be filed at the National Public Service Portal or the province's portal, at any "
                "hour, without travelling. What would you like to know?"
            ),
        ),
        rows(
            *grid(sections, 2),
            row(
                LinkButton(tr.plain("National portal"), f"https://{NATIONAL_PORTAL}"),
                LinkButton(tr.plain("Portal of the province"), f"https://{PROVINCIAL_PORTAL}"),
            ),
            row(Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def open_guide(turn: Turn, press: OpenGuide) -> Page:
    """The sections again."""
    return await guide(turn)


async def open_section(turn: Turn, press: OpenSection) -> Page:
    """A section."""
    return await section_page(turn, press.section)


async def section_page(turn: Turn, section: GuideSection, *above: Markup) -> Page:
    """The words that hold for a section; the coordinator is also told what to check. ``above`` is said first."""
    tr = turn.tr
    said = [part for one in above for part in (one, "")]
    edits = may_edit(turn.actor)
    return _page(
        turn,
        lines(
            *said,
            Markup("<b>{}</b>").format(tr.t(TITLES[section])),
            "",
            literal(await _words(turn, section, tr)),
            *(
                ("", tr.t("<i>For the province to check: {what}</i>", what=tr.plain(TO_CHECK[section])))
                if edits
                else ()
            ),
        ),
        rows(
            row(Button(tr.plain("Send a report"), RunCommand("report"))) if section in _REPORTING else (),
            row(
                Button(tr.plain("Edit the text"), EditSection(section)),
                Button(tr.plain("Versions"), SectionVersions(section, tr.language)),
            )
            if edits
            else (),
            _turning(tr, section),
            row(Button(tr.plain("‹ Sections"), OpenGuide()), Button(tr.plain("‹ Home"), OpenMenu())),
        ),
    )


async def _words(turn: Turn, section: GuideSection, tr: Translator) -> str:
    written = await service.written(turn.scope, section, tr.language)
    return tr.plain(TEXTS[section]) if written is None else written


def _turning(tr: Translator, section: GuideSection) -> Row:
    """To the section before and the one after."""
    sections = tuple(GuideSection)
    at = sections.index(section)
    return row(
        Button(tr.plain("‹ Previous"), OpenSection(sections[at - 1])) if at else None,
        Button(tr.plain("Next ›"), OpenSection(sections[at + 1])) if at + 1 < len(sections) else None,
    )


def _page(turn: Turn, text: Markup, buttons: tuple[Row, ...]) -> Page:
    return Page(text, buttons, place=Place.HERE if turn.is_press else Place.BELOW)


# ── other words ───────────────────────────────────────────────────────────────────────────────────


def _text(value: Json, _answers: Answers) -> Json:
    try:
        return check_text(str(value))
    except Refused as refusal:
        raise AnswerRefused(refusal.code, **_limit(refusal)) from refusal


def _limit(refusal: Refused) -> dict[str, Json]:
    return {name: value for name, value in refusal.data.items() if isinstance(value, int)}


_EDIT: Final = Form(
    "guide",
    1,
    (
        Step("language", N_("Language"), Kind.CHOICE, choices=LANGUAGES),
        Step("text", N_("Text"), Kind.TEXT, validate=_text),
    ),
)


def _of(subject: str) -> tuple[GuideSection, Mapping[str, int]]:
    """The section a form is about, and for each language the version that was seen. Raises Refused(NOT_YOURS)."""
    section, *seen = subject.split(" ")
    if section not in set(GuideSection) or len(seen) != len(LANGUAGES):
        raise Refused(Code.NOT_YOURS)
    return GuideSection(section), {
        language: int(version) for language, version in zip(LANGUAGES, seen, strict=True)
    }


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    check_edit(turn.actor)
    tr, (section, _) = turn.tr, _of(filling.subject)
    head = lines(Markup("<b>{}</b>").format(tr.t(TITLES[section])), "")
    if step.key == "language":
        return Question(
            lines(head, tr.t("Which text do you want to change?")),
            choices=tuple(LANGUAGE_NAMES[language] for language in LANGUAGES),
            columns=2,
        )
    language = str(filling.state.answers["language"])
    words = await _words(turn, section, turn.deployment.translator(language))
    return Question(
        lines(
            head,
            tr.t("This is the text now. Copy it, change it, and send it in one message."),
            quoted(words, expandable=False),
        )
    )


async def _review(turn: Turn, filling: Filling) -> Page:
    check_edit(turn.actor)
    tr, (section, _) = turn.tr, _of(filling.subject)
    answers = filling.state.answers
    other = turn.deployment.translator(str(answers["language"]))
    return _page(
        turn,
        lines(
            tr.t("This is what citizens will read ({language}):", language=LANGUAGE_NAMES[other.language]),
            "",
            Markup("<b>{}</b>").format(other.t(TITLES[section])),
            "",
            literal(str(answers["text"])),
        ),
        (),
    )


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    section, seen = _of(filling.subject)
    language = str(answers["language"])
    try:
        await service.rewrite(turn.scope, turn.actor, section, language, str(answers["text"]), seen[language])
        said = turn.tr.t("The text is changed ({language}).", language=LANGUAGE_NAMES[language])
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        said = words_of(turn.tr, refusal)
    return await section_page(turn, section, said)


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    if refusal is not None and refusal.code is Code.NOT_YOURS:
        raise refusal
    section, _ = _of(subject)
    said = turn.tr.t("Nothing was changed.") if refusal is None else words_of(turn.tr, refusal)
    return await section_page(turn, section, said)


async def edit_section(turn: Turn, press: EditSection) -> Page:
    """Asks for the new words."""
    check_edit(turn.actor)
    seen = []
    for language in LANGUAGES:
        found = await service.versions(turn.scope, turn.actor, press.section, language)
        seen.append(str(found[0].version if found else 0))
    subject = " ".join([press.section.value, *seen])
    return await turn.deployment.conversations.begin(turn, _EDIT.name, subject=subject)


async def section_versions(turn: Turn, press: SectionVersions) -> Page:
    """Who put a section in other words, and when; the shipped words can be brought back."""
    tr = turn.tr
    found = await service.versions(turn.scope, turn.actor, press.section, press.language)
    others = [language for language in LANGUAGES if language != press.language]
    is_changed = bool(found) and found[0].text is not None
    shown = found[:VERSIONS_ON_PAGE]
    names = await turn.scope.uow.people.names({version.written_by for version in shown})
    return _page(
        turn,
        lines(
            Markup("<b>{}</b> ({})").format(
                tr.t(TITLES[press.section]), LANGUAGE_NAMES.get(press.language, press.language)
            ),
            "",
            *[_version(tr, version, names.get(version.written_by, "")) for version in shown],
            tr.t("• The text that is shipped with the product"),
        ),
        rows(
            row(
                Button(
                    tr.plain("Bring back the shipped text"),
                    RestoreSection(press.section, press.language, found[0].version),
                    Style.DANGER,
                )
            )
            if is_changed
            else (),
            row(
                *[
                    Button(LANGUAGE_NAMES[language], SectionVersions(press.section, language))
                    for language in others
                ]
            ),
            row(Button(tr.plain("‹ Section"), OpenSection(press.section))),
        ),
    )


def _version(tr: Translator, version: GuideVersion, name: str) -> Markup:
    who = fit(name or tr.plain("without a name"), NAME_ROOM)
    when = tr.datetime(version.written_at)
    if version.text is None:
        return tr.t("• {when}, {who}: the shipped text was brought back", when=when, who=who)
    return tr.t("• {when}, {who}: the text was changed", when=when, who=who)


async def restore_section(turn: Turn, press: RestoreSection) -> Page:
    """The shipped words hold again."""
    try:
        await service.restore(turn.scope, turn.actor, press.section, press.language, press.version)
        said = turn.tr.t("The shipped text holds again.")
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            raise
        said = words_of(turn.tr, refusal)
    return await section_page(turn, press.section, said)


CONVERSATIONS: Final = (
    Conversation(
        _EDIT,
        _ask,
        _finish,
        review=_review,
        label=question_label,
        send_label=N_("Publish this text"),
        lead_back=_lead_back,
    ),
)

COMMANDS: dict[str, Screen] = {"dichvucong": guide}

PRESSES: Presses = {
    OpenGuide: open_guide,
    OpenSection: open_section,
    EditSection: edit_section,
    SectionVersions: section_versions,
    RestoreSection: restore_section,
}
