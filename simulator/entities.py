"""Text as Telegram reads it: HTML into entities, and the links, commands and mentions it finds by itself.

Offsets count UTF-16 units, not characters: an emoji before a bold word moves it by two, and a bot that counts
otherwise marks the wrong letters. The refusals speak of byte offsets in UTF-8. Both are Telegram's habit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

from simulator.refusals import bad_request
from simulator.wire import Params

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_RAW_BYTES = 1 << 15
Entity: TypeAlias = dict[str, Any]

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_KINDS = frozenset(_TAGS.values()) | {
    "expandable_blockquote", "text_mention", "mention", "hashtag", "cashtag", "bot_command", "url", "email",
    "phone_number",
}  # fmt: skip
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"})
_NEEDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
_MARK = re.compile(r"[<&]")
_CHARACTER = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_FOUND = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>(?:https?|ftp|tg)://[^\s<>\"]+[^\s<>\".,;:!?)»”]"
    r"|(?<![\w@./-])(?:[\w-]+\.)+(?:vn|com|net|org|me|info|gov|edu|io|dev|app)(?![\w-])(?:/[^\s<>\"]*[^\s<>\".,;:!?)])?)"
    r"|(?<![\w/<@#])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z][A-Za-z0-9_]{2,31})(?!\w)"
    r"|(?<![\w#])(?P<hashtag>#(?=\w*[^\W\d])\w{1,256})"
)
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$")


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Formatted:
    """Text with its entities, in Telegram's order: by place, the longer first."""

    text: str
    entities: list[Entity]


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    date: str
    offset: int
    text_at: int


def formatted(params: Params, name: str, *, entities_name: str, limit: int) -> Formatted:
    """The parameter `name` as the reader will see it: parsed, trimmed, measured after parsing."""
    return format_text(
        params.text(name),
        params.text("parse_mode"),
        params.nested(entities_name, "message entities"),
        limit=limit,
        too_long="message is too long" if limit == MAX_TEXT else "message caption is too long",
    )


def format_text(raw: str, parse_mode: str, given: Any, *, limit: int, too_long: str) -> Formatted:
    """Parse `raw` by its mode or take the given entities, trim, measure, look for links and commands."""
    if len(raw) > MAX_RAW_BYTES // 4 and len(raw.encode("utf-8", "surrogatepass")) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    mode = parse_mode.lower()
    if not raw or mode in ("", "none"):
        text, entities = raw, _given(given)
    elif mode == "html":
        text, entities = parse_html(raw)
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = _trimmed(text, entities)
    if len(text) > limit:
        raise bad_request(too_long)
    return Formatted(text, with_found(text, entities))


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Add what Telegram marks by itself, such as commands and links; not inside code or other links."""
    opaque = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    found: list[Entity] = []
    for match in _FOUND.finditer(text):
        start = utf16(text[: match.start()])
        length = utf16(match.group())
        if not any(start < end and begin < start + length for begin, end in opaque):
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    return _sorted(entities + found) if found else entities


def parse_html(raw: str) -> tuple[str, list[Entity]]:
    """Telegram's HTML: its few tags, properly nested; all else is refused with the place it stands at."""
    if "<" not in raw and "&" not in raw:
        return raw, []
    reader = _HtmlReader(raw)
    return reader.read()


