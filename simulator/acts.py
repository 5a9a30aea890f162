"""People's acts over HTTP: each reads what is asked, lets `People` do it, tells the new message's number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from simulator.refusals import Impossible
from simulator.wire import Json, Params

if TYPE_CHECKING:
    from simulator.control import Control


def whole(params: Params, name: str) -> int | None:
    """A number that may be absent."""
    return params.whole(name) if params.text(name) else None


async def _send(control: Control, request: web.Request, params: Params) -> Json:
    sent = control.people.says(
        control.person_of(request),
        params.text("text"),
        chat_id=whole(params, "chat"),
        reply_to=params.whole("reply_to"),
    )
    return {"message_id": sent.id}


async def _edit(control: Control, request: web.Request, params: Params) -> Json:
    changed = control.people.edits(
        control.person_of(request), params.whole("message_id"), params.text("text")
    )
    return {"message_id": changed.id}


async def _press(control: Control, request: web.Request, params: Params) -> Json:
    return control.pressing.presses(
        control.person_of(request),
        label=params.text("label"),
        index=whole(params, "index"),
        message_id=params.whole("message_id"),
        chat_id=whole(params, "chat"),
    )


async def _forge(control: Control, request: web.Request, params: Params) -> Json:
    press = control.pressing.forges(
        control.person_of(request), params.text("data"), params.whole("message_id"), whole(params, "chat")
    )
    return {"kind": "callback", "press": press.id, "message_id": press.message}


async def _open(control: Control, request: web.Request, params: Params) -> Json:
    return {"message_id": control.people.opens(control.person_of(request), params.text("link")).id}


async def _upload(control: Control, request: web.Request, params: Params) -> Json:
    person, chat, caption = control.person_of(request), whole(params, "chat"), params.text("caption")
    kind, files = params.text("kind") or "document", list(params.uploads.values())
    if not files:
        raise Impossible("there is no file in the request")
    if len(files) == 1:
        about = {name: params.whole(name) for name in ("duration", "width", "height") if params.text(name)}
        if kind == "document":
            about = {}
        sent = control.people.sends_file(
            person,
            kind,
            files[0],
            caption=caption,
            about=about,
            chat_id=chat,
            reply_to=params.whole("reply_to"),
        )
        return {"message_ids": [sent.id]}
    kinds = [_kind_of(kind, upload.mime) for upload in files]
    album = control.people.sends_album(
        person, list(zip(kinds, files, strict=True)), caption=caption, chat_id=chat
    )
    return {"message_ids": [message.id for message in album]}


def _kind_of(kind: str, mime: str) -> str:
    """In an album of photos a film is a video."""
    return "video" if kind == "photo" and mime.startswith("video/") else kind


async def _location(control: Control, request: web.Request, params: Params) -> Json:
    point = params.real("latitude"), params.real("longitude")
    return {
        "message_id": control.people.shares_location(
            control.person_of(request), *point, whole(params, "chat")
        ).id
    }


async def _contact(control: Control, request: web.Request, params: Params) -> Json:
    sent = control.people.shares_contact(
        control.person_of(request), params.text("phone"), params.text("name"), whole(params, "chat")
    )
    return {"message_id": sent.id}


async def _sticker(control: Control, request: web.Request, params: Params) -> Json:
    emoji = params.text("emoji") or "👍"
    return {
        "message_id": control.people.sends_sticker(
            control.person_of(request), emoji, whole(params, "chat")
        ).id
    }


async def _poll(control: Control, request: web.Request, params: Params) -> Json:
    options = [str(option) for option in params.nested("options", "options") or ()]
    sent = control.people.sends_poll(
        control.person_of(request), params.text("question"), options, whole(params, "chat")
    )
    return {"message_id": sent.id}


async def _block(control: Control, request: web.Request, _params: Params) -> Json:
    control.people.blocks(control.person_of(request))
    return {}


async def _unblock(control: Control, request: web.Request, _params: Params) -> Json:
    control.people.unblocks(control.person_of(request))
    return {}


async def _clear(control: Control, request: web.Request, _params: Params) -> Json:
    control.people.clears(control.person_of(request))
    return {}


Act = Callable[["Control", web.Request, Params], Awaitable[Json]]
ACTS: dict[str, Act] = {
    "send": _send, "edit": _edit, "press": _press, "forge": _forge, "open": _open, "upload": _upload,
    "location": _location, "contact": _contact, "sticker": _sticker, "poll": _poll, "block": _block,
    "unblock": _unblock, "clear": _clear,
}  # fmt: skip
