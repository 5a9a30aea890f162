"""The log of publicity: what a unit did, act by act, and the coordinator's count of it by unit."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import N_, Translator
from domain.dossiers import Month, read_count
from domain.errors import Code, Refused
from domain.publicity import Publicity, PublicityForm
from domain.unit import Units
from handlers.context import Presses, Turn
from handlers.day_step import ChooseDay, a_day, day_of
from handlers.dossier_forms import said_something
from handlers.dossier_links import (
    LogPublicity,
    ProvinceDossiers,
    PublicityCounts,
    ShowPublicity,
    UnitFigures,
    UnitPublicityLog,
)
from handlers.dossier_text import month_name, month_pressed
from handlers.files import CANNOT_BE_SHOWN, FILE_STATES, attachment_of
from handlers.forms import Conversation, Filling, Question, Wrong, correct_text
from handlers.paper_steps import (
    DATED,
    PROOF,
    attached_lines,
    proof_answer,
    read_paper,
)
from handlers.plain_steps import question_label
from handlers.refusal_words import words_of
from handlers.task_forms import read_note
from handlers.task_text import (
    COLUMNS,
    NOTE_ON_PAGE,
    PER_PAGE,
    PRODUCT_ROOM,
    bold,
    clamped,
    literal,
    spaced,
    staff_page,
    unit_of,
)
from handlers.words import label_of
from services import publicity as service
from services.publicity import UnitPublicity

MONTHS_COUNTED: Final = 3
_LINK_ROOM: Final = 300
_FORMS: Final = tuple(PublicityForm)


# ── the log of a unit ─────────────────────────────────────────────────────────────────────────────


async def open_log(turn: Turn, press: UnitPublicityLog) -> Page:
    """A page of a unit's log."""
    return await log_page(turn, press.unit, press.page)


async def log_page(turn: Turn, unit: str, page: int = 0, *above: Markup) -> Page:
    """What a unit logged, the latest first; ``above`` is said before it. Raises Refused(NOT_YOURS)."""
    tr, scope = turn.tr, turn.scope
    page = max(0, page)
    shown, count = await service.of_unit(scope, turn.actor, unit, PER_PAGE, page * PER_PAGE)
    if not shown and count:
        page = clamped(page, count, PER_PAGE)
        shown, count = await service.of_unit(scope, turn.actor, unit, PER_PAGE, page * PER_PAGE)
    name = unit_of(tr, await scope.uow.units.all(), unit)
    said = [part for one in above for part in (one, "")]
    return staff_page(
        turn,
        lines(
            *said,
            tr.t("<b>{unit}</b>: publicity for online services", unit=name),
            tr.n("{n} act is logged", "{n} acts are logged", count),
            *spaced([_act_lines(tr, act) for act in shown]),
        ),
        rows(
            _log_row(turn, unit),
            *grid(_file_buttons(tr, shown), COLUMNS),
            pager(
                tr,
                previous=UnitPublicityLog(unit, page - 1) if page else None,
                following=UnitPublicityLog(unit, page + 1) if count > (page + 1) * PER_PAGE else None,
            ),
            row(Button(tr.plain("‹ Unit"), UnitFigures(unit))),
        ),
    )


def _log_row(turn: Turn, unit: str) -> Row:
    if not turn.actor.serves(unit):
        return ()
    return row(Button(turn.tr.plain("Log an act of publicity"), LogPublicity(unit), Style.PRIMARY))


def _act_lines(tr: Translator, act: Publicity) -> Markup:
    head = [bold(tr.date(act.held_on)), literal(label_of(tr, act.form))]
    if act.reached is not None:
        head.append(_people(tr, act.reached))
    return lines(
        Markup(" · ").join(head),
        literal(fit(act.audience, NOTE_ON_PAGE)),
        literal(fit(act.link, _LINK_ROOM)) if act.link else None,
    )


def _people(tr: Translator, n: int) -> Markup:
    return tr.n("about {n} person", "about {n} people", n)


def _file_buttons(tr: Translator, acts: list[Publicity]) -> list[Button]:
    return [
        Button(tr.plain("File of {day}", day=tr.date(act.held_on)), ShowPublicity(act.id))
        for act in acts
        if act.file_id is not None
    ]


