"""When a notice may go: nobody is rung at in the evening or on a day off, save in answer to what they just did.

Most notices are posted for the next opening. But one that could not be delivered for hours, the channel being away,
would go as soon as the channel is back, at whatever hour that is: so it is asked again at the door.
"""

from datetime import datetime
from typing import Final

from services.notices import Notice, NoticeKind
from services.reminders import digests_due
from services.scope import Scope

AT_ANY_HOUR: Final = frozenset({NoticeKind.FILE_NOT_KEPT, NoticeKind.PAPER})
"""Notices to the person who just acted: who sent a file hears at once that it was not kept, who asked has the paper."""


async def held_until(scope: Scope, notice: Notice) -> datetime | None:
    """Until when the notice has to wait (UTC); None when it may go now.

    A digest also waits for the digests of its morning, which take it up: one message a person.
    """
    if notice.kind in AT_ANY_HOUR:
        return None
    opens_at = scope.hours.next_opening(scope.calendar, scope.now)
    if opens_at > scope.now:
        return opens_at
    return await digests_due(scope) if notice.kind is NoticeKind.DIGEST else None
