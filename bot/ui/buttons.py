"""Buttons and what pressing them says.

Telegram gives a button 64 bytes and keeps it for ever: a press may come from a screen drawn by last year's
code, or from someone who made the bytes up. So a press is a small typed value behind a versioned prefix, its
size is known when the button is made, and what cannot be read is nothing worse than old.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Self
from urllib.parse import quote, unquote

ROOM = 64
"""Bytes of callback data that Telegram takes."""
COPY_ROOM = 256
"""Characters of text that Telegram's copy button takes."""
LARGEST = 1 << 48
"""No number of ours comes near it, and times anything that is counted here it still fits where databases count."""

_SEPARATOR = ":"
_EMPTY = "%"  # what `quote` never writes by itself, so an empty text and no text differ
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_registry: dict[str, type[Press]] = {}


class ButtonTooLong(ValueError):
    """The press does not fit into Telegram's 64 bytes; its fields want to be shorter."""


class Press:
    """What a press of a button says. Derive a frozen dataclass from it, with a prefix that carries its
    version:

        @dataclass(frozen=True)
        class OpenTask(Press, prefix="t1"):
            task_id: int
            revision: int = 0

    Fields may be int, str, bool, StrEnum, date, or one of these or None. When the fields change, so does the
    prefix: the old one is then unknown, and the person is told that the button is old. What is declared
    wrongly is a TypeError at import.
    """

    prefix: ClassVar[str]
    _fields: ClassVar[tuple[_Field, ...]]

    def __init_subclass__(cls, prefix: str | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # dataclass(slots=True) builds the class a second time, without keywords but with what the first one
        # was given.
        prefix = prefix if prefix is not None else cls.__dict__.get("prefix")
        if prefix is None:
            raise TypeError(f"{cls.__qualname__} has no prefix")
        if not (prefix.isascii() and prefix.isalnum() and len(prefix) <= 8):
            raise TypeError(f"the prefix {prefix!r} is not 1 to 8 ASCII letters and digits")
        holder = _registry.get(prefix)
        if holder is not None and _full_name(holder) != _full_name(cls):
            raise TypeError(f"the prefix {prefix!r} belongs to {holder.__qualname__} already")
        cls._fields = _fields_of(cls)
        cls.prefix = prefix
        _registry[prefix] = cls

    def pack(self) -> str:
        """The callback data.

        Raises ButtonTooLong over 64 bytes, TypeError for a value not of its field's kind, ValueError for a text with
        NUL or half a character and for a number beyond LARGEST.
        """
        fields = (_encode(field, getattr(self, field.name)) for field in self._fields)
        data = _SEPARATOR.join([self.prefix, *fields])
        if len(data) > ROOM:
            raise ButtonTooLong(f"{type(self).__qualname__} takes {len(data)} bytes of {ROOM}")
        return data

    @classmethod
    def _unpack(cls, parts: list[str]) -> Self:
        if len(parts) != len(cls._fields):
            raise ValueError("a different number of fields")
        return cls(
            **{field.name: _decode(field, part) for field, part in zip(cls._fields, parts, strict=True)}
        )


def unpack(data: str) -> Press | None:
    """The press that `pack` made this of, or None when it is unknown, malformed or of an older form."""
    if len(data) > ROOM or not data.isascii():
        return None
    prefix, *parts = data.split(_SEPARATOR)
    kind = _registry.get(prefix)
    if kind is None:
        return None
    try:
        press = kind._unpack(parts)
        # One press has one spelling: what merely decodes to the same was not made here.
        return press if press.pack() == data else None
    except (ValueError, OverflowError):
        return None


def registered() -> Mapping[str, type[Press]]:
    """Every kind of press that has been imported, by prefix."""
    return types.MappingProxyType(_registry)


@dataclasses.dataclass(frozen=True)
class _Field:
    name: str
    type: type[Any]
    optional: bool


def _full_name(cls: type[Press]) -> tuple[str, str]:
    return cls.__module__, cls.__qualname__


def _fields_of(cls: type[Press]) -> tuple[_Field, ...]:
    # Read from the annotations, in the order a dataclass takes them: it is none yet when it announces itself.
    hints = typing.get_type_hints(cls)
    return tuple(
        _field(cls, name, hint) for name, hint in hints.items() if typing.get_origin(hint) is not ClassVar
    )


def _field(cls: type[Press], name: str, hint: Any) -> _Field:
    optional = False
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        kinds = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
        optional = len(kinds) < len(typing.get_args(hint))
        hint = kinds[0] if len(kinds) == 1 else None
    if hint in (int, str, bool, dt.date) or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return _Field(name, hint, optional)
    raise TypeError(f"{cls.__qualname__}.{name} is of a kind that no button carries")


def _encode(field: _Field, value: Any) -> str:
    if value is None and field.optional:
        return ""
    # A bool is an int and a datetime is a date to isinstance; here each would come back as something else.
    if type(value) is not field.type:
        raise TypeError(f"{field.name} is {type(value).__name__}, not {field.type.__name__}")
    if isinstance(value, bool):
        return "1" if value else "0"
    # What no database takes: a press that a forger made of it is to be nothing, not a failure.
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{field.name} is larger than anything that is counted")
        return _base36(value)
    if isinstance(value, dt.date):
        return _base36(value.toordinal())
    text = str(value)
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError(f"{field.name} holds what cannot be stored")
    return quote(text, safe="") or _EMPTY


def _decode(field: _Field, part: str) -> Any:
    if not part:
        if field.optional:
            return None
        raise ValueError("a field is empty")
    if field.type is bool:
        return part == "1"
    if field.type is int:
        return int(part, 36)
    if field.type is dt.date:
        return dt.date.fromordinal(int(part, 36))
    return field.type("" if part == _EMPTY else unquote(part, errors="strict"))


def _base36(number: int) -> str:
    if number < 0:
        return "-" + _base36(-number)
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


class Style(StrEnum):
    """The colour of a button. What it means must stand in the label too: not everyone sees it."""

    DANGER = "danger"
    SUCCESS = "success"
    PRIMARY = "primary"


@dataclasses.dataclass(frozen=True)
class Button:
    """A button whose press comes back to the bot. Raises ButtonTooLong when the press does not fit."""

    label: str
    press: Press
    style: Style | None = None

    def __post_init__(self) -> None:
        _check_label(self.label)
        self.press.pack()


@dataclasses.dataclass(frozen=True)
class LinkButton:
    """A button that opens an address; the bot hears nothing of it."""

    label: str
    url: str

    def __post_init__(self) -> None:
        _check_label(self.label)
        if not self.url.startswith(("https://", "http://", "tg://")):
            raise ValueError("a link button opens http, https or tg addresses")


@dataclasses.dataclass(frozen=True)
class CopyButton:
    """A button that puts a text, such as a case code, on the reader's clipboard."""

    label: str
    text: str

    def __post_init__(self) -> None:
        _check_label(self.label)
        if not 1 <= len(self.text) <= COPY_ROOM:
            raise ValueError(f"a copy button holds 1 to {COPY_ROOM} characters")


AnyButton = Button | LinkButton | CopyButton
Row = tuple[AnyButton, ...]


def _check_label(label: str) -> None:
    if not label.strip():
        raise ValueError("a button without a label")
