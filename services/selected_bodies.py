"""The bodies that a dispatch selected for direction: how far the review of their key tasks is, and their reports.

The dispatch of October 2023, item 6. What is gathered here is the standing agency's to consolidate.
"""

from dataclasses import dataclass

from domain.duty import Dispatch, Duty, Fulfilment
from domain.errors import Code, Refused
from domain.people import OFFICE_ROLES, Actor
from services.duties import DutyBook, duty_book
from services.scope import Scope


@dataclass(frozen=True, slots=True)
class SelectedBody:
    """One of the bodies: the review it owes, and what else the same item of the dispatch asks of it."""

    unit: str
    review: Duty
    reports: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The bodies that a dispatch selected, in its order."""

    dispatch: Dispatch
    bodies: tuple[SelectedBody, ...]


async def selections(scope: Scope, actor: Actor) -> list[Selection]:
    """The bodies selected by each dispatch that has a review of key tasks done. Raises Refused(NOT_YOURS)."""
    if not actor.has_any(OFFICE_ROLES):
        raise Refused(Code.NOT_YOURS)
    book = await duty_book(scope)
    found = [Selection(dispatch, _bodies(book, dispatch)) for dispatch in book.dispatches.values()]
    return [one for one in found if one.bodies]


def _bodies(book: DutyBook, dispatch: Dispatch) -> tuple[SelectedBody, ...]:
    duties = [duty for duty in book.duties if duty.order.dispatch == dispatch.id]
    return tuple(
        SelectedBody(
            review.unit,
            review,
            tuple(
                duty
                for duty in duties
                if (duty.unit, duty.order.item) == (review.unit, review.order.item)
                and duty.order.id != review.order.id
            ),
        )
        for review in duties
        if review.order.fulfilment is Fulfilment.KEY_TASKS
    )