async def show_file(turn: Turn, press: ShowPublicity) -> Page:
    """Sends the file that shows an act. Raises Refused(NOT_YOURS)."""
    tr = turn.tr
    act, record = await service.act_of(turn.scope, turn.actor, press.act)
    if record is None:
        raise Refused(Code.NOT_YOURS)
    attachment = attachment_of(record, f"{act.unit}-{act.held_on.isoformat()}")
    if attachment is None:
        text = tr.t(
            "The file cannot be shown: {why}.", why=tr.plain(FILE_STATES.get(record.state, CANNOT_BE_SHOWN))
        )
    else:
        text = literal(f"{act.unit} · {tr.date(act.held_on)} · {label_of(tr, act.form)}")
    return Page(text, place=Place.EVENT, sensitivity=Sensitivity.STAFF, attachment=attachment)


# ── logging an act ────────────────────────────────────────────────────────────────────────────────

_LOG: Final = Form(
    "publicity",
    1,
    (
        Step("form", N_("Form of publicity"), Kind.CHOICE, choices=tuple(form.value for form in _FORMS)),
        Step(DATED, N_("Day"), Kind.CUSTOM, validate=a_day),
        Step("audience", N_("Content and audience"), Kind.TEXT, validate=said_something),
        Step("reached", N_("Number of people"), Kind.CUSTOM, required=False),
        Step(PROOF, N_("Link or file"), Kind.CUSTOM, required=False),
    ),
)


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr, unit = turn.tr, filling.subject
    _check_serves(turn, unit)
    head = lines(bold(unit_of(tr, await turn.scope.uow.units.all(), unit)), "")
    match step.key:
        case "form":
            return Question(
                lines(head, tr.t("In which form were people told of online public services?")),
                choices=tuple(label_of(tr, form) for form in _FORMS),
                columns=2,
            )
        case "dated":
            today = Button(
                tr.plain("Today, {day}", day=tr.date(turn.scope.today)),
                ChooseDay(filling.draft.form, filling.state.turn, turn.scope.today),
            )
            return Question(
                lines(head, tr.t("On which day?")), tr.t("Write it as dd/mm/yyyy."), rows=(row(today),)
            )
        case "audience":
            return Question(
                lines(head, tr.t("What was told, to whom, where?")), tr.t("One message is enough.")
            )
        case "reached":
            return Question(
                lines(head, tr.t("About how many people did it reach?")),
                tr.t("A whole number; skip it if nobody counted."),
            )
        case _:
            return Question(
                lines(head, tr.t("Send a link, a file or a photo that shows it.")),
                tr.t("It can be left out."),
            )


def _check_serves(turn: Turn, unit: str) -> None:
    if not turn.actor.serves(unit):
        raise Refused(Code.NOT_YOURS)


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    tr, text = turn.tr, (turn.message.text or "").strip()
    match step.key:
        case "dated":
            day = day_of(text, turn.scope.today)
            if day is None:
                return Wrong(tr.t("This is no date. Write it as dd/mm/yyyy, for example 25/10/2023."))
            if day > turn.scope.today:
                return Wrong(words_of(tr, Refused(Code.ACT_AHEAD)))
            return day.isoformat()
        case "reached":
            try:
                return read_count(text) if text else None
            except Refused as refusal:
                return Wrong(words_of(tr, refusal))
        case "audience":
            return await read_note(turn, filling, step)
        case _:
            return await read_paper(turn, filling, step)


async def _correct(turn: Turn, filling: Filling, step: Step, old: Json) -> Json | Wrong | None:
    if step.kind is Kind.TEXT:
        return await correct_text(turn, filling, step, old)
    return None if step.kind is Kind.CHOICE else await _read(turn, filling, step)


