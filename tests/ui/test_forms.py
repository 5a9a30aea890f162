"""The engine of forms, step by step."""

import dataclasses
from collections.abc import Callable

import pytest

from bot.ui import forms
from bot.ui.forms import (
    AnswerRefused,
    Answers,
    Form,
    FormOutdated,
    FormState,
    Json,
    Kind,
    Progress,
    Refusal,
    Step,
)


def _short(value: Json, answers: Answers) -> Json:
    if isinstance(value, str) and len(value) > 20:
        raise AnswerRefused("too_long", at_most=20)
    return value


FORM = Form(
    "report",
    3,
    (
        Step("conduct", "What kind?", Kind.CHOICE, choices=("extortion", "delay")),
        Step("amount", "How much?", Kind.CUSTOM, applies=lambda given: given.get("conduct") == "extortion"),
        Step(
            "receipt",
            "Was there a receipt?",
            Kind.TEXT,
            applies=lambda given: "amount" in given,
            required=False,
        ),
        Step("person", "Who?", Kind.TEXT, validate=_short, required=False),
        Step("what", "What happened?", Kind.TEXTS, at_most=2),
        Step("files", "Evidence?", Kind.FILES, required=False),
    ),
)


def _refused(code: str) -> "pytest.RaisesExc[AnswerRefused]":
    return pytest.RaisesExc(AnswerRefused, check=lambda refusal: refusal.code == code)


def _filled() -> FormState:
    state = forms.answer(FORM, forms.start(FORM), "delay")
    state = forms.skip(FORM, state)
    state = forms.add(FORM, state, "They asked me to come again.")
    state = forms.finish_step(FORM, state)
    return forms.skip(FORM, state)


def test_a_form_leads_through_the_steps_that_apply_to_its_review() -> None:
    state = forms.start(FORM)
    assert forms.progress(FORM, state) == Progress(1, 4)
    state = forms.answer(FORM, state, "extortion")
    assert state.step == "amount"
    assert forms.progress(FORM, state) == Progress(2, 5)
    state = _filled()
    assert forms.current(FORM, state) is None
    assert forms.is_complete(FORM, state)
    assert forms.progress(FORM, state) == Progress(4, 4)
    assert forms.effective_answers(FORM, state) == {
        "conduct": "delay",
        "what": ["They asked me to come again."],
    }


def test_an_edit_that_brings_new_steps_in_asks_them_before_the_review_returns() -> None:
    state = forms.answer(FORM, forms.edit(FORM, _filled(), "conduct"), "extortion")
    assert state.step == "amount"
    assert not forms.is_complete(FORM, state)
    state = forms.answer(FORM, state, 500)
    assert state.step == "receipt"
    state = forms.skip(FORM, state)
    assert state.step is None
    assert forms.effective_answers(FORM, state)["amount"] == 500


def test_what_fell_away_does_not_count_and_returns_with_its_reason() -> None:
    state = _filled()
    for value in ("extortion", 500, "no"):
        state = forms.answer(
            FORM, forms.edit(FORM, state, "conduct") if value == "extortion" else state, value
        )
    state = forms.answer(FORM, forms.edit(FORM, state, "conduct"), "delay")
    assert set(forms.effective_answers(FORM, state)) == {"conduct", "what"}
    assert [step.key for step in forms.applicable(FORM, state)] == ["conduct", "person", "what", "files"]
    state = forms.answer(FORM, forms.edit(FORM, state, "conduct"), "extortion")
    assert state.step is None
    assert forms.effective_answers(FORM, state)["amount"] == 500
    assert forms.effective_answers(FORM, state)["receipt"] == "no"


def test_back_keeps_the_answers_and_forward_needs_them_no_second_time() -> None:
    state = forms.answer(FORM, forms.start(FORM), "delay")
    state = forms.answer(FORM, state, "An officer")
    state = forms.back(FORM, state)
    assert state.step == "person"
    state = forms.finish_step(FORM, state)
    assert state.step == "what"
    assert forms.effective_answers(FORM, state)["person"] == "An officer"


def test_back_from_the_first_question_stays() -> None:
    state = forms.start(FORM)
    assert forms.back(FORM, state) == state


def test_back_from_the_review_opens_the_last_question_and_then_the_one_before() -> None:
    state = forms.back(FORM, _filled())
    assert state.step == "files"
    assert forms.back(FORM, state).step == "what"


def test_back_from_an_edit_returns_to_the_review() -> None:
    state = forms.edit(FORM, _filled(), "person")
    assert forms.back(FORM, state).step is None


def test_back_from_a_question_that_an_edit_brought_in_opens_the_one_that_brought_it() -> None:
    state = forms.answer(FORM, forms.edit(FORM, _filled(), "conduct"), "extortion")
    state = forms.back(FORM, state)
    assert state.step == "conduct"
    assert forms.answer(FORM, state, "delay").step is None


def test_several_messages_make_one_answer_up_to_the_limit() -> None:
    state = forms.skip(FORM, forms.answer(FORM, forms.start(FORM), "delay"))
    with _refused(Refusal.REQUIRED):
        forms.finish_step(FORM, state)
    state = forms.add(FORM, forms.add(FORM, state, "one"), " two ")
    assert state.step == "what"
    assert forms.items_of(state, "what") == ["one", " two "]
    with pytest.raises(AnswerRefused) as refusal:
        forms.add(FORM, state, "three")
    assert (refusal.value.code, refusal.value.data) == (Refusal.TOO_MANY, {"at_most": 2})
    state = forms.clear(FORM, state)
    assert forms.items_of(state, "what") == []


