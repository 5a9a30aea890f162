"""A case in words: what staff read of it. The reporter is a pseudonym here, whatever is known of them elsewhere."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from markupsafe import Markup

from bot.ui.pages import lines
from bot.ui.text import capital, fit, packed, paged_text, quoted
from bot.ui.translation import N_, Translator
from domain.case import Case, CaseSource, CaseStatus, Conclusion, LegalClass, Priority, RejectionReason, Tier
from domain.case_acts import CaseAct
from domain.people import Role
from domain.report import Field, YesNo
from handlers.context import Turn
from handlers.files import FILE_KINDS, FILE_STATES
from handlers.words import label_of, name_of, unit_name
from services.audit import CITIZEN_ROLE
from services.case_entries import CLOCK_ROLE, REPORTER_ROLE, Audience, Entry, EntryKind
from services.cases import OpenedCase, last_of
from services.evidence import FileRecord

TOLD_ROOM: Final = 3000
_WHAT_ROOM: Final = 1100
_SHORT_ROOM: Final = 160
_ENTRY_HEAD: Final = 240
"""What the lines above an entry's words take, about."""
_PSEUDONYM: Final = 6
_NAME_ROOM: Final = 40

_FLAGS: Final = ((Field.ONGOING, "ongoing"), (Field.STAKE, "stake"), (Field.MONEY_ASKED, "money_asked"))

KINDS: Final = {
    EntryKind.STATEMENT: N_("sent the report"),
    EntryKind.ADDITION: N_("added to the report"),
    EntryKind.QUESTION: N_("asked the reporter"),
    EntryKind.ANSWER: N_("answered the question"),
    EntryKind.NOTE: N_("noted"),
    EntryKind.REPLY: N_("told the reporter"),
    EntryKind.WITHDRAWAL: N_("asks to withdraw the report"),
}


def heading(tr: Translator, case: Case) -> Markup:
    """The code and the status."""
    return tr.t("<b>{code}</b> · {status}", code=case.code, status=name_of(tr, case.status))


def pseudonym(tr: Translator, case: Case) -> str:
    """What the reporter is called: the same in each of their cases, and leading to nobody."""
    if case.reporter_id is None:
        return tr.plain("entered by staff, from: {source}", source=name_of(tr, case.source))
    return tr.plain("reporter {mark}", mark=case.reporter_id[:_PSEUDONYM].upper())


async def overview(turn: Turn, opened: OpenedCase) -> Markup:
    """The first screen: what it is about, how it stands, what was told."""
    tr, case = turn.tr, opened.case
    unit = await turn.scope.uow.units.get(case.accused_unit)
    name = case.accused_unit if unit is None else unit_name(tr, unit)
    return lines(
        heading(tr, case),
        tr.t("{conduct} · {unit}", conduct=label_of(tr, case.conduct), unit=fit(name, _SHORT_ROOM)),
        tr.t("Commune named: {commune}", commune=fit(case.commune, _SHORT_ROOM)) if case.commune else None,
        *_judged(tr, case),
        *_standing(turn, opened),
        *_waiting(turn, opened),
        "",
        tr.t("<b>What was reported</b> · {who}", who=pseudonym(tr, case)),
        *_statement(tr, opened),
        tr.t("Evidence: {n}", n=tr.number(len(opened.files)))
        if opened.files
        else tr.t("No evidence came with it"),
    )


def _judged(tr: Translator, case: Case) -> Iterator[Markup]:
    if case.source is not CaseSource.CITIZEN and case.reporter_id is not None:
        yield tr.t("Source: {source}", source=name_of(tr, case.source))
    words = []
    if case.legal_class is not None:
        words.append(name_of(tr, case.legal_class))
    if case.priority is not Priority.NORMAL:
        words.append(tr.plain("priority: {priority}", priority=name_of(tr, case.priority)))
    if case.tier is not Tier.STANDARD:
        words.append(name_of(tr, case.tier))
    if case.outcome is not None:
        words.append(tr.plain("outcome: {outcome}", outcome=name_of(tr, case.outcome)))
    if case.legal_hold:
        words.append(tr.plain("legal hold"))
    if words:
        yield tr.t("Classified: {words}", words=", ".join(words))
    if case.tests is not None:
        yield tests_line(
            tr, case.tests.violator_clear, case.tests.evidence_concrete, case.tests.basis_to_verify
        )
    if case.retaliation_feared:
        yield tr.t("Retaliation is feared")
    if not case.unit_may_be_asked and case.reporter_id is not None:
        yield tr.t("The reporter does not agree to the unit being asked")


