"""Edits, deletions, pins, reactions, answers to presses: what changes a message already there."""

from __future__ import annotations

from simulator.entities import MAX_CAPTION, MAX_TEXT, formatted
from simulator.keyboards import reply_markup
from simulator.methods.media import CAPTIONED
from simulator.methods.sending import captioned, item_content
from simulator.methods.targets import chat_of, message_of, numbers_of
from simulator.refusals import NOT_MODIFIED, QUERY_TOO_OLD, bad_request
from simulator.state import Chat, Message
from simulator.wire import Json, Params
from simulator.world import World

DELETABLE_SECONDS = 48 * 3600
MAX_ANSWER = 200
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")


def edit_text(world: World, params: Params) -> Json | bool:
    """Another text; without `reply_markup` the keyboard goes."""
    text = formatted(params, "text", entities_name="entities", limit=MAX_TEXT)
    if not text.text:
        raise bad_request("message text is empty")
    chat, message = _own(world, params)
    if "text" not in message.wire:
        raise bad_request("there is no text in the message to edit")
    content: Json = {"text": text.text}
    if text.entities:
        content["entities"] = text.entities
    if options := params.nested("link_preview_options", "link preview options"):
        content["link_preview_options"] = options
    return _revise(world, params, chat, message, _TEXT, content)


def edit_caption(world: World, params: Params) -> Json | bool:
    """Another caption, or none."""
    formatted(params, "caption", entities_name="caption_entities", limit=MAX_CAPTION)
    chat, message = _own(world, params)
    if not message.wire.keys() & CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    return _revise(world, params, chat, message, _CAPTION, captioned(params))


def edit_media(world: World, params: Params) -> Json | bool:
    """Another file in the place of this one, or of a text."""
    chat, message = _own(world, params)
    item = params.nested("media", "input media")
    if not isinstance(item, dict):
        raise bad_request("media is empty" if item is None else "can't parse InputMedia: expected an Object")
    kinds = message.wire.keys() & CAPTIONED
    if not kinds and "text" not in message.wire:
        raise bad_request("message can't be edited")
    if "media_group_id" in message.wire and str(item.get("type")) not in kinds | {"photo", "video"}:
        raise bad_request("can't change media type in the album")
    content = item_content(world, params, item)
    return _revise(
        world, params, chat, message, (*CAPTIONED, *_CAPTION, *_TEXT, "has_media_spoiler"), content
    )


def edit_reply_markup(world: World, params: Params) -> Json | bool:
    """Other buttons, or none."""
    chat, message = _own(world, params)
    return _revise(world, params, chat, message, (), {})


def delete_message(world: World, params: Params) -> bool:
    """One message: the bot's or the person's, for 48 hours."""
    chat, message = message_of(world, params, "delete")
    _check_deletable(world, message)
    world.remove(chat, [message.id])
    return True


def delete_messages(world: World, params: Params) -> bool:
    """Several; those not found are skipped."""
    chat = chat_of(world, params, writing=True)
    found = [message for number in numbers_of(params) if (message := chat.messages.get(number))]
    for message in found:
        _check_deletable(world, message)
    world.remove(chat, [message.id for message in found])
    return True


def pin_message(world: World, params: Params) -> bool:
    """To the top of the chat; a service message says so."""
    chat, message = message_of(world, params, "pin")
    if message.id in chat.pinned:
        return True
    chat.pinned.append(message.id)
    pinned = {key: value for key, value in message.wire.items() if key != "reply_to_message"}
    wire = world.compose(chat, world.bot_user(), {"pinned_message": pinned})
    world.show(chat, message)
    world.post(chat, Message(wire, silent=params.flag("disable_notification")))
    world.announce("message", wire, chat.id)
    return True


def unpin_message(world: World, params: Params) -> bool:
    """The one named, else the last pinned."""
    chat = chat_of(world, params, writing=True)
    number = params.whole("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    _unpin(world, chat, [number])
    return True


def unpin_all(world: World, params: Params) -> bool:
    """All of them."""
    chat = chat_of(world, params, writing=True)
    _unpin(world, chat, list(chat.pinned))
    return True


def react(world: World, params: Params) -> bool:
    """A small mark under a message; a bot may set one."""
    chat, message = message_of(world, params, "react")
    given = params.nested("reaction", "reaction types") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) and "type" in one for one in given):
        raise bad_request("expected an Array of ReactionType")
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one["type"] not in ("emoji", "custom_emoji") for one in given):
        raise bad_request("REACTION_INVALID")
    message.reactions[world.bot_id] = given
    if not given:
        del message.reactions[world.bot_id]
    world.show(chat, message)
    return True


def answer_press(world: World, params: Params) -> bool:
    """`answerCallbackQuery`: once for each press."""
    press = world.state.presses.get(params.text("callback_query_id"))
    text = params.text("text")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if press is None or press.answered:
        raise bad_request(QUERY_TOO_OLD)
    press.answered, press.text, press.alert = True, text, params.flag("show_alert")
    press.url = params.text("url")
    world.settle(press)
    return True


def stop_poll(world: World, params: Params) -> Json:
    """No more votes."""
    chat, message = _own(world, params)
    poll = message.wire.get("poll")
    if poll is None or poll["is_closed"]:
        raise bad_request(
            "message with poll to stop not found" if poll is None else "poll has already been closed"
        )
    closed: Json = poll | {"is_closed": True}
    world.revise(chat, message, message.wire | {"poll": closed})
    return closed


def _own(world: World, params: Params) -> tuple[Chat, Message]:
    chat, message = message_of(world, params, "edit")
    if message.author or "forward_origin" in message.wire:
        raise bad_request("message can't be edited")
    return chat, message


def _revise(
    world: World, params: Params, chat: Chat, message: Message, replaced: tuple[str, ...], content: Json
) -> Json:
    markup = reply_markup(params, private=chat.type == "private", inline_only=True)
    before = message.wire
    after = {
        key: value for key, value in before.items() if key not in replaced and key != "reply_markup"
    } | content
    if markup is not None:
        after["reply_markup"] = markup
    compared = after if "link_preview_options" in after else after | _preview(before)
    if compared == before:
        raise bad_request(NOT_MODIFIED)
    after["edit_date"] = world.clock.now()
    message.markup = markup
    world.revise(chat, message, after)
    return after


def _preview(wire: Json) -> Json:
    return {"link_preview_options": wire["link_preview_options"]} if "link_preview_options" in wire else {}


def _check_deletable(world: World, message: Message) -> None:
    if world.clock.now() - message.wire["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")


def _unpin(world: World, chat: Chat, numbers: list[int]) -> None:
    chat.pinned = [number for number in chat.pinned if number not in numbers]
    for number in numbers:
        if message := chat.messages.get(number):
            world.show(chat, message)
