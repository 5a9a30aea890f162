"""Reply markup, judged as Telegram judges it.

A button without an action, data over 64 bytes, a keyboard that is no array of arrays: each is refused with
words of its own, and a bot that builds buttons from names and ids will meet every one of them.
"""

from __future__ import annotations

from typing import Any

from simulator.refusals import bad_request
from simulator.wire import Json, Params

MAX_DATA_BYTES = 64
MAX_COPY_TEXT = 256
MAX_BUTTONS = 100
_STYLES = frozenset({"", "default", "primary", "danger", "success"})
_OTHER_ACTIONS = frozenset(
    {"callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
     "switch_inline_query_current_chat"}
)  # fmt: skip
_PRIVATE_ONLY = {
    "request_contact": "Phone number",
    "request_location": "Location",
    "request_poll": "Poll",
    "web_app": "Web App buttons",
}


def reply_markup(params: Params, *, private: bool = True, inline_only: bool = False) -> Json | None:
    """The call's `reply_markup`, checked; None when absent or empty."""
    return judged(
        params.nested("reply_markup", "reply keyboard markup"), private=private, inline_only=inline_only
    )


def judged(told: Any, *, private: bool = True, inline_only: bool = False) -> Json | None:
    """The markup in its own form: `inline_keyboard`, `keyboard`, `remove_keyboard` or `force_reply`."""
    if told is None:
        return None
    if not isinstance(told, dict):
        raise bad_request("object expected as reply markup")
    if rows := _rows(told, "keyboard", 'Field "keyboard" must be an Array of Arrays'):
        markup: Json | None = {**told, "keyboard": [[_plain(b, private) for b in row] for row in rows]}
    elif rows := _rows(
        told,
        "inline_keyboard",
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ):
        inline = [kept for row in rows if (kept := [_inline(button) for button in row])]
        if sum(map(len, inline)) > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        markup = {"inline_keyboard": inline} if inline else None
    elif told.get("remove_keyboard"):
        markup = {"remove_keyboard": True}
    elif told.get("force_reply"):
        markup = {"force_reply": True, "input_field_placeholder": told.get("input_field_placeholder") or ""}
    else:
        markup = None
    if inline_only and markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _rows(told: Json, name: str, refusal: str) -> list[list[Any]]:
    rows = told.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(refusal)
    return rows


def _inline(button: Any) -> Json:
    def cannot(why: str) -> Exception:
        return bad_request(f"can't parse inline keyboard button: {why}")

    if not isinstance(button, dict):
        raise cannot("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise cannot('Can\'t find field "text"' if text is None else 'Field "text" must be of type String')
    if str(button.get("style") or "").lower() not in _STYLES:
        raise cannot("invalid button style specified")
    kept = {key: value for key, value in button.items() if value is not None and value != ""}
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if "url" in kept:
        _check_url(kept["url"])
    elif "callback_data" in kept:
        data = kept["callback_data"]
        if not isinstance(data, str):
            raise cannot('Field "callback_data" must be of type String')
        if len(data.encode("utf-8", "surrogatepass")) > MAX_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif any(name in button for name in _OTHER_ACTIONS):
        return kept | {name: button[name] for name in _OTHER_ACTIONS & button.keys()}
    elif "login_url" in kept or "web_app" in kept:
        _check_url(kept.get("login_url", kept.get("web_app", {})).get("url", ""), https=True)
    elif "copy_text" in kept:
        if not 1 <= len(kept["copy_text"].get("text", "")) <= MAX_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    else:
        raise cannot("Text buttons are unallowed in the inline keyboard")
    return kept


def _check_url(url: Any, *, https: bool = False) -> None:
    schemes = ("https://",) if https else ("http://", "https://", "tg://", "ton://")
    address = str(url)
    rest = address.partition("://")[2] or address
    if ("://" in address and not address.lower().startswith(schemes)) or (
        "." not in rest and "tg:" not in address
    ):
        raise bad_request(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")


def _plain(button: Any, private: bool) -> Json:
    if isinstance(button, str):
        return {"text": button}
    if not isinstance(button, dict):
        raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if str(button.get("style") or "").lower() not in _STYLES:
        raise bad_request("can't parse keyboard button: invalid button style specified")
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    for name, title in _PRIVATE_ONLY.items():
        if button.get(name) and not private:
            raise bad_request(f"{title[0].lower()}{title[1:]} can be requested in private chats only")
    return {key: value for key, value in button.items() if value}