def tests_line(tr: Translator, *met: bool) -> Markup:
    """The three tests of art. 25(2) of the Law on Denunciation 2018, as intake found them."""
    yes, no = tr.plain("yes"), tr.plain("no")
    violator, evidence, basis = (yes if one else no for one in met)
    return tr.t(
        "Violator clear: {violator} · evidence concrete: {evidence} · basis to verify: {basis}",
        violator=violator,
        evidence=evidence,
        basis=basis,
    )


def _standing(turn: Turn, opened: OpenedCase) -> Iterator[Markup]:
    tr, case, due = turn.tr, opened.case, opened.due
    if case.received_at is not None:
        yield tr.t("Received {at}", at=tr.datetime(case.received_at))
    if case.owner_id is not None:
        yield tr.t("In charge: {name}", name=person_name(tr, opened, case.owner_id))
    if due is not None:
        words = {"what": label_of(tr, due.kind), "at": tr.datetime(due.at), "percent": tr.number(due.percent)}
        yield (
            tr.t("{what}: <b>overdue</b> since {at} ({percent}% of the time)", **words)
            if due.is_overdue(turn.scope.now)
            else tr.t("{what} due {at} ({percent}% of the time has passed)", **words)
        )
    if opened.promised is not None and case.is_open:
        day = tr.date(opened.promised)
        yield (
            tr.t("Promised to the reporter by {day}, extended once", day=day)
            if case.extended
            else tr.t("Promised to the reporter by {day}", day=day)
        )


def _waiting(turn: Turn, opened: OpenedCase) -> Iterator[Markup]:
    tr, case = turn.tr, opened.case
    if opened.reporter_is_away:
        yield tr.t("The reporter has blocked the bot: what is sent to them waits until they are back")
    if case.status is CaseStatus.NEEDS_INFO and opened.question_until is not None:
        yield tr.t(
            "Waiting for the reporter's answer until {day}; the clock stands",
            day=tr.date(opened.question_until),
        )
    if case.withdrawal_asked_at is not None:
        asked_on = turn.scope.hours.day_of(case.withdrawal_asked_at)
        yield tr.t("The reporter asked to withdraw on {day}", day=tr.date(asked_on))
    proposed = opened.proposal
    if proposed is not None:
        reason = RejectionReason(proposed.facts["rejection"])
        yield tr.t(
            "{name} proposes not to take it up ({reason}). The reporter would be told:",
            name=person_name(tr, opened, proposed.author_id),
            reason=name_of(tr, reason),
        )
        yield quoted(fit(str(proposed.body.get("text", "")), _SHORT_ROOM * 3))


def _statement(tr: Translator, opened: OpenedCase) -> Iterator[Markup | str]:
    statement = opened.statement
    if statement is None:
        return
    body, facts = statement.body, statement.facts
    for words, key in ((N_("Person:"), "person"), (N_("When:"), "when"), (N_("Where:"), "where")):
        if body.get(key):
            yield lines(tr.t(words), quoted(fit(body[key], _SHORT_ROOM), expandable=False))
    yield lines(tr.t("What happened:"), quoted(fit("\n".join(body.get("what", [])), _WHAT_ROOM)))
    flags = [
        tr.plain("{question}: {answer}", question=name_of(tr, field), answer=name_of(tr, YesNo(facts[key])))
        for field, key in _FLAGS
        if facts.get(key) in (YesNo.YES, YesNo.NO)
    ]
    if flags:
        yield capital("; ".join(flags))
    later = len(opened.told) - 1
    if later > 0:
        yield tr.n("And {n} later message, under “Words”", "And {n} later messages, under “Words”", later)