def _reached(answers: Mapping[str, Json]) -> int | None:
    value = answers.get("reached")
    return value if isinstance(value, int) else None


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, answers = turn.tr, filling.state.answers
    _check_serves(turn, filling.subject)
    reached = _reached(answers)
    return staff_page(
        turn,
        lines(
            bold(unit_of(tr, await turn.scope.uow.units.all(), filling.subject)),
            literal(label_of(tr, PublicityForm(str(answers["form"])))),
            tr.t("Date: {day}", day=tr.long_date(date.fromisoformat(str(answers[DATED])))),
            literal(fit(str(answers["audience"]), PRODUCT_ROOM)),
            None if reached is None else _people(tr, reached),
            *attached_lines(turn, answers),
        ),
        (),
    )


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    act = await service.log(
        turn.scope,
        turn.actor,
        filling.subject,
        date.fromisoformat(str(answers[DATED])),
        PublicityForm(str(answers["form"])),
        str(answers["audience"]),
        _reached(answers),
        proof_answer(answers),
    )
    said = turn.tr.t(
        "Logged: {form}, {day}.", form=label_of(turn.tr, act.form), day=turn.tr.date(act.held_on)
    )
    return await log_page(turn, act.unit, 0, said)


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    if refusal is not None and refusal.code is Code.NOT_YOURS:
        raise refusal
    said = turn.tr.t("Nothing was recorded.") if refusal is None else words_of(turn.tr, refusal)
    return await log_page(turn, subject, 0, said)


async def begin_log(turn: Turn, press: LogPublicity) -> Page:
    """Asks for an act of publicity."""
    _check_serves(turn, press.unit)
    return await turn.deployment.conversations.begin(turn, _LOG.name, subject=press.unit)


# ── the coordinator's count ───────────────────────────────────────────────────────────────────────


async def open_counts(turn: Turn, press: PublicityCounts) -> Page:
    """How much each unit logged in three months: who did most first, who did nothing last."""
    tr, scope = turn.tr, turn.scope
    last = month_pressed(press.last)
    first = last.plus(1 - MONTHS_COUNTED)
    found = await service.counts(scope, turn.actor, first.first, last.last)
    earliest = await scope.uow.publicity.earliest()
    units, targets = await scope.uow.units.all(), await scope.uow.dossiers.targets()
    counted = {one.unit for one in found}
    silent = [unit for unit in targets.asked(units, last) if unit not in counted]
    listed: list[UnitPublicity | str] = [*found, *silent]
    page = clamped(press.page, len(listed), PER_PAGE)
    shown = listed[page * PER_PAGE : (page + 1) * PER_PAGE]
    codes = [one if isinstance(one, str) else one.unit for one in shown]
    is_past = last < Month.of(scope.today)
    return staff_page(
        turn,
        lines(
            tr.t(
                "<b>Publicity for online services, {first} to {last}</b>",
                first=month_name(first),
                last=month_name(last),
            ),
            tr.t(
                "Acts logged: {n}. Units that logged nothing: {silent}.",
                n=tr.number(sum(one.acts for one in found)),
                silent=tr.number(len(silent)),
            ),
            *spaced([_count_lines(tr, one, units) for one in shown] or [tr.t("None.")]),
        ),
        rows(
            *grid([Button(code, UnitPublicityLog(code)) for code in codes], COLUMNS),
            pager(
                tr,
                previous=PublicityCounts(press.last, page - 1) if page else None,
                following=PublicityCounts(press.last, page + 1)
                if len(listed) > (page + 1) * PER_PAGE
                else None,
            ),
            row(
                Button(tr.plain("‹ Three months before"), PublicityCounts(last.plus(-MONTHS_COUNTED).first))
                if earliest is not None and earliest < first.first
                else None,
                Button(tr.plain("Three months after ›"), PublicityCounts(last.plus(MONTHS_COUNTED).first))
                if is_past
                else None,
            ),
            row(Button(tr.plain("‹ Province"), ProvinceDossiers())),
        ),
    )


def _count_lines(tr: Translator, one: UnitPublicity | str, units: Units) -> Markup:
    code = one if isinstance(one, str) else one.unit
    head = Markup(" · ").join([bold(code), literal(unit_of(tr, units, code))])
    if isinstance(one, str):
        return lines(head, tr.t("nothing logged"))
    acts = tr.n("{n} act", "{n} acts", one.acts)
    return lines(
        head,
        tr.t(
            "{acts}, {people}, last on {day}",
            acts=acts,
            people=_people(tr, one.reached),
            day=tr.date(one.last_on),
        ),
    )


CONVERSATIONS: Final = (
    Conversation(
        _LOG,
        _ask,
        _finish,
        read=_read,
        correct=_correct,
        review=_review,
        label=question_label,
        send_label=N_("Log it"),
        lead_back=_lead_back,
    ),
)

PRESSES: Presses = {
    UnitPublicityLog: open_log,
    ShowPublicity: show_file,
    LogPublicity: begin_log,
    PublicityCounts: open_counts,
}
