"""Forms in a chat: the glue between the pure engine of ``bot.ui.forms``, the drafts, and what a person presses or says.

A conversation declares its form, how each question is worded, how what is sent becomes an answer, and what is done in
the end. Everything else is the same for a citizen's report and a coordinator's one-line reason: back, skip, cancel,
review, edit any answer; a message edited later; an old button redraws; a restart loses nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from bot.ui import forms
from bot.ui.buttons import Press
from bot.ui.forms import AnswerRefused, Form, FormOutdated, FormState, Json, Kind, Step
from bot.ui.pages import Page, Place, Sensitivity, lines
from domain.errors import OUT_OF_SIGHT, Refused
from domain.report import check_message_rate
from handlers import faults
from handlers import form_memory as memory
from handlers import form_pages as pages
from handlers.context import Presses, Turn
from handlers.form_pages import Filling as Filling
from handlers.form_pages import Question as Question
from handlers.form_presses import Back, Choose, Clear, Done, Edit, EditList, Send, Skip
from handlers.form_presses import Cancel as Cancel
from handlers.form_presses import Resume as Resume
from handlers.refusal_words import words_of
from services.ports import Draft


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was sent is no answer; says why, and the question stands."""

    why: Markup


@dataclass(frozen=True, slots=True)
class Beside:
    """What was sent changed the draft without answering the open question: a search, an attachment to another answer.

    ``why`` is said above the question that stands.
    """

    state: FormState
    why: Markup | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a form begins with: the case that is being prepared, if any, and answers known already."""

    case_id: str | None = None
    answers: Mapping[str, Json] = field(default_factory=dict)


Ask = Callable[[Turn, Filling, Step], Awaitable[Question]]
Read = Callable[[Turn, Filling, Step], Awaitable[Json | Wrong | None]]
Aside = Callable[[Turn, Filling, Step | None], Awaitable[Beside | None]]
After = Callable[[Turn, Filling, Step], Awaitable[FormState]]
Correct = Callable[[Turn, Filling, Step, Json], Awaitable[Json | Wrong | None]]
Review = Callable[[Turn, Filling], Awaitable[Page]]
Finish = Callable[[Turn, Filling, Mapping[str, Json]], Awaitable[Page]]
Discard = Callable[[Turn, Draft], Awaitable[None]]
Prepare = Callable[[Turn], Awaitable[Prepared]]
Gone = Callable[[Turn], Awaitable[Page | None]]
LeadBack = Callable[[Turn, str, Refused | None], Awaitable[Page]]
Change = Callable[[Form, FormState], FormState]


async def read_text(turn: Turn, _filling: Filling, _step: Step) -> Json | Wrong | None:
    """A message of text is the answer; anything else is none."""
    return turn.message.text


async def nothing_beside(_turn: Turn, _filling: Filling, _step: Step | None) -> Beside | None:
    """Whatever is sent is an answer or none."""
    return None


async def nothing_after(_turn: Turn, filling: Filling, _step: Step) -> FormState:
    """An answer has no consequences before the end."""
    return filling.state


async def correct_text(turn: Turn, _filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    """An edited message of text replaces the answer it was."""
    return turn.message.text if step.kind in (Kind.TEXT, Kind.TEXTS) else None


async def nothing_to_discard(_turn: Turn, _draft: Draft) -> None:
    """The draft holds nothing but itself."""


async def nothing_to_prepare(_turn: Turn) -> Prepared:
    """The form begins empty."""
    return Prepared()


async def nothing_left(_turn: Turn) -> Page | None:
    """Of a form that is closed nothing in particular can be shown."""
    return None


@dataclass(frozen=True)
class Conversation:
    """A form and everything that is particular to it.

    ``read`` turns the message of the turn into an answer: None when it is not of the kind that is asked for. ``beside``
    is asked before it, also where a button is expected. ``after`` is told of each answer and gives the state to go on
    with. ``correct`` turns an edited message into the new value of the answer it was. ``review`` None sends the form as
    soon as its last question is answered. ``label`` names a step on the button that edits it; None where going back is
    as much. ``discard`` destroys what a draft holds besides itself. ``gone`` is what a button shows once the form is
    closed. ``lead_back`` is shown when nothing came of the form: given its subject, and what was refused, or None when
    it was cancelled. ``is_paced`` holds whoever fills it to the limit of messages a minute. Nobody forwards or saves
    what ``is_confidential``.
    """

    form: Form
    ask: Ask
    finish: Finish
    read: Read = read_text
    beside: Aside = nothing_beside
    after: After = nothing_after
    correct: Correct = correct_text
    review: Review | None = None
    label: Callable[[Turn, Step], str] | None = None
    send_label: str = ""
    prepare: Prepare = nothing_to_prepare
    discard: Discard = nothing_to_discard
    gone: Gone = nothing_left
    lead_back: LeadBack | None = None
    is_paced: bool = False
    is_confidential: bool = False


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
        """Starts the form anew, about ``subject``; a draft of it that was there is discarded.

        ``answers`` are given already: at the beginning they are passed over, later they stand there to be confirmed.
        Raises Refused as the form's ``prepare``.
        """
        conversation = self._by_name[name]
        prepared = await conversation.prepare(turn)
        # Turns grow over every form a person ever filled, so no button of a former one fits this one.
        state = replace(forms.start(conversation.form), turn=int(turn.scope.now.timestamp()))
        for key, value in {**prepared.answers, **(answers or {})}.items():
            if state.step == key:
                state = forms.answer(conversation.form, state, value)
            else:
                state = replace(state, answers={**state.answers, key: value})
        former = await turn.scope.uow.drafts.get(turn.person.id, name)
        if former is not None:
            await self._throw_away(turn, conversation, former)
            state = replace(state, turn=max(state.turn, former.turn + 1))
        draft = Draft(
            turn.person.id,
            name,
            state.turn,
            state.to_json(),
            subject=subject,
            case_id=case_id or prepared.case_id,
        )
        return await self._keep(turn, conversation, Filling(draft, state), place)

    async def resume(self, turn: Turn, press: Resume) -> Page | None:
        """Shows the draft where it stands, and lets it take what is typed again."""
        if press.form not in self._by_name:
            return self._nothing(turn)
        conversation = self._by_name[press.form]
        filling = self._filling(await turn.scope.uow.drafts.get(turn.person.id, press.form))
        if filling is None:
            return await conversation.gone(turn) or self._nothing(turn)
        state = replace(filling.state, turn=filling.state.turn + 1)
        return await self._keep(turn, conversation, replace(filling, state=state), Place.HERE)

    async def heard(self, turn: Turn, draft: Draft) -> Page | None:
        """Takes what was sent as an answer to the open question of the active draft."""
        filling = self._filling(draft)
        if filling is None:
            await self._forget(turn, draft)
            return self._nothing(turn)
        conversation = self._by_name[draft.form]
        message = turn.message
        album = message.media_group_id
        # An album is answered once: its later items redraw the answer to the first.
        place = Place.HERE if memory.continues_album(filling.state, album) else Place.BELOW
        try:
            if conversation.is_paced:
                taken = memory.in_last_minute(filling.state, message.date)
                check_message_rate(turn.scope.rules.limits, taken)
        except Refused as refusal:
            if memory.was_turned_away(filling.state):
                place = Place.HERE
            state = memory.arrived(filling.state, message.date, album, taken=False)
            return await self._keep(
                turn, conversation, replace(filling, state=state), place, words_of(turn.tr, refusal)
            )
        filling = replace(filling, state=memory.arrived(filling.state, message.date, album, taken=True))
        step = forms.current(conversation.form, filling.state)
        beside = await conversation.beside(turn, filling, step)
        if beside is not None:
            return await self._keep(
                turn, conversation, replace(filling, state=beside.state), place, beside.why
            )
        if step is None or step.kind is Kind.CHOICE:
            return await self._keep(turn, conversation, filling, place, pages.only_buttons(turn.tr))
        return await self._read(turn, conversation, filling, step, place)

    async def _read(
        self, turn: Turn, conversation: Conversation, filling: Filling, step: Step, place: Place
    ) -> Page:
        value = await conversation.read(turn, filling, step)
        if value is None or isinstance(value, Wrong):
            why = value.why if isinstance(value, Wrong) else pages.wrong_kind(turn.tr, step)
            return await self._keep(turn, conversation, filling, place, why)
        act = forms.add if step.kind.accumulates else forms.answer
        try:
            state = act(conversation.form, filling.state, value)
        except AnswerRefused as refusal:
            return await self._keep(turn, conversation, filling, place, pages.why_not(turn.tr, refusal))
        index = len(forms.items_of(state, step.key)) - 1 if step.kind.accumulates else None
        state = memory.with_source(state, turn.message.message_id, step.key, index)
        state = await conversation.after(turn, replace(filling, state=state), step)
        return await self._keep(turn, conversation, replace(filling, state=state), place)

    async def corrected(self, turn: Turn) -> Page | None:
        """A message was edited: if it is an answer of a draft, that answer is what it says now. None if it is not."""
        for draft in await turn.scope.uow.drafts.of_person(turn.person.id):
            filling = self._filling(draft)
            if filling is None:
                continue
            place = memory.sources(filling.state).get(turn.message.message_id)
            if place is not None:
                return await self._correct(turn, self._by_name[draft.form], filling, *place)
        return None

    async def _correct(
        self, turn: Turn, conversation: Conversation, filling: Filling, key: str, index: int | None
    ) -> Page | None:
        step, old = conversation.form.step(key), filling.state.answers[key]
        if index is not None:
            old = forms.items_of(filling.state, key)[index]
        value = await conversation.correct(turn, filling, step, old)
        if value is None or value == old:
            return None
        if isinstance(value, Wrong):
            return await self._draw(turn, conversation, filling, Place.HERE, value.why)
        try:
            state = forms.amend(conversation.form, filling.state, key, value, index)
        except AnswerRefused as refusal:
            return await self._draw(turn, conversation, filling, Place.HERE, pages.why_not(turn.tr, refusal))
        state = await conversation.after(turn, replace(filling, state=state), step)
        said = turn.tr.t("The message you changed replaces your answer.")
        return await self._keep(turn, conversation, replace(filling, state=state), Place.HERE, said)

    # ── presses ───────────────────────────────────────────────────────────────────────────────────

    @property
    def presses(self) -> Presses:
        """What each of the buttons here does."""
        return {
            Choose: self._choose,
            Back: self._back,
            Skip: self._skip,
            Done: self._done,
            Clear: self._clear,
            Cancel: self._cancel,
            EditList: self._edit_list,
            Edit: self._edit,
            Send: self._send,
            Resume: self.resume,
        }

    async def change(self, turn: Turn, press: Press, act: Change) -> Page | None:
        """Does what a button of the form says, unless it is of an older screen; the press has a form and its turn."""
        found = await self._open(turn, press)
        if not isinstance(found, tuple):
            return found
        conversation, filling = found
        step = forms.current(conversation.form, filling.state)
        try:
            state = act(conversation.form, filling.state)
        except AnswerRefused as refusal:
            return await self._draw(turn, conversation, filling, Place.HERE, pages.why_not(turn.tr, refusal))
        if step is not None and state.answers.get(step.key) != filling.state.answers.get(step.key):
            if state.answers.get(step.key) is None:
                state = memory.without_sources(state, step.key)
            state = await conversation.after(turn, replace(filling, state=state), step)
        return await self._keep(turn, conversation, replace(filling, state=state), Place.HERE)

    async def _choose(self, turn: Turn, press: Choose) -> Page | None:
        def choose(form: Form, state: FormState) -> FormState:
            step = forms.current(form, state)
            if step is None or not 0 <= press.index < len(step.choices):
                raise AnswerRefused(forms.Refusal.NOT_A_CHOICE)
            return forms.answer(form, state, step.choices[press.index])

        return await self.change(turn, press, choose)

    async def _back(self, turn: Turn, press: Back) -> Page | None:
        return await self.change(turn, press, forms.back)

    async def _skip(self, turn: Turn, press: Skip) -> Page | None:
        return await self.change(turn, press, forms.skip)

    async def _done(self, turn: Turn, press: Done) -> Page | None:
        return await self.change(turn, press, forms.finish_step)

    async def _clear(self, turn: Turn, press: Clear) -> Page | None:
        if press.sure:
            return await self.change(turn, press, forms.clear)
        found = await self._open(turn, press)
        if not isinstance(found, tuple):
            return found
        conversation, filling = found
        return _as_it_may_be_seen(conversation, pages.sure_to_clear(turn.tr, filling.draft))

    async def _edit(self, turn: Turn, press: Edit) -> Page | None:
        return await self.change(turn, press, lambda form, state: forms.edit(form, state, press.key))

    async def _edit_list(self, turn: Turn, press: EditList) -> Page | None:
        found = await self._open(turn, press)
        if not isinstance(found, tuple):
            return found
        conversation, filling = found
        label = conversation.label
        assert label is not None, "a form with a review names its steps"
        steps = forms.applicable(conversation.form, filling.state)
        page = pages.edit_list(turn.tr, filling, [(step, label(turn, step)) for step in steps])
        return _as_it_may_be_seen(conversation, page)

    async def _cancel(self, turn: Turn, press: Cancel) -> Page | None:
        found = await self._open(turn, press)
        if not isinstance(found, tuple):
            return found
        conversation, filling = found
        if not press.sure and filling.draft.has_answers:
            return _as_it_may_be_seen(conversation, pages.sure_to_discard(turn.tr, filling.draft))
        await self._throw_away(turn, conversation, filling.draft)
        if conversation.lead_back is None:
            return pages.discarded(turn.tr)
        return await conversation.lead_back(turn, filling.subject, None)

    async def _send(self, turn: Turn, press: Send) -> Page | None:
        found = await self._open(turn, press)
        if not isinstance(found, tuple):
            return found
        conversation, filling = found
        if not forms.is_complete(conversation.form, filling.state):
            return await self._draw(turn, conversation, filling, Place.HERE, None)
        return await self._finish(turn, conversation, filling, Place.HERE)

    # ── within ────────────────────────────────────────────────────────────────────────────────────

    async def _open(self, turn: Turn, press: Press) -> tuple[Conversation, Filling] | Page:
        """The form a press belongs to, or the page that says why there is none or that the press is old."""
        name, at = getattr(press, "form", ""), getattr(press, "turn", -1)
        if name not in self._by_name:
            return self._nothing(turn)
        conversation = self._by_name[name]
        filling = self._filling(await turn.scope.uow.drafts.get(turn.person.id, name))
        if filling is None:
            return await conversation.gone(turn) or self._nothing(turn)
        if filling.state.turn != at:
            page = await self._draw(turn, conversation, filling, Place.HERE, None)
            return replace(
                page, toast=turn.tr.plain("That button was from an older screen. Here is where you are now.")
            )
        return conversation, filling

    async def _keep(
        self,
        turn: Turn,
        conversation: Conversation,
        filling: Filling,
        place: Place,
        why: Markup | None = None,
    ) -> Page:
        finished = filling.state.step is None and conversation.review is None
        if finished and forms.is_complete(conversation.form, filling.state):
            return await self._finish(turn, conversation, filling, place)
        if filling.state.turn != filling.draft.turn or filling.draft.saved_at is None:
            filling = await self._save(turn, filling)
        return await self._draw(turn, conversation, filling, place, why)

    async def _save(self, turn: Turn, filling: Filling) -> Filling:
        draft = replace(filling.draft, turn=filling.state.turn, body=filling.state.to_json())
        now = turn.scope.now
        await turn.scope.uow.drafts.save(draft, now + turn.scope.rules.limits.draft_life, now)
        return replace(filling, draft=draft)

    async def _finish(self, turn: Turn, conversation: Conversation, filling: Filling, place: Place) -> Page:
        answers = forms.effective_answers(conversation.form, filling.state)
        # First of all: what is shown in the end may look for what was begun and left.
        await turn.scope.uow.drafts.delete(turn.person.id, conversation.form.name)
        try:
            page = await conversation.finish(turn, filling, answers)
        except Refused as refusal:
            return await self._refused(turn, conversation, await self._save(turn, filling), refusal, place)
        return replace(page, place=place) if page.place is Place.HERE else page

    async def _refused(
        self, turn: Turn, conversation: Conversation, filling: Filling, refusal: Refused, place: Place
    ) -> Page:
        """What the form is about is out of sight, or has moved on. A guard speaks before anything is written."""
        if refusal.code in OUT_OF_SIGHT:
            # Nobody can go on with it, nor be left with its question.
            await self._throw_away(turn, conversation, filling.draft)
            return replace(faults.refused(turn, refusal), place=place)
        if conversation.lead_back is None:
            raise refusal
        # What was filled in is kept, the last answer too, but takes nothing more by itself.
        if filling.state.step is None and conversation.review is None:
            await self._save(turn, replace(filling, state=forms.back(conversation.form, filling.state)))
        await turn.scope.uow.drafts.set_aside(turn.person.id)
        page = await conversation.lead_back(turn, filling.subject, refusal)
        return replace(page, place=place) if page.place is Place.HERE else page

    async def _forget(self, turn: Turn, draft: Draft) -> None:
        """A draft of a form that is no longer, or no longer like that: nobody can go on with it."""
        if draft.form in self._by_name:
            await self._throw_away(turn, self._by_name[draft.form], draft)
        else:
            await turn.scope.uow.drafts.delete(turn.person.id, draft.form)

    async def _throw_away(self, turn: Turn, conversation: Conversation, draft: Draft) -> None:
        await conversation.discard(turn, draft)
        await turn.scope.uow.drafts.delete(turn.person.id, draft.form)

    async def _draw(
        self, turn: Turn, conversation: Conversation, filling: Filling, place: Place, why: Markup | None
    ) -> Page:
        try:
            page = await self._page(turn, conversation, filling)
        except Refused as refusal:
            return await self._refused(turn, conversation, filling, refusal, place)
        text = page.text if why is None else lines(why, "", page.text)
        return _as_it_may_be_seen(conversation, replace(page, text=text, place=place))

    async def _page(self, turn: Turn, conversation: Conversation, filling: Filling) -> Page:
        step = forms.current(conversation.form, filling.state)
        if step is None:
            assert conversation.review is not None
            reviewed = await conversation.review(turn, filling)
            can_change = conversation.label is not None
            return pages.review(turn.tr, filling, reviewed, conversation.send_label, can_change=can_change)
        question = await conversation.ask(turn, filling, step)
        return pages.question(turn.tr, conversation.form, filling, step, question)

    def _filling(self, draft: Draft | None) -> Filling | None:
        if draft is None or draft.form not in self._by_name:
            return None
        try:
            state = forms.restore(self._by_name[draft.form].form, draft.body)
        except FormOutdated:
            return None
        return Filling(draft, state)

    def _nothing(self, turn: Turn) -> Page:
        return replace(pages.no_longer_open(turn.tr), place=Place.EVENT)


def _as_it_may_be_seen(conversation: Conversation, page: Page) -> Page:
    if not conversation.is_confidential:
        return page
    return replace(page, protect=True, sensitivity=Sensitivity.CASE)
