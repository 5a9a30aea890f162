"""Each refusal of Telegram's has its own end. The phrases are those of the Bot API's own server."""

import inspect
from datetime import timedelta

import pytest
from telegram import error as telegram_error
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    PassportDecryptionError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport import NotConnected
from bot.verdicts import End, judge, wait_of

CASES: list[tuple[TelegramError, End, str]] = [
    (RetryAfter(7), End.FLOOD, "flood"),
    (Forbidden("Forbidden: bot was blocked by the user"), End.BLOCKED, "blocked"),
    (Forbidden("Forbidden: user is deactivated"), End.BLOCKED, "blocked"),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), End.BLOCKED, "blocked"),
    (ChatMigrated(-100123), End.REFUSED, "chat_migrated"),
    (InvalidToken("Unauthorized"), End.OUTAGE, "token_refused"),
    (InvalidToken("Not Found"), End.OUTAGE, "token_refused"),
    (InvalidToken("Not Found: method not found"), End.REFUSED, "method_unknown"),
    (NotConnected("ClientConnectorError"), End.OUTAGE, "not_connected"),
    (TimedOut(), End.RETRY, "timed_out"),
    (NetworkError("Bad Gateway"), End.RETRY, "network"),
    (TelegramError("the answer is not JSON"), End.RETRY, "unexpected_answer"),
    (Conflict("Conflict"), End.RETRY, "unexpected_answer"),
    (EndPointNotFound("Not Found"), End.RETRY, "unexpected_answer"),
    (PassportDecryptionError("no"), End.RETRY, "unexpected_answer"),
]

PHRASES: list[tuple[str, End, str]] = [
    (
        "message is not modified: specified new message content and reply markup are exactly the same as a "
        "current content and reply markup of the message",
        End.UNCHANGED,
        "not_modified",
    ),
    ("message to edit not found", End.GONE, "message_gone"),
    ("message can't be edited", End.GONE, "message_gone"),
    ("MESSAGE_ID_INVALID", End.GONE, "message_gone"),
    ("there is no text in the message to edit", End.GONE, "message_gone"),
    ("there is no caption in the message to edit", End.GONE, "message_gone"),
    ("chat not found", End.BLOCKED, "chat_not_found"),
    ("user not found", End.BLOCKED, "chat_not_found"),
    ("PEER_ID_INVALID", End.BLOCKED, "chat_not_found"),
    ("can't parse entities: Unclosed start tag at byte offset 3", End.REFUSED, "not_parseable"),
    ("message is too long", End.REFUSED, "too_long"),
    ("message caption is too long", End.REFUSED, "too_long"),
    ("file is too big", End.REFUSED, "file_too_big"),
    ("wrong file identifier/HTTP URL specified", End.REFUSED, "wrong_file_id"),
    ("BUTTON_DATA_INVALID", End.REFUSED, "button_data_invalid"),
    ("message text is empty", End.REFUSED, "bad_request"),
]


@pytest.mark.parametrize(("error", "end", "fault"), CASES, ids=lambda value: str(value)[:40])
def test_an_error_has_its_end(error: TelegramError, end: End, fault: str) -> None:
    verdict = judge(error)
    assert (verdict.end, verdict.fault) == (end, fault)


@pytest.mark.parametrize(("phrase", "end", "fault"), PHRASES, ids=lambda value: str(value)[:40])
def test_a_bad_request_is_told_by_its_words(phrase: str, end: End, fault: str) -> None:
    verdict = judge(BadRequest(f"Bad Request: {phrase}"))
    assert (verdict.end, verdict.fault) == (end, fault)


def test_no_class_of_error_is_forgotten() -> None:
    known = {
        kind
        for _, kind in inspect.getmembers(telegram_error, inspect.isclass)
        if issubclass(kind, TelegramError)
    }
    assert known <= {type(error) for error, _, _ in CASES} | {BadRequest}


def test_a_fault_never_holds_the_words_of_the_server() -> None:
    assert "Nguyễn" not in judge(BadRequest("Bad Request: can't parse <b>Nguyễn</b>")).fault


def test_how_long_to_wait_is_understood_as_seconds_and_as_a_span() -> None:
    assert wait_of(RetryAfter(3)) == timedelta(seconds=3)
    assert wait_of(RetryAfter(timedelta(seconds=5))) == timedelta(seconds=5)
    assert judge(RetryAfter(9)).wait == timedelta(seconds=9)
