"""How a form looks: a question with its buttons, the review, the list of answers to change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from bot.ui import forms
from bot.ui.buttons import Button, Row, Style
from bot.ui.forms import AnswerRefused, Form, FormState, Kind, Refusal, Step
from bot.ui.pages import Page, grid, lines, row, rows
from bot.ui.translation import Translator
from domain.errors import Code, Refused
from handlers.form_presses import Back, Cancel, Choose, Clear, Done, Edit, EditList, Resume, Send, Skip
from handlers.refusal_words import words_of
from handlers.way_home import way_home
from services.ports import Draft

EDIT_COLUMNS: Final = 2
CHOSEN: Final = "✓ "


@dataclass(frozen=True, slots=True)
class Filling:
    """A form being filled: the draft it lies in and how far it is."""

    draft: Draft
    state: FormState

    @property
    def subject(self) -> str:
        """What the form is about: a task's id, a case's."""
        return self.draft.subject


@dataclass(frozen=True, slots=True)
class Question:
    """How a question looks: its text, a hint below it, and the label of each choice, in the order of the choices.

    ``rows`` are buttons of the conversation's own, between the choices and the way on. ``done`` is what the button says
    that ends an answer of several messages, where it says something of its own; it is there once that ``is_enough``.
    """

    text: Markup
    hint: Markup | None = None
    choices: tuple[str, ...] = ()
    columns: int = 1
    rows: tuple[Row, ...] = ()
    done: str = ""
    is_enough: bool = True


def question(tr: Translator, form: Form, filling: Filling, step: Step, asked: Question) -> Page:
    """The open question."""
    state = filling.state
    name, at = form.name, state.turn
    progress = forms.progress(form, state)
    counter = (
        tr.t("<i>Question {position} of {total}</i>", position=progress.position, total=progress.total)
        if progress.total > 1
        else None
    )
    given = state.answers.get(step.key)
    choices = [
        Button((CHOSEN if step.choices[index] == given else "") + label, Choose(name, at, index))
        for index, label in enumerate(asked.choices)
    ]
    can_go_on = given is not None and step.kind is not Kind.CHOICE
    is_first = progress.position == 1 and not state.reviewing
    return Page(
        lines(counter, asked.text, *(("", asked.hint) if asked.hint is not None else ())),
        rows(
            *grid(choices, asked.columns),
            *asked.rows,
            row(
                Button(asked.done or tr.plain("Done, go on ›"), Done(name, at), Style.PRIMARY)
                if can_go_on and asked.is_enough
                else None,
                Button(tr.plain("Take all away"), Clear(name, at))
                if can_go_on and step.kind.accumulates
                else None,
                Button(tr.plain("Skip ›"), Skip(name, at)) if not step.required and not can_go_on else None,
            ),
            row(
                None if is_first else Button(tr.plain("‹ Back"), Back(name, at)),
                Button(tr.plain("Cancel"), Cancel(name, at)),
            ),
        ),
    )


def review(tr: Translator, filling: Filling, page: Page, send_label: str, *, can_change: bool) -> Page:
    """The answers with the buttons that send them or change them; of one answer, going back is changing it."""
    form, at = filling.draft.form, filling.state.turn
    send = tr.plain(send_label) if send_label else tr.plain("Send")
    return Page(
        page.text,
        rows(
            *page.rows,
            row(Button(send, Send(form, at), Style.SUCCESS)),
            row(Button(tr.plain("Change an answer"), EditList(form, at)) if can_change else None),
            row(Button(tr.plain("‹ Back"), Back(form, at)), Button(tr.plain("Cancel"), Cancel(form, at))),
        ),
        sensitivity=page.sensitivity,
    )


def edit_list(tr: Translator, filling: Filling, steps: Sequence[tuple[Step, str]]) -> Page:
    """A button for each answer that can be changed."""
    form, at = filling.draft.form, filling.state.turn
    buttons = [Button(label, Edit(form, at, step.key)) for step, label in steps]
    return Page(
        tr.t("Which answer do you want to change?"),
        (*grid(buttons, EDIT_COLUMNS), row(Button(tr.plain("‹ Back to the review"), Resume(form)))),
    )


def sure_to_discard(tr: Translator, draft: Draft) -> Page:
    """Asks before what was filled in is destroyed."""
    return Page(
        tr.t("Discard what you have filled in? It cannot be brought back."),
        (
            row(Button(tr.plain("Discard it"), Cancel(draft.form, draft.turn, sure=True), Style.DANGER)),
            row(Button(tr.plain("‹ Keep filling it in"), Resume(draft.form))),
        ),
    )


def sure_to_clear(tr: Translator, draft: Draft) -> Page:
    """Asks before what was sent in answer to one question is destroyed: its button is beside the one that goes on."""
    return Page(
        tr.t("Take away all you have sent here for this question? It cannot be brought back."),
        (
            row(
                Button(tr.plain("Yes, take it away"), Clear(draft.form, draft.turn, sure=True), Style.DANGER)
            ),
            row(Button(tr.plain("‹ No, keep it"), Resume(draft.form))),
        ),
    )


def nothing_sent(tr: Translator) -> Markup:
    """What is said when what was filled in is destroyed."""
    return tr.t("Discarded. Nothing was sent.")


def discarded(tr: Translator) -> Page:
    """It is destroyed."""
    return Page(nothing_sent(tr), (way_home(tr),))


def no_longer_open(tr: Translator) -> Page:
    """There is no such draft any more."""
    return Page(tr.t("This form is no longer open. Press /start to see what can be done now."))


def only_buttons(tr: Translator) -> Markup:
    """Something was sent where a button is expected."""
    return tr.t("Please press one of the buttons below.")


def wrong_kind(tr: Translator, step: Step) -> Markup:
    """Something was sent that the question does not take."""
    if step.kind is Kind.FILES:
        return tr.t("A photo, video, document, voice message or location is expected here.")
    return tr.t("A message of text is expected here.")


def why_not(tr: Translator, refusal: AnswerRefused) -> Markup:
    """The words for an answer that is not taken. A code that is not the engine's own is the domain's."""
    match refusal.code:
        case Refusal.BLANK:
            return tr.t("The message is empty. Please write a few words.")
        case Refusal.TOO_MANY:
            return tr.t("At most {at_most} can be added here.", at_most=refusal.data["at_most"])
        case Refusal.REQUIRED:
            return tr.t("An answer is needed here before you can go on.")
        case Refusal.NOT_A_CHOICE | Refusal.NO_QUESTION | Refusal.NOT_AT_REVIEW | Refusal.NO_SUCH_STEP:
            return only_buttons(tr)
        case Refusal.NOT_TEXT | Refusal.ONE_ANSWER | Refusal.SEVERAL_ANSWERS:
            return tr.t("A message of text is expected here.")
        case _:
            return words_of(tr, Refused(Code(refusal.code), **refusal.data))
