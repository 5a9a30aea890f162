"""A report in words, for whoever sent it: how it stands, what comes next and by when, what was said and done so far.

Somebody who is afraid reads this on a small screen, perhaps not alone. So it says what will happen before anything
else, it never names who works on the case, and a day that was missed is said to have been missed.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from bot.ui.pages import lines
from bot.ui.text import fit, packed, quoted, units
from bot.ui.translation import N_, Translator
from domain.case import Case, CaseStatus, LegalClass
from domain.case_acts import CaseAct
from handlers.case_text import said_in_form
from handlers.report_unit import unit_in_words
from handlers.words import label_of, name_of
from services.case_entries import Entry, EntryKind
from services.own_cases import Happening, Opened, OwnCase
from services.scope import Scope

PAGE_ROOM: Final = 3000
"""UTF-16 units of somebody's words on a page that holds nothing else."""
WORDS_ROOM: Final = 900
"""The same on a page that holds more."""
UNIT_ROOM: Final = 200
_HEAD: Final = 160
"""What the lines above an entry's words take, about."""

REPLIES: Final = {
    CaseAct.ANSWER_REPORTER: N_("The answer to you"),
    CaseAct.CONFIRM_REJECTION: N_("Your report was not taken up"),
    CaseAct.EXTEND: N_("More time is needed"),
    CaseAct.TRANSFER: N_("Your report was handed over to another body"),
    CaseAct.UPHOLD: N_("The decision stands"),
    CaseAct.REFUSE_WITHDRAWAL: N_("The case goes on despite your wish to withdraw"),
}
"""What somebody was told, by the act it was told with."""

TURNS: Final = {
    CaseAct.LAPSE_QUESTION: N_("The time to answer has passed; the matter goes on with what is there."),
    CaseAct.CONFIRM_WITHDRAWAL: N_("You wished to withdraw it, and that was agreed to."),
    CaseAct.ACCEPT_APPEAL: N_("Your appeal is taken up by somebody who has not worked on the case."),
    CaseAct.REOPEN: N_("Your report was reopened."),
}
"""Turns of a case that its new label does not explain."""

_KINDS: Final = {
    EntryKind.STATEMENT: N_("You sent the report"),
    EntryKind.ADDITION: N_("You added to it"),
    EntryKind.QUESTION: N_("You were asked"),
    EntryKind.ANSWER: N_("You answered"),
    EntryKind.WITHDRAWAL: N_("You asked to withdraw it"),
}


def heading(tr: Translator, own: OwnCase) -> Markup:
    """The code and the label."""
    return tr.t("<b>Report {code}</b> · {label}", code=own.case.code, label=name_of(tr, own.label))


async def about(scope: Scope, tr: Translator, case: Case) -> Markup:
    """What it is about."""
    unit = unit_in_words(tr, await scope.uow.units.all(), case.accused_unit, case.commune)
    return tr.t("{conduct} · {unit}", conduct=label_of(tr, case.conduct), unit=fit(unit, UNIT_ROOM))


def sent_on(scope: Scope, tr: Translator, case: Case) -> str:
    """The day it was received."""
    return tr.date(scope.hours.day_of(case.received_at or case.created_at))


async def overview(scope: Scope, tr: Translator, opened: Opened) -> Markup:
    """The report's page: what is asked or was told last, and what happens next."""
    case = opened.own.case
    return lines(
        heading(tr, opened.own),
        await about(scope, tr, case),
        tr.t("Sent on {day}", day=sent_on(scope, tr, case)),
        *_open_words(scope, tr, opened),
        "",
        tr.t("<b>What happens next</b>"),
        *next_steps(scope, tr, opened),
    )


def shown_entry(opened: Opened) -> Entry | None:
    """What of all that was said to the reporter matters most now: the open question, else the last word to them."""
    return opened.question or opened.last_reply


def _open_words(scope: Scope, tr: Translator, opened: Opened) -> Iterator[Markup | str]:
    entry = shown_entry(opened)
    if entry is not None:
        yield ""
        yield tr.t(
            "<b>{what}</b> · {day}", what=what_happened(tr, entry), day=tr.date(scope.hours.day_of(entry.at))
        )
        yield quoted(fit(words_of_entry(entry), WORDS_ROOM), expandable=False)


