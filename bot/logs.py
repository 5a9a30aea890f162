"""Logs: structured, one line an event, with ids and never a token nor a person's words.

Libraries log what they please: whole addresses with the token in them, and exceptions that quote what was being
stored. So theirs pass through the same pipe as ours, where an exception keeps its type and places but not its message,
and whatever looks like a bot token is struck out of the finished line.
"""

import logging
import re
import sys
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN: Final = re.compile(r"\d{5,}(?::|%3[aA])[A-Za-z0-9_-]{20,}")
STRUCK_OUT: Final = "[token]"
# These log addresses at INFO or DEBUG, and every address of the Bot API holds the token.
LOUD: Final = (
    "httpx",
    "httpcore",
    "telegram",
    "aiohttp",
    "asyncio",
    "sqlalchemy",
    "aiosqlite",
    "alembic",
    "PIL",
)
FRAMES: Final = 8


def configure(level: str = "INFO", *, stream: TextIO | None = None, as_json: bool | None = None) -> None:
    """Sets up logging for the process: JSON, or for people where the stream is a terminal. Times are UTC."""
    target = stream or sys.stderr
    json_wanted = not target.isatty() if as_json is None else as_json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_messages,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _first_line],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _rendered(json_wanted)],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


def without_token(text: str) -> str:
    """The text without whatever looks like a bot's token."""
    return TOKEN.sub(STRUCK_OUT, text)


def _rendered(as_json: bool) -> Processor:
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )

    def render(logger: WrappedLogger, name: str, event: EventDict) -> str:
        return without_token(str(renderer(logger, name, event)))

    return render


def _without_messages(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    info = event.pop("exc_info", None)
    error = info if isinstance(info, BaseException) else None
    if isinstance(info, tuple):
        error = info[1]
    elif info is True:
        error = sys.exc_info()[1]
    if error is not None:
        event["error"] = type(error).__name__
        event["at"] = places(error.__traceback__)
    event.pop("exception", None)
    return event


def _first_line(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    # asyncio names the task that failed on the next lines, with the exception and what it quotes.
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def places(traceback: TracebackType | None) -> str:
    """Where something was raised, innermost first: files and lines, never a message."""
    frames = []
    while traceback is not None:
        name = "/".join(traceback.tb_frame.f_code.co_filename.rsplit("/", 2)[-2:])
        frames.append(f"{name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return " < ".join(reversed(frames[-FRAMES:]))
