"""The inspection queue on a screen: what is new, mine, to be done or overdue, by unit and by conduct."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Press, Row
from bot.ui.pages import Page, Place, Sensitivity, grid, lines, pager, row, rows
from bot.ui.text import fit
from bot.ui.translation import N_, Translator
from domain.case import CaseStatus, Priority
from domain.errors import Code, Refused
from domain.report import Conduct
from handlers import fallback
from handlers.case_links import OpenCase
from handlers.context import Presses, Screen, Turn
from handlers.way_home import OpenMenu
from handlers.words import label_of, name_of, unit_name
from services.case_queue import (
    Cursor,
    QueueFilter,
    QueueLine,
    QueueQuery,
    QueueView,
    conducts_in_queue,
    look,
    units_in_queue,
)

UNITS_SHOWN: Final = 9
_COLUMNS: Final = 2
_UNIT_COLUMNS: Final = 3
_NAME_ROOM: Final = 40

_PARTS: Final = {
    QueueFilter.ALL: N_("All open cases"),
    QueueFilter.NEW: N_("New, nobody's yet"),
    QueueFilter.MINE: N_("My cases"),
    QueueFilter.NEEDS_ACTION: N_("To be done by me"),
    QueueFilter.OVERDUE: N_("Overdue"),
}
_NOTHING: Final = {
    QueueFilter.ALL: N_("There is no open case."),
    QueueFilter.NEW: N_("Every open case is in somebody's hands."),
    QueueFilter.MINE: N_("No open case is yours."),
    QueueFilter.NEEDS_ACTION: N_("Nothing waits for you."),
    QueueFilter.OVERDUE: N_("No case is overdue."),
}
_SHORT: Final = {
    QueueFilter.ALL: N_("All {n}"),
    QueueFilter.NEW: N_("New {n}"),
    QueueFilter.MINE: N_("Mine {n}"),
    QueueFilter.NEEDS_ACTION: N_("To do {n}"),
    QueueFilter.OVERDUE: N_("Overdue {n}"),
}


@dataclass(frozen=True)
class OpenQueue(Press, prefix="q1"):
    """A page of the queue: the part, what it is narrowed down to, and from where it is read."""

    which: QueueFilter
    unit: str | None = None
    conduct: Conduct | None = None
    cursor: str = ""
    backwards: bool = False

    @property
    def query(self) -> QueueQuery:
        """What is asked of the queue."""
        return QueueQuery(self.which, self.unit, self.conduct)


@dataclass(frozen=True)
class PickUnit(Press, prefix="q2"):
    """Which unit the queue is to be narrowed down to; ``page`` of those there are cases about."""

    which: QueueFilter
    conduct: Conduct | None = None
    page: int = 0


@dataclass(frozen=True)
class PickConduct(Press, prefix="q3"):
    """Which conduct the queue is to be narrowed down to."""

    which: QueueFilter
    unit: str | None = None


async def queue(turn: Turn) -> Page:
    """/queue: what is to be done by the reader, else everything that is open."""
    page = await _shown(turn, OpenQueue(QueueFilter.NEEDS_ACTION), OpenQueue(QueueFilter.ALL))
    return page or await fallback.unknown_command(turn)


async def open_queue(turn: Turn, press: OpenQueue) -> Page:
    """A page of the queue."""
    # Whoever has no queue learns from a forged button what they learn from any button that is none.
    return await _shown(turn, press) or await fallback.old_button(turn)


async def pick_unit(turn: Turn, press: PickUnit) -> Page:
    """The units about which there are cases, of those the reader may know."""
    query = QueueQuery(press.which, None, press.conduct)
    try:
        counts = await units_in_queue(turn.scope, turn.actor, query)
    except Refused as refusal:
        return await _no_queue(turn, refusal)
    units = await turn.scope.uow.units.all()
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    number = min(max(press.page, 0), max(0, len(most) - 1) // UNITS_SHOWN)
    first = number * UNITS_SHOWN
    here = most[first : first + UNITS_SHOWN]
    tr = turn.tr
    text = lines(
        _title(tr, query),
        tr.t("Which unit?") if here else tr.t("Nothing here."),
        *(tr.t("{code}: {name}", code=code, name=unit_name(tr, units[code])) for code, _ in here),
    )
    buttons = [
        Button(
            tr.plain("{name} ({n})", name=code, n=tr.number(count)),
            OpenQueue(press.which, code, press.conduct),
        )
        for code, count in here
    ]
    turns = pager(
        tr,
        previous=replace(press, page=number - 1) if number else None,
        following=replace(press, page=number + 1) if first + UNITS_SHOWN < len(most) else None,
    )
    everything = OpenQueue(press.which, None, press.conduct)
    return _picker(turn, text, grid(buttons, _UNIT_COLUMNS), everything, turns)


async def pick_conduct(turn: Turn, press: PickConduct) -> Page:
    """The kinds of conduct about which there are cases, of those the reader may know."""
    query = QueueQuery(press.which, press.unit)
    try:
        counts = await conducts_in_queue(turn.scope, turn.actor, query)
    except Refused as refusal:
        return await _no_queue(turn, refusal)
    buttons = [
        Button(
            turn.tr.plain("{name} ({n})", name=label_of(turn.tr, conduct), n=turn.tr.number(counts[conduct])),
            OpenQueue(press.which, press.unit, conduct),
        )
        for conduct in Conduct
        if conduct in counts
    ]
    asked = turn.tr.t("Which kind of conduct?") if buttons else turn.tr.t("Nothing here.")
    text = lines(_title(turn.tr, query), asked)
    return _picker(turn, text, grid(buttons, _COLUMNS), OpenQueue(press.which, press.unit))


def _picker(turn: Turn, text: Markup, choices: Sequence[Row], everything: OpenQueue, turns: Row = ()) -> Page:
    return Page(
        text,
        rows(*choices, turns, row(Button(turn.tr.plain("‹ All of them"), everything))),
        protect=True,
        sensitivity=Sensitivity.CASE,
    )


async def _no_queue(turn: Turn, refusal: Refused) -> Page:
    if refusal.code is not Code.NOT_YOURS:
        raise refusal
    return await fallback.old_button(turn)


async def _shown(turn: Turn, press: OpenQueue, otherwise: OpenQueue | None = None) -> Page | None:
    """A page of the queue, or of another part of it where there is nothing; None for whoever has no queue."""
    cursor = Cursor(press.cursor, press.backwards)
    try:
        view = await look(turn.scope, turn.actor, press.query, cursor)
        if otherwise is not None and not view.page.lines:
            press = otherwise
            view = await look(turn.scope, turn.actor, press.query, Cursor())
    except Refused as refusal:
        if refusal.code is Code.NOT_YOURS:
            return None
        raise
    # What is typed from here on is no answer to a question that has left the screen.
    await turn.scope.uow.drafts.set_aside(turn.person.id)
    return Page(
        _text(turn, press.query, view),
        _rows(turn, press, view),
        place=Place.HERE if turn.is_press else Place.BELOW,
        protect=True,
        sensitivity=Sensitivity.CASE,
    )


def _title(tr: Translator, query: QueueQuery) -> Markup:
    narrowed = [query.unit] if query.unit is not None else []
    if query.conduct is not None:
        narrowed.append(name_of(tr, query.conduct))
    title = tr.t("<b>Inspection queue</b>: {part}", part=tr.plain(_PARTS[query.which]))
    return tr.t("{title} · {narrowed}", title=title, narrowed=" · ".join(narrowed)) if narrowed else title


def _text(turn: Turn, query: QueueQuery, view: QueueView) -> Markup:
    tr = turn.tr
    found = [
        part
        for number, line in enumerate(view.page.lines, 1)
        for part in ("", _line(turn, number, line, view.owners.get(line.owner_id or "")))
    ]
    if query.unit is not None or query.conduct is not None:
        nothing = tr.t("There is no such case about this unit or this conduct.")
    else:
        nothing = tr.t(_NOTHING[query.which])
    return lines(
        _title(tr, query),
        tr.t("{count} of {all} open cases", count=tr.number(view.counts[query.which]),
             all=tr.number(view.counts[QueueFilter.ALL])),
        *(found or ("", nothing)),
    )  # fmt: skip


def _line(turn: Turn, number: int, line: QueueLine, owner: str | None) -> Markup:
    tr = turn.tr
    return lines(
        tr.t("{number}. <b>{code}</b> · {age}", number=number, code=line.code, age=_age(turn, line)),
        tr.t("Priority: {priority}", priority=name_of(tr, line.priority))
        if line.priority is not Priority.NORMAL
        else None,
        tr.t("{conduct} · {unit}", conduct=label_of(tr, line.conduct), unit=line.unit),
        label_of(tr, line.status)
        if owner is None
        else tr.t("{status} · {name}", status=label_of(tr, line.status), name=fit(owner, _NAME_ROOM)),
        _due_mark(turn, line),
    )


def _age(turn: Turn, line: QueueLine) -> Markup:
    days = (turn.scope.today - turn.scope.hours.day_of(line.received_at)).days
    return turn.tr.n("{n} day old", "{n} days old", days) if days > 0 else turn.tr.t("received today")


def _due_mark(turn: Turn, line: QueueLine) -> Markup | None:
    tr = turn.tr
    if line.due_at is None:
        return None
    if line.due_at < turn.scope.now:
        return tr.t("<b>Overdue</b> since {at}", at=tr.datetime(line.due_at))
    if line.status is CaseStatus.NEEDS_INFO:
        return tr.t("Waiting for the reporter, the clock stands")
    return tr.t("Due {at}", at=tr.datetime(line.due_at))


def _rows(turn: Turn, press: OpenQueue, view: QueueView) -> tuple[Row, ...]:
    tr = turn.tr
    opens = row(
        *(
            Button(str(number), OpenCase(line.id, which=press.which, unit=press.unit, conduct=press.conduct))
            for number, line in enumerate(view.page.lines, 1)
        )
    )
    parts = row(
        *(
            Button(
                tr.plain(_SHORT[which], n=tr.number(view.counts[which])),
                OpenQueue(which, press.unit, press.conduct),
            )
            for which in QueueFilter
            if which is not press.which
        ),
    )
    narrow = row(
        Button(tr.plain("By unit ›"), PickUnit(press.which, press.conduct)),
        Button(tr.plain("By conduct ›"), PickConduct(press.which, press.unit)),
    )
    turns = pager(tr, previous=_at(press, view.page.previous), following=_at(press, view.page.following))
    return rows(opens, parts, narrow, row(*turns, Button(tr.plain("‹ Home"), OpenMenu())))


def _at(press: OpenQueue, cursor: Cursor | None) -> OpenQueue | None:
    return None if cursor is None else replace(press, cursor=cursor.key, backwards=cursor.backwards)


COMMANDS: dict[str, Screen] = {"queue": queue}

PRESSES: Presses = {OpenQueue: open_queue, PickUnit: pick_unit, PickConduct: pick_conduct}