def is_cut(entry: Entry) -> bool:
    """Whether the report's page shows only a part of the entry's words."""
    return units(words_of_entry(entry)) > WORDS_ROOM


# ── what happens next ─────────────────────────────────────────────────────────────────────────────


def next_steps(scope: Scope, tr: Translator, opened: Opened) -> Iterator[Markup]:
    """What happens next and by when; of a report that is at its end, how it ended and what can be done still."""
    case = opened.own.case
    yield from _by_status(scope, tr, opened)
    if case.withdrawal_asked_at is not None:
        day = tr.date(scope.hours.day_of(case.withdrawal_asked_at))
        yield tr.t(
            "You asked on {day} to withdraw it. It is for {who} to decide, and you hear of it here.",
            day=day,
            who=who_decides(tr, case),
        )
    if CaseAct.APPEAL in opened.acts and opened.appeal_until is not None:
        yield tr.t(
            "If you do not agree, you can appeal once, until {day}.", day=tr.long_date(opened.appeal_until)
        )
    if not case.is_open and case.status is not CaseStatus.MERGED:
        yield tr.t("Should you learn anything new, you can still add it.")


def who_decides(tr: Translator, case: Case) -> str:
    """Whom the case is in the hands of. Whoever accuses the inspectorate must not read that it decides on this."""
    if case.concerns_inspectorate:
        return tr.plain("those who oversee the inspectorate")
    return tr.plain("the lead inspector")


def _by_status(scope: Scope, tr: Translator, opened: Opened) -> Iterator[Markup]:
    case = opened.own.case
    match case.status:
        case CaseStatus.RECEIVED:
            yield from _screening(scope, tr, opened)
            yield from _promise(scope, tr, opened)
        case CaseStatus.SCREENED | CaseStatus.ASSIGNED | CaseStatus.REOPENED:
            yield tr.t("It has been read and will be verified.")
            yield from _track(tr, case)
            yield from _promise(scope, tr, opened)
        case CaseStatus.VERIFYING | CaseStatus.REFERRED | CaseStatus.UNDER_REVIEW:
            yield tr.t("What you wrote and sent is being checked. You may be asked more here.")
            yield from _track(tr, case)
            yield from _promise(scope, tr, opened)
        case CaseStatus.NEEDS_INFO:
            if opened.question_until is not None:
                yield tr.t(
                    "Please answer by {day}. Without an answer the matter goes on with what is there.",
                    day=tr.long_date(opened.question_until),
                )
        case CaseStatus.CONCLUDED | CaseStatus.MEASURES if case.answered_at is None:
            yield tr.t("The verification is finished, and you will be answered here.")
        case CaseStatus.CONCLUDED | CaseStatus.MEASURES:
            yield tr.t(
                "You have been answered. You hear of it here when the case is closed; then you can appeal once, within "
                "{days} days.",
                days=tr.number(scope.rules.appeal_days),
            )
        case CaseStatus.APPEALED:
            yield tr.t(
                "Either the case goes to somebody who has not worked on it, or {who} explains to you why the decision "
                "stands. You hear of it here.",
                who=who_decides(tr, case),
            )
        case CaseStatus.MERGED:
            yield tr.t(
                "It is looked into together with another report on the same matter. You go on following it here."
            )
        case CaseStatus.REJECTED if case.rejection is not None:
            yield tr.t("It was not taken up: {reason}.", reason=name_of(tr, case.rejection))
        case CaseStatus.TRANSFERRED:
            yield tr.t("It was handed over to: {body}", body=fit(case.receiving_body, UNIT_ROOM))
        case CaseStatus.WITHDRAWN:
            yield tr.t("As you wished, it is not looked into any further.")
        case CaseStatus.CLOSED if case.ended_at is not None:
            yield tr.t("It was closed on {day}.", day=tr.date(scope.hours.day_of(case.ended_at)))
        case _:
            pass