# ── everything the reporter said ──────────────────────────────────────────────────────────────────


def told_pages(turn: Turn, opened: OpenedCase) -> list[str]:
    """Every word of the reporter, in order and to the character, in pages."""
    tr = turn.tr
    parts = []
    for entry in opened.told:
        when = tr.datetime(entry.at)
        if entry.kind is EntryKind.STATEMENT:
            parts += [tr.plain("[{when}] The report", when=when), *said_in_form(tr, entry.body)]
        else:
            kind = tr.plain(KINDS[entry.kind])
            parts += [tr.plain("[{when}] The reporter {kind}", when=when, kind=kind), *entry.body["texts"]]
        parts += [*_came_along(tr, opened, entry), ""]
    return paged_text("\n".join(parts).rstrip("\n"), TOLD_ROOM)


def _came_along(tr: Translator, opened: OpenedCase, entry: Entry) -> Iterator[str]:
    """The files that came with the words, and what was written beneath each."""
    sent = {*entry.body.get("evidence", ()), *entry.body.get("files", ())}
    for number, file in enumerate(opened.files, 1):
        if file.id in sent:
            yield tr.plain("[Evidence {file}]", file=file_name(tr, number, file))
            if file.caption:
                yield file.caption


def said_in_form(tr: Translator, body: Any) -> Iterator[str]:
    """The words of a report as it was sent, line by line."""
    for words, key in ((N_("Person:"), "person"), (N_("When:"), "when"), (N_("Where:"), "where")):
        if body.get(key):
            yield f"{tr.plain(words)} {body[key]}"
    yield from body.get("what", [])


# ── the timeline ──────────────────────────────────────────────────────────────────────────────────


Said = tuple[Entry, str]
"""An entry and as much of its words as one page holds; the rest of them stands on the next."""


def timeline_pages(opened: OpenedCase) -> list[list[Said]]:
    """The entries, latest first, in pages that hold every word of them."""
    told = ((entry, _words(entry)) for entry in reversed(opened.entries))
    return packed(told, TOLD_ROOM, _ENTRY_HEAD)


def timeline(turn: Turn, opened: OpenedCase, page: Sequence[Said]) -> Markup:
    """One page of the timeline."""
    tr = turn.tr
    parts: list[Markup | str] = [heading(tr, opened.case), tr.t("<b>What was done and said</b>")]
    for entry, words in page:
        parts += ["", *_entry(tr, opened, entry, words)]
    return lines(*parts)


def _entry(tr: Translator, opened: OpenedCase, entry: Entry, words: str) -> Iterator[Markup | str]:
    yield tr.t("{when} · {who}", when=tr.datetime(entry.at), who=author(tr, opened, entry))
    if entry.kind is EntryKind.TRANSITION and entry.act is not None:
        act = label_of(tr, entry.act)
        moved = entry.to if entry.to is not entry.source else None
        yield (act if moved is None else tr.t("{act} → {status}", act=act, status=name_of(tr, moved)))
        yield from _facts(tr, opened, entry)
    else:
        personal = entry.audience is Audience.PERSONAL
        kind = tr.plain("noted for oneself") if personal else tr.plain(KINDS[entry.kind])
        yield capital(kind)
        if entry.body.get("files"):
            yield tr.n("{n} file", "{n} files", len(entry.body["files"]))
    if words:
        yield quoted(words)


def _facts(tr: Translator, opened: OpenedCase, entry: Entry) -> Iterator[Markup]:
    facts = entry.facts
    if facts.get("legal_class"):
        yield tr.t("Classified: {words}", words=name_of(tr, LegalClass(facts["legal_class"])))
    if facts.get("tests"):
        yield tests_line(tr, *facts["tests"])
    if facts.get("rejection"):
        yield tr.t("Reason: {reason}", reason=name_of(tr, RejectionReason(facts["rejection"])))
    if facts.get("assignee"):
        yield tr.t("To: {name}", name=person_name(tr, opened, facts["assignee"]))