class _HtmlReader:
    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.at = 0
        self.out: list[str] = []
        self.size = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while mark := _MARK.search(self.raw, self.at):
            self.put(self.raw[self.at : mark.start()])
            self.at = mark.start()
            if mark.group() == "&":
                self.character()
            elif self.raw.startswith("</", self.at):
                self.close_tag()
            else:
                self.open_tag()
        self.put(self.raw[self.at :])
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)  # a language belongs to a block, never to a word in the line
        return "".join(self.out), _sorted(self.entities)

    def put(self, text: str) -> None:
        if text:
            self.out.append(text)
            self.size += utf16(text)

    def character(self) -> None:
        decoded, length = _decoded(self.raw, self.at)
        self.put(decoded)
        self.at += length

    def open_tag(self) -> None:
        begin = self.at
        named = re.compile(r"<([^\s>]*)").match(self.raw, begin)
        end = named.end() if named else begin + 1
        if end >= len(self.raw):
            raise _cannot(f"Unclosed start tag at byte offset {self.byte(begin)}")
        tag = self.raw[begin + 1 : end].lower()
        if tag not in _TAGS:
            raise _cannot(f'Unsupported start tag "{tag}" at byte offset {self.byte(begin)}')
        self.at = end
        attributes = self.attributes(tag, begin)
        argument = {
            "a": attributes.get("href", ""),
            "code": attributes.get("class", "").removeprefix("language-"),
            "blockquote": "1" if "expandable" in attributes else "",
            "tg-emoji": attributes.get("emoji-id", ""),
            "tg-time": attributes.get("format", ""),
        }.get(tag, "")
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}')
        self.open.append(_Open(tag, argument, attributes.get("unix", ""), self.size, len(self.out)))

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        told: dict[str, str] = {}
        while True:
            self.spaces()
            if self.at >= len(self.raw):
                raise _cannot(f'Unclosed start tag "{tag}" at byte offset {self.byte(begin)}')
            if self.raw[self.at] == ">":
                self.at += 1
                return told
            named = re.compile(r"[^\s=>/\"']+").match(self.raw, self.at)
            if named is None:
                raise _cannot(f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(begin)}')
            self.at = named.end()
            self.spaces()
            told[named.group()] = self.value(begin) if self.raw.startswith("=", self.at) else ""

    def value(self, begin: int) -> str:
        self.at += 1
        self.spaces()
        quote = self.raw[self.at : self.at + 1]
        if quote in ("'", '"') and quote:
            end = self.raw.find(quote, self.at + 1)
            if end < 0:
                raise _cannot(f"Unclosed start tag at byte offset {self.byte(begin)}")
            value = _CHARACTER.sub(lambda m: _decoded(m.group(), 0)[0], self.raw[self.at + 1 : end])
            self.at = end + 1
            return value
        token = re.compile(r"[A-Za-z0-9.-]*").match(self.raw, self.at)
        start, self.at = self.at, token.end() if token else self.at
        if self.at < len(self.raw) and not self.raw[self.at].isspace() and self.raw[self.at] != ">":
            raise _cannot(f"Unexpected end of name token at byte offset {self.byte(start)}")
        return self.raw[start : self.at].lower()

    def close_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _cannot(f"Unexpected end tag at byte offset {self.byte(begin)}")
        closing = re.compile(r"</([^\s>]*)\s*>").match(self.raw, begin)
        if closing is None:
            raise _cannot(f"Unclosed end tag at byte offset {self.byte(begin)}")
        last, found = self.open.pop(), closing.group(1).lower()
        if found and found != last.tag:
            raise _cannot(
                f"Unmatched end tag at byte offset {self.byte(begin)}, "
                f'expected "</{last.tag}>", found "</{found}>"'
            )
        self.at = closing.end()
        if self.size > last.offset:
            self.mark(last)

    def mark(self, tag: _Open) -> None:
        entity: Entity = {"type": _TAGS[tag.tag], "offset": tag.offset, "length": self.size - tag.offset}
        previous = self.entities[-1] if self.entities else {}
        covers = previous.get("offset") == entity["offset"] and previous.get("length") == entity["length"]
        if tag.tag == "a":
            url = tag.argument or "".join(self.out[tag.text_at :])
            if not _as_link(entity, url):
                return
        elif tag.tag == "blockquote" and tag.argument:
            entity["type"] = "expandable_blockquote"
        elif tag.tag == "tg-emoji":
            if not tag.argument.isdigit() or not int(tag.argument):
                raise bad_request("invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = tag.argument
        elif tag.tag == "tg-time":
            if not tag.date.isdigit() or not int(tag.date):
                return
            entity["unix_time"] = int(tag.date)
            if tag.argument:
                entity["date_time_format"] = tag.argument
        elif tag.tag == "code" and tag.argument:
            entity["language"] = tag.argument
        elif tag.tag == "pre" and covers and previous.get("type") == "code" and "language" in previous:
            previous["type"] = "pre"
            return
        self.entities.append(entity)

    def spaces(self) -> None:
        while self.at < len(self.raw) and self.raw[self.at].isspace():
            self.at += 1

    def byte(self, at: int) -> int:
        return len(self.raw[:at].encode("utf-8", "surrogatepass"))


def _cannot(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")


def _decoded(raw: str, at: int) -> tuple[str, int]:
    match = _CHARACTER.match(raw, at)
    if match is None:
        return "&", 1
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name], len(match.group())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return "&", 1
    return chr(code), len(match.group())


def _as_link(entity: Entity, url: str) -> bool:
    if user := _USER_LINK.match(url):
        entity.update(type="text_mention", user={"id": int(user.group(1)), "is_bot": False, "first_name": ""})
        return True
    if not re.match(r"^(?:(?:https?|tg|ton|tonsite|ftp)://)?[^\s/]+\.?[^\s]*$", url):
        return False
    if "://" not in url:
        if "." not in url:
            return False
        url = f"http://{url}"
    entity["url"] = url if url.count("/") > 2 or url.startswith("tg:") else f"{url}/"
    return True


def _given(given: Any) -> list[Entity]:
    if not isinstance(given, list):
        return []
    kept: list[Entity] = []
    for entity in given:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: expected an Object")
        kind = entity["type"]
        if not isinstance(entity.get("offset"), int) or not isinstance(entity.get("length"), int):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        if kind not in _KINDS:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        if (needed := _NEEDS.get(kind)) and needed not in entity:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
        kept.append({key: value for key, value in entity.items() if value is not None})
    return _sorted(kept)


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    stripped = text.strip()
    if stripped == text and not entities:
        return text, entities
    shift = utf16(text[: len(text) - len(text.lstrip())])
    size = utf16(stripped)
    kept: list[Entity] = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] - shift + entity["length"], size)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return stripped, kept


def _sorted(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))
