"""Pages as the Bot API's methods and parameters: plain dictionaries that can wait in the outbox.

The address (`chat_id`, `message_id`) is not among them: a screen learns its message only when it is
delivered. A file of ours is `{"stored": reference, "name": …, "media_type": …}` in the place where Telegram
wants the file; who delivers opens it. One that is yet to be made is `{"made": description, …}`, and cannot wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.ui.buttons import AnyButton, Button, LinkButton
from bot.ui.pages import (
    AskContact,
    AskLocation,
    Attachment,
    AttachmentKind,
    MadeFile,
    Page,
    RemoveKeyboard,
    TelegramFile,
)

Params = dict[str, Any]
Call = tuple[str, Params]

_SEND = {
    AttachmentKind.PHOTO: "sendPhoto",
    AttachmentKind.DOCUMENT: "sendDocument",
    AttachmentKind.VIDEO: "sendVideo",
    AttachmentKind.AUDIO: "sendAudio",
    AttachmentKind.VOICE: "sendVoice",
}


def send(page: Page) -> Call:
    """The call that sends the page as a new message."""
    params: Params = {"parse_mode": "HTML"}
    if page.attachment is None:
        method = "sendMessage"
        params |= {"text": str(page.text), "link_preview_options": {"is_disabled": True}}
    else:
        method = _SEND[page.attachment.kind]
        params[page.attachment.kind.value] = _file(page.attachment)
        if page.text:
            params["caption"] = str(page.text)
    markup = _markup(page)
    if markup is not None:
        params["reply_markup"] = markup
    if page.protect:
        params["protect_content"] = True
    if page.silent:
        params["disable_notification"] = True
    return method, params


def edit(page: Page) -> Call:
    """The call that puts the page in place of a message; without buttons it takes the old ones off.

    Ask `needs_new_message` first: a page that cannot be an edit raises ValueError where that can be seen from
    it alone.
    """
    if page.reply_keyboard is not None or _is_voice(page):
        raise ValueError("this page is no edit of anything")
    params: Params = {}
    if page.attachment is None:
        method = "editMessageText"
        params = {
            "text": str(page.text),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
    else:
        method = "editMessageMedia"
        media: Params = {"type": page.attachment.kind.value, "media": _file(page.attachment)}
        if page.text:
            media |= {"caption": str(page.text), "parse_mode": "HTML"}
        params = {"media": media}
    markup = _markup(page)
    if markup is not None:
        params["reply_markup"] = markup
    return method, params


def needs_new_message(old_has_media: bool, page: Page, *, old_protected: bool) -> bool:
    """Whether the page cannot be an edit of the old message: text and media do not turn into each other, no
    edit brings a reply keyboard or a voice message, and none protects a message that was sent unprotected.
    """
    return (
        old_has_media != (page.attachment is not None)
        or page.reply_keyboard is not None
        or _is_voice(page)
        or (page.protect and not old_protected)
    )


def take_buttons_off() -> Call:
    """The call that leaves a message without buttons."""
    return "editMessageReplyMarkup", {}


def offer_commands(chat_id: int, commands: Sequence[tuple[str, str]]) -> Call:
    """The call that has one chat's menu offer these commands, each a name and what it does; none: the general ones."""
    scope = {"type": "chat", "chat_id": chat_id}
    if not commands:
        return "deleteMyCommands", {"scope": scope}
    told = [{"command": name, "description": description} for name, description in commands]
    return "setMyCommands", {"commands": told, "scope": scope}


def answer_press(page: Page | None) -> Call:
    """The answer to the press that led to the page, which stops the button's waiting; `callback_query_id` is
    to be added.
    """
    if page is None or page.toast is None:
        return "answerCallbackQuery", {}
    params: Params = {"text": page.toast}
    if page.alert:
        params["show_alert"] = True
    return "answerCallbackQuery", params


def _markup(page: Page) -> Params | None:
    if page.rows:
        return {"inline_keyboard": [[_button(button) for button in row] for row in page.rows]}
    match page.reply_keyboard:
        case AskLocation(label):
            return _asking({"text": label, "request_location": True})
        case AskContact(label):
            return _asking({"text": label, "request_contact": True})
        case RemoveKeyboard():
            return {"remove_keyboard": True}
        case None:
            return None


def _asking(button: Params) -> Params:
    return {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}


def _button(button: AnyButton) -> Params:
    if isinstance(button, Button):
        params: Params = {"text": button.label, "callback_data": button.press.pack()}
        if button.style is not None:
            params["style"] = button.style.value
        return params
    if isinstance(button, LinkButton):
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "copy_text": {"text": button.text}}


def _file(attachment: Attachment) -> str | Params:
    file = attachment.file
    if isinstance(file, TelegramFile):
        return file.file_id
    if isinstance(file, MadeFile):
        return {"made": file.description, "name": file.name, "media_type": file.media_type}
    return {"stored": file.reference, "name": file.name, "media_type": file.media_type}


def _is_voice(page: Page) -> bool:
    return page.attachment is not None and page.attachment.kind is AttachmentKind.VOICE
