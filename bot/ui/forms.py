"""The engine of forms: questions asked one after another, that can be gone back to, passed over, and changed
at the end.

A person fills a form over hours, from a chat where every old button stays in sight, while the server
restarts. So the state of a form is a value that goes through JSON, each change is a function from one state
to the next, and each state has a turn number: whoever comes with an old turn pressed a button of a screen
that is gone.

Cancelling is not here: it is throwing the state away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Answers = Mapping[str, Json]


class Kind(StrEnum):
    """What a step is answered with."""

    CHOICE = "choice"
    """One of the step's choices."""
    TEXT = "text"
    """One message of text."""
    TEXTS = "texts"
    """Messages of text, as many as come."""
    FILES = "files"
    """Files, as many as come; each is a JSON value that the form's owner understands."""
    CUSTOM = "custom"
    """Anything else, such as a date or a unit found by search; `validate` says what."""

    @property
    def accumulates(self) -> bool:
        """Whether several messages make one answer, so that somebody must say when it is finished."""
        return self in (Kind.TEXTS, Kind.FILES)


class AnswerRefused(Exception):
    """The form does not take this. The code and the data say why; the words are in the catalogue."""

    def __init__(self, code: str, **data: Json) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


class FormOutdated(Exception):
    """The draft was begun with another version of the form, or with another form."""


class Refusal(StrEnum):
    """The codes with which the engine itself refuses; a step's validation adds its own."""

    NOT_A_CHOICE = "not_a_choice"
    NOT_TEXT = "not_text"
    BLANK = "blank"
    TOO_MANY = "too_many"
    """Data: `at_most`."""
    REQUIRED = "required"
    """The step cannot be left without an answer."""
    ONE_ANSWER = "one_answer"
    """The step takes one answer at once, and nothing can be added to it."""
    SEVERAL_ANSWERS = "several_answers"
    """The step is added to, and finished."""
    NO_QUESTION = "no_question"
    """The form is at its review, where nothing is asked."""
    NOT_AT_REVIEW = "not_at_review"
    NO_SUCH_STEP = "no_such_step"
    """The form has no such step, or it does not apply."""


def accept(value: Json, answers: Answers) -> Json:
    """The validation of a step that takes what its kind takes."""
    return value


def always(answers: Answers) -> bool:
    """The condition of a step that is always asked."""
    return True


@dataclass(frozen=True)
class Step:
    """One question.

    `question` is the message that asks it. `validate` is given the value and the answers of the steps before;
    it returns what is to be kept, or raises AnswerRefused; for kinds that accumulate it is given each item.
    `applies` is given the answers of the steps before, those only that apply themselves. A step that is not
    `required` can be passed over. One that is not `asked` stands answered from the beginning: it is passed by, and
    opened from the review only.
    """

    key: str
    question: str
    kind: Kind
    validate: Callable[[Json, Answers], Json] = accept
    applies: Callable[[Answers], bool] = always
    required: bool = True
    asked: bool = True
    choices: tuple[str, ...] = ()
    at_most: int | None = None

    def __post_init__(self) -> None:
        if (self.kind is Kind.CHOICE) != bool(self.choices):
            raise ValueError(f"step {self.key}: choices belong to a choice, and a choice has some")
        if self.at_most is not None and (not self.kind.accumulates or self.at_most < 1):
            raise ValueError(f"step {self.key}: a limit of 1 or more belongs to a kind that accumulates")


@dataclass(frozen=True)
class Form:
    """A form: its steps in the order of asking. A change of the steps that old drafts do not survive takes a
    new version.
    """

    name: str
    version: int
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if len(self._by_key) != len(self.steps):
            raise ValueError(f"form {self.name}: two steps have one key")
        if not self.steps or not self.steps[0].asked or not self.steps[0].applies({}):
            raise ValueError(f"form {self.name}: nothing to begin with")

    @cached_property
    def _by_key(self) -> Mapping[str, Step]:
        return MappingProxyType({step.key: step for step in self.steps})

    def step(self, key: str) -> Step:
        """The step of that key. Raises KeyError when there is none."""
        return self._by_key[key]


@dataclass(frozen=True)
class FormState:
    """How far a form has been filled.

    `step` is the key of the question that is open, None at the review. `answers` holds every answer given,
    also those of steps that no longer apply, since the person may change their mind back; None stands for a
    step passed over. `reviewing` says that after this question the form returns to its review.
    """

    form: str
    version: int
    step: str | None
    answers: Answers = field(default_factory=dict)
    turn: int = 0
    reviewing: bool = False

    def to_json(self) -> dict[str, Json]:
        """The state as JSON; `restore` brings it back."""
        return {
            "form": self.form,
            "version": self.version,
            "step": self.step,
            "answers": dict(self.answers),
            "turn": self.turn,
            "reviewing": self.reviewing,
        }


