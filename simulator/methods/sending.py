"""sendMessage and its kin: everything that puts a new message on somebody's screen."""

from __future__ import annotations

from typing import Any

from simulator.entities import MAX_CAPTION, MAX_TEXT, formatted
from simulator.keyboards import reply_markup
from simulator.methods.media import CAPTIONED, about_media, stored_media
from simulator.methods.targets import chat_of, numbers_of, reply_of
from simulator.refusals import bad_request
from simulator.state import Chat, Message
from simulator.wire import Json, Params
from simulator.world import World

_ACTIONS = frozenset(
    [
        "cancel",
        "typing",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_photo",
        "upload_document",
        "choose_sticker",
        "pick_up_location",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_NOT_COPIED = frozenset(
    [
        "message_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "reply_to_message",
        "reply_markup",
        "media_group_id",
        "forward_origin",
        "has_protected_content",
    ]
)


def send_message(world: World, params: Params) -> Json:
    """Text."""
    text = formatted(params, "text", entities_name="entities", limit=MAX_TEXT)
    if not text.text:
        raise bad_request("message text is empty")
    content: Json = {"text": text.text}
    if text.entities:
        content["entities"] = text.entities
    if options := params.nested("link_preview_options", "link preview options"):
        content["link_preview_options"] = options
    elif params.flag("disable_web_page_preview"):
        content["link_preview_options"] = {"is_disabled": True}
    return _send(world, params, content)


def send_media(kind: str, world: World, params: Params) -> Json:
    """A file of the kind, uploaded or sent again by its id, with a caption where the kind has one."""
    chat_of(world, params, writing=True)
    content = captioned(params) if kind in CAPTIONED else {}
    stored = stored_media(world, params, kind, params.text(kind), about_media(params, kind))
    return _send(world, params, {kind: stored.wire(), **content})


def captioned(params: Params) -> Json:
    """The caption with its entities; nothing when there is none."""
    text = formatted(params, "caption", entities_name="caption_entities", limit=MAX_CAPTION)
    content: Json = {"caption": text.text} if text.text else {}
    if text.entities:
        content["caption_entities"] = text.entities
    for name in ("show_caption_above_media", "has_spoiler"):
        if params.flag(name):
            content["has_media_spoiler" if name == "has_spoiler" else name] = True
    return content


def send_media_group(world: World, params: Params) -> list[Json]:
    """An album of 2–10: photos and videos together, documents or audio among themselves."""
    chat = chat_of(world, params, writing=True)
    items = params.nested("media", "media")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise bad_request("expected an Array of InputMedia")
    if not 2 <= len(items) <= 10:
        few = "Too few" if len(items) < 2 else "Too many"
        raise bad_request(f"{few.lower()} messages to send as an album")
    kinds = {str(item.get("type")) for item in items}
    if not (kinds <= {"photo", "video"} or kinds in ({"document"}, {"audio"})):
        raise bad_request("can't use the media of the specified type in the album")
    parts = [item_content(world, params, item) for item in items]
    world.state.counters.album += 1
    album = {"media_group_id": str(world.state.counters.album)}
    reply = reply_of(params, chat)
    return [_post(world, params, chat, content | album, reply, None) for content in parts]


def item_content(world: World, params: Params, item: Json) -> Json:
    """One `InputMedia`: its file, and its own caption."""
    kind = str(item.get("type"))
    if kind not in CAPTIONED or kind == "voice":
        raise bad_request("can't parse InputMedia: type must be non-empty")
    own = Params(item, params.uploads)
    stored = stored_media(world, own, kind, own.text("media"), about_media(own, kind))
    return {kind: stored.wire(), **captioned(own)}


def send_location(world: World, params: Params) -> Json:
    """A point on the map."""
    latitude, longitude = params.real("latitude"), params.real("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    location: Json = {"latitude": latitude, "longitude": longitude}
    if params.has("horizontal_accuracy"):
        location["horizontal_accuracy"] = params.real("horizontal_accuracy")
    return _send(world, params, {"location": location})


def send_venue(world: World, params: Params) -> Json:
    """A point with a name and an address."""
    location = {"latitude": params.real("latitude"), "longitude": params.real("longitude")}
    title, address = params.text("title"), params.text("address")
    if not title or not address:
        raise bad_request(f"{'address' if title else 'title'} is empty")
    venue = {"location": location, "title": title, "address": address}
    return _send(world, params, {"location": location, "venue": venue})


def send_contact(world: World, params: Params) -> Json:
    """Somebody's telephone number."""
    contact: Json = {"phone_number": params.text("phone_number"), "first_name": params.text("first_name")}
    for name in ("phone_number", "first_name"):
        if not contact[name]:
            raise bad_request(
                f"{name} is empty" if name == "phone_number" else "contact first name must be non-empty"
            )
    for name in ("last_name", "vcard"):
        if value := params.text(name):
            contact[name] = value
    return _send(world, params, {"contact": contact})


def send_poll(world: World, params: Params) -> Json:
    """A question with 1–12 options."""
    question = params.text("question").strip()
    options = params.nested("options", "options")
    if not question:
        raise bad_request("poll question must be non-empty")
    if not isinstance(options, list) or not 1 <= len(options) <= 12:
        raise bad_request(
            "poll must have at least 1 option" if not options else "poll can't have more than 12 options"
        )
    texts = [option.get("text", "") if isinstance(option, dict) else str(option) for option in options]
    kept = {"is_anonymous": not params.has("is_anonymous") or params.flag("is_anonymous")}
    multiple = params.flag("allows_multiple_answers")
    return _send(world, params, {"poll": poll_wire(world, question, texts, multiple=multiple) | kept})


def poll_wire(world: World, question: str, options: list[str], *, multiple: bool = False) -> Json:
    """As `Poll`, open and without votes."""
    world.state.counters.file += 1
    return {
        "id": str(5_000_000_000_000_000_000 + world.state.counters.file),
        "question": question,
        "options": [
            {"persistent_id": str(index), "text": text, "voter_count": 0}
            for index, text in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": multiple,
        "allows_revoting": True,
        "members_only": False,
    }


def send_chat_action(world: World, params: Params) -> bool:
    """ "Typing…", for five seconds or until a message comes."""
    chat = chat_of(world, params, writing=True)
    action = params.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.tell("action", {"chat": chat.id, "action": action})
    return True


def forward_message(world: World, params: Params) -> Json:
    """One message, with where it came from."""
    chat, sources = _sources(world, params, "forward", [params.whole("message_id")])
    return _forward(world, params, chat, sources[0])


def forward_messages(world: World, params: Params) -> list[Json]:
    """Several at once; those not found are skipped, if any is left."""
    chat, sources = _sources(world, params, "forward", numbers_of(params), lenient=True)
    return [{"message_id": _forward(world, params, chat, source)["message_id"]} for source in sources]


def copy_message(world: World, params: Params) -> Json:
    """One message as if it were the bot's own; the caption may be another."""
    chat, sources = _sources(world, params, "copy", [params.whole("message_id")])
    return {"message_id": _copy(world, params, chat, sources[0])["message_id"]}


def copy_messages(world: World, params: Params) -> list[Json]:
    """Several at once; those not found are skipped, if any is left."""
    chat, sources = _sources(world, params, "copy", numbers_of(params), lenient=True)
    return [{"message_id": _copy(world, params, chat, source)["message_id"]} for source in sources]


def _sources(
    world: World, params: Params, purpose: str, numbers: list[int], *, lenient: bool = False
) -> tuple[Chat, list[Message]]:
    origin = chat_of(world, params, "from_chat_id")
    found = [message for number in numbers if (message := origin.messages.get(number))]
    if not found or (len(found) < len(numbers) and not lenient):
        raise bad_request(f"message to {purpose} not found")
    if purpose == "forward" and any(message.wire.get("has_protected_content") for message in found):
        raise bad_request("message has protected content and can't be forwarded")
    if purpose == "copy" and any("poll" in message.wire and message.author for message in found):
        raise bad_request("the message can't be copied")
    return chat_of(world, params, writing=True), found


def _forward(world: World, params: Params, chat: Chat, source: Message) -> Json:
    content = {key: value for key, value in source.wire.items() if key not in _NOT_COPIED}
    origin = source.wire.get("forward_origin") or {
        "type": "user",
        "sender_user": source.wire["from"],
        "date": source.wire["date"],
    }
    return _post(world, params, chat, content | {"forward_origin": origin}, None, None)


def _copy(world: World, params: Params, chat: Chat, source: Message) -> Json:
    content = {key: value for key, value in source.wire.items() if key not in _NOT_COPIED}
    if params.has("caption") and not content.keys() & {"text", "location", "contact", "poll"}:
        content = {k: v for k, v in content.items() if k not in ("caption", "caption_entities")} | captioned(
            params
        )
    markup = reply_markup(params, private=chat.type == "private")
    return _post(world, params, chat, content, reply_of(params, chat), markup)


def _send(world: World, params: Params, content: Json) -> Json:
    chat = chat_of(world, params, writing=True)
    reply = reply_of(params, chat)
    return _post(world, params, chat, content, reply, reply_markup(params, private=chat.type == "private"))


def _post(
    world: World, params: Params, chat: Chat, content: Json, reply: Json | None, markup: Json | None
) -> Json:
    extra: dict[str, Any] = {}
    if reply is not None:
        extra["reply_to_message"] = reply
    if params.flag("protect_content"):
        extra["has_protected_content"] = True
    if markup is not None and "inline_keyboard" in markup:
        extra["reply_markup"] = markup
    wire = world.compose(chat, world.bot_user(), content | extra)
    message = Message(wire, 0, markup, params.flag("disable_notification"))
    world.post(chat, message)
    if markup is not None and "inline_keyboard" not in markup:
        _set_keyboard(world, chat, message, markup)
    return wire


def _set_keyboard(world: World, chat: Chat, message: Message, markup: Json) -> None:
    chat.forced = message.id if "force_reply" in markup else 0
    chat.keyboard = markup if "keyboard" in markup or "force_reply" in markup else None
    world.show_chat(chat)
