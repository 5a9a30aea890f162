"""What is served over HTTP: the webhook on one listener, health and metrics on another of their own."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.intake import Intake
from bot.metrics import LOOP_FAILURES, REGISTRY

log = structlog.get_logger()

WEBHOOK_PATH: Final = "/telegram"
BODY_LIMIT: Final = 1 << 20
LARGEST_NUMBER: Final = (1 << 63) - 1
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"

Ready = Callable[[], Awaitable[bool]]


class Listener:
    """An aiohttp application on an address, until it is closed."""

    def __init__(self, application: web.Application, address: str) -> None:
        self._application = application
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self._runner: web.AppRunner | None = None

    async def open(self) -> None:
        """Listens; port 0 takes any that is free."""
        self._runner = web.AppRunner(self._application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._runner is not None
        return f"http://{self._host}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Stops listening; requests under way are finished."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None


def webhook(intake: Intake, secret: str) -> web.Application:
    """The webhook: 200 after the commit, 503 when nothing could be kept, 403 without the secret, and never 410.

    Telegram calls again for anything but 200, so no other answer loses an update.
    """

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        # Anybody may send any bytes here; what is no UTF-8 is no secret of ours.
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), secret.encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
            number = update["update_id"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return web.Response(status=400)
        # Those that arrive at once share a commit, so what cannot be kept would be refused together with the others.
        if type(number) is not int or not 0 <= number <= LARGEST_NUMBER:
            return web.Response(status=400)
        try:
            await intake.keep_one(update)
        except Exception as error:
            log.error("webhook.not_kept", error=type(error).__name__)
            LOOP_FAILURES.labels("webhook").inc()
            return web.Response(status=503)
        return web.Response(status=200)

    application = web.Application(client_max_size=BODY_LIMIT)
    application.router.add_post(WEBHOOK_PATH, receive)
    return application


def monitor(is_ready: Ready) -> web.Application:
    """``/livez``: the process answers. ``/readyz``: it can do its work. ``/metrics``: for Prometheus."""

    async def live(_request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def ready(_request: web.Request) -> web.Response:
        return (
            web.Response(text="ready\n") if await is_ready() else web.Response(text="not ready\n", status=503)
        )

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.router.add_get("/livez", live)
    application.router.add_get("/readyz", ready)
    application.router.add_get("/metrics", metrics)
    return application
