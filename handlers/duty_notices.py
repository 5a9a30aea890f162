"""What people hear of documents without having pressed anything: one came in, was received, went back.

Each is asked again when it is delivered: whether it is still true, and still the reader's business.
"""

from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from bot.ui.buttons import Button, Row, Style
from bot.ui.pages import Page, Place, Sensitivity, lines, row, rows
from bot.ui.text import fit, quoted
from bot.ui.translation import Translator
from domain.duty import Duty, DutyAct, DutyStatus, receiving
from domain.errors import Refused
from handlers.context import Deployment, Renderer
from handlers.duty_links import OpenDuty, ReceivingList
from handlers.duty_text import due_words, order_title
from handlers.task_text import NOTE_ON_PAGE, TITLE_IN_LIST, sample_label, unit_of
from services import duties as service
from services.duties import DutyView
from services.heirs import acting, heir_of
from services.notices import Notice, NoticeKind
from services.people import Person
from services.scope import Scope


async def _view(scope: Scope, person: Person, notice: Notice) -> DutyView | None:
    try:
        return await service.view(
            scope,
            person.actor(scope.now),
            str(notice.subject["order"]),
            str(notice.subject["unit"]),
            events=1,
        )
    except Refused:
        # It is not theirs to see any more: a role that ended, a plan that made the order fall away.
        return None


async def sent(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """A document came in; None when this person's department has received it, or it went back."""
    view = await _view(scope, person, notice)
    if view is None or not receiving(view.duty, await acting(scope, person.actor(scope.now))):
        return None
    if view.duty.status is not DutyStatus.SENT or view.duty.paper is None:
        return None
    tr, duty = deployment.translator(person.language), view.duty
    unit = unit_of(tr, await scope.uow.units.all(), duty.unit)
    return _event(
        lines(
            tr.t("<b>A document is to be received</b>"),
            tr.t("{unit} sent its document for <b>{code}</b>: {title}", unit=unit, **_named(tr, duty)),
            tr.t(
                "No. {number}, dated {dated}; sent on {day}",
                number=fit(view.duty.paper.number, NOTE_ON_PAGE),
                dated=tr.date(view.duty.paper.dated),
                day=tr.date(view.duty.paper.sent_on),
            ),
            _sample(tr, view),
        ),
        rows(
            row(_open(tr, duty, Style.PRIMARY)),
            row(Button(tr.plain("All documents to be received"), ReceivingList())),
        ),
    )


async def received(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """Every department has received the unit's document."""
    view = await _view(scope, person, notice)
    if (
        view is None
        or view.duty.status is not DutyStatus.DONE
        or not await _is_theirs(scope, person, view.duty)
    ):
        return None
    tr, duty = deployment.translator(person.language), view.duty
    return _event(
        lines(
            tr.t("<b>{code} is received</b>: {title}", **_named(tr, duty)),
            tr.t("Every receiving department has confirmed that the document came in."),
            _sample(tr, view),
        ),
        rows(row(_open(tr, duty))),
    )


async def returned(scope: Scope, deployment: Deployment, person: Person, notice: Notice) -> Page | None:
    """The unit's document came back with a reason; None when another was sent meanwhile."""
    view = await _view(scope, person, notice)
    if (
        view is None
        or view.duty.status is not DutyStatus.OWED
        or not await _is_theirs(scope, person, view.duty)
    ):
        return None
    tr, duty = deployment.translator(person.language), view.duty
    reasons = [event.note for event in view.events if event.act is DutyAct.RETURN]
    return _event(
        lines(
            tr.t("<b>{code} is returned for more</b>: {title}", **_named(tr, duty)),
            *((tr.t("Reason:"), quoted(fit(reasons[0], 600), expandable=False)) if reasons else ()),
            due_words(tr, scope, duty),
            _sample(tr, view),
        ),
        rows(row(_open(tr, duty, Style.PRIMARY))),
    )


def _sample(tr: Translator, view: DutyView) -> Markup | None:
    return sample_label(tr) if view.dispatch.is_sample else None


def _named(tr: Translator, duty: Duty) -> dict[str, str]:
    return {"code": duty.order.code, "title": fit(order_title(tr, duty.order), TITLE_IN_LIST)}


async def _is_theirs(scope: Scope, person: Person, duty: Duty) -> bool:
    return person.actor(scope.now).serves(await heir_of(scope, duty.unit))


def _open(tr: Translator, duty: Duty, style: Style | None = None) -> Button:
    return Button(tr.plain("Open {code}", code=duty.order.code), OpenDuty(duty.order.id, duty.unit), style)


def _event(text: Markup, buttons: tuple[Row, ...]) -> Page:
    return Page(text, buttons, place=Place.EVENT, sensitivity=Sensitivity.STAFF)


RENDERERS: Final[Mapping[NoticeKind, Renderer]] = {
    NoticeKind.DUTY_SENT: sent,
    NoticeKind.DUTY_RECEIVED: received,
    NoticeKind.DUTY_RETURNED: returned,
}