@dataclass(frozen=True)
class Progress:
    """The open question is the `position`th of `total` that apply as far as is known now; at the review both
    are equal.
    """

    position: int
    total: int


def start(form: Form) -> FormState:
    """The form at its first question."""
    return FormState(form.name, form.version, form.steps[0].key)


def restore(form: Form, data: Mapping[str, Any]) -> FormState:
    """The state that `to_json` wrote. Raises FormOutdated when it is of another form or version, ValueError
    when it is no state.
    """
    try:
        state = FormState(**data)
    except TypeError as fault:
        raise ValueError("not the state of a form") from fault
    if not isinstance(state.answers, dict) or not isinstance(state.turn, int):
        raise ValueError("not the state of a form")
    _check(form, state)
    return state


def current(form: Form, state: FormState) -> Step | None:
    """The question that is open; None at the review."""
    _check(form, state)
    return None if state.step is None else form.step(state.step)


def effective_answers(form: Form, state: FormState) -> dict[str, Json]:
    """The answers that count: of steps that apply, without those passed over, in the form's order."""
    _check(form, state)
    return _effective(form, state.answers)


def applicable(form: Form, state: FormState) -> tuple[Step, ...]:
    """The steps that apply, given the answers so far."""
    _check(form, state)
    return _applicable(form, state.answers)


def progress(form: Form, state: FormState) -> Progress:
    """Where in the form the open question stands."""
    keys = [step.key for step in applicable(form, state) if step.asked or step.key == state.step]
    return Progress(len(keys) if state.step is None else keys.index(state.step) + 1, len(keys))


def is_complete(form: Form, state: FormState) -> bool:
    """Whether every step that applies was answered, or passed over where it may be."""
    _check(form, state)
    return _first_pending(form, state.answers) is None


def answer(form: Form, state: FormState, value: Json) -> FormState:
    """Answers the open question with one value and goes on. Raises AnswerRefused, FormOutdated."""
    step = _open_step(form, state)
    if step.kind.accumulates:
        raise AnswerRefused(Refusal.SEVERAL_ANSWERS)
    return _leave(form, state, step, {**state.answers, step.key: _validated(form, state, step, value)})


def add(form: Form, state: FormState, value: Json) -> FormState:
    """Adds one item to the open question's answer and stays there. Raises AnswerRefused, FormOutdated."""
    step = _open_step(form, state)
    if not step.kind.accumulates:
        raise AnswerRefused(Refusal.ONE_ANSWER)
    items = items_of(state, step.key)
    if step.at_most is not None and len(items) >= step.at_most:
        raise AnswerRefused(Refusal.TOO_MANY, at_most=step.at_most)
    item = _validated(form, state, step, value)
    return replace(state, answers={**state.answers, step.key: [*items, item]}, turn=state.turn + 1)


def amend(form: Form, state: FormState, key: str, value: Json, index: int | None = None) -> FormState:
    """Puts another value in place of an answer given before, or of one item of it, and stays where it is.

    Where that question does not apply any more, or at the review one comes to be asked, it goes to what waits. Raises
    AnswerRefused for a value that is not taken, or when there is no such answer; FormOutdated.
    """
    _check(form, state)
    given = state.answers.get(key)
    if key not in {step.key for step in _applicable(form, state.answers)} or given is None:
        raise AnswerRefused(Refusal.NO_SUCH_STEP)
    kept = _validated(form, state, form.step(key), value)
    if index is not None:
        items = items_of(state, key)
        if not 0 <= index < len(items):
            raise AnswerRefused(Refusal.NO_SUCH_STEP)
        kept = [*items[:index], kept, *items[index + 1 :]]
    answers, key_open = {**state.answers, key: kept}, state.step
    if key_open not in {step.key for step in _applicable(form, answers)}:
        pending = _first_pending(form, answers)
        key_open = None if pending is None else pending.key
    return replace(
        state,
        step=key_open,
        answers=answers,
        reviewing=state.reviewing or key_open is None,
        turn=state.turn + 1,
    )


def clear(form: Form, state: FormState) -> FormState:
    """Takes the open question's answer away and stays there. Raises AnswerRefused at the review,
    FormOutdated.
    """
    step = _open_step(form, state)
    kept = {key: value for key, value in state.answers.items() if key != step.key}
    return replace(state, answers=kept, turn=state.turn + 1)


def finish_step(form: Form, state: FormState) -> FormState:
    """Goes on with the answer the open question has: what was added to it, or what was answered before going
    back.

    Raises AnswerRefused when a required step has none, FormOutdated.
    """
    step = _open_step(form, state)
    given = state.answers.get(step.key)
    if given is None and step.required:
        raise AnswerRefused(Refusal.REQUIRED)
    return _leave(form, state, step, {**state.answers, step.key: given})


