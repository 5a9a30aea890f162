"""The messages with buttons that stand in a chat, so that navigation edits one screen in place.

A screen learns its message id when it is delivered, which is after the transaction that drew it. Every press comes by
here, so the statements are made once: to build one costs twice what running it does.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import screens


@dataclass(frozen=True, slots=True)
class Screen:
    id: int
    message_id: int | None
    is_current: bool
    has_media: bool
    has_buttons: bool
    is_protected: bool


_COLUMNS: Final = (
    screens.c.id,
    screens.c.message_id,
    screens.c.is_current,
    screens.c.has_media,
    screens.c.has_buttons,
    screens.c.is_protected,
)
_AHEAD: Final = select(*_COLUMNS, screens.c.chat_ref).where(
    screens.c.chat_ref.in_(bindparam("chats", expanding=True)),
    or_(screens.c.is_current, screens.c.message_id.in_(bindparam("messages", expanding=True))),
)
_SCREENS: Final = select(*_COLUMNS).where(screens.c.chat_ref == bindparam("chat"))
_OF_MESSAGE: Final = _SCREENS.where(screens.c.message_id == bindparam("message"))
_CURRENT: Final = _SCREENS.where(screens.c.is_current).order_by(screens.c.id.desc()).limit(1)
_ADD: Final = insert(screens).returning(screens.c.id)
_CURRENT_NO_LONGER: Final = (
    update(screens)
    .where(screens.c.chat_ref == bindparam("chat"), screens.c.is_current)
    .values(is_current=False, has_buttons=False)
)
_ELSEWHERE: Final = (
    update(screens)
    .where(screens.c.chat_ref == bindparam("chat"), screens.c.is_current)
    .values(is_current=False)
)
_REDRAWN: Final = update(screens).where(screens.c.id == bindparam("screen"))


class Screens:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._ahead: dict[str, list[Screen]] = {}
        self._messages: frozenset[int] = frozenset()

    async def read_ahead(self, chat_refs: Collection[str], message_ids: Collection[int]) -> None:
        """Reads the chats' current screens and those of the messages, in one statement for all that asks for them.

        Of a chat that is written to meanwhile they are read again.
        """
        sought = {"chats": list(chat_refs), "messages": list(message_ids)}
        self._ahead = {ref: [] for ref in chat_refs}
        self._messages = frozenset(message_ids)
        for row in await self._connection.execute(_AHEAD, sought):
            self._ahead[row.chat_ref].append(Screen(*row[:-1]))

    async def of_message(self, chat_ref: str, message_id: int) -> Screen | None:
        """The screen that a message shows."""
        if chat_ref in self._ahead and message_id in self._messages:
            return next((one for one in self._ahead[chat_ref] if one.message_id == message_id), None)
        rows = await self._connection.execute(_OF_MESSAGE, {"chat": chat_ref, "message": message_id})
        row = rows.first()
        return Screen(*row) if row else None

    async def current(self, chat_ref: str) -> Screen | None:
        """The chat's current screen, the newest should there be several."""
        if chat_ref in self._ahead:
            found = (one for one in self._ahead[chat_ref] if one.is_current)
            return max(found, key=lambda one: one.id, default=None)
        row = (await self._connection.execute(_CURRENT, {"chat": chat_ref})).first()
        return Screen(*row) if row else None

    async def adopt(self, chat_ref: str, message_id: int, *, has_media: bool, is_protected: bool) -> Screen:
        """A message that was sent without a screen, and whose button was pressed."""
        screen_id = await self._add(
            chat_ref,
            message_id=message_id,
            is_current=False,
            has_media=has_media,
            has_buttons=True,
            is_protected=is_protected,
        )
        return Screen(screen_id, message_id, False, has_media, True, is_protected)

    async def add(
        self, chat_ref: str, *, is_current: bool, has_media: bool, has_buttons: bool, is_protected: bool
    ) -> int:
        """A screen that is about to be sent; the former current one is that no longer."""
        if is_current:
            await self._connection.execute(_CURRENT_NO_LONGER, {"chat": chat_ref})
        return await self._add(
            chat_ref,
            is_current=is_current,
            has_media=has_media,
            has_buttons=has_buttons,
            is_protected=is_protected,
        )

    async def _add(self, chat_ref: str, **values: Any) -> int:
        self._ahead.pop(chat_ref, None)
        result = await self._connection.execute(_ADD, {"chat_ref": chat_ref, **values})
        screen_id: int = result.scalar_one()
        return screen_id

    async def redrawn(self, chat_ref: str, screen: Screen, *, has_buttons: bool) -> None:
        """Notes that a screen was drawn anew in place: there the person is now, also where it was a notice before."""
        if screen.is_current and screen.has_buttons == has_buttons:
            return
        self._ahead.clear()
        if not screen.is_current:
            await self._connection.execute(_ELSEWHERE, {"chat": chat_ref})
        drawn = {"screen": screen.id, "is_current": True, "has_buttons": has_buttons}
        await self._connection.execute(_REDRAWN, drawn)
