"""What the bot may ask of a chat and of files, and leaving a group."""

from __future__ import annotations

from simulator.methods.targets import chat_of
from simulator.refusals import bad_request
from simulator.wire import Json, Params
from simulator.world import World, standing


def get_chat(world: World, params: Params) -> Json:
    """As `ChatFullInfo`."""
    chat = chat_of(world, params)
    told = world.chat_wire(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }  # fmt: skip
    if chat.pinned and (pinned := chat.messages.get(chat.pinned[-1])):
        told["pinned_message"] = pinned.wire
    return told


def get_chat_member(world: World, params: Params) -> Json:
    """As `ChatMember`: the bot, or one of the people."""
    chat = chat_of(world, params)
    user_id = params.whole("user_id")
    if user_id == world.bot_id:
        return standing(world.bot_user(), chat.bot)
    person = world.state.people.get(user_id)
    if person is None:
        raise bad_request("invalid user_id specified")
    if chat.type == "private":
        return standing(person.user(), "member" if chat.id == user_id else "left")
    if user_id not in chat.members:
        return standing(person.user(), "left")
    return standing(person.user(), "creator" if chat.members[0] == user_id else "member")


def get_chat_member_count(world: World, params: Params) -> int:
    """People and the bot."""
    chat = chat_of(world, params)
    return 2 if chat.type == "private" else len(chat.members) + 1


def get_chat_administrators(world: World, params: Params) -> list[Json]:
    """Who made the group, and the bot if it was made one."""
    chat = chat_of(world, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    told = [standing(world.state.people[chat.members[0]].user(), "creator")]
    return [*told, standing(world.bot_user(), chat.bot)] if chat.bot == "administrator" else told


def leave_chat(world: World, params: Params) -> bool:
    """Out of a group."""
    chat = chat_of(world, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot = "left"
    world.show_chat(chat)
    return True


def get_file(world: World, params: Params) -> Json:
    """A path to download from, for an hour."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    return world.files.link(file_id, world.clock.now())


def get_user_profile_photos(world: World, params: Params) -> Json:
    """Nobody here has one."""
    if params.whole("user_id") not in world.state.people:
        raise bad_request("invalid user_id specified")
    return {"total_count": 0, "photos": []}
