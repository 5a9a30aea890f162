"""What a citizen tells: the form of a report, answer by answer, and the limits it stands under.

The words are kept exactly. Nothing is asked twice, nothing personal is needed, and only four answers cannot be left
out: what kind of conduct, which unit, what happened, and how to be reached.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.errors import Code, Refused
from domain.text import is_blank


class Conduct(StrEnum):
    """The six kinds of conduct one can report."""

    HARASSMENT = "harassment"
    CAUSING_TROUBLE = "causing_trouble"
    EXTORTION = "extortion"
    OVERBEARING = "overbearing"
    DELAY = "delay"
    OTHER_ETHICS = "other_ethics"


class Contactability(StrEnum):
    """How the reporter can be reached: only through the bot, or also by a name and contact, which are kept apart."""

    BOT_ONLY = "bot_only"
    CONTACT_GIVEN = "contact_given"


class YesNo(StrEnum):
    """An answer a person may honestly not have."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Field(StrEnum):
    """The questions of the form, in their order. Each names one answer in ``Answers``."""

    LANGUAGE = "language"
    CONSENT = "consent"
    CONDUCT = "conduct"
    UNIT = "unit"
    PERSON = "person"
    WHEN = "when"
    WHERE = "where"
    WHAT = "what"
    EVIDENCE = "evidence"
    ONGOING = "ongoing"
    STAKE = "stake"
    MONEY_ASKED = "money_asked"
    CONTACTABILITY = "contactability"
    CONTACT = "contact"
    UNIT_MAY_BE_ASKED = "unit_may_be_asked"


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """The unit a report is about.

    ``commune`` is the name of a commune without a row of its own; ``code`` is then its parent's.
    """

    code: str
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to the notice in the version shown, at an instant in UTC."""

    notice_version: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Answers:
    """The form as far as it was filled in. None or empty: not answered. Texts are exactly what was sent.

    ``what`` holds the messages in their order; ``evidence`` the ids of stored attachments, locations among them.
    """

    language: str = ""
    consent: Consent | None = None
    conduct: Conduct | None = None
    unit: UnitNamed | None = None
    person: str = ""
    when: str = ""
    where: str = ""
    what: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    ongoing: YesNo | None = None
    stake: YesNo | None = None
    money_asked: YesNo | None = None
    contactability: Contactability | None = None
    contact_name: str = ""
    contact: str = ""
    unit_may_be_asked: YesNo | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report that can be sent. Optional questions left out have become UNKNOWN or empty.

    ``unit_may_be_asked`` is True only if the reporter said yes: who did not answer has not agreed.
    """

    language: str
    consent: Consent
    conduct: Conduct
    unit: UnitNamed
    person: str
    when: str
    where: str
    what: tuple[str, ...]
    evidence: tuple[str, ...]
    ongoing: YesNo
    stake: YesNo
    money_asked: YesNo
    contactability: Contactability
    contact_name: str
    contact: str
    unit_may_be_asked: bool


_REQUIRED: Final[tuple[tuple[Field, Callable[[Answers], bool]], ...]] = (
    (Field.LANGUAGE, lambda a: a.language != ""),
    (Field.CONSENT, lambda a: a.consent is not None),
    (Field.CONDUCT, lambda a: a.conduct is not None),
    (Field.UNIT, lambda a: a.unit is not None),
    (Field.WHAT, lambda a: not all(is_blank(text) for text in a.what)),
    (Field.CONTACTABILITY, lambda a: a.contactability is not None),
    (
        Field.CONTACT,
        lambda a: a.contactability is not Contactability.CONTACT_GIVEN or not is_blank(a.contact),
    ),
)


def missing(answers: Answers) -> tuple[Field, ...]:
    """The questions that must be answered yet, in the form's order."""
    return tuple(field for field, answered in _REQUIRED if not answered(answers))


def complete(answers: Answers) -> Report:
    """The report these answers make. Raises Refused: CONSENT_MISSING, or ANSWER_MISSING (``field``)."""
    for field in missing(answers):
        raise Refused(Code.CONSENT_MISSING if field is Field.CONSENT else Code.ANSWER_MISSING, field=field)
    assert answers.consent is not None
    assert answers.conduct is not None
    assert answers.unit is not None
    assert answers.contactability is not None
    named = answers.contactability is Contactability.CONTACT_GIVEN
    return Report(
        language=answers.language,
        consent=answers.consent,
        conduct=answers.conduct,
        unit=answers.unit,
        person=answers.person,
        when=answers.when,
        where=answers.where,
        what=answers.what,
        evidence=answers.evidence,
        ongoing=answers.ongoing or YesNo.UNKNOWN,
        stake=answers.stake or YesNo.UNKNOWN,
        money_asked=answers.money_asked or YesNo.UNKNOWN,
        contactability=answers.contactability,
        # A name typed before the reporter chose the bot alone is not taken along.
        contact_name=answers.contact_name if named else "",
        contact=answers.contact if named else "",
        unit_may_be_asked=answers.unit_may_be_asked is YesNo.YES,
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reporter may do. A limit is always said, never a silent drop."""

    reports_a_day: int = 3
    messages_a_minute: int = 20
    files_a_report: int = 30
    draft_life: timedelta = timedelta(hours=24)


def check_new_report(limits: Limits, sent_today: int) -> None:
    """Whether one more report may be sent on this day of the province. Raises Refused(TOO_MANY_REPORTS)."""
    if sent_today >= limits.reports_a_day:
        raise Refused(Code.TOO_MANY_REPORTS, limit=limits.reports_a_day)


def check_message_rate(limits: Limits, in_last_minute: int) -> None:
    """Whether one more message may be taken within a minute. Raises Refused(TOO_MANY_MESSAGES)."""
    if in_last_minute >= limits.messages_a_minute:
        raise Refused(Code.TOO_MANY_MESSAGES, limit=limits.messages_a_minute)


def check_more_files(limits: Limits, attached: int, adding: int = 1) -> None:
    """Whether so many more files may be attached. Raises Refused(TOO_MANY_FILES)."""
    if attached + adding > limits.files_a_report:
        raise Refused(Code.TOO_MANY_FILES, limit=limits.files_a_report)


def draft_lapsed(limits: Limits, last_touched_at: datetime, now: datetime) -> bool:
    """Whether a draft is to be forgotten: its life runs from the last thing the person did with it."""
    return now - last_touched_at >= limits.draft_life
