"""/rules: the settings of the domain, with what holds, since when and why; a coordinator sets each from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Style
from bot.ui.forms import Form, Json, Kind, Step
from bot.ui.pages import Page, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import N_, Translator
from domain.errors import Code, Refused
from domain.workday import check_day
from handlers.context import Presses, Screen, Turn
from handlers.coordination import OpenSphere, Sphere
from handlers.day_step import a_day, day_rows, given_day, read_day
from handlers.forms import Conversation, Filling, Question, Wrong
from handlers.plain_steps import question_label
from handlers.refusal_words import words_of
from handlers.setting_words import NAMES, hint, source_words
from handlers.task_text import bold, clamped, spaced, staff_page
from services import settings as service
from services.settings import Setting

ON_PAGE: Final = 6
VALUE_ROOM: Final = 80
COMING_NAMED: Final = 6


@dataclass(frozen=True)
class OpenRules(Press, prefix="vr1"):
    """A page of the settings."""

    page: int = 0


@dataclass(frozen=True)
class OpenRule(Press, prefix="vr2"):
    """One setting; ``page`` is the one of the list it was opened from."""

    key: str
    page: int = 0


@dataclass(frozen=True)
class SetRule(Press, prefix="vr3"):
    """Begins to set it otherwise."""

    key: str


async def rules_screen(turn: Turn) -> Page:
    """/rules: the settings. Raises Refused(NOT_YOURS)."""
    return await _list(turn, 0)


async def open_rules(turn: Turn, press: OpenRules) -> Page:
    """A page of them."""
    return await _list(turn, press.page)


async def _list(turn: Turn, page: int, *above: Markup) -> Page:
    service.check_settings(turn.actor)
    tr = turn.tr
    found = await service.settings_today(turn.scope)
    page = clamped(page, len(found), ON_PAGE)
    first = page * ON_PAGE
    shown = list(enumerate(found[first : first + ON_PAGE], first + 1))
    return staff_page(
        turn,
        lines(
            *(part for one in above for part in (one, "")),
            tr.t("<b>Settings</b>"),
            tr.t(
                "What the province may decide otherwise. Each change holds from a day on; what was before stays."
            ),
            *spaced([_in_list(tr, number, one) for number, one in shown]),
        ),
        rows(
            tuple(Button(tr.number(number), OpenRule(one.key, page)) for number, one in shown),
            pager(
                tr,
                previous=OpenRules(page - 1) if page else None,
                following=OpenRules(page + 1) if len(found) > first + ON_PAGE else None,
            ),
            row(Button(tr.plain("‹ Coordination"), OpenSphere(Sphere.OFFICE))),
        ),
    )


def _in_list(tr: Translator, number: int, one: Setting) -> Markup:
    return lines(
        tr.t("{n}. {name}", n=tr.number(number), name=tr.plain(NAMES[one.key])),
        tr.t("<b>{value}</b> · {since}", value=fit(one.value, VALUE_ROOM) or "–", since=_since(tr, one)),
    )


def _since(tr: Translator, one: Setting) -> str:
    return tr.plain("default") if one.since is None else tr.plain("since {day}", day=tr.date(one.since))


async def open_rule(turn: Turn, press: OpenRule) -> Page:
    """One setting. Raises Refused: NOT_YOURS, SETTING_UNKNOWN."""
    return await _one(turn, press.key, press.page)


async def _one(turn: Turn, key: str, page: int = 0, *above: Markup) -> Page:
    tr = turn.tr
    one = await service.setting_today(turn.scope, turn.actor, key)
    return staff_page(
        turn,
        lines(
            *(part for said in above for part in (said, "")),
            bold(tr.plain(NAMES[key])),
            "",
            tr.t("Value: <b>{value}</b> ({since})", value=one.value or "–", since=_since(tr, one)),
            *(
                tr.t(
                    "From {day} on: <b>{value}</b>",
                    day=tr.date(coming.valid_from),
                    value=fit(coming.value, VALUE_ROOM),
                )
                for coming in one.coming[:COMING_NAMED]
            ),
            tr.t("How it is written: {how}", how=hint(tr, key)),
            tr.t("Where the default comes from: {source}", source=source_words(tr, one.source)),
        ),
        rows(
            row(Button(tr.plain("Set it otherwise ›"), SetRule(key), Style.PRIMARY)),
            row(Button(tr.plain("‹ List"), OpenRules(page))),
        ),
    )


# ── setting ───────────────────────────────────────────────────────────────────────────────────────


_FORM: Final = Form(
    "rule",
    1,
    (
        Step("value", N_("Value"), Kind.CUSTOM),
        Step("since", N_("From which day"), Kind.CUSTOM, validate=a_day),
    ),
)


def _subject(key: str, seen: str) -> str:
    return f"{key} {seen}"


def _of(subject: str) -> tuple[str, str]:
    key, _, seen = subject.partition(" ")
    return key, seen


async def _ask(turn: Turn, filling: Filling, step: Step) -> Question:
    tr = turn.tr
    key, _ = _of(filling.subject)
    one = await service.setting_today(turn.scope, turn.actor, key)
    head = bold(tr.plain(NAMES[key]))
    if step.key == "value":
        return Question(
            lines(
                head,
                tr.t("Now: <b>{value}</b>", value=one.value or "–"),
                "",
                tr.t("Which value is it to have?"),
            ),
            tr.t("How it is written: {how}", how=hint(tr, key)),
        )
    today = turn.scope.today
    month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return Question(
        lines(head, "", tr.t("From which day does it hold?")),
        tr.t("Press a day, or write it as dd/mm/yyyy."),
        rows=day_rows(tr, filling, dict.fromkeys((today, month, date(today.year + 1, 1, 1)))),
    )


async def _read(turn: Turn, filling: Filling, step: Step) -> Json | Wrong | None:
    key, _ = _of(filling.subject)
    try:
        if step.key == "value":
            text = turn.message.text
            return None if text is None else service.check_value(key, text)
        value = await read_day(turn)
        if isinstance(value, str):
            check_day(given_day(value), turn.scope.today)
        return value
    except Refused as refusal:
        return Wrong(words_of(turn.tr, _named(turn.tr, refusal)))


def _named(tr: Translator, refusal: Refused) -> Refused:
    """The refusal with the setting's name in place of its key."""
    key = refusal.data.get("key")
    if not isinstance(key, str) or key not in NAMES:
        return refusal
    return Refused(refusal.code, **{**refusal.data, "key": f"“{tr.plain(NAMES[key])}”"})


