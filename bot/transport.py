"""HTTP to Telegram through aiohttp, under python-telegram-bot's own request interface.

Its default transport costs about three times the processor time of this one for each call.
"""

import json
import os
from typing import Any, Final

import aiohttp
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# python-telegram-bot warns at every 429 unless it is told that spans of time may be spans of time.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 20.0
_JSON: Final = {"Content-Type": "application/json"}


class NotConnected(NetworkError):
    """The server was not reached, so the request certainly had no effect and may be made again."""


class AiohttpRequest(BaseRequest):
    """One pool of connections. Errors carry no address: the token is part of every one."""

    def __init__(self, proxy_url: str = "", connections: int = 64) -> None:
        self._proxy = proxy_url or None
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections), cookie_jar=aiohttp.DummyCookieJar()
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport was not initialised")
        answer = DefaultValue.get_value(read_timeout)
        timeout = aiohttp.ClientTimeout(
            sock_connect=CONNECT_SECONDS, sock_read=ANSWER_SECONDS if answer is None else answer
        )
        try:
            async with self._session.request(
                method, url, timeout=timeout, proxy=self._proxy, **_body(request_data)
            ) as response:
                return response.status, await response.read()
        # `from None` throughout: the causes name the address, and the address holds the token.
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as error:
            raise NotConnected(type(error).__name__) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        # The base class logs a payload it cannot read, and that may be the half of somebody's message.
        try:
            told = json.loads(payload.decode(errors="replace"))
        except ValueError:
            raise TelegramError("the answer is not JSON") from None
        if not isinstance(told, dict) or ("result" not in told and told.get("ok", True)):
            raise TelegramError("the answer is not of the Bot API")
        return told


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if data.contains_files:
        return {"data": _form(data)}
    # In a form a Vietnamese letter takes up to nine characters, and what is nested is encoded twice.
    told = json.dumps(data.parameters, ensure_ascii=False, separators=(",", ":"))
    return {"data": told.encode(), "headers": _JSON}


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