def _words(entry: Entry) -> str:
    body = entry.body
    if entry.kind is EntryKind.STATEMENT:
        return "\n".join(body.get("what", []))
    if entry.kind is EntryKind.TRANSITION:
        # What went to the reporter stands in an entry of its own.
        inner = (CaseAct.PROPOSE_REJECTION, CaseAct.REOPEN)
        keys = ("receiving_body", "reason", *(("text",) if entry.act in inner else ()))
        return "\n".join(str(body[key]) for key in keys if body.get(key))
    return "\n".join(body["texts"]) if body.get("texts") else str(body.get("text", ""))


def author(tr: Translator, opened: OpenedCase, entry: Entry) -> str:
    """Who made the entry: a colleague by name and role, the reporter by neither."""
    if entry.author_role == REPORTER_ROLE:
        return tr.plain("the reporter")
    if entry.author_role == CLOCK_ROLE:
        return tr.plain("by itself, time having passed")
    role = "" if entry.author_role == CITIZEN_ROLE else name_of(tr, Role(entry.author_role))
    return tr.plain("{name}, {role}", name=person_name(tr, opened, entry.author_id), role=role)


def person_name(tr: Translator, opened: OpenedCase, person_id: str | None) -> str:
    """The name of a member of staff."""
    return fit(opened.names.get(person_id or "") or tr.plain("somebody without a name"), _NAME_ROOM)


# ── the conclusion ────────────────────────────────────────────────────────────────────────────────


def conclusion_words(turn: Turn, conclusion: Conclusion, files: Sequence[FileRecord]) -> str:
    """The whole conclusion, as plain text."""
    tr = turn.tr
    relied = [
        file_name(tr, number, file) for number, file in enumerate(files, 1) if file.id in conclusion.evidence
    ]
    parts = [tr.plain("Outcome: {outcome}", outcome=name_of(tr, conclusion.outcome))]
    for number, finding in enumerate(conclusion.findings, 1):
        outcome = name_of(tr, finding.outcome)
        parts += ["", tr.plain("Allegation {number}: {outcome}", number=number, outcome=outcome)]
        parts += [finding.allegation, tr.plain("Findings:"), finding.text]
    parts += ["", tr.plain("Evidence relied on: {files}", files="; ".join(relied) or tr.plain("none"))]
    parts += ["", tr.plain("Draft answer to the reporter:"), conclusion.draft_answer]
    return "\n".join(parts)


def conclusion_pages(turn: Turn, opened: OpenedCase, conclusion: Conclusion) -> list[str]:
    """The conclusion in pages, to the character: whoever approves it has to read all of it."""
    return paged_text(conclusion_words(turn, conclusion, opened.files), TOLD_ROOM)


def drafter(tr: Translator, opened: OpenedCase) -> str:
    """Who drafted the conclusion that was submitted last."""
    entry = last_of(opened.entries, CaseAct.SUBMIT_CONCLUSION)
    return person_name(tr, opened, None if entry is None else entry.author_id)


# ── the evidence ──────────────────────────────────────────────────────────────────────────────────


def file_name(tr: Translator, number: int, file: FileRecord) -> str:
    """A file's number and kind, as its button says them: its name is the sender's words."""
    return tr.plain("{number}. {kind}", number=number, kind=tr.plain(FILE_KINDS[file.kind]))


def file_line(tr: Translator, number: int, file: FileRecord) -> Markup:
    """A file in the list of evidence."""
    kind = tr.plain(FILE_KINDS[file.kind])
    size = "" if file.size is None else tr.plain("{n} KB", n=tr.number(max(1, file.size // 1024)))
    state = FILE_STATES.get(file.state)
    about = [kind if file.name else "", size, tr.plain(state) if state else ""]
    said = ", ".join(part for part in about if part)
    name = fit(file.name, 60) if file.name else kind
    if not said:
        return tr.t("{number}. {name}", number=number, name=name)
    return tr.t("{number}. {name} ({said})", number=number, name=name, said=said)
