"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

One call goes: token, parameters, fault, pace, method, answer; and is written down on the way out, whatever
became of it. The token is compared and never written anywhere.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from typing import Any

from aiohttp import web

from simulator.calls import Calls
from simulator.faults import ACTS_FIRST, Fault, Faults, Kind
from simulator.methods import METHODS
from simulator.pacing import Pacing
from simulator.refusals import WEBHOOK_ACTIVE, Refusal
from simulator.webhook import Webhook
from simulator.wire import MAX_UPLOAD, Json, Params, read_params
from simulator.world import World

MAX_BODY = 11 * MAX_UPLOAD
_GARBAGE = "<html><head><title>nginx</title></head><body>…"
_ABOUT_UPDATES = frozenset({"getupdates", "setwebhook", "deletewebhook", "getwebhookinfo", "close", "logout"})


class BotApi:
    """The bot's side of the server."""

    def __init__(self, world: World, faults: Faults, pacing: Pacing, calls: Calls) -> None:
        self.world = world
        self.faults = faults
        self.pacing = pacing
        self.calls = calls
        self.webhook = Webhook(world.updates, self._answered_by_webhook)

    def routes(self) -> list[web.RouteDef]:
        """Both addresses, for GET and POST alike."""
        return [
            web.get("/file/bot{token}/{path:.+}", self.download),
            web.route("*", "/bot{token}/{method}", self.handle),
            web.route("*", "/bot{rest:.*}", self.lost),
        ]

    async def lost(self, _request: web.Request) -> web.Response:
        """An address without a method."""
        return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file, while the link that `getFile` gave lives."""
        if not self._token_fits(request.match_info["token"]):
            return _json({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        path, fault = request.match_info["path"], self.faults.take("download", None)
        status = 200
        response: web.StreamResponse
        try:
            if fault is not None:
                await self._before(fault)
                if fault.kind in ACTS_FIRST:
                    raise _Dropped  # half a file is no file
            stored = self.world.files.linked(path, self.world.clock.now())
            if stored is None:
                raise Refusal(404, "Not Found")
            whole = {"Content-Type": "application/octet-stream"}
            response = web.FileResponse(self.world.files.location(stored), headers=whole)
        except Refusal as refusal:
            status, response = refusal.code, _refused(refusal)
        except _Dropped:
            status, response = 0, _cut(request)
        self.calls.touch()
        self.calls.note("download", {"path": path}, status, "", fault.kind if fault else "", None)
        return response

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        if not self._token_fits(request.match_info["token"]):
            return _json({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        name = request.match_info["method"]
        method = name.lower()
        polling = method == "getupdates"
        calls = self.calls
        if not polling:
            calls.in_flight += 1
        params, fault = Params({}), None
        status, description, result = 0, "", None
        try:
            params = await read_params(request)
            chat = params.whole("chat_id") or None
            fault = self.faults.take(method, chat)
            if fault is not None:
                await self._before(fault)
            self.pacing.check(method, chat)
            result = await self._act(method, params)
            if fault is not None and fault.kind in ACTS_FIRST:
                status, description, response = self._after(fault)
            else:
                status, response = 200, _json({"ok": True, "result": result}, 200)
        except Refusal as refusal:
            status, description = refusal.code, refusal.description
            response = _refused(refusal)
        except _Dropped:
            description, response = "connection dropped", _cut(request)
        finally:
            if not polling:
                calls.in_flight -= 1
        if not polling or status != 200 or result:
            calls.touch()
            calls.note(name, params.shown(), status, description, fault.kind if fault else "", result)
        return response

    async def _act(self, method: str, params: Params) -> Any:
        act = METHODS.get(method)
        if act is not None:
            return act(self.world, params)
        if method in _ABOUT_UPDATES:
            return await self._about_updates(method, params)
        raise Refusal(404, "Not Found: method not found")

    async def _about_updates(self, method: str, params: Params) -> Any:
        queue, webhook = self.world.updates, self.webhook
        if method == "getwebhookinfo":
            return webhook.info(queue.allowed)
        if method in ("close", "logout"):
            return True
        if method == "getupdates" and webhook.url:
            raise Refusal(409, WEBHOOK_ACTIVE)
        if method != "deletewebhook":
            queue.allow(params.nested("allowed_updates", "allowed updates"))
        if method == "getupdates":
            limit = min(max(params.whole("limit", 100), 1), 100)
            before = len(queue.waiting)
            batch = await queue.poll(params.whole("offset"), limit, params.whole("timeout"))
            if len(queue.waiting) != before:
                self.world.on_change()
            return batch
        if params.flag("drop_pending_updates"):
            queue.clear()
        url = params.text("url")
        if method == "setwebhook" and url:
            connections = min(max(params.whole("max_connections", 40), 1), 100)
            webhook.set(url, secret=params.text("secret_token"), max_connections=connections)
        else:
            webhook.remove()
        self.world.on_change()
        return True

    async def _before(self, fault: Fault) -> None:
        if fault.kind is Kind.DELAY:
            await asyncio.sleep(fault.seconds)
        elif fault.kind is Kind.DROP_BEFORE:
            raise _Dropped
        elif fault.kind not in ACTS_FIRST:
            raise fault.refusal()

    def _after(self, fault: Fault) -> tuple[int, str, web.StreamResponse]:
        if fault.kind is Kind.DROP_AFTER:
            raise _Dropped
        if fault.kind is Kind.GARBAGE:
            return 200, "garbage after acting", web.Response(text=_GARBAGE, content_type="text/html")
        refusal = fault.refusal()
        return refusal.code, f"{refusal.description}, after acting", _refused(refusal)

    def _answered_by_webhook(self, params: Params) -> None:
        name = params.text("method")
        act = METHODS.get(name.lower())
        status, description, result = 404, "Not Found: method not found", None
        if act is not None:
            try:
                status, description, result = 200, "", act(self.world, params)
            except Refusal as refusal:
                status, description = refusal.code, refusal.description
        self.calls.touch()
        self.calls.note(name, params.shown(), status, description, "", result)

    def _token_fits(self, told: str) -> bool:
        return hmac.compare_digest(told.encode(), self.world.token.encode())


class _Dropped(Exception):
    """The connection is to be cut without an answer."""


def _json(told: Json, status: int) -> web.Response:
    return web.Response(body=json.dumps(told).encode(), status=status, content_type="application/json")


def _refused(refusal: Refusal) -> web.Response:
    told: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        told["parameters"] = refusal.parameters
    return _json(told, refusal.code)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
