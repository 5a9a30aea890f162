"""The report read over before it is sent, and the answer to its sending."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, CopyButton
from bot.ui.forms import Json, Kind, Step, applicable, items_of
from bot.ui.pages import Page, Sensitivity, lines, row
from bot.ui.text import fit, fit_together, quoted
from domain.case import Case
from domain.report import Answers, Conduct, Consent, Contactability, Field, UnitNamed, YesNo
from handlers import form_memory as memory
from handlers.context import Turn
from handlers.forms import Filling
from handlers.own_links import OpenOwn
from handlers.report_form import CONTACT_NAME, FORM, step_label
from handlers.report_read import CONSENTED
from handlers.report_unit import chosen_unit, unit_in_words
from handlers.way_home import way_home
from handlers.words import name_of
from services import reports
from services.reports import Receipt

ROOM: Final = 3000
"""UTF-16 units for all texts of a report on its one page; the rest of Telegram's room is for the labels."""
LEAST: Final = 120
"""What each text gets of it at least."""


async def review(turn: Turn, filling: Filling) -> Page:
    """Every answer, in the order of the form. Long texts are shown in part and kept whole."""
    tr = turn.tr
    steps = [
        step for step in applicable(FORM, filling.state) if step.key not in (Field.LANGUAGE, Field.CONSENT)
    ]
    texts = sum(1 for step in steps if step.kind in (Kind.TEXT, Kind.TEXTS))
    room = max(LEAST, ROOM // max(1, texts))
    body = [await _answered(turn, filling, step, room) for step in steps]
    return Page(
        lines(
            tr.t("<b>Please read your report once more.</b>"),
            tr.t("Nothing has been sent yet. You can change any answer, and write more just like that."),
            "",
            *body,
        ),
        sensitivity=Sensitivity.CASE,
    )


async def _answered(turn: Turn, filling: Filling, step: Step, room: int) -> Markup:
    tr, given = turn.tr, filling.state.answers.get(step.key)
    label = Markup("<b>{}:</b> ").format(step_label(turn, step))
    if given is None:
        return label + tr.t("<i>not given</i>")
    match step.key:
        case Field.UNIT:
            chosen = chosen_unit(given)
            assert chosen is not None
            name = unit_in_words(tr, await turn.scope.uow.units.all(), *chosen)
            return label + Markup.escape(fit(name, LEAST * 2))
        case Field.EVIDENCE:
            return label + tr.n("{n} file", "{n} files", len(items_of(filling.state, step.key)))
        case Field.WHAT:
            texts = [str(item) for item in items_of(filling.state, step.key)]
            return label + quoted(fit_together(texts, room, LEAST))
        case Field.CONDUCT:
            return label + name_of(tr, Conduct(str(given)))
        case Field.CONTACTABILITY:
            return label + name_of(tr, Contactability(str(given)))
        case _ if step.kind is Kind.CHOICE:
            return label + name_of(tr, YesNo(str(given)))
        case _:
            return label + quoted(fit(str(given), room))


def answers_of(filling: Filling, given: Mapping[str, Json]) -> Answers:
    """The answers as the domain knows them."""
    unit = chosen_unit(given.get(Field.UNIT))
    consent = filling.state.answers.get(CONSENTED) if given.get(Field.CONSENT) is not None else None

    def text(key: str) -> str:
        value = given.get(key)
        return value if isinstance(value, str) else ""

    def yes_no(key: Field) -> YesNo | None:
        value = given.get(key)
        return YesNo(value) if isinstance(value, str) else None

    return Answers(
        language=text(Field.LANGUAGE),
        consent=_consent(consent),
        conduct=Conduct(text(Field.CONDUCT)) if given.get(Field.CONDUCT) else None,
        unit=None if unit is None else UnitNamed(*unit),
        person=text(Field.PERSON),
        when=text(Field.WHEN),
        where=text(Field.WHERE),
        what=tuple(str(item) for item in items_of(filling.state, Field.WHAT)),
        evidence=tuple(str(item) for item in items_of(filling.state, Field.EVIDENCE)),
        ongoing=yes_no(Field.ONGOING),
        stake=yes_no(Field.STAKE),
        money_asked=yes_no(Field.MONEY_ASKED),
        contactability=(
            Contactability(text(Field.CONTACTABILITY)) if given.get(Field.CONTACTABILITY) else None
        ),
        contact_name=text(CONTACT_NAME),
        contact=text(Field.CONTACT),
        unit_may_be_asked=yes_no(Field.UNIT_MAY_BE_ASKED),
    )


def _consent(stored: Json) -> Consent | None:
    if not isinstance(stored, list):
        return None
    version, at = stored
    return Consent(str(version), datetime.fromisoformat(str(at)))


async def finish(turn: Turn, filling: Filling, given: Mapping[str, Json]) -> Page:
    """Sends the report; the one answer is its receipt."""
    # A name or contact edited later is nothing to be added to the case: they are not in it.
    apart = (CONTACT_NAME, Field.CONTACT)
    messages = {
        number: key if index is None else f"{key}.{index}"
        for number, (key, index) in memory.sources(filling.state).items()
        if key not in apart
    }
    receipt = await reports.send(turn.scope, turn.person, filling.draft, answers_of(filling, given), messages)
    return receipt_page(turn, receipt)


async def gone(turn: Turn) -> Page | None:
    """A button of a report that was sent: its receipt stays what it is, also when Send was pressed twice."""
    receipt = await reports.last_receipt(turn.scope, turn.person)
    return None if receipt is None else receipt_page(turn, receipt)


def receipt_page(turn: Turn, receipt: Receipt) -> Page:
    """The code, what happens next and by when, and where else to turn."""
    tr, zone = turn.tr, turn.scope.zone
    case: Case = receipt.case
    screened = receipt.screening_due.astimezone(zone)
    elsewhere = turn.deployment.fallback_contact
    return Page(
        lines(
            tr.t("<b>Your report has been received.</b>"),
            tr.t("Its code is <code>{code}</code>.", code=case.code),
            "",
            tr.t("<b>What happens next</b>"),
            tr.t(
                "• It is read and sorted by {time} on {date}.",
                time=tr.time(screened),
                date=tr.long_date(screened.date()),
            ),
            tr.t(
                "• Then it is verified. A conclusion is due by {date}.",
                date=tr.long_date(receipt.conclusion_due),
            ),
            tr.t(
                "• You hear from us here whenever something changes, and at least every {days} working days.",
                days=tr.number(turn.scope.rules.word_days),
            ),
            "",
            tr.t("Whoever works on it does not see your name or your account."),
            None if case.unit_may_be_asked else tr.t("Nobody of the unit is told of it."),
            tr.t("The code is only a name: it lets nobody else see your report."),
            tr.t("Should Telegram fail: {contact}", contact=elsewhere) if elsewhere else None,
        ),
        (
            row(CopyButton(tr.plain("Copy the code"), case.code)),
            row(Button(tr.plain("Follow this report ›"), OpenOwn(case.id))),
            way_home(tr),
        ),
        sensitivity=Sensitivity.CASE,
    )