def skip(form: Form, state: FormState) -> FormState:
    """Passes the open question over; an answer it had is dropped, so offer `finish_step` where there is one.

    Raises AnswerRefused for a required step, FormOutdated.
    """
    step = _open_step(form, state)
    if step.required:
        raise AnswerRefused(Refusal.REQUIRED)
    return _leave(form, state, step, {**state.answers, step.key: None})


def back(form: Form, state: FormState) -> FormState:
    """Returns to the question before, keeping every answer; from an edit that nothing waits for, to the
    review.

    At the first question it stays, and the turn with it. Raises FormOutdated.
    """
    _check(form, state)
    steps = _applicable(form, state.answers)
    if state.step is None:
        last = next(step for step in reversed(steps) if step.asked)
        return replace(state, step=last.key, reviewing=False, turn=state.turn + 1)
    if state.reviewing and _first_pending(form, state.answers) is None:
        return replace(state, step=None, turn=state.turn + 1)
    position = [step.key for step in steps].index(state.step)
    before = next((step for step in reversed(steps[:position]) if step.asked), None)
    return state if before is None else replace(state, step=before.key, turn=state.turn + 1)


def edit(form: Form, state: FormState, key: str) -> FormState:
    """Opens one question again from the review; the form returns there after it. Raises AnswerRefused,
    FormOutdated.
    """
    _check(form, state)
    if state.step is not None:
        raise AnswerRefused(Refusal.NOT_AT_REVIEW)
    if key not in {step.key for step in _applicable(form, state.answers)}:
        raise AnswerRefused(Refusal.NO_SUCH_STEP)
    return replace(state, step=key, reviewing=True, turn=state.turn + 1)


def items_of(state: FormState, key: str) -> list[Json]:
    """What was added so far to the answer of a step that accumulates."""
    items = state.answers.get(key)
    return list(items) if isinstance(items, list) else []


def _check(form: Form, state: FormState) -> None:
    if (state.form, state.version) != (form.name, form.version):
        raise FormOutdated
    if state.step is not None and state.step not in {step.key for step in _applicable(form, state.answers)}:
        raise FormOutdated


def _open_step(form: Form, state: FormState) -> Step:
    step = current(form, state)
    if step is None:
        raise AnswerRefused(Refusal.NO_QUESTION)
    return step


def _validated(form: Form, state: FormState, step: Step, value: Json) -> Json:
    if step.kind is Kind.CHOICE and value not in step.choices:
        raise AnswerRefused(Refusal.NOT_A_CHOICE)
    if step.kind in (Kind.TEXT, Kind.TEXTS):
        if not isinstance(value, str):
            raise AnswerRefused(Refusal.NOT_TEXT)
        if not value.strip():
            raise AnswerRefused(Refusal.BLANK)
    before: dict[str, Json] = {}
    answers = _effective(form, state.answers)
    for earlier in form.steps[: form.steps.index(step)]:
        if earlier.key in answers:
            before[earlier.key] = answers[earlier.key]
    kept = step.validate(value, before)
    if kept is None:
        raise ValueError(f"step {step.key}: None stands for no answer, and validation returned it for one")
    return kept


def _leave(form: Form, state: FormState, step: Step, answers: Answers) -> FormState:
    steps = _applicable(form, answers)
    following: Step | None = None
    if not state.reviewing:
        following = next((later for later in steps[steps.index(step) + 1 :] if later.asked), None)
    if following is None:
        following = _first_pending(form, answers)
    return replace(
        state,
        step=None if following is None else following.key,
        answers=answers,
        reviewing=state.reviewing or following is None,
        turn=state.turn + 1,
    )


def _effective(form: Form, answers: Answers) -> dict[str, Json]:
    return _walk(form, answers)[1]


def _applicable(form: Form, answers: Answers) -> tuple[Step, ...]:
    return _walk(form, answers)[0]


def _walk(form: Form, answers: Answers) -> tuple[tuple[Step, ...], dict[str, Json]]:
    """A step is asked about the answers before it that count: the answer of a step that fell away brings no
    other one in.
    """
    steps: list[Step] = []
    effective: dict[str, Json] = {}
    for step in form.steps:
        if not step.applies(MappingProxyType(effective)):
            continue
        steps.append(step)
        given = answers.get(step.key)
        if given is not None:
            effective[step.key] = given
    return tuple(steps), effective


def _first_pending(form: Form, answers: Answers) -> Step | None:
    for step in _applicable(form, answers):
        if step.key not in answers or (step.required and answers[step.key] is None):
            return step
    return None