def test_clearing_a_required_answer_in_an_edit_keeps_the_review_away_until_there_is_another() -> None:
    state = forms.clear(FORM, forms.edit(FORM, _filled(), "what"))
    assert not forms.is_complete(FORM, state)
    assert forms.back(FORM, state).step == "person"
    state = forms.finish_step(FORM, forms.add(FORM, state, "anew"))
    assert state.step is None


def test_what_is_no_answer_is_refused_with_its_code() -> None:
    state = forms.start(FORM)
    with _refused(Refusal.NOT_A_CHOICE):
        forms.answer(FORM, state, "murder")
    with _refused(Refusal.ONE_ANSWER):
        forms.add(FORM, state, "delay")
    with _refused(Refusal.REQUIRED):
        forms.skip(FORM, state)
    with _refused(Refusal.NOT_AT_REVIEW):
        forms.edit(FORM, state, "conduct")
    state = forms.answer(FORM, state, "delay")
    with _refused(Refusal.BLANK):
        forms.answer(FORM, state, " \n")
    with _refused(Refusal.NOT_TEXT):
        forms.answer(FORM, state, 5)
    with _refused("too_long"):
        forms.answer(FORM, state, "x" * 21)
    with _refused(Refusal.SEVERAL_ANSWERS):
        forms.answer(FORM, forms.skip(FORM, state), "text")


def test_at_the_review_nothing_is_asked() -> None:
    changes: tuple[Callable[[FormState], FormState], ...] = (
        lambda state: forms.answer(FORM, state, "x"),
        lambda state: forms.add(FORM, state, "x"),
        lambda state: forms.skip(FORM, state),
        lambda state: forms.clear(FORM, state),
        lambda state: forms.finish_step(FORM, state),
    )
    for change in changes:
        with _refused(Refusal.NO_QUESTION):
            change(_filled())
    with _refused(Refusal.NO_SUCH_STEP):
        forms.edit(FORM, _filled(), "amount")


def test_a_draft_of_another_version_is_outdated() -> None:
    old = {**forms.start(FORM).to_json(), "version": 2}
    with pytest.raises(FormOutdated):
        forms.restore(FORM, old)
    with pytest.raises(FormOutdated):
        forms.restore(FORM, {**forms.start(FORM).to_json(), "form": "other"})
    with pytest.raises(FormOutdated):
        forms.restore(FORM, {**forms.start(FORM).to_json(), "step": "gone"})
    with pytest.raises(FormOutdated):
        forms.answer(FORM, FormState("report", 2, "conduct"), "delay")


@pytest.mark.parametrize(
    "data", [{}, {"form": "report"}, {**FormState("report", 3, None).to_json(), "answers": 1}, {"odd": 1}]
)
def test_what_is_no_state_is_refused(data: dict[str, Json]) -> None:
    with pytest.raises(ValueError, match="not the state"):
        forms.restore(FORM, data)


def test_validation_that_returns_nothing_is_an_error_of_the_form() -> None:
    form = Form("odd", 1, (Step("a", "?", Kind.CUSTOM, validate=lambda value, given: None),))
    with pytest.raises(ValueError, match="None stands for no answer"):
        forms.answer(form, forms.start(form), 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Step("a", "?", Kind.CHOICE),
        lambda: Step("a", "?", Kind.TEXT, choices=("x",)),
        lambda: Step("a", "?", Kind.TEXT, at_most=3),
        lambda: Step("a", "?", Kind.FILES, at_most=0),
        lambda: Form("f", 1, ()),
        lambda: Form("f", 1, (Step("a", "?", Kind.TEXT), Step("a", "?", Kind.TEXT))),
        lambda: Form("f", 1, (Step("a", "?", Kind.TEXT, applies=lambda given: False),)),
    ],
)
def test_a_form_declared_wrongly_is_refused(make: object) -> None:
    with pytest.raises(ValueError, match=r"step|form"):
        make()  # type: ignore[operator]


def test_a_step_that_is_not_asked_is_passed_by_and_opened_from_the_review() -> None:
    form = Form(
        "report",
        1,
        (
            Step("why", "Why?", Kind.TEXT, required=False),
            Step("count", "How many?", Kind.CUSTOM, asked=False),
            Step("what", "What?", Kind.TEXT),
            Step("sum", "In all?", Kind.CUSTOM, asked=False),
        ),
    )
    state = dataclasses.replace(forms.start(form), answers={"count": 3, "sum": 5})
    state = forms.skip(form, state)
    assert (state.step, forms.progress(form, state)) == ("what", Progress(2, 2))
    assert forms.back(form, state).step == "why"
    state = forms.answer(form, state, "that")
    assert state.step is None
    assert forms.is_complete(form, state)
    assert forms.progress(form, state) == Progress(2, 2)
    assert forms.back(form, state).step == "what"
    state = forms.edit(form, state, "count")
    assert forms.progress(form, state) == Progress(2, 3)
    state = forms.answer(form, state, 4)
    assert (state.step, state.answers["count"]) == (None, 4)


def test_a_step_that_is_not_asked_and_has_no_answer_is_asked_after_all() -> None:
    form = Form(
        "report", 1, (Step("why", "Why?", Kind.TEXT), Step("count", "How many?", Kind.CUSTOM, asked=False))
    )
    state = forms.answer(form, forms.start(form), "so")
    assert state.step == "count"
    with pytest.raises(ValueError, match="begin with"):
        Form("report", 1, (Step("count", "How many?", Kind.CUSTOM, asked=False),))
