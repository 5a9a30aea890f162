"""From the pages of a turn to rows of the outbox, in the transaction of the turn."""

from datetime import datetime
from typing import Any

from telegram import Update

from bot.ui import wire
from bot.ui.pages import MadeFile, Page, Place
from storage.screens import Screen
from storage.unit_of_work import SqlUnitOfWork


class Replies:
    """Writes one chat's answers to one update."""

    def __init__(self, uow: SqlUnitOfWork, update: Update, chat_ref: str, now: datetime) -> None:
        self._uow = uow
        self._chat_ref = chat_ref
        self._now = now
        chat = update.effective_chat
        assert chat is not None
        self._chat_id = chat.id
        self._pressed = update.callback_query.message if update.callback_query else None

    async def write(self, page: Page) -> None:
        """Puts the page where it says."""
        made = page.attachment is not None and isinstance(page.attachment.file, MadeFile)
        assert not made, "a file that is made at delivery is brought by a notice"
        if page.place is Place.EVENT:
            self._put(page, None)
            return
        old = await self._screen() if page.place is Place.HERE else None
        if old is None or wire.needs_new_message(old.has_media, page, old_protected=old.is_protected):
            await self._below(page)
        else:
            await self._over(page, old)

    async def _screen(self) -> Screen | None:
        if self._pressed is None:
            return await self._uow.screens.current(self._chat_ref)
        screen = await self._uow.screens.of_message(self._chat_ref, self._pressed.message_id)
        if screen is not None:
            return screen
        # A notice: it was sent without a screen of its own, and becomes one when it is first pressed.
        return await self._uow.screens.adopt(
            self._chat_ref,
            self._pressed.message_id,
            has_media=bool(getattr(self._pressed, "effective_attachment", None)),
            is_protected=bool(getattr(self._pressed, "has_protected_content", False)),
        )

    async def _over(self, page: Page, screen: Screen) -> None:
        await self._uow.screens.redrawn(self._chat_ref, screen, has_buttons=bool(page.rows))
        self._put(page, screen.id, repeatable=True, redraws=True)

    async def _below(self, page: Page) -> None:
        old = await self._uow.screens.current(self._chat_ref)
        if old is not None and old.has_buttons:
            self._take_buttons_off(old)
        screen_id = await self._uow.screens.add(
            self._chat_ref,
            is_current=True,
            has_media=page.attachment is not None,
            has_buttons=bool(page.rows),
            is_protected=page.protect,
        )
        self._put(page, screen_id)

    def _take_buttons_off(self, screen: Screen) -> None:
        body = {"chat_id": self._chat_id, "send": None, "edit": list(wire.take_buttons_off())}
        self._row(body, screen.id, sensitivity="public", repeatable=True)

    def _put(
        self, page: Page, screen_id: int | None, *, repeatable: bool = False, redraws: bool = False
    ) -> None:
        body = self._body(page, edit=screen_id is not None)
        self._row(body, screen_id, sensitivity=page.sensitivity, repeatable=repeatable, redraws=redraws)

    def _row(
        self,
        body: dict[str, Any],
        screen_id: int | None,
        *,
        sensitivity: str,
        repeatable: bool,
        redraws: bool = False,
    ) -> None:
        self._uow.outbox.answer(
            chat_ref=self._chat_ref,
            body=body,
            now=self._now,
            sensitivity=sensitivity,
            screen_id=screen_id,
            repeatable=repeatable,
            redraws=redraws,
        )

    def _body(self, page: Page, *, edit: bool) -> dict[str, Any]:
        can_edit = edit and not wire.needs_new_message(
            page.attachment is not None, page, old_protected=page.protect
        )
        return {
            "chat_id": self._chat_id,
            "send": list(wire.send(page)),
            # Both forms: which one is right is known at delivery, when the screen has its message or not.
            "edit": list(wire.edit(page)) if can_edit else None,
        }
