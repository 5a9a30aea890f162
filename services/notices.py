"""What somebody is told who did not just press a button.

A notice says what it is about, never how it is worded: between the moment it is posted and the moment it is delivered
the task may be done, the role may have ended, the language may have changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoticeKind(StrEnum):
    """Every kind of notice; ``handlers.notices`` holds a rendering for each."""

    DIGEST = "digest"
    """A head's or focal officer's tasks at 08:00. Subject: ``day``."""
    UNREACHABLE = "unreachable"
    """To a coordinator: a head or focal officer blocked the bot. Subject: ``person``, ``unit``."""
    SET_ASIDE = "set_aside"
    """To an operator: an update failed at every try. Subject: ``seq``."""


@dataclass(frozen=True, slots=True)
class ToPerson:
    """The person with this id."""

    person_id: str


@dataclass(frozen=True, slots=True)
class ToReporter:
    """Whoever reported the case; who that is stays sealed until the notice is delivered."""

    case_id: str


Recipient = ToPerson | ToReporter


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to be. ``subject`` holds ids, days and counts: what is needed to look again."""

    kind: NoticeKind
    to: Recipient
    subject: Mapping[str, str | int] = field(default_factory=dict)
