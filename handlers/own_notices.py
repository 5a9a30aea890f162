"""What a reporter is told of their reports and of what they had begun. Each notice is asked again when it is delivered:
a question that was answered or has lapsed is not asked any more, a label that has changed since is not said."""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row, rows
from bot.ui.text import paged_text, quoted
from bot.ui.translation import N_, Translator
from domain.case_acts import CaseAct
from domain.case_clocks import word_missed_on
from domain.errors import Code, Refused
from handlers import own_text
from handlers.context import Deployment, Renderer
from handlers.home import REPORT
from handlers.menu import RunCommand
from handlers.own_forms import NAME
from handlers.own_links import OpenOwn, ReadWords, Saying, SayOwn
from handlers.way_home import way_home
from services import own_cases
from services.case_acts import context
from services.case_entries import Entry
from services.notices import Notice, NoticeKind
from services.own_cases import Opened
from services.people import Person
from services.scope import Scope


async def question_asked(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """An officer asks something, and it is still open."""
    return await _question(
        scope, deployment, person, notice, N_("<b>A question about your report {code}</b>")
    )


async def question_reminder(
    scope: Scope, deployment: Deployment, person: Person, notice: Notice
) -> Page | None:
    """The question is still open."""
    title = N_("<b>A question about your report {code} still waits for your answer</b>")
    return await _question(scope, deployment, person, notice, title)


async def _question(
    scope: Scope, deployment: Deployment, person: Person, notice: Notice, title: str
) -> Page | None:
    opened = await _opened(scope, person, notice)
    if opened is None or opened.question is None or opened.question.id != notice.subject["entry"]:
        return None
    tr, case = deployment.translator(person.language), opened.own.case
    words, more = _words(tr, case.id, opened.question)
    return _event(
        lines(
            tr.t(title, code=case.code),
            words,
            "",
            *own_text.next_steps(scope, tr, opened),
            tr.t("“I do not know” and “I would rather not say” are answers too."),
        ),
        rows(
            row(more),
            row(
                Button(
                    tr.plain("Answer the question"), SayOwn(case.id, Saying.ANSWER, below=True), Style.PRIMARY
                )
            ),
            _open(tr, opened),
        ),
    )


async def case_answered(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The reporter is told something, word for word."""
    opened = await _opened(scope, person, notice)
    entry = None if opened is None else opened.entry(int(notice.subject["entry"]))
    if opened is None or entry is None:
        return None
    tr, case = deployment.translator(person.language), opened.own.case
    words, more = _words(tr, case.id, entry)
    title = tr.t("<b>Report {code}</b> · {what}", code=case.code, what=own_text.what_happened(tr, entry))
    return _event(
        lines(title, words, "", *own_text.next_steps(scope, tr, opened)),
        rows(row(more), _appeal(tr, opened), _open(tr, opened)),
    )


async def case_status(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The label is another one: the one of now, unless that came later and is told by itself."""
    opened = await _opened(scope, person, notice)
    if opened is None:
        return None
    turn = opened.last_turn
    if turn is None or turn.facts["revision"] != notice.subject["revision"]:
        return None
    tr = deployment.translator(person.language)
    explained = own_text.TURNS.get(turn.act) if turn.act is not None else None
    return _event(
        lines(
            own_text.heading(tr, opened.own),
            None if explained is None else tr.t(explained),
            *own_text.next_steps(scope, tr, opened),
        ),
        rows(_appeal(tr, opened), _open(tr, opened)),
    )


async def case_word(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """There was nothing to tell for long, and there still is not."""
    opened = await _opened(scope, person, notice)
    if opened is None:
        return None
    missed = word_missed_on(opened.own.case, scope.now, await context(scope))
    if missed is None or missed.isoformat() != notice.subject["day"]:
        return None
    tr = deployment.translator(person.language)
    return _event(
        lines(
            own_text.heading(tr, opened.own),
            tr.t("There is nothing new to tell yet. Your report is still being worked on."),
            *own_text.next_steps(scope, tr, opened),
        ),
        rows(_open(tr, opened)),
    )


async def draft_lapsed(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """What was begun and not sent is destroyed. Whoever has begun again meanwhile would take it for the new one."""
    tr = deployment.translator(person.language)
    hours = tr.number(int(scope.rules.draft_hours))
    stays = tr.t("Your messages in this chat stay until you delete them yourself.")
    if "case" not in notice.subject:
        if await scope.uow.drafts.get(person.id, REPORT) is not None:
            return None
        text = tr.t(
            "The report you had begun was not sent within {hours} hours. It has been destroyed here, with its files; "
            "nobody has read it. You can begin anew at any time.",
            hours=hours,
        )
        begin = row(Button(tr.plain("Send a report"), RunCommand(REPORT)))
        return _event(lines(text, stays), (begin, way_home(tr)))
    opened = await _opened(scope, person, notice)
    if opened is None or await scope.uow.drafts.get(person.id, NAME) is not None:
        return None
    text = tr.t(
        "What you had begun to write about report {code} was not sent within {hours} hours. It has been destroyed "
        "here; nobody has read it. The report itself stays as it is, and you can write again at any time.",
        code=opened.own.case.code,
        hours=hours,
    )
    return _event(lines(text, stays), (_open(tr, opened),))


# ── within ────────────────────────────────────────────────────────────────────────────────────────


async def _opened(scope: Scope, person: Person, notice: Notice) -> Opened | None:
    """The report of the notice, if it is still theirs."""
    try:
        return await own_cases.open_own(scope, person.actor(scope.now), str(notice.subject["case"]))
    except Refused as refusal:
        if refusal.code is not Code.CASE_UNKNOWN:
            raise
        return None


def _words(tr: Translator, case_id: str, entry: Entry) -> tuple[Markup, Button | None]:
    """Somebody's words in full, or their first page and the button to the next."""
    first, *rest = paged_text(own_text.words_of_entry(entry), own_text.PAGE_ROOM)
    assert entry.id is not None, "what is told is stored"
    more = Button(tr.plain("Read on ›"), ReadWords(case_id, entry.id, 1, below=True)) if rest else None
    return quoted(first, expandable=False), more


def _appeal(tr: Translator, opened: Opened) -> Row:
    if CaseAct.APPEAL not in opened.acts:
        return ()
    return row(Button(tr.plain("Appeal"), SayOwn(opened.own.case.id, Saying.APPEAL, below=True)))


def _open(tr: Translator, opened: Opened) -> Row:
    return row(Button(tr.plain("Open the report ›"), OpenOwn(opened.own.case.id, below=True)))


def _event(text: Markup, buttons: tuple[Row, ...]) -> Page:
    return Page(text, buttons, place=Place.EVENT, sensitivity=Sensitivity.CASE)


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {
    NoticeKind.QUESTION_ASKED: question_asked,
    NoticeKind.QUESTION_REMINDER: question_reminder,
    NoticeKind.CASE_ANSWERED: case_answered,
    NoticeKind.CASE_STATUS: case_status,
    NoticeKind.CASE_WORD: case_word,
    NoticeKind.DRAFT_LAPSED: draft_lapsed,
}
