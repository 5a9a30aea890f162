from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Code, Refused
from domain.report import (
    Answers,
    Conduct,
    Consent,
    Contactability,
    Field,
    Limits,
    UnitNamed,
    YesNo,
    check_message_rate,
    check_more_files,
    check_new_report,
    complete,
    draft_lapsed,
    missing,
)
from tests.domain.world import at

NOW = at("2023-10-02")
LEAST = Answers(
    language="vi",
    consent=Consent("2023-10", NOW),
    conduct=Conduct.DELAY,
    unit=UnitNamed("STNMT"),
    what=("\u202eHồ sơ <b>&\x00",),
    contactability=Contactability.BOT_ONLY,
)
LIMITS = Limits()


def test_an_empty_form_asks_for_what_cannot_be_left_out_in_its_order() -> None:
    assert missing(Answers()) == (
        Field.LANGUAGE, Field.CONSENT, Field.CONDUCT, Field.UNIT, Field.WHAT, Field.CONTACTABILITY,
    )  # fmt: skip


def test_the_least_report_is_kept_exactly_and_what_was_not_answered_is_unknown() -> None:
    report = complete(LEAST)
    assert report.what == ("\u202eHồ sơ <b>&\x00",)
    assert report.ongoing is report.stake is report.money_asked is YesNo.UNKNOWN
    assert report.unit_may_be_asked is False


@pytest.mark.parametrize(
    ("answer", "agreed"), [(YesNo.YES, True), (YesNo.NO, False), (YesNo.UNKNOWN, False), (None, False)]
)
def test_only_a_yes_lets_the_unit_be_asked(answer: YesNo | None, agreed: bool) -> None:
    assert complete(replace(LEAST, unit_may_be_asked=answer)).unit_may_be_asked is agreed


@pytest.mark.parametrize(
    ("without", "field"),
    [
        ({"language": ""}, Field.LANGUAGE),
        ({"conduct": None}, Field.CONDUCT),
        ({"unit": None}, Field.UNIT),
        ({"what": ()}, Field.WHAT),
        ({"what": (" ", "\u200b")}, Field.WHAT),
        ({"contactability": None}, Field.CONTACTABILITY),
        ({"contactability": Contactability.CONTACT_GIVEN}, Field.CONTACT),
        ({"contactability": Contactability.CONTACT_GIVEN, "contact": "\n"}, Field.CONTACT),
    ],
)
def test_a_report_without_what_it_needs_is_refused(without: dict[str, object], field: Field) -> None:
    with pytest.raises(Refused) as refused:
        complete(replace(LEAST, **without))  # type: ignore[arg-type]
    assert refused.value.code is Code.ANSWER_MISSING
    assert refused.value.data == {"field": field}


def test_without_consent_there_is_no_report() -> None:
    with pytest.raises(Refused) as refused:
        complete(replace(LEAST, consent=None))
    assert refused.value.code is Code.CONSENT_MISSING


def test_a_contact_typed_before_choosing_the_bot_alone_is_not_taken_along() -> None:
    typed = replace(LEAST, contact_name="An", contact="0900")
    assert (complete(typed).contact_name, complete(typed).contact) == ("", "")
    given = complete(replace(typed, contactability=Contactability.CONTACT_GIVEN))
    assert (given.contact_name, given.contact) == ("An", "0900")


def test_three_reports_a_day_twenty_messages_a_minute_and_thirty_files_are_let_through() -> None:
    check_new_report(LIMITS, 2)
    check_message_rate(LIMITS, 19)
    check_more_files(LIMITS, 20, adding=10)


def test_the_next_one_is_refused_and_told_the_limit() -> None:
    with pytest.raises(Refused) as reports:
        check_new_report(LIMITS, 3)
    with pytest.raises(Refused) as messages:
        check_message_rate(LIMITS, 20)
    with pytest.raises(Refused) as files:
        check_more_files(LIMITS, 20, adding=11)
    assert [r.value.code for r in (reports, messages, files)] == [
        Code.TOO_MANY_REPORTS, Code.TOO_MANY_MESSAGES, Code.TOO_MANY_FILES,
    ]  # fmt: skip
    assert [r.value.data["limit"] for r in (reports, messages, files)] == [3, 20, 30]


def test_a_draft_lapses_a_day_after_it_was_last_touched() -> None:
    day = timedelta(hours=24)
    assert not draft_lapsed(LIMITS, NOW, NOW + day - timedelta(seconds=1))
    assert draft_lapsed(LIMITS, NOW, NOW + day)
