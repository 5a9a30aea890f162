"""How the bot presents itself: commands by scope and language, names, descriptions, the menu button.

A scope decides which list a person is shown, from the narrowest that has one; it hides commands from view and
guards nothing.
"""

from __future__ import annotations

import re

from simulator.methods.targets import chat_of
from simulator.refusals import bad_request
from simulator.state import Chat, Person
from simulator.wire import Json, Params
from simulator.world import BOT_NAME, World

MAX_COMMANDS = 100
_COMMAND = re.compile(r"/?([a-z0-9_]{1,32})")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def get_me(world: World, _params: Params) -> Json:
    """The bot's own account."""
    return world.bot_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


def set_commands(world: World, params: Params) -> bool:
    """The list for one scope and language, replacing the one before; an empty list removes it."""
    key = _scope(world, params)
    told = params.nested("commands", "commands")
    if not isinstance(told, list):
        raise bad_request("expected an Array of BotCommand")
    if len(told) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(one) for one in told]
    if commands:
        world.state.profile.commands[key] = commands
    else:
        world.state.profile.commands.pop(key, None)
    world.changed("profile", {})
    return True


def get_commands(world: World, params: Params) -> list[Json]:
    """The list set for exactly this scope and language."""
    return world.state.profile.commands.get(_scope(world, params), [])


def delete_commands(world: World, params: Params) -> bool:
    """Without its list, the next wider scope is shown."""
    world.state.profile.commands.pop(_scope(world, params), None)
    world.changed("profile", {})
    return True


def commands_shown(world: World, chat: Chat, person: Person) -> list[Json]:
    """What this person's menu in this chat holds: Telegram's order of scopes, each by language first."""
    if chat.type == "private":
        scopes = [f"chat:{chat.id}", "all_private_chats", "default"]
    else:
        scopes = [f"chat_member:{chat.id}:{person.id}", f"chat:{chat.id}", "all_group_chats", "default"]
    kept = world.state.profile.commands
    for scope in scopes:
        for language in (person.language, ""):
            if commands := kept.get((scope, language)):
                return commands
    return []


def set_name(world: World, params: Params) -> bool:
    """1–64 characters; empty removes the language's own."""
    return _set(world, params, "name", world.state.profile.names, 64, "BOT_TITLE_INVALID")


def get_name(world: World, params: Params) -> Json:
    """In the language, else the name for all."""
    return {"name": _in_language(params, world.state.profile.names) or BOT_NAME}


def set_description(world: World, params: Params) -> bool:
    """What an empty chat shows, to 512 characters."""
    kept = world.state.profile.descriptions
    return _set(world, params, "description", kept, 512, "BOT_DESCRIPTION_TOO_LONG")


def get_description(world: World, params: Params) -> Json:
    """In the language, else for all."""
    return {"description": _in_language(params, world.state.profile.descriptions)}


def set_short_description(world: World, params: Params) -> bool:
    """What the profile shows, to 120 characters."""
    kept = world.state.profile.short_descriptions
    return _set(world, params, "short_description", kept, 120, "BOT_SHARE_TEXT_TOO_LONG")


def get_short_description(world: World, params: Params) -> Json:
    """In the language, else for all."""
    return {"short_description": _in_language(params, world.state.profile.short_descriptions)}


def set_menu_button(world: World, params: Params) -> bool:
    """For one private chat, or for all."""
    chat_id = chat_of(world, params).id if params.text("chat_id") else 0
    button = params.nested("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict):
        raise bad_request("MenuButton must be an Object")
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("MenuButton has unsupported type")
    if button["type"] == "web_app" and not button.get("text"):
        raise bad_request("menu button text must be non-empty")
    world.state.profile.menu_buttons[chat_id] = button
    world.changed("profile", {})
    return True


def get_menu_button(world: World, params: Params) -> Json:
    """The chat's own, else the one for all."""
    kept = world.state.profile.menu_buttons
    chat_id = chat_of(world, params).id if params.text("chat_id") else 0
    return kept.get(chat_id) or kept.get(0) or {"type": "commands"}


def in_language(texts: dict[str, str], language: str) -> str:
    """The text for a reader: theirs, else the one for all."""
    return texts.get(language) or texts.get("", "")


def _in_language(params: Params, texts: dict[str, str]) -> str:
    return in_language(texts, _language(params))


def _set(world: World, params: Params, name: str, texts: dict[str, str], limit: int, refusal: str) -> bool:
    text, language = params.text(name), _language(params)
    if len(text) > limit:
        raise bad_request(refusal)
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    world.changed("profile", {})
    return True


def _language(params: Params) -> str:
    language = params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(world: World, params: Params) -> tuple[str, str]:
    told = params.nested("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(told, dict):
        raise bad_request("BotCommandScope must be an Object")
    kind, language = str(told.get("type", "")), _language(params)
    if kind in _SCOPES:
        return kind, language
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = chat_of(world, Params(told))
    if kind == "chat_member":
        member = Params(told).whole("user_id")
        if member not in chat.members:
            raise bad_request("user not found")
        return f"{kind}:{chat.id}:{member}", language
    return f"{kind}:{chat.id}", language


def _command(told: object) -> Json:
    if not isinstance(told, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, description = str(told.get("command", "")), str(told.get("description", ""))
    if not name or not description:
        raise bad_request(f"command {'' if not name else 'description '}must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    command = _COMMAND.fullmatch(name)
    if command is None:
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command.group(1), "description": description}
