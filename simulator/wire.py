"""One call of the Bot API as it comes in: form-encoded, multipart or JSON, nested values as JSON strings.

Telegram takes all three and is lenient about types ("5" is 5, and so is 5.0 in JSON), so everything above
reads its parameters through `Params` and never asks how they travelled.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from simulator.refusals import Refusal, bad_request

MAX_UPLOAD = 50 * 1024 * 1024
Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    data: bytes


class Params:
    """The named values of a call and the files that came with it."""

    __slots__ = ("uploads", "values")

    def __init__(self, values: Json, uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        """Whether it was named at all, be it with an empty value."""
        return name in self.values

    def text(self, name: str) -> str:
        """As text; empty when absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def whole(self, name: str, default: int = 0) -> int:
        """As a whole number; like Telegram, what is no number counts as absent."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def real(self, name: str) -> float:
        """As a number with a fraction; a latitude must be there."""
        try:
            return float(self.values[name])
        except KeyError:
            raise bad_request(f"{name} is empty") from None
        except (TypeError, ValueError):
            raise bad_request(f'Can\'t parse "{name}" as Number') from None

    def flag(self, name: str) -> bool:
        """As Telegram reads truth: true, yes or 1."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value.strip().lower() in ("true", "yes", "1")
        return bool(value)

    def nested(self, name: str, what: str) -> Any:
        """A value within the value; `what` names it in the refusal when it is not JSON. None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def shown(self) -> Json:
        """For the list of calls: the values as they came, and files by name and size."""
        if not self.uploads:
            return self.values
        files = {key: f"<{file.name}, {len(file.data)} bytes>" for key, file in self.uploads.items()}
        return self.values | files


async def read_params(request: web.Request) -> Params:
    """The query string and the body together, whatever the body's form."""
    values: Json = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _multipart(request, values)
    body = await request.read()
    if not body:
        return Params(values)
    try:
        if kind == "application/json":
            told = json.loads(body)
            if not isinstance(told, dict):
                raise bad_request("object expected as the request")
            values.update(told)
        else:
            values.update(parse_qsl(body.decode(), keep_blank_values=True))
    except ValueError:
        raise bad_request("strings must be encoded in UTF-8") from None
    return Params(values)


async def _multipart(request: web.Request, values: Json) -> Params:
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            values[part.name] = data.decode()
            continue
        if len(data) > MAX_UPLOAD:
            raise Refusal(413, "Request Entity Too Large")
        mime = part.headers.get("Content-Type", "application/octet-stream")
        uploads[part.name] = Upload(part.filename, mime, data)
    return Params(values, uploads)
