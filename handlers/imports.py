"""A table that a coordinator sends: what it is is asked, what it would change is shown, and then it is done or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Row, Style
from bot.ui.pages import Page, grid, lines, row, rows
from bot.ui.text import fit, shown
from bot.ui.translation import N_, Translator
from domain.errors import Refused
from domain.people import Role
from handlers import templates
from handlers.attachments import incoming_of
from handlers.context import Presses, Screen, Turn
from handlers.coordination import OpenSphere, Sphere
from handlers.import_words import of_row, of_sheet
from handlers.refusal_words import words_of
from handlers.task_text import bold, literal, staff_page
from handlers.way_home import OpenMenu, way_home
from services import chat_imports as service
from services.chat_imports import MOST_MEGABYTES, MOST_ROWS, ImportKind, Proposal
from services.evidence import FileKind
from services.imports import RowFault
from services.plans import FieldChange, ImportChanges, ImportRefused, RowChange
from services.sheets import UnreadableSheet

KINDS: Final = {
    ImportKind.PLAN: N_("Reform plan"),
    ImportKind.KEY_TASKS: N_("Key tasks"),
    ImportKind.DOSSIERS: N_("Online dossiers"),
    ImportKind.DIGITAL_PLANS: N_("Digital plans"),
}
TABLES: Final = (".csv", ".xlsx", ".xltx", ".xlsm", ".xltm", ".xlam", ".xls", ".ods", ".tsv")
"""By these endings a file is taken for a table; which of them can be read is told of each."""
FAULTS_NAMED: Final = 10
CHANGES_NAMED: Final = 5
CODES_NAMED: Final = 8
FIELD_ROOM: Final = 60
LINE_ROOM: Final = 240
NAME_ROOM: Final = 80


@dataclass(frozen=True)
class ImportAs(Press, prefix="vi1"):
    """What the table would change, taken for this."""

    file: str
    kind: ImportKind


@dataclass(frozen=True)
class ApplyImport(Press, prefix="vi2"):
    """Does what was shown; ``seen`` is what that was."""

    file: str
    kind: ImportKind
    seen: str


@dataclass(frozen=True)
class ChooseKind(Press, prefix="vi3"):
    """Asks again what the table is."""

    file: str


@dataclass(frozen=True)
class DropImport(Press, prefix="vi4"):
    """Throws the table away."""

    file: str


async def imports(turn: Turn) -> Page:
    """/imports: how a file comes in. Raises Refused(NOT_YOURS)."""
    service.check_import(turn.actor)
    return _how(turn)


def _how(turn: Turn, *above: Markup) -> Page:
    tr = turn.tr
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>Import a file</b>"),
            tr.t("Send the file here, as a document: .xlsx or .csv (UTF-8)."),
            tr.t("What it would change is shown first; nothing is changed before you confirm."),
            tr.t(
                "At most {rows} rows and {size} MB.",
                rows=tr.number(MOST_ROWS),
                size=tr.number(MOST_MEGABYTES),
            ),
            "",
            *(tr.t("• {kind}", kind=tr.plain(label)) for label in KINDS.values()),
        ),
        rows(
            row(
                Button(tr.plain("‹ Coordination"), OpenSphere(Sphere.OFFICE)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            )
        ),
    )


async def heard(turn: Turn) -> Page | None:
    """A document from a coordinator while no question is open; None when it is no business of this module."""
    document = turn.message.document
    if document is None or not turn.actor.has(Role.COORDINATOR):
        return None
    tr, name = turn.tr, (document.file_name or "").lower()
    if name.endswith(templates.WORD_FILES):
        return await templates.heard(turn)
    if not name.endswith(TABLES):
        return _how(turn, tr.t("This file is neither .xlsx nor .csv, so it was not taken."))
    incoming = incoming_of(turn.message)
    assert incoming is not None
    assert incoming.kind is FileKind.DOCUMENT
    try:
        file = await service.take(turn.scope, turn.actor, incoming)
    except Refused as refusal:
        return _how(turn, words_of(tr, refusal))
    return _ask(turn, file.id, file.name)


async def choose_kind(turn: Turn, press: ChooseKind) -> Page:
    """Asks again what the table is."""
    try:
        file = await service.own_file(turn.scope, turn.actor, press.file)
    except Refused as refusal:
        return _told(turn, refusal)
    return _ask(turn, file.id, file.name)


def _ask(turn: Turn, file_id: str, name: str, *above: Markup) -> Page:
    tr = turn.tr
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>Import a file</b>"),
            literal(fit(name, NAME_ROOM)),
            "",
            tr.t("What does the file hold?"),
        ),
        rows(
            *grid([Button(tr.plain(label), ImportAs(file_id, kind)) for kind, label in KINDS.items()], 2),
            row(Button(tr.plain("Throw the file away"), DropImport(file_id))),
        ),
    )


async def import_as(turn: Turn, press: ImportAs) -> Page:
    """What would change, or what is wrong."""
    try:
        proposed = await service.proposal(
            turn.scope, turn.actor, turn.deployment.tables, press.file, press.kind
        )
    except (Refused, ImportRefused, UnreadableSheet) as refusal:
        return await _refused(turn, press.file, refusal)
    return _preview(turn, proposed)


async def apply_import(turn: Turn, press: ApplyImport) -> Page:
    """Does just what was shown; shows what it would be instead if things changed meanwhile."""
    try:
        done, is_done = await service.apply(
            turn.scope, turn.actor, turn.deployment.tables, press.file, press.kind, press.seen
        )
    except (Refused, ImportRefused, UnreadableSheet) as refusal:
        return await _refused(turn, press.file, refusal)
    tr = turn.tr
    if not is_done:
        return _preview(
            turn,
            done,
            tr.t("Things changed meanwhile, so nothing was imported. This is what would change now:"),
        )
    return staff_page(
        turn,
        lines(tr.t("<b>Imported</b>: {kind}", kind=_kind(tr, done)), *_counts(tr, done.changes)),
        rows(
            row(
                Button(tr.plain("‹ Coordination"), OpenSphere(Sphere.OFFICE)),
                Button(tr.plain("‹ Home"), OpenMenu()),
            )
        ),
    )


async def drop_import(turn: Turn, press: DropImport) -> Page:
    """Throws the table away."""
    try:
        await service.drop(turn.scope, turn.actor, press.file)
    except Refused as refusal:
        return _told(turn, refusal)
    return _how(turn, turn.tr.t("The file was thrown away. Nothing was imported."))


# ── how it looks ──────────────────────────────────────────────────────────────────────────────────


def _preview(turn: Turn, proposed: Proposal, *above: Markup) -> Page:
    tr, changes, file = turn.tr, proposed.changes, proposed.file
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>What would change</b>: {kind}", kind=_kind(tr, proposed)),
            literal(fit(file.name, NAME_ROOM)),
            "",
            *_counts(tr, changes),
            *_details(tr, changes),
            *(("", tr.t("Nothing would change.")) if proposed.is_empty else ()),
        ),
        rows(
            ()
            if proposed.is_empty
            else row(
                Button(
                    tr.plain("Import this"),
                    ApplyImport(file.id, proposed.kind, proposed.seen),
                    Style.SUCCESS,
                )
            ),
            *_other_ways(tr, file.id),
        ),
    )


def _other_ways(tr: Translator, file_id: str) -> tuple[Row, ...]:
    return (
        row(
            Button(tr.plain("It holds something else"), ChooseKind(file_id)),
            Button(tr.plain("Throw the file away"), DropImport(file_id)),
        ),
    )


def _kind(tr: Translator, proposed: Proposal) -> str:
    name = tr.plain(KINDS[proposed.kind])
    return f"{name} {proposed.target}" if proposed.target else name


def _counts(tr: Translator, changes: ImportChanges) -> list[Markup]:
    return [
        tr.t("Added: {n}", n=tr.number(len(changes.added))),
        tr.t("Changed: {n}", n=tr.number(len(changes.changed))),
        tr.t("Unchanged: {n}", n=tr.number(changes.unchanged)),
        tr.t("Not in the file, left as they are: {n}", n=tr.number(len(changes.absent))),
    ]


def _details(tr: Translator, changes: ImportChanges) -> list[Markup | str]:
    said: list[Markup | str] = []
    if changes.added:
        said += ["", tr.t("Added:"), _codes(tr, changes.added)]
    changed = [*([changes.plan] if changes.plan else []), *changes.changed]
    if changed:
        said += ["", tr.t("Changed:"), *[_change(tr, change) for change in changed[:CHANGES_NAMED]]]
        if len(changed) > CHANGES_NAMED:
            said.append(tr.t("… and {n} more", n=tr.number(len(changed) - CHANGES_NAMED)))
    if changes.absent:
        said += ["", tr.t("Not in the file:"), _codes(tr, changes.absent)]
    return said


def _codes(tr: Translator, codes: Sequence[str]) -> Markup:
    named = literal("; ".join(codes[:CODES_NAMED]))
    more = len(codes) - CODES_NAMED
    return tr.t("{codes} … and {n} more", codes=named, n=tr.number(more)) if more > 0 else named


def _change(tr: Translator, change: RowChange) -> Markup:
    told = ", ".join(_field(tr, field) for field in change.fields)
    return Markup("• <b>{}</b> {}").format(change.code, fit(told, LINE_ROOM))


def _field(tr: Translator, field: FieldChange) -> str:
    """By the name of its column, which is how the file's keeper knows it."""
    if field.name == "is_sample":
        return tr.plain("sample data") if field.after == "true" else tr.plain("no longer sample data")
    before, after = (fit(_value(tr, value), FIELD_ROOM) for value in (field.before, field.after))
    return f"{field.name}: {before} → {after}"


