"""What was said and done in a case, entry by entry: the timeline that the citizen and the inspectors share.

The words of an entry are sealed under the case's own key; beside them, in clear, stand only ids and codes. An entry is
never changed: who corrects something adds another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from domain.case import CaseStatus
from domain.case_acts import CaseAct

REPORTER_ROLE: Final = "reporter"
"""``Entry.author_role`` of whoever reported the case; of others it is the role they acted in."""
CLOCK_ROLE: Final = "clock"
"""``Entry.author_role`` of what time did by itself."""


class EntryKind(StrEnum):
    """What an entry is. The keys of each body are given; every text is exactly what was sent."""

    STATEMENT = "statement"
    """The form as it was sent. Body: see ``services.reports.statement_body``."""
    ADDITION = "addition"
    """The reporter adds something. Body: ``texts``, ``files`` (ids). Facts: ``amends`` if it is a message of theirs
    that they edited after sending (what it had become: see ``services.ports.Reports``)."""
    QUESTION = "question"
    """An officer asks the reporter. Body: ``text``."""
    ANSWER = "answer"
    """The reporter answers the open question. Body: ``texts``, ``files`` (ids)."""
    NOTE = "note"
    """An officer notes something for colleagues, or for themselves. Body: ``text``."""
    TRANSITION = "transition"
    """A line of the table of transitions. Body: ``reason`` and whatever the act needed; never for the reporter."""
    REPLY = "reply"
    """The reporter is told something: the answer, guidance, an extension, an appeal's end. Body: ``text``."""
    WITHDRAWAL = "withdrawal"
    """The reporter asks to withdraw. Body: ``text``, may be empty."""


class Audience(StrEnum):
    """Who may read an entry, among those who may know of the case at all."""

    REPORTER = "reporter"
    """The reporter and the inspectors."""
    INSPECTORS = "inspectors"
    PERSONAL = "personal"
    """Its author only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a case. ``at`` is UTC; ``id`` grows within a case and is None until it is stored.

    ``author_id`` is None for the reporter, whose person is not to be found from a case, and for the clock.
    ``body`` is sealed; ``facts`` are ids and codes only. ``act``, ``source`` and ``to`` belong to transitions.
    """

    case_id: str
    at: datetime
    kind: EntryKind
    audience: Audience
    author_role: str
    author_id: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    facts: Mapping[str, Any] = field(default_factory=dict)
    act: CaseAct | None = None
    source: CaseStatus | None = None
    to: CaseStatus | None = None
    id: int | None = None
