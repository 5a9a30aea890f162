"""What the server refuses, in Telegram's own words.

A bot decides by these words: "message is not modified" is a success, "chat not found" is final, 429 is only
a wait. Words that merely resemble Telegram's would train the product on a server that does not exist, so
they are taken letter by letter from the published sources of the Bot API server and of TDLib.
"""

from __future__ import annotations

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
POLL_ENDED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"


class Refusal(Exception):
    """An answer with `ok: false`: HTTP status, description, and parameters where there are some."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(why: str) -> Refusal:
    """400, the commonest: the request is understood and cannot be done. Final, never worth a retry."""
    return Refusal(400, f"Bad Request: {why}")


def forbidden(why: str) -> Refusal:
    """403: the person, or the group, does not want this bot."""
    return Refusal(403, f"Forbidden: {why}")


def flood(seconds: int) -> Refusal:
    """429: come back after so many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(to: int) -> Refusal:
    """The group became a supergroup: its old id is dead, and the new one is in the answer only."""
    return Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=to)


class Impossible(Exception):
    """What a person's app would not let them do, such as press a button that is not there."""

    def __init__(self, why: str, **about: object) -> None:
        super().__init__(why)
        self.about = about
