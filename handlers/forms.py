"""Forms in a chat: the glue between the pure engine of ``bot.ui.forms``, the drafts, and what a person presses or says.

A conversation declares its form, how each question is worded, how what is sent becomes an answer, and what is done in
the end. Everything else is the same for a citizen's report and a coordinator's one-line reason: back, skip, cancel,
review, edit any answer; an old button redraws; a restart loses nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from markupsafe import Markup

from bot.ui import forms
from bot.ui.buttons import Button, Press, Row, Style
from bot.ui.forms import AnswerRefused, Form, FormOutdated, FormState, Json, Kind, Step
from bot.ui.pages import Page, Place, grid, lines, row, rows
from domain.errors import Code, Refused
from handlers.context import Presses, Turn
from handlers.refusal_words import words_of
from services.ports import Draft

EDIT_COLUMNS: Final = 2
DEFAULT_LIFE: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Choose(Press, prefix="fc1"):
    form: str
    turn: int
    index: int


@dataclass(frozen=True)
class Back(Press, prefix="fb1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Skip(Press, prefix="fs1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Done(Press, prefix="fd1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Cancel(Press, prefix="fx1"):
    form: str
    turn: int
    sure: bool = False


@dataclass(frozen=True)
class EditList(Press, prefix="fl1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Edit(Press, prefix="fe1"):
    form: str
    turn: int
    key: str


@dataclass(frozen=True)
class Send(Press, prefix="fz1"):
    form: str
    turn: int


@dataclass(frozen=True)
class Resume(Press, prefix="fr1"):
    """Goes on with a draft, wherever it stands."""

    form: str


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
    """How a question looks: its text, a hint below it, and the label of each choice, in the order of the choices."""

    text: Markup
    hint: Markup | None = None
    choices: tuple[str, ...] = ()
    columns: int = 1
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was sent is no answer; says why, and the question stands."""

    why: Markup


Ask = Callable[[Turn, Filling, Step], Awaitable[Question]]
Read = Callable[[Turn, Filling, Step], Awaitable[Json | Wrong | None]]
Review = Callable[[Turn, Filling], Awaitable[Page]]
Finish = Callable[[Turn, Filling, Mapping[str, Json]], Awaitable[Page]]
Discard = Callable[[Turn, Filling], Awaitable[None]]


async def read_text(turn: Turn, _filling: Filling, _step: Step) -> Json | Wrong | None:
    """A message of text is the answer; anything else is none."""
    return turn.message.text


async def nothing_to_discard(_turn: Turn, _filling: Filling) -> None:
    """The draft holds nothing but itself."""


@dataclass(frozen=True)
class Conversation:
    """A form and everything that is particular to it.

    ``read`` turns the message of the turn into an answer: None when it is not of the kind that is asked for. ``review``
    None sends the form as soon as its last question is answered. ``label`` names a step on the button that edits it.
    """

    form: Form
    ask: Ask
    finish: Finish
    read: Read = read_text
    review: Review | None = None
    label: Callable[[Turn, Step], str] | None = None
    send_label: str = ""
    discard: Discard = nothing_to_discard
    life: timedelta = DEFAULT_LIFE