def _value(tr: Translator, value: str) -> str:
    try:
        return tr.date(date.fromisoformat(value))
    except ValueError:
        return shown(value)


async def _refused(turn: Turn, file_id: str, refusal: Refused | ImportRefused | UnreadableSheet) -> Page:
    """What is wrong, with the way to try again; of what is not theirs nothing."""
    tr = turn.tr
    try:
        file = await service.own_file(turn.scope, turn.actor, file_id)
    except Refused as gone:
        return _told(turn, gone)
    match refusal:
        case ImportRefused():
            said = _faults(tr, refusal.faults)
        case UnreadableSheet():
            said = [bold(tr.plain("The file cannot be read")), literal(fit(of_sheet(tr, refusal), LINE_ROOM))]
        case _:
            return _ask(turn, file.id, file.name, words_of(tr, refusal))
    return staff_page(
        turn,
        lines(*said, "", tr.t("Nothing was imported. Mend the file and send it again.")),
        _other_ways(tr, file.id),
    )


def _faults(tr: Translator, faults: Sequence[RowFault]) -> list[Markup | str]:
    said: list[Markup | str] = [
        tr.n("<b>{n} wrong cell</b>", "<b>{n} wrong cells</b>", len(faults)),
        *[literal(fit(of_row(tr, fault), LINE_ROOM)) for fault in faults[:FAULTS_NAMED]],
    ]
    if len(faults) > FAULTS_NAMED:
        said.append(tr.t("… and {n} more", n=tr.number(len(faults) - FAULTS_NAMED)))
    return said


def _told(turn: Turn, refusal: Refused) -> Page:
    service.check_import(turn.actor)
    return staff_page(turn, words_of(turn.tr, refusal), (way_home(turn.tr),))


COMMANDS: dict[str, Screen] = {"imports": imports}

PRESSES: Presses = {
    ImportAs: import_as,
    ApplyImport: apply_import,
    ChooseKind: choose_kind,
    DropImport: drop_import,
}
