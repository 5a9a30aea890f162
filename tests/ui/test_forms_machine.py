"""Whatever a person does in a form, in whatever order."""

import json
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.ui import forms
from bot.ui.forms import AnswerRefused, Form, FormState, Json, Kind, Step

CHOICES = ("a", "b", "c")
FORM = Form(
    "machine",
    1,
    (
        Step("first", "?", Kind.CHOICE, choices=CHOICES),
        Step("text", "?", Kind.TEXT, applies=lambda given: given.get("first") != "a", required=False),
        Step("second", "?", Kind.CHOICE, choices=CHOICES, applies=lambda given: "text" in given),
        Step("several", "?", Kind.TEXTS, at_most=2),
        Step("custom", "?", Kind.CUSTOM, applies=lambda given: given.get("second") == "b"),
        Step("files", "?", Kind.FILES, applies=lambda given: "custom" not in given, required=False),
        Step("last", "?", Kind.TEXT, applies=lambda given: given.get("first") == "c"),
    ),
)
VALUES: dict[Kind, Json] = {
    Kind.CHOICE: "b",
    Kind.TEXT: "text",
    Kind.TEXTS: "text",
    Kind.FILES: {"id": 1},
    Kind.CUSTOM: 7,
}


def _answered(state: FormState) -> FormState:
    """The open question answered in the plainest way."""
    step = forms.current(FORM, state)
    assert step is not None
    if not step.kind.accumulates:
        return forms.answer(FORM, state, VALUES[step.kind])
    if not forms.items_of(state, step.key):
        state = forms.add(FORM, state, VALUES[step.kind])
    return forms.finish_step(FORM, state)


def _to_the_end(state: FormState) -> FormState:
    for _ in range(2 * len(FORM.steps)):
        if state.step is None:
            return state
        state = _answered(state)
    raise AssertionError(f"stuck at {state}")


class Filling(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.state = forms.start(FORM)

    @initialize(questions=st.integers(0, len(FORM.steps)))
    def somebody_is_somewhere_on_the_way(self, questions: int) -> None:
        """Left to chance alone, hardly anybody would ever come to the review."""
        self.state = forms.start(FORM)
        for _ in range(questions):
            self.goes_on()

    @rule()
    def goes_on(self) -> None:
        if self.state.step is not None:
            self.state = _answered(self.state)

    def _moved(self, new: FormState) -> None:
        assert new.turn == self.state.turn + 1
        self.state = new

    @rule(value=st.sampled_from([*CHOICES, "", "text", 7, {"id": 1}]))
    def answers(self, value: Json) -> None:
        step = self.state.step
        with suppress(AnswerRefused):
            self._moved(forms.answer(FORM, self.state, value))
            assert step is not None
            assert self.state.answers[step] == value

    @rule(value=st.sampled_from(["one", "two", "", {"id": 2}]))
    def adds(self, value: Json) -> None:
        with suppress(AnswerRefused):
            self._moved(forms.add(FORM, self.state, value))

    @rule()
    def finishes(self) -> None:
        before = dict(self.state.answers)
        with suppress(AnswerRefused):
            self._moved(forms.finish_step(FORM, self.state))
            assert {**before, **self.state.answers} == {**self.state.answers}
            assert all(self.state.answers[key] == value for key, value in before.items())

    @rule()
    def skips(self) -> None:
        step = forms.current(FORM, self.state)
        with suppress(AnswerRefused):
            self._moved(forms.skip(FORM, self.state))
            assert step is not None
            assert not step.required
            assert self.state.answers[step.key] is None

    @rule()
    def clears(self) -> None:
        with suppress(AnswerRefused):
            self._moved(forms.clear(FORM, self.state))

    @rule()
    def goes_back(self) -> None:
        before = self.state
        after = forms.back(FORM, self.state)
        assert after.answers == before.answers
        if after != before:
            self._moved(after)
        else:
            assert before.step == "first"

    @precondition(lambda self: self.state.step is None)
    @rule(data=st.data())
    def edits(self, data: st.DataObject) -> None:
        steps = forms.applicable(FORM, self.state)
        key = data.draw(st.sampled_from([step.key for step in steps]))
        self._moved(forms.edit(FORM, self.state, key))
        assert self.state.step == key

    @rule(data=st.data(), value=st.sampled_from(["b", "c", "other", "", 7]))
    def amends(self, data: st.DataObject, value: Json) -> None:
        """A message is edited that was an answer: the answer is what it says now, and nobody is led anywhere."""
        before = self.state
        key = data.draw(st.sampled_from([step.key for step in FORM.steps]))
        items = forms.items_of(before, key) if FORM.step(key).kind.accumulates else []
        index = data.draw(st.integers(0, len(items) - 1)) if items else None
        with suppress(AnswerRefused):
            self._moved(forms.amend(FORM, before, key, value, index))
            applying = {step.key for step in forms.applicable(FORM, self.state)}
            if before.step in applying:
                assert self.state.step == before.step
            assert before.answers[key] is not None
            now = self.state.answers[key] if index is None else forms.items_of(self.state, key)[index]
            assert now == value
            assert {**self.state.answers, key: None} == {**before.answers, key: None}

    @invariant()
    def no_answer_has_more_items_than_it_may(self) -> None:
        for step in FORM.steps:
            if step.at_most is not None:
                assert len(forms.items_of(self.state, step.key)) <= step.at_most

    @invariant()
    def the_review_can_be_reached(self) -> None:
        end = _to_the_end(self.state)
        assert forms.is_complete(FORM, end)
        for step in forms.applicable(FORM, end):
            assert _to_the_end(forms.edit(FORM, end, step.key)).step is None

    @invariant()
    def the_review_is_complete(self) -> None:
        if self.state.step is None:
            assert forms.is_complete(FORM, self.state)

    @invariant()
    def going_back_ends_at_the_first_question(self) -> None:
        state = self.state
        for _ in range(3 * len(FORM.steps)):
            if state.step == "first" and not state.reviewing:
                return
            state = forms.back(FORM, state)
        # An edit goes back to its review, and from there through the form.
        assert state.step == "first"

    @invariant()
    def it_survives_being_kept(self) -> None:
        assert forms.restore(FORM, json.loads(json.dumps(self.state.to_json()))) == self.state

    @invariant()
    def what_counts_applies(self) -> None:
        applying = {step.key for step in forms.applicable(FORM, self.state)}
        assert set(forms.effective_answers(FORM, self.state)) <= applying
        progress = forms.progress(FORM, self.state)
        assert 1 <= progress.position <= progress.total


TestFilling = Filling.TestCase
TestFilling.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
