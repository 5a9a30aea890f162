"""A chat as one would read it over the person's shoulder: for tests, and for an eye on the demo."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from simulator.state import Chat, Message, Press
from simulator.wire import Json
from simulator.world import World, view

LOCAL = timezone(timedelta(hours=7), "ICT")
_MEDIA = {
    "photo": "ảnh", "document": "tệp", "video": "video", "voice": "tin nhắn thoại", "audio": "âm thanh",
    "animation": "ảnh động", "sticker": "nhãn dán", "video_note": "video tròn", "location": "vị trí",
    "contact": "danh bạ", "poll": "bình chọn", "venue": "địa điểm",
}  # fmt: skip


def views(chat: Chat, *, after: int = 0, limit: int = 0) -> list[Json]:
    """The messages on screen, oldest first; only those after a number, only the last `limit` when given."""
    messages = [message for message in chat.messages.values() if message.id > after]
    return [view(chat, message) for message in (messages[-limit:] if limit else messages)]


def press_view(press: Press) -> Json:
    """A press and its answer."""
    return {
        "id": press.id,
        "message": press.message,
        "label": press.label,
        "data": press.data,
        "date": press.date,
        "after": press.after,
        "answered": press.answered,
        "text": press.text,
        "alert": press.alert,
        "url": press.url,
    }


def plain(world: World, chat: Chat) -> str:
    """All of it as text, buttons row by row, presses with their toasts, the reply keyboard at the end."""
    told: list[tuple[float, str]] = [
        (message.id, _message(world, message)) for message in chat.messages.values()
    ]
    told += [(press.after + 0.5, _press(world, press)) for press in chat.presses]
    told.sort(key=lambda pair: pair[0])
    lines = [text for _place, text in told]
    if chat.keyboard and "keyboard" in chat.keyboard:
        lines.append("⌨ " + _rows(chat.keyboard["keyboard"]))
    return "\n\n".join(lines)


def _message(world: World, message: Message) -> str:
    wire = message.wire
    marks = [
        "sửa" if message.author and "edit_date" in wire else "",
        "im lặng" if message.silent else "",
        "bảo vệ" if wire.get("has_protected_content") else "",
        "album" if "media_group_id" in wire else "",
        f"trả lời #{wire['reply_to_message']['message_id']}" if "reply_to_message" in wire else "",
    ]
    date = datetime.fromtimestamp(wire["date"], LOCAL)
    who = wire["from"]["first_name"] if message.author else f"@{world.state.profile.username}"
    head = f"[{date:%d/%m/%Y %H:%M}] #{message.id} {who}"
    if extra := ", ".join(mark for mark in marks if mark):
        head += f" ({extra})"
    body = [head + ":"]
    body += [
        f"<{_medium(name, wire[name])}>" for name in _MEDIA if name in wire and not _shown_twice(name, wire)
    ]
    if text := wire.get("text") or wire.get("caption"):
        body.append(text)
    if "pinned_message" in wire:
        body.append(f"<ghim tin #{wire['pinned_message']['message_id']}>")
    if rows := wire.get("reply_markup", {}).get("inline_keyboard"):
        body.append(_rows(rows))
    if message.reactions:
        body.append(" ".join(one.get("emoji", "✦") for given in message.reactions.values() for one in given))
    return "\n".join(body)


def _shown_twice(name: str, wire: Json) -> bool:
    return (name == "location" and "venue" in wire) or (name == "document" and "animation" in wire)


def _medium(name: str, told: Any) -> str:
    match name:
        case "photo":
            about = f"{told[-1]['width']}×{told[-1]['height']}"
        case "document":
            about = f"{told.get('file_name', '')}, {told['file_size']} B"
        case "location":
            about = f"{told['latitude']}, {told['longitude']}"
        case "contact":
            about = f"{told['first_name']}, {told['phone_number']}"
        case "poll":
            about = told["question"]
        case "sticker":
            about = told.get("emoji", "")
        case "voice" | "video" | "audio":
            about = f"{told['duration']} s"
        case "venue":
            about = told["title"]
        case _:
            about = ""
    return f"{_MEDIA[name]} {about}".strip()


def _press(world: World, press: Press) -> str:
    person = world.state.people.get(press.person)
    line = f"  → {person.name if person else press.person} nhấn [{press.label or press.data}]"
    if not press.answered:
        return f"{line} … chưa được trả lời"
    if press.text:
        line += f" ⇒ {'(hộp thoại) ' if press.alert else ''}{press.text}"
    return line


def _rows(rows: list[list[Json]]) -> str:
    return "\n".join(" ".join(f"[{button['text']}]" for button in row) for row in rows)
