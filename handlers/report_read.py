"""What is sent while a report is being filled in, and what becomes of it.

People answer in their own order: a photo comes with the story, the story goes on under the photos, something is
remembered at the review. It is taken where it belongs, and said so, instead of being refused for its place.
"""

from dataclasses import replace
from typing import Final

from markupsafe import Markup

from bot.ui.forms import FormState, Json, Kind, Step, items_of
from bot.ui.pages import lines
from bot.ui.translation import Translator
from domain.errors import Refused
from domain.report import Field
from domain.text import is_blank
from handlers import form_memory as memory
from handlers.attachments import incoming_of
from handlers.context import Turn
from handlers.forms import Beside, Filling, Prepared, Wrong
from handlers.refusal_words import words_of
from handlers.report_form import NOTICE_VERSION
from handlers.report_unit import forget_search, unit_typed
from services import evidence, reports
from services.evidence import FileKind, FileRecord, FileState
from services.people import choose_language
from services.ports import Draft

CONSENTED: Final = "_consented"


async def prepare(turn: Turn) -> Prepared:
    """A report begins with the key of its case; who chose a language before is not asked for it."""
    case_id = await reports.begin(turn.scope, turn.person)
    language = turn.person.language
    return Prepared(case_id, {} if language is None else {Field.LANGUAGE.value: language})


async def discard(turn: Turn, draft: Draft) -> None:
    """A report that is thrown away is destroyed with its files."""
    await reports.discard(turn.scope, draft)


async def read(turn: Turn, _filling: Filling, step: Step) -> Json | Wrong | None:
    """The answer to the open question."""
    message = turn.message
    if step.key == Field.CONTACT and message.contact is not None:
        return message.contact.phone_number
    return message.text if step.kind in (Kind.TEXT, Kind.TEXTS) else None


async def beside(turn: Turn, filling: Filling, step: Step | None) -> Beside | None:
    """A file at any question, a name to look for, and words where files or a button are expected."""
    message = turn.message
    if Field.CONSENT not in filling.state.answers or (step is not None and step.key == Field.CONSENT):
        # Before the notice is agreed to nothing is taken.
        return None
    if incoming_of(message) is not None:
        # Where files are asked for, the question itself says how many there are.
        is_counted = step is not None and step.key == Field.EVIDENCE
        return await attach(turn, filling, Field.EVIDENCE.value, is_counted=is_counted)
    if message.text is None:
        return None
    if step is not None and step.key == Field.UNIT:
        return await unit_typed(filling, message.text)
    if step is None or step.key == Field.EVIDENCE:
        return _more_words(turn, filling)
    return None


async def attach(turn: Turn, filling: Filling, key: str, *, is_counted: bool = False) -> Beside | None:
    """Keeps the file of the message as one more item of an answer."""
    incoming = incoming_of(turn.message)
    if incoming is None:
        return None
    case_id = filling.draft.case_id
    assert case_id is not None, "a form that takes files has a case to seal them for"
    try:
        file = await evidence.attach(turn.scope, case_id, turn.person.id, incoming)
    except Refused as refusal:
        return Beside(filling.state, words_of(turn.tr, refusal))
    state = _appended(filling.state, key, file.id, turn.message.message_id)
    # In some answers words lie among the files.
    count = sum(isinstance(item, str) for item in items_of(state, key))
    return Beside(state, about_file(turn.tr, file, None if is_counted else count))


def about_file(tr: Translator, file: FileRecord, count: int | None) -> Markup | None:
    """What is said of a file that came; without a count, only what is particular to it."""
    said = None if count is None else tr.n("Kept: {n} file.", "Kept: {n} files.", count)
    if file.state is FileState.TOO_LARGE:
        return lines(
            tr.t(
                "This file is larger than 20 MB, more than can be fetched and sealed here. The inspectors can look at "
                "it through Telegram as long as you do not delete it; smaller parts would be safer."
            ),
            said,
        )
    if file.kind is FileKind.LOCATION:
        return lines(tr.t("The location is kept."), said)
    return said


def _more_words(turn: Turn, filling: Filling) -> Beside | None:
    text = turn.message.text or ""
    if is_blank(text):
        return None
    state = _appended(filling.state, Field.WHAT.value, text, turn.message.message_id)
    return Beside(state, turn.tr.t("Added to what happened."))


def _appended(state: FormState, key: str, item: Json, message_id: int) -> FormState:
    items = [*items_of(state, key), item]
    state = replace(state, answers={**state.answers, key: items})
    return memory.with_source(state, message_id, key, len(items) - 1)


async def after(turn: Turn, filling: Filling, step: Step) -> FormState:
    """What an answer brings about at once: the language, the hour of consent, files that are taken away."""
    state, given = filling.state, filling.state.answers.get(step.key)
    match step.key:
        case Field.LANGUAGE if isinstance(given, str):
            await choose_language(turn.scope, turn.person, given)
            turn.person = replace(turn.person, language=given)
            turn.tr = turn.deployment.translator(given)
        case Field.CONSENT if given is not None:
            agreed: list[Json] = [NOTICE_VERSION, turn.scope.now.isoformat()]
            return replace(state, answers={**state.answers, CONSENTED: agreed})
        case Field.UNIT:
            return forget_search(state)
        case Field.EVIDENCE if given is None:
            assert filling.draft.case_id is not None
            await turn.scope.uow.files.discard_unbound(filling.draft.case_id)
        case _:
            pass
    return state


async def correct(turn: Turn, _filling: Filling, step: Step, old: Json) -> Json | Wrong | None:
    """An edited message: of words the answer, of a file its caption."""
    if step.kind is Kind.FILES:
        await recaption(turn, str(old))
        return None
    return turn.message.text if step.kind in (Kind.TEXT, Kind.TEXTS) else None


async def recaption(turn: Turn, file_id: str) -> None:
    """The caption under a file was changed."""
    file = await turn.scope.uow.files.get(file_id)
    caption = turn.message.caption or ""
    if file is not None and file.caption != caption:
        await turn.scope.uow.files.recaption(replace(file, caption=caption))
