"""A call of the Bot API with plain parameters, as the outbox keeps them, over python-telegram-bot's request layer.

Its ``Bot`` has a typed method for each call and warns when one is called by name; what waits in the outbox has names.
"""

from collections.abc import Mapping
from typing import Any

from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter


class BotApi:
    """One bot's address and a way to it. The address holds the token and is shown to nobody."""

    def __init__(self, request: BaseRequest, base_url: str) -> None:
        self._request = request
        self._base_url = base_url

    def __repr__(self) -> str:
        return "BotApi()"

    async def call(self, method: str, params: Mapping[str, Any], *, read_timeout: float | None = None) -> Any:
        """What the server answers, as JSON. Raises ``telegram.error.TelegramError`` in its kinds."""
        data = RequestData([RequestParameter.from_input(name, value) for name, value in params.items()])
        timeout = BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout
        return await self._request.post(f"{self._base_url}/{method}", request_data=data, read_timeout=timeout)
