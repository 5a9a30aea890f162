"""What Telegram's answer to a send means for the message: each refusal has its own end, and none loops.

``BadRequest`` is a subclass of ``NetworkError`` in python-telegram-bot, and a 404 on a send is an ``InvalidToken``; so
the order of the cases below is the rule.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport import NotConnected


class End(StrEnum):
    """What is to become of a message that was not accepted."""

    UNCHANGED = "unchanged"
    """It stands there already, as it should."""
    GONE = "gone"
    """The message that was to be edited is not there: send it anew."""
    BLOCKED = "blocked"
    """The person blocked the bot, was deleted, or never began."""
    FLOOD = "flood"
    """Too fast; nobody may send until the time is over."""
    OUTAGE = "outage"
    """The server was not reached, or does not know the bot: nothing was accepted, nor would any other be."""
    RETRY = "retry"
    """Whether it was accepted is open; it is sent again, some times."""
    REFUSED = "refused"
    """It will never be accepted: an operator must look."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An end, a short code for the operator (never the server's text, which may quote), and how long to wait."""

    end: End
    fault: str
    wait: timedelta = timedelta()


def judge(error: TelegramError) -> Verdict:
    """What an error of a send means."""
    match error:
        case RetryAfter():
            return Verdict(End.FLOOD, "flood", wait_of(error))
        case Forbidden():
            return Verdict(End.BLOCKED, "blocked")
        case ChatMigrated():
            return Verdict(End.REFUSED, "chat_migrated")
        case InvalidToken():
            if "method not found" in error.message.lower():
                return Verdict(End.REFUSED, "method_unknown")
            return Verdict(End.OUTAGE, "token_refused")
        case BadRequest():
            return _bad_request(error.message.lower())
        case NotConnected():
            return Verdict(End.OUTAGE, "not_connected")
        case TimedOut():
            return Verdict(End.RETRY, "timed_out")
        case NetworkError():
            return Verdict(End.RETRY, "network")
        case _:
            return Verdict(End.RETRY, "unexpected_answer")


_GONE: Final = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    # The message that stands there is of another kind than we believed.
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "there is no media in the message to edit",
)
_NO_CHAT: Final = ("chat not found", "user is deactivated", "peer_id_invalid", "user not found")


def _bad_request(text: str) -> Verdict:
    if "message is not modified" in text:
        return Verdict(End.UNCHANGED, "not_modified")
    if any(phrase in text for phrase in _GONE):
        return Verdict(End.GONE, "message_gone")
    if any(phrase in text for phrase in _NO_CHAT):
        return Verdict(End.BLOCKED, "chat_not_found")
    for phrase, fault in (
        ("can't parse entities", "not_parseable"),
        ("too long", "too_long"),
        ("file is too big", "file_too_big"),
        ("too large", "file_too_big"),
        ("wrong file", "wrong_file_id"),
        ("button_data_invalid", "button_data_invalid"),
    ):
        if phrase in text:
            return Verdict(End.REFUSED, fault)
    return Verdict(End.REFUSED, "bad_request")


def wait_of(error: RetryAfter) -> timedelta:
    """How long Telegram says to wait, whichever of its two forms the class tells it in."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
