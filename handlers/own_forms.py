"""What a reporter writes into a report they sent: an addition, an answer to a question, an appeal.

It is one question that takes whatever comes: words in several messages, photos, albums, papers, a voice, a place; and
one button that sends it. So there is one thing a person has begun and not sent, and its files belong to nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Style
from bot.ui.forms import Form, FormState, Json, Kind, Step, items_of
from bot.ui.pages import Page, Place, Sensitivity, lines, row
from bot.ui.text import fit, fit_together, quoted
from bot.ui.translation import N_, Translator
from domain.case import Case
from domain.case_acts import CaseAct
from domain.errors import Code, Refused
from domain.text import is_blank
from handlers import form_memory as memory
from handlers import own_page, own_text, report_read
from handlers.context import Turn
from handlers.form_pages import nothing_sent
from handlers.forms import Beside, Conversation, Filling, Question, Resume, Wrong
from handlers.own_links import OpenOwn, Saying, SayOwn
from handlers.refusal_words import words_of
from handlers.way_home import way_home
from services import own_cases
from services.own_cases import Opened, Said
from services.ports import Draft

NAME: Final = "own"
SAID: Final = "said"
"""The one step. An item is the id of a file, or a message of words as ``{"text": …}``."""
SO_FAR_ROOM: Final = 1200
"""UTF-16 units of the words that are shown before they are sent; all of them are sent."""
LEAST: Final = 100


@dataclass(frozen=True, slots=True)
class Words:
    """How one way of saying something is asked for, sent, and answered. ``act`` None is always open."""

    act: CaseAct | None
    title: str
    hint: str
    send: str
    done: str


_HOW: Final = N_(
    "Write it here, in several messages if you like; photos, papers, voice messages, videos and a location can come "
    "along. Nothing is sent before you press the button for it."
)

WORDS: Final[Mapping[Saying, Words]] = {
    Saying.ADD: Words(
        None,
        N_("<b>Add to report {code}</b>"),
        _HOW,
        N_("Send what I added"),
        N_("It has been added to your report, and those who work on it are told."),
    ),
    Saying.ANSWER: Words(
        CaseAct.ANSWER_QUESTION,
        N_("<b>Answer the question about report {code}</b>"),
        N_(
            "Write your answer here, in several messages if you like; photos, papers, voice messages, videos and a "
            "location can come along. “I do not know” and “I would rather not say” are answers too. Nothing is sent "
            "before you press the button for it."
        ),
        N_("Send my answer"),
        N_("Your answer has been sent. Thank you."),
    ),
    Saying.APPEAL: Words(
        CaseAct.APPEAL,
        N_("<b>Appeal in report {code}</b>"),
        N_(
            "Please write what you do not agree with and what was left out; photos and papers can come along. You can "
            "appeal only once. Nothing is sent before you press the button for it."
        ),
        N_("Send the appeal"),
        N_("Your appeal has been sent."),
    ),
}


# ── beginning ─────────────────────────────────────────────────────────────────────────────────────


async def begin(turn: Turn, press: SayOwn) -> Page | None:
    """Opens the form, or goes on with what was begun of it; something else begun is not thrown away unasked.

    Raises Refused: CASE_UNKNOWN, and as the act that it is for.
    """
    case = await _may(turn, press.case_id, press.what)
    place = Place.BELOW if press.below else Place.HERE
    subject, book = _subject(press.what, case.id), turn.deployment.conversations
    begun = await turn.scope.uow.drafts.get(turn.person.id, NAME)
    if begun is not None and begun.has_answers and not press.anew:
        if begun.subject == subject:
            page = await book.resume(turn, Resume(NAME))
            return None if page is None else replace(page, place=place)
        otherwise = await _begun_otherwise(turn, press, begun)
        if otherwise is not None:
            return otherwise
    return await book.begin(turn, NAME, subject=subject, case_id=case.id, place=place)


async def _may(turn: Turn, case_id: str, what: Saying) -> Case:
    act = WORDS[what].act
    if act is None:
        return await own_cases.own(turn.scope, turn.actor, case_id)
    return await own_cases.may(turn.scope, turn.actor, case_id, act)


async def _begun_otherwise(turn: Turn, press: SayOwn, begun: Draft) -> Page | None:
    tr = turn.tr
    what, case_id = _about(begun.subject)
    try:
        case = await own_cases.own(turn.scope, turn.actor, case_id)
    except Refused:
        # It is about a report that is there no more, so nobody can go on with it.
        return None
    anew = SayOwn(press.case_id, press.what, anew=True)
    return Page(
        lines(
            tr.t("You have begun something else, and it is not sent yet:"),
            tr.t(WORDS[what].title, code=case.code),
            "",
            tr.t("Do you want to go on with it first?"),
        ),
        (
            row(Button(tr.plain("Go on with what you began ›"), Resume(NAME), Style.PRIMARY)),
            row(Button(tr.plain("Destroy it and write this instead"), anew, Style.DANGER)),
            row(Button(tr.plain("‹ The report"), OpenOwn(press.case_id))),
        ),
        place=Place.BELOW if press.below else Place.HERE,
        sensitivity=Sensitivity.CASE,
    )


def _subject(what: Saying, case_id: str) -> str:
    return f"{what} {case_id}"


def _about(subject: str) -> tuple[Saying, str]:
    what, _, case_id = subject.partition(" ")
    return Saying(what), case_id


async def answered_unasked(turn: Turn) -> Page | None:
    """Something is sent while no form is open and one question waits: it is taken as the answer to be, and not sent.

    Whoever is asked something in a chat writes below it. None when nothing, or more than one thing, waits.
    """
    waiting = await own_cases.waiting(turn.scope, turn.actor)
    if len(waiting) != 1:
        return None
    (case,) = waiting
    subject = _subject(Saying.ANSWER, case.id)
    book, drafts = turn.deployment.conversations, turn.scope.uow.drafts
    begun = await drafts.get(turn.person.id, NAME)
    if begun is not None and begun.has_answers:
        if begun.subject != subject:
            return None
    else:
        await book.begin(turn, NAME, subject=subject, case_id=case.id)
        begun = await drafts.get(turn.person.id, NAME)
    assert begun is not None
    return await book.heard(turn, begun)


# ── filling in ────────────────────────────────────────────────────────────────────────────────────


async def _ask(turn: Turn, filling: Filling, _step: Step) -> Question:
    tr, (what, case_id) = turn.tr, _about(filling.subject)
    opened = await own_cases.open_own(turn.scope, turn.actor, case_id)
    words = WORDS[what]
    texts, files = said_so_far(filling.state)
    text = lines(
        tr.t(words.title, code=opened.own.case.code),
        *_what_it_is_about(turn, what, opened),
        *_so_far(tr, texts, files),
    )
    is_enough = what is not Saying.APPEAL or not all(map(is_blank, texts))
    send = tr.plain(words.send)
    hint = tr.t("You can write more, or press “{send}”.", send=send) if texts or files else tr.t(words.hint)
    return Question(text, hint, done=send, is_enough=is_enough)


def _what_it_is_about(turn: Turn, what: Saying, opened: Opened) -> list[Markup | str]:
    tr = turn.tr
    if what is Saying.ANSWER:
        if opened.question is None:
            return [
                tr.t("The time to answer has passed. What you write is added to your report all the same.")
            ]
        asked = quoted(fit(own_text.words_of_entry(opened.question), own_text.WORDS_ROOM), expandable=False)
        return [asked]
    if what is Saying.APPEAL and opened.appeal_until is not None:
        return [
            tr.t(
                "Either the case goes to somebody who has not worked on it, or {who} explains to you why the decision "
                "stands. You can appeal until {day}.",
                who=own_text.who_decides(tr, opened.own.case),
                day=tr.long_date(opened.appeal_until),
            )
        ]
    return []


def _so_far(tr: Translator, texts: list[str], files: list[str]) -> list[Markup | str]:
    """What would be sent now."""
    if not texts and not files:
        return []
    said: list[Markup | str] = ["", tr.t("<b>Not sent yet:</b>")]
    if texts:
        said.append(quoted(fit_together(texts, SO_FAR_ROOM, LEAST), expandable=False))
    if files:
        said.append(tr.n("{n} file", "{n} files", len(files)))
    return said


def said_so_far(state: FormState) -> tuple[list[str], list[str]]:
    """The words and the ids of the files, each in the order in which they came."""
    items = items_of(state, SAID)
    return (
        [str(item["text"]) for item in items if isinstance(item, dict)],
        [item for item in items if isinstance(item, str)],
    )


async def _read(turn: Turn, _filling: Filling, _step: Step) -> Json | Wrong | None:
    text = turn.message.text
    if text is None:
        return Wrong(
            turn.tr.t(
                "This cannot be taken here. Words, photos, videos, papers, voice messages and a location can."
            )
        )
    if is_blank(text):
        return Wrong(turn.tr.t("The message is empty. Please write a few words."))
    return {"text": text}


async def _beside(turn: Turn, filling: Filling, _step: Step | None) -> Beside | None:
    return await report_read.attach(turn, filling, SAID)


async def _after(turn: Turn, filling: Filling, _step: Step) -> FormState:
    if not items_of(filling.state, SAID):
        # Everything was taken away.
        await report_read.discard(turn, filling.draft)
    return filling.state


async def _correct(turn: Turn, _filling: Filling, _step: Step, old: Json) -> Json | Wrong | None:
    if isinstance(old, str):
        await report_read.recaption(turn, old)
        return None
    return {"text": turn.message.text} if turn.message.text is not None else None


# ── sending ───────────────────────────────────────────────────────────────────────────────────────


async def _finish(turn: Turn, filling: Filling, _answers: Mapping[str, Json]) -> Page:
    what, case_id = _about(filling.subject)
    texts, files = said_so_far(filling.state)
    said = Said(tuple(texts), tuple(files), tuple(sorted(memory.sources(filling.state))))
    done = await _say(turn, what, case_id, said)
    return await own_page.report(turn, case_id, turn.tr.t(done))


async def _say(turn: Turn, what: Saying, case_id: str, said: Said) -> str:
    match what:
        case Saying.ADD:
            await own_cases.add(turn.scope, turn.person, case_id, said)
        case Saying.APPEAL:
            await own_cases.appeal(turn.scope, turn.person, case_id, said)
        case Saying.ANSWER:
            try:
                await own_cases.answer(turn.scope, turn.person, case_id, said)
            except Refused as refusal:
                if refusal.code is not Code.NOT_NOW:
                    raise
                # Nothing was written yet. The question is no longer open, but what they wrote is not to be lost.
                await own_cases.add(turn.scope, turn.person, case_id, said)
                return N_("The time to answer had passed. What you wrote has been added to your report.")
    return WORDS[what].done


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    """The report as it stands, below why nothing came of the form."""
    said = nothing_sent(turn.tr) if refusal is None else words_of(turn.tr, refusal)
    _, case_id = _about(subject)
    try:
        return await own_page.report(turn, case_id, said)
    except Refused as unknown:
        if unknown.code is not Code.CASE_UNKNOWN:
            raise
        return Page(said, (way_home(turn.tr),))


async def _gone(turn: Turn) -> Page:
    return await own_page.listed(turn)


CONVERSATION: Final = Conversation(
    Form(NAME, 1, (Step(SAID, "", Kind.FILES),)),
    ask=_ask,
    finish=_finish,
    read=_read,
    beside=_beside,
    after=_after,
    correct=_correct,
    discard=report_read.discard,
    gone=_gone,
    lead_back=_lead_back,
    is_paced=True,
)
