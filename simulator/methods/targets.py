"""Whom a call is for: the chat and the message it names, or the reason why it cannot be."""

from __future__ import annotations

from typing import Any

from simulator.refusals import bad_request, forbidden, migrated
from simulator.state import Chat, Message
from simulator.wire import Json, Params
from simulator.world import World


def chat_of(world: World, params: Params, name: str = "chat_id", *, writing: bool = False) -> Chat:
    """The chat named.

    For the bot a person who never pressed Start does not exist; who blocked it may not be written to.
    """
    told = params.text(name).strip()
    if not told:
        raise bad_request("chat_id is empty")
    try:
        chat = world.state.chats.get(int(told))
    except ValueError:
        chat = None
    if chat is None:
        raise bad_request("chat not found")
    if chat.type == "private":
        _check_person(world, chat, writing)
    else:
        _check_group(chat)
    return chat


def message_of(world: World, params: Params, purpose: str, *, writing: bool = True) -> tuple[Chat, Message]:
    """The chat and the message named; `purpose` is the word in "message to … not found"."""
    chat = chat_of(world, params, writing=writing)
    message = chat.messages.get(params.whole("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return chat, message


def reply_of(params: Params, chat: Chat) -> Json | None:
    """The message replied to, in its short form; None where there is none, or where it may be missing."""
    told: Any = params.nested("reply_parameters", "reply parameters")
    if told is None:
        number = params.whole("reply_to_message_id")
        lenient = params.flag("allow_sending_without_reply")
    elif isinstance(told, dict):
        number, lenient = int(told.get("message_id") or 0), bool(told.get("allow_sending_without_reply"))
    else:
        raise bad_request("object expected as reply parameters")
    if not number:
        return None
    message = chat.messages.get(number)
    if message is None:
        if lenient:
            return None
        raise bad_request("message to be replied not found")
    return quoted(message)


def quoted(message: Message) -> Json:
    """A message as it stands inside a reply: without what it replies to itself."""
    return {key: value for key, value in message.wire.items() if key != "reply_to_message"}


def numbers_of(params: Params, name: str = "message_ids") -> list[int]:
    """A JSON list of 1–100 message numbers."""
    told = params.nested(name, "message identifiers")
    if told in (None, []):
        raise bad_request("message identifiers are not specified")
    if not isinstance(told, list):
        raise bad_request("expected an Array of message identifiers")
    if len(told) > 100:
        raise bad_request("too many message identifiers specified")
    try:
        return [int(number) for number in told]
    except (TypeError, ValueError):
        raise bad_request("message identifier must be a Number") from None


def _check_person(world: World, chat: Chat, writing: bool) -> None:
    person = world.state.people[chat.id]
    if writing and person.deactivated:
        raise forbidden("user is deactivated")
    if writing and person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        if writing and any(chat.id in group.members for group in world.state.chats.values()):
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")


def _check_group(chat: Chat) -> None:
    if chat.moved_to:
        raise migrated(chat.moved_to)
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.bot == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