class Conversations:
    """Every conversation of the bot, by the name of its form."""

    def __init__(self, *conversations: Conversation) -> None:
        self._by_name = {one.form.name: one for one in conversations}
        if len(self._by_name) != len(conversations):
            raise ValueError("two conversations have one name")

    def __getitem__(self, name: str) -> Conversation:
        return self._by_name[name]

    # ── beginning and going on ────────────────────────────────────────────────────────────────────

    async def begin(
        self,
        turn: Turn,
        name: str,
        *,
        subject: str = "",
        answers: Mapping[str, Json] | None = None,
        case_id: str | None = None,
        place: Place = Place.HERE,
    ) -> Page:
        """Starts the form anew, about ``subject``; ``answers`` are given already and not asked again."""
        conversation = self._by_name[name]
        # Turns grow over every form a person ever filled, so no button of a former one fits this one.
        state = replace(forms.start(conversation.form), turn=int(turn.scope.now.timestamp()))
        for key, value in (answers or {}).items():
            if state.step == key:
                state = forms.answer(conversation.form, state, value)
            else:
                state = replace(state, answers={**state.answers, key: value})
        await turn.scope.uow.drafts.delete(turn.person.id, name)
        draft = Draft(turn.person.id, name, state.turn, state.to_json(), subject=subject, case_id=case_id)
        return await self._keep(turn, conversation, Filling(draft, state), place)

    async def resume(self, turn: Turn, press: Resume) -> Page | None:
        """Shows the draft where it stands, and lets it take what is typed again."""
        draft = await turn.scope.uow.drafts.get(turn.person.id, press.form)
        filling = self._filling(draft)
        if filling is None:
            return self._nothing(turn)
        state = replace(filling.state, turn=filling.state.turn + 1)
        return await self._keep(turn, self._by_name[press.form], replace(filling, state=state), Place.HERE)

    async def heard(self, turn: Turn, draft: Draft) -> Page | None:
        """Takes what was sent as an answer to the open question of the active draft."""
        filling = self._filling(draft)
        if filling is None:
            return self._nothing(turn)
        conversation = self._by_name[draft.form]
        step = forms.current(conversation.form, filling.state)
        if step is None:
            return await self._draw(turn, conversation, filling, Place.BELOW, self._only_buttons(turn))
        if step.kind is Kind.CHOICE:
            return await self._draw(turn, conversation, filling, Place.BELOW, self._only_buttons(turn))
        value = await conversation.read(turn, filling, step)
        if value is None or isinstance(value, Wrong):
            why = value.why if isinstance(value, Wrong) else self._wrong_kind(turn, step)
            return await self._draw(turn, conversation, filling, Place.BELOW, why)
        act = forms.add if step.kind.accumulates else forms.answer
        try:
            state = act(conversation.form, filling.state, value)
        except AnswerRefused as refusal:
            return await self._draw(turn, conversation, filling, Place.BELOW, self.why_not(turn, refusal))
        return await self._keep(turn, conversation, replace(filling, state=state), Place.BELOW)

    # ── presses ───────────────────────────────────────────────────────────────────────────────────

    @property
    def presses(self) -> Presses:
        """What each of the buttons here does."""
        return {
            Choose: self._choose,
            Back: self._back,
            Skip: self._skip,
            Done: self._done,
            Cancel: self._cancel,
            EditList: self._edit_list,
            Edit: self._edit,
            Send: self._send,
            Resume: self.resume,
        }

    async def _choose(self, turn: Turn, press: Choose) -> Page | None:
        def choose(form: Form, state: FormState) -> FormState:
            step = forms.current(form, state)
            if step is None or not 0 <= press.index < len(step.choices):
                raise AnswerRefused(forms.Refusal.NOT_A_CHOICE)
            return forms.answer(form, state, step.choices[press.index])

        return await self._change(turn, press, choose)

    async def _back(self, turn: Turn, press: Back) -> Page | None:
        return await self._change(turn, press, forms.back)

    async def _skip(self, turn: Turn, press: Skip) -> Page | None:
        return await self._change(turn, press, forms.skip)

    async def _done(self, turn: Turn, press: Done) -> Page | None:
        return await self._change(turn, press, forms.finish_step)

    async def _edit(self, turn: Turn, press: Edit) -> Page | None:
        return await self._change(turn, press, lambda form, state: forms.edit(form, state, press.key))

    async def _edit_list(self, turn: Turn, press: EditList) -> Page | None:
        found = await self._open(turn, press)
        if isinstance(found, Page):
            return found
        conversation, filling = found
        label = conversation.label
        assert label is not None, "a form with a review names its steps"
        form, at = conversation.form.name, filling.state.turn
        buttons = [
            Button(label(turn, step), Edit(form, at, step.key))
            for step in forms.applicable(conversation.form, filling.state)
        ]
        return Page(
            turn.tr.t("Which answer do you want to change?"),
            (*grid(buttons, EDIT_COLUMNS), row(Button(turn.tr.plain("‹ Back to the review"), Resume(form)))),
        )

    async def _cancel(self, turn: Turn, press: Cancel) -> Page | None:
        found = await self._open(turn, press)
        if isinstance(found, Page):
            return found
        conversation, filling = found
        if not press.sure and filling.state.answers:
            return Page(
                turn.tr.t("Discard what you have filled in? It cannot be brought back."),
                (
                    row(
                        Button(
                            turn.tr.plain("Discard it"), Cancel(press.form, press.turn, True), Style.DANGER
                        )
                    ),
                    row(Button(turn.tr.plain("‹ Keep filling it in"), Resume(press.form))),
                ),
            )
        await conversation.discard(turn, filling)
        await turn.scope.uow.drafts.delete(turn.person.id, press.form)
        return Page(turn.tr.t("Discarded. Nothing was sent."))

    async def _send(self, turn: Turn, press: Send) -> Page | None:
        found = await self._open(turn, press)
        if isinstance(found, Page):
            return found
        conversation, filling = found
        if not forms.is_complete(conversation.form, filling.state):
            return await self._draw(turn, conversation, filling, Place.HERE, None)
        return await self._finish(turn, conversation, filling)

    # ── within ────────────────────────────────────────────────────────────────────────────────────

    async def _open(self, turn: Turn, press: Press) -> tuple[Conversation, Filling] | Page:
        """The form a press belongs to, or the page that says why there is none or that the press is old."""
        name, at = getattr(press, "form", ""), getattr(press, "turn", -1)
        draft = await turn.scope.uow.drafts.get(turn.person.id, name) if name in self._by_name else None
        filling = self._filling(draft)
        if filling is None:
            return self._nothing(turn)
        conversation = self._by_name[name]
        if filling.state.turn != at:
            page = await self._draw(turn, conversation, filling, Place.HERE, None)
            return replace(
                page, toast=turn.tr.plain("That button was from an older screen. Here is where you are now.")
            )
        return conversation, filling

    async def _change(
        self, turn: Turn, press: Press, act: Callable[[Form, FormState], FormState]
    ) -> Page | None:
        found = await self._open(turn, press)
        if isinstance(found, Page):
            return found
        conversation, filling = found
        try:
            state = act(conversation.form, filling.state)
        except AnswerRefused as refusal:
            return await self._draw(turn, conversation, filling, Place.HERE, self.why_not(turn, refusal))
        return await self._keep(turn, conversation, replace(filling, state=state), Place.HERE)

    async def _keep(
        self, turn: Turn, conversation: Conversation, filling: Filling, place: Place
    ) -> Page:
        finished = filling.state.step is None and conversation.review is None
        if finished and forms.is_complete(conversation.form, filling.state):
            return await self._finish(turn, conversation, filling)
        if filling.state.turn != filling.draft.turn or filling.draft.saved_at is None:
            draft = replace(filling.draft, turn=filling.state.turn, body=filling.state.to_json())
            now = turn.scope.now
            await turn.scope.uow.drafts.save(draft, now + conversation.life, now)
            filling = replace(filling, draft=draft)
        return await self._draw(turn, conversation, filling, place, None)

    async def _finish(self, turn: Turn, conversation: Conversation, filling: Filling) -> Page:
        answers = forms.effective_answers(conversation.form, filling.state)
        page = await conversation.finish(turn, filling, answers)
        await turn.scope.uow.drafts.delete(turn.person.id, conversation.form.name)
        return page

    async def _draw(
        self, turn: Turn, conversation: Conversation, filling: Filling, place: Place, why: Markup | None
    ) -> Page:
        step = forms.current(conversation.form, filling.state)
        if step is None:
            page = await self._review(turn, conversation, filling)
        else:
            page = await self._question(turn, conversation, filling, step)
        text = page.text if why is None else lines(why, "", page.text)
        return replace(page, text=text, place=place)

    async def _review(self, turn: Turn, conversation: Conversation, filling: Filling) -> Page:
        assert conversation.review is not None
        page = await conversation.review(turn, filling)
        tr, form, at = turn.tr, conversation.form.name, filling.state.turn
        send = tr.plain(conversation.send_label) if conversation.send_label else tr.plain("Send")
        return replace(
            page,
            rows=(
                *page.rows,
                row(Button(send, Send(form, at), Style.SUCCESS)),
                row(Button(tr.plain("Change an answer"), EditList(form, at))),
                row(
                    Button(tr.plain("‹ Back"), Back(form, at)),
                    Button(tr.plain("Cancel"), Cancel(form, at)),
                ),
            ),
        )

    async def _question(
        self, turn: Turn, conversation: Conversation, filling: Filling, step: Step
    ) -> Page:
        tr, form, at = turn.tr, conversation.form.name, filling.state.turn
        question = await conversation.ask(turn, filling, step)
        progress = forms.progress(conversation.form, filling.state)
        counter = (
            tr.t("<i>Question {position} of {total}</i>", position=progress.position, total=progress.total)
            if progress.total > 1
            else None
        )
        choices = [Button(label, Choose(form, at, index)) for index, label in enumerate(question.choices)]
        answered = filling.state.answers.get(step.key) is not None
        forward = row(
            Button(tr.plain("Done, go on ›"), Done(form, at), Style.PRIMARY)
            if answered and step.kind is not Kind.CHOICE
            else None,
            Button(tr.plain("Skip ›"), Skip(form, at)) if not step.required and not answered else None,
        )
        first = progress.position == 1 and not filling.state.reviewing
        return Page(
            lines(counter, question.text, question.hint and lines("", question.hint)),
            rows(
                *grid(choices, question.columns),
                *question.rows,
                forward,
                row(
                    None if first else Button(tr.plain("‹ Back"), Back(form, at)),
                    Button(tr.plain("Cancel"), Cancel(form, at)),
                ),
            ),
        )

    def _filling(self, draft: Draft | None) -> Filling | None:
        if draft is None or draft.form not in self._by_name:
            return None
        try:
            state = forms.restore(self._by_name[draft.form].form, draft.body)
        except FormOutdated:
            return None
        return Filling(draft, state)

    def _nothing(self, turn: Turn) -> Page:
        return Page(turn.tr.t("This form is no longer open. Press /start to see what can be done now."))

    def _only_buttons(self, turn: Turn) -> Markup:
        return turn.tr.t("Please press one of the buttons below.")

    def _wrong_kind(self, turn: Turn, step: Step) -> Markup:
        if step.kind is Kind.FILES:
            return turn.tr.t("A photo, video, document, voice message or location is expected here.")
        return turn.tr.t("A message of text is expected here.")

    def why_not(self, turn: Turn, refusal: AnswerRefused) -> Markup:
        """The words for an answer that is not taken."""
        tr = turn.tr
        match refusal.code:
            case forms.Refusal.BLANK:
                return tr.t("The message is empty. Please write a few words.")
            case forms.Refusal.TOO_MANY:
                return tr.t("At most {at_most} can be added here.", at_most=refusal.data["at_most"])
            case forms.Refusal.REQUIRED | forms.Refusal.INCOMPLETE:
                return tr.t("An answer is needed here before you can go on.")
            case forms.Refusal.NOT_A_CHOICE:
                return self._only_buttons(turn)
            case forms.Refusal.NOT_TEXT:
                return tr.t("A message of text is expected here.")
            case _:
                return words_of(tr, Refused(Code(refusal.code), **refusal.data))