def _screening(scope: Scope, tr: Translator, opened: Opened) -> Iterator[Markup]:
    due = opened.screening_due
    if due is None:
        return
    when = {"time": tr.time(due), "date": tr.long_date(scope.hours.day_of(due))}
    yield (
        tr.t("It is read and sorted by {time} on {date}.", **when)
        if scope.now <= due
        else tr.t(
            "It was to be read and sorted by {time} on {date}. That has not been kept; those in charge know.",
            **when,
        )
    )


_TRACKS: Final = {
    LegalClass.FEEDBACK: N_("It is taken as feedback; you are answered here."),
    LegalClass.RECOMMENDATION: N_("It is taken as a recommendation; you are answered here."),
    LegalClass.COMPLAINT: N_(
        "It is taken as a complaint. Here only the conduct of officials is looked into. For the decision itself to "
        "be reviewed, please send a complaint to the body that made it, and in time: this report does not stop "
        "that period."
    ),
    LegalClass.DENUNCIATION: N_(
        "It is taken as a denunciation. For the procedure of the Law on Denunciation, a signed petition or a statement "
        "in person is needed: please go to the citizen reception office. What you sent here is looked into all "
        "the same."
    ),
}
"""What the class that intake found means for whoever sent it, and where else to turn for what this channel cannot do
(Law on Denunciation 2018, art. 22 and 23; Law on Complaints 2011, art. 7 to 9)."""


def _track(tr: Translator, case: Case) -> Iterator[Markup]:
    if case.legal_class is not None:
        yield tr.t(_TRACKS[case.legal_class])


def _promise(scope: Scope, tr: Translator, opened: Opened) -> Iterator[Markup]:
    if opened.promised is None:
        return
    day = tr.long_date(opened.promised)
    yield (
        tr.t("A conclusion is due by {day}.", day=day)
        if scope.today <= opened.promised
        else tr.t("A conclusion was due by {day}. That has not been kept; those in charge know.", day=day)
    )


# ── what was said and done ────────────────────────────────────────────────────────────────────────


def what_happened(tr: Translator, entry: Entry) -> str:
    """An entry in a few words."""
    if entry.kind is EntryKind.REPLY:
        return tr.plain(REPLIES[CaseAct(entry.facts["act"])])
    if entry.facts.get("act") == CaseAct.APPEAL:
        return tr.plain("You appealed")
    if "amends" in entry.facts:
        return tr.plain("You changed a message you had sent")
    return tr.plain(_KINDS[entry.kind])


def words_of_entry(entry: Entry) -> str:
    """The words of an entry, exactly."""
    texts: Sequence[str] = entry.body.get("texts") or [entry.body.get("text", "")]
    return "\n".join(texts)


def past_pages(tr: Translator, opened: Opened) -> list[list[tuple[Happening, str]]]:
    """What happened, latest first, in pages that hold every word of it."""
    told = ((one, _words(tr, one)) for one in reversed(opened.happenings))
    return packed(told, PAGE_ROOM, _HEAD)


def _words(tr: Translator, happening: Happening) -> str:
    entry = happening.entry
    if happening.label is not None:
        return ""
    if entry.kind is EntryKind.STATEMENT:
        return "\n".join(said_in_form(tr, entry.body))
    return words_of_entry(entry)


def past(tr: Translator, opened: Opened, page: Sequence[tuple[Happening, str]]) -> Markup:
    """One page of what happened."""
    parts: list[Markup | str] = [heading(tr, opened.own)]
    for happening, words in page:
        parts += ["", *_happening(tr, happening, words)]
    return lines(*parts)


def _happening(tr: Translator, happening: Happening, words: str) -> Iterator[Markup]:
    entry, when = happening.entry, tr.datetime(happening.at)
    if happening.label is not None:
        label = name_of(tr, happening.label)
        yield tr.t("{when} · now: <b>{label}</b>", when=when, label=label)
        if entry.act in TURNS:
            yield tr.t(TURNS[entry.act])
        return
    yield tr.t("{when} · <b>{what}</b>", when=when, what=what_happened(tr, entry))
    if words:
        yield quoted(words)
    files = len(entry.body.get("files") or entry.body.get("evidence") or ())
    if files:
        yield tr.n("{n} file", "{n} files", files)