async def _correct(turn: Turn, filling: Filling, step: Step, _old: Json) -> Json | Wrong | None:
    return await _read(turn, filling, step)


async def _review(turn: Turn, filling: Filling) -> Page:
    tr, answers = turn.tr, filling.state.answers
    key, _ = _of(filling.subject)
    one = await service.setting_today(turn.scope, turn.actor, key)
    return staff_page(
        turn,
        lines(
            bold(tr.plain(NAMES[key])),
            tr.t("Now: <b>{value}</b>", value=one.value or "–"),
            tr.t(
                "From {day} on: <b>{value}</b>",
                day=tr.long_date(given_day(answers["since"])),
                value=str(answers["value"]) or "–",
            ),
        ),
        (),
    )


async def _finish(turn: Turn, filling: Filling, answers: Mapping[str, Json]) -> Page:
    tr = turn.tr
    key, seen = _of(filling.subject)
    changed = await service.set_in_chat(
        turn.scope, turn.actor, key, str(answers["value"]), given_day(answers["since"]), seen
    )
    said = tr.t("It is set from {day} on. It takes effect within a minute.", day=tr.date(changed.valid_from))
    return await _one(turn, key, 0, said)


async def _lead_back(turn: Turn, subject: str, refusal: Refused | None) -> Page:
    if refusal is not None and refusal.code in (Code.NOT_YOURS, Code.SETTING_UNKNOWN):
        raise refusal
    key, _ = _of(subject)
    said = (
        turn.tr.t("Nothing was changed.") if refusal is None else words_of(turn.tr, _named(turn.tr, refusal))
    )
    return await _one(turn, key, 0, said)


async def set_rule(turn: Turn, press: SetRule) -> Page:
    """Asks for the value and the day. Raises Refused: NOT_YOURS, SETTING_UNKNOWN."""
    one = await service.setting_today(turn.scope, turn.actor, press.key)
    subject = _subject(press.key, one.seen)
    return await turn.deployment.conversations.begin(turn, _FORM.name, subject=subject)


CONVERSATIONS: Final = (
    Conversation(
        _FORM,
        _ask,
        _finish,
        read=_read,
        correct=_correct,
        review=_review,
        label=question_label,
        send_label=N_("Set it so"),
        lead_back=_lead_back,
    ),
)

COMMANDS: dict[str, Screen] = {"rules": rules_screen}

PRESSES: Presses = {OpenRules: open_rules, OpenRule: open_rule, SetRule: set_rule}
