"""The library the product uses cannot tell the simulator from Telegram."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, MessageEntity
from telegram.constants import KeyboardButtonStyle, ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.request import HTTPXRequest

from simulator import Person, Simulator, SimulatorClient


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_the_whole_round(
    simulator: Simulator, client: SimulatorClient, hoa: Person, jpeg: bytes
) -> None:
    bot = Bot(
        simulator.token,
        base_url=f"{simulator.base_url}/bot",
        base_file_url=f"{simulator.base_url}/file/bot",
        request=HTTPXRequest(),
        get_updates_request=HTTPXRequest(),
    )
    async with bot:
        assert (await bot.get_me()).username == "cchc_nghean_bot"
        await hoa.uploads_photo(jpeg, caption="ảnh")
        (update,) = await bot.get_updates(timeout=2, allowed_updates=["message", "callback_query"])
        assert update.message is not None
        file = await bot.get_file(update.message.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()).startswith(b"\xff\xd8")
        assert await bot.get_updates(offset=update.update_id + 1, timeout=0) == ()

        markup = InlineKeyboardMarkup(
            [[InlineKeyboardButton("Có", callback_data="y", style=KeyboardButtonStyle.SUCCESS)]]
        )
        sent = await bot.send_message(
            hoa.id, "😀 <b>Chọn</b>", parse_mode=ParseMode.HTML, reply_markup=markup
        )
        assert sent.parse_entities([MessageEntity.BOLD]) == {sent.entities[0]: "Chọn"}
        pressed = await hoa.presses("Có")
        (update,) = await bot.get_updates()
        assert update.callback_query is not None
        assert await update.callback_query.answer("rồi")
        assert (await pressed.answer()).text == "rồi"
        with pytest.raises(BadRequest, match="Message is not modified"):
            await sent.edit_text("😀 <b>Chọn</b>", parse_mode=ParseMode.HTML, reply_markup=markup)
        edited = await sent.edit_text("Xong")
        assert not isinstance(edited, bool)
        assert edited.reply_markup is None

        photo = await bot.send_photo(hoa.id, jpeg, caption="<i>x</i>", parse_mode=ParseMode.HTML)
        album = await bot.send_media_group(
            hoa.id, [InputMediaPhoto(jpeg, caption="1"), InputMediaPhoto(photo.photo[-1].file_id)]
        )
        assert len({item.media_group_id for item in album}) == 1
        document = await bot.send_document(hoa.id, b"docx", filename="Báo cáo.docx")
        assert document.document is not None
        assert document.document.file_name == "Báo cáo.docx"

        await client.fault(method="sendMessage", kind="flood", retry_after=3)
        with pytest.raises(RetryAfter):
            await bot.send_message(hoa.id, "x")
        await hoa.blocks()
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(hoa.id, "x")
