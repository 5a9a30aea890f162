"""The control API: how the page, the tests and the tour act as people and look behind the scenes.

JSON over HTTP. What a person's app would not allow is 409 with `{"error": …}`, and for a button that is not
there `labels` says which are. It knows no password: bind it to this machine only. A request from another
site's page is refused.

| method and path | body or query | does |
| --- | --- | --- |
| GET /sim/state | messages (how many of each chat) | all the page needs: bot, people, chats, clock |
| GET POST /sim/people | name, role, roles (by language), language, id, username | lists; adds |
| PATCH /sim/people/{id} | name, role, language, deactivated | changes |
| POST /sim/people/{id}/send | text, reply_to, chat | writes, commands too |
| POST /sim/people/{id}/edit | message_id, text | changes an own message |
| POST /sim/people/{id}/press | label or index, message_id, chat | presses a button |
| POST /sim/people/{id}/forge | data, message_id, chat | sends callback data of its own making |
| POST /sim/people/{id}/open | link | opens a deep link, or a bare payload |
| POST /sim/people/{id}/upload | multipart: kind, caption, duration, chat, files | one file, or an album |
| POST /sim/people/{id}/location | latitude, longitude, chat | shares a place |
| POST /sim/people/{id}/contact | phone, name, chat | shares a contact, the own without a name |
| POST /sim/people/{id}/sticker | emoji, chat | sends a sticker |
| POST /sim/people/{id}/poll | question, options, chat | sends a poll |
| POST /sim/people/{id}/block, unblock, clear | | blocks, unblocks; deletes the history |
| GET /sim/chats/{id} | after, limit, person | the transcript as JSON |
| GET /sim/chats/{id}/text | | the transcript as text |
| GET /sim/presses/{id} | wait (seconds) | a press and its answer |
| POST /sim/groups | title, members | a group with the bot in it |
| POST /sim/groups/{id}/upgrade, remove, promote | person | a supergroup; bot out; bot an administrator |
| GET /sim/calls | method, chat, after, limit | what the bot called |
| GET /sim/updates | | updates not yet confirmed |
| GET POST DELETE /sim/faults, DELETE /sim/faults/{n} | see `faults.Fault` | orders faults |
| POST /sim/pacing | on | Telegram's limits, felt or not |
| GET POST /sim/clock | now (ISO 8601 with a zone) | reads and sets the clock |
| GET /sim/idle | quiet, timeout (seconds) | waits until nothing is under way |
| POST /sim/reset | people (true keeps them) | empties all; numbers go on |
| GET /sim/files/{file_id} | | a file as the app would show it |
| GET /sim/events | | server-sent events for the page |
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from simulator.acts import ACTS, whole
from simulator.bot_api import BotApi
from simulator.methods.profile import commands_shown, in_language
from simulator.people import People
from simulator.pressing import Pressing
from simulator.refusals import Impossible, Refusal
from simulator.state import Chat, Person
from simulator.transcript import LOCAL, plain, press_view, views
from simulator.wire import Json, Params, read_params
from simulator.world import World

KEPT_ON_PAGE = 400
HEARTBEAT_SECONDS = 15.0
Handler = Callable[["Control", web.Request, Params], Awaitable[Any]]


class Control:
    """The people's side over HTTP, and the look behind the scenes."""

    def __init__(self, world: World, people: People, bot: BotApi) -> None:
        self.world = world
        self.people = people
        self.pressing = Pressing(people)
        self.bot = bot
        self.clock_url = ""

    def routes(self) -> list[web.RouteDef]:
        """All of the table above."""
        told = [web.route(method, path, self._wrapped(handler)) for method, path, handler in _ROUTES]
        told += [
            web.post(f"/sim/people/{{id}}/{name}", self._wrapped(handler)) for name, handler in ACTS.items()
        ]
        return [*told, web.get("/sim/events", self._events)]

    def _wrapped(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            if not _same_site(request):
                return _json({"error": "this page may not speak to the simulator"}, 403)
            try:
                told = await handler(self, request, await read_params(request))
            except Impossible as why:
                return _json({"error": str(why), **why.about}, 409)
            except Refusal as refusal:
                return _json({"error": refusal.description}, refusal.code)
            except (KeyError, TypeError, ValueError) as wrong:
                return _json({"error": f"{type(wrong).__name__}: {wrong}"}, 400)
            if isinstance(told, web.StreamResponse):
                return told
            if request.method != "GET":
                self.bot.calls.touch()
            return _json(told, 200)

        return handle

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        queue = self.world.events.listen()
        try:
            await response.write(b"event: hello\ndata: {}\n\n")
            while True:
                try:
                    line = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    line = b": still here\n\n"
                if line is None:
                    return response
                await response.write(line)
        except ConnectionError:
            return response
        finally:
            self.world.events.leave(queue)

    # ---- what is shown

    def person_of(self, request: web.Request) -> Person:
        """The person in the path."""
        return self.world.person(int(request.match_info["id"]))

    def chat_of(self, request: web.Request) -> Chat:
        """The chat in the path."""
        return self.world.chat(int(request.match_info["id"]))

    def person_told(self, person: Person) -> Json:
        """A person as the page knows them."""
        return {
            "id": person.id, "name": person.name, "role": person.role, "roles": person.roles,
            "language": person.language, "username": person.username, "started": person.started,
            "blocked": person.blocked, "deactivated": person.deactivated,
        }  # fmt: skip

    def chat_told(self, chat: Chat, reader: Person | None = None) -> Json:
        """What a chat shows besides its messages."""
        reader = reader or self.world.state.people.get(chat.id)
        told: Json = {
            "id": chat.id, "type": chat.type, "title": chat.title, "members": chat.members, "bot": chat.bot,
            "keyboard": chat.keyboard, "forced": chat.forced, "pinned": chat.pinned,
            "moved_to": chat.moved_to,
        }  # fmt: skip
        if reader is not None:
            profile = self.world.state.profile
            told["commands"] = commands_shown(self.world, chat, reader)
            told["menu_button"] = profile.menu_buttons.get(chat.id) or profile.menu_buttons.get(0)
            told["bot_name"] = (
                in_language(profile.names, reader.language) or self.world.bot_user()["first_name"]
            )
            told["description"] = in_language(profile.descriptions, reader.language)
        return told

    def clock_told(self) -> Json:
        """The time, with the address that moves the demo's own clock if there is one."""
        return {"now": self.world.clock.at().astimezone(LOCAL).isoformat(), "clock_url": self.clock_url}

    def reset(self, *, keep_people: bool) -> None:
        """Empty chats, files, presses, updates, calls and faults. Numbers and the bot's profile stay."""
        world = self.world
        people = list(world.state.people.values()) if keep_people else []
        for known in (world.state.people, world.state.chats, world.state.presses):
            known.clear()
        world.files.clear()
        world.updates.clear()
        self.bot.calls.ring.clear()
        self.bot.faults.clear()
        for one in people:
            world.add_person(
                one.name,
                role=one.role,
                language=one.language,
                username=one.username,
                fixed_id=one.id,
                roles=one.roles,
            )
        world.changed("reset", {})

    async def idle(self, quiet: float, seconds: float) -> Json:
        """Wait until no update waits, no call is under way, and it has been quiet so long."""
        calls, webhook, updates = self.bot.calls, self.bot.webhook, self.world.updates
        end = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            busy = bool(updates.waiting) or calls.in_flight > 0 or webhook.in_flight > 0
            left = calls.last_activity + quiet - now
            if now >= end or (not busy and left <= 0):
                return {
                    "idle": not busy and left <= 0,
                    "unconfirmed": len(updates.waiting),
                    "calls_in_flight": calls.in_flight,
                    "polling": updates.polled,
                }
            await asyncio.sleep(min(0.02 if busy else max(left, 0.001), end - now))


# ---- people and groups


async def _list_people(control: Control, _request: web.Request, _params: Params) -> list[Json]:
    return [control.person_told(person) for person in control.world.state.people.values()]


async def _add_person(control: Control, _request: web.Request, params: Params) -> Json:
    if not (name := params.text("name").strip()):
        raise Impossible("a person needs a name")
    person = control.world.add_person(
        name,
        role=params.text("role"),
        language=params.text("language") or "vi",
        username=params.text("username"),
        fixed_id=whole(params, "id"),
        roles=params.nested("roles", "roles"),
    )
    return control.person_told(person)


async def _change_person(control: Control, request: web.Request, params: Params) -> Json:
    person = control.person_of(request)
    for name in ("name", "role", "language", "username"):
        if params.has(name):
            setattr(person, name, params.text(name))
    if params.has("deactivated"):
        person.deactivated = params.flag("deactivated")
    control.world.changed("people", {"id": person.id})
    return control.person_told(person)


async def _add_group(control: Control, _request: web.Request, params: Params) -> Json:
    members = [int(member) for member in params.nested("members", "members")]
    return control.chat_told(control.world.add_group(params.text("title"), members))


async def _change_group(control: Control, request: web.Request, params: Params) -> Json:
    group, act = control.chat_of(request), request.match_info["act"]
    person = control.world.person(whole(params, "person") or group.members[0])
    if act == "upgrade":
        return control.chat_told(control.people.upgrades(person, group))
    if act == "remove":
        control.people.removes_bot(person, group)
    elif act == "promote":
        before, group.bot = group.bot, "administrator"
        control.world.announce_standing(group, person, before, "administrator")
    else:
        raise Impossible(f"a group cannot be {act}d")
    return control.chat_told(group)


# ---- reading


async def _state(control: Control, _request: web.Request, params: Params) -> Json:
    state, count = control.world.state, params.whole("messages", KEPT_ON_PAGE)
    return {
        "bot": control.world.bot_user(),
        "people": [control.person_told(person) for person in state.people.values()],
        "chats": [
            control.chat_told(chat) | ({"messages": views(chat, limit=count)} if count else {})
            for chat in state.chats.values()
        ],
        "clock": control.clock_told(),
    }


async def _chat(control: Control, request: web.Request, params: Params) -> Json:
    chat = control.chat_of(request)
    reader = control.world.person(params.whole("person")) if params.text("person") else None
    return control.chat_told(chat, reader) | {
        "messages": views(chat, after=params.whole("after"), limit=params.whole("limit")),
        "presses": [press_view(press) for press in chat.presses],
    }


async def _chat_text(control: Control, request: web.Request, _params: Params) -> web.Response:
    return web.Response(text=plain(control.world, control.chat_of(request)))


async def _press_answer(control: Control, request: web.Request, params: Params) -> Json:
    press = control.world.state.presses.get(request.match_info["id"])
    if press is None:
        raise Impossible("there was no such press")
    await control.world.until_answered(press, float(params.text("wait") or 0))
    return press_view(press)


async def _calls(control: Control, _request: web.Request, params: Params) -> list[Json]:
    return control.bot.calls.list(
        method=params.text("method"),
        chat=params.text("chat"),
        after=params.whole("after"),
        limit=params.whole("limit", 10_000),
    )


async def _updates(control: Control, _request: web.Request, _params: Params) -> list[Json]:
    return [update.wire for update in control.world.updates.waiting.values()]


async def _file(control: Control, request: web.Request, _params: Params) -> web.StreamResponse:
    stored = control.world.files.find(request.match_info["id"])
    if stored is None:
        raise Impossible("there is no such file")
    opens = stored.mime.split("/")[0] in ("image", "video", "audio") or stored.mime == "application/pdf"
    shown = stored.mime if opens and "svg" not in stored.mime else "application/octet-stream"
    headers = {"Content-Type": shown, "X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=3600"}
    return web.FileResponse(control.world.files.location(stored), headers=headers)


# ---- behind the scenes


async def _faults(control: Control, _request: web.Request, _params: Params) -> list[Json]:
    return control.bot.faults.list()


async def _order_fault(control: Control, _request: web.Request, params: Params) -> Json:
    return control.bot.faults.order(params.values).told()


async def _clear_faults(control: Control, request: web.Request, _params: Params) -> Json:
    number = request.match_info.get("number")
    control.bot.faults.clear(int(number) if number else None)
    return {}


async def _pacing(control: Control, _request: web.Request, params: Params) -> Json:
    control.bot.pacing.on = params.flag("on")
    return {"on": control.bot.pacing.on}


async def _clock(control: Control, _request: web.Request, _params: Params) -> Json:
    return control.clock_told()


async def _move_clock(control: Control, _request: web.Request, params: Params) -> Json:
    control.world.clock.move(datetime.fromisoformat(params.text("now")))
    told = control.clock_told()
    control.world.changed("clock", told)
    return told


async def _idle(control: Control, _request: web.Request, params: Params) -> Json:
    return await control.idle(float(params.text("quiet") or 0.2), float(params.text("timeout") or 10))


async def _reset(control: Control, _request: web.Request, params: Params) -> Json:
    control.reset(keep_people=params.flag("people"))
    return {}


_ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "/sim/state", _state),
    ("GET", "/sim/people", _list_people),
    ("POST", "/sim/people", _add_person),
    ("PATCH", "/sim/people/{id}", _change_person),
    ("GET", "/sim/chats/{id}", _chat),
    ("GET", "/sim/chats/{id}/text", _chat_text),
    ("GET", "/sim/presses/{id}", _press_answer),
    ("POST", "/sim/groups", _add_group),
    ("POST", "/sim/groups/{id}/{act}", _change_group),
    ("GET", "/sim/calls", _calls),
    ("GET", "/sim/updates", _updates),
    ("GET", "/sim/faults", _faults),
    ("POST", "/sim/faults", _order_fault),
    ("DELETE", "/sim/faults", _clear_faults),
    ("DELETE", "/sim/faults/{number}", _clear_faults),
    ("POST", "/sim/pacing", _pacing),
    ("GET", "/sim/clock", _clock),
    ("POST", "/sim/clock", _move_clock),
    ("GET", "/sim/idle", _idle),
    ("POST", "/sim/reset", _reset),
    ("GET", "/sim/files/{id}", _file),
]


def _same_site(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _json(told: Any, status: int) -> web.Response:
    return web.Response(body=json.dumps(told).encode(), status=status, content_type="application/json")
