"""Photos, documents, albums, and the way back down."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import aiohttp
import pytest
from PIL import Image

from simulator import Person, Simulator, SimulatorClient
from simulator.files import dimensions, without_metadata
from tests.simulator.wirebot import Bot, Refused


def form(**fields: Any) -> aiohttp.FormData:
    made = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
    for name, value in fields.items():
        if isinstance(value, tuple):
            made.add_field(name, BytesIO(value[1]), filename=value[0])
        else:
            made.add_field(name, str(value))
    return made


async def download(bot: Bot, path: str) -> tuple[int, bytes]:
    token = bot.token.replace(":", "%3A")
    async with bot.session.get(f"{bot.base_url}/file/bot{token}/{path}") as answer:
        return answer.status, await answer.read()


async def test_a_photo_comes_in_sizes_and_without_metadata(bot: Bot, hoa: Person, jpeg: bytes) -> None:
    assert b"Exif" in jpeg
    await hoa.uploads_photo(jpeg, caption="Biển số 🚗 #CCHC")
    (update,) = await bot.updates()
    message = update["message"]
    assert message["caption_entities"] == [{"type": "hashtag", "offset": 11, "length": 5}]
    small, big = message["photo"]
    assert small["file_id"] != big["file_id"]
    assert (big["width"], big["height"]) == (40, 30)
    link = await bot.call("getFile", file_id=big["file_id"])
    status, data = await download(bot, link["file_path"])
    assert (status, len(data)) == (200, link["file_size"])
    assert b"Exif" not in data
    assert dimensions(data) == (40, 30)


async def test_a_document_keeps_what_it_carries(bot: Bot, hoa: Person, jpeg: bytes) -> None:
    await hoa.uploads_document("Ảnh gốc.jpg", jpeg, mime="image/jpeg")
    (update,) = await bot.updates()
    document = update["message"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("Ảnh gốc.jpg", "image/jpeg")
    link = await bot.call("getFile", file_id=document["file_id"])
    assert await download(bot, link["file_path"]) == (200, jpeg)


async def test_a_link_lives_an_hour(bot: Bot, hoa: Person, simulator: Simulator) -> None:
    await hoa.uploads_document("a.txt", b"x")
    (update,) = await bot.updates()
    file_id = update["message"]["document"]["file_id"]
    link = await bot.call("getFile", file_id=file_id)
    simulator.world.clock.offset += 3601
    assert (await download(bot, link["file_path"]))[0] == 404
    link = await bot.call("getFile", file_id=file_id)
    assert await download(bot, link["file_path"]) == (200, b"x")
    bot.token = "42:WRONG"
    assert (await download(bot, link["file_path"]))[0] == 401


async def test_what_people_send_otherwise(bot: Bot, hoa: Person) -> None:
    await hoa.sends_voice(b"OggS", duration=7)
    await hoa.uploads_video(b"film", duration=3)
    await hoa.shares_location(18.67, 105.69)
    await hoa.shares_contact("+84900000000", "Anh Ba")
    await hoa.sends_sticker("🙏")
    await hoa.sends_poll("Ai?", ["Tôi", "Anh"])
    voice, video, place, contact, sticker, poll = [u["message"] for u in await bot.updates()]
    assert voice["voice"]["duration"] == 7
    assert video["video"]["mime_type"] == "video/mp4"
    assert place["location"]["longitude"] == 105.69
    assert "user_id" not in contact["contact"]
    assert sticker["sticker"]["emoji"] == "🙏"
    assert poll["poll"]["question"] == "Ai?"


async def test_an_album_arrives_one_by_one(bot: Bot, hoa: Person, jpeg: bytes) -> None:
    await hoa.sends_album([jpeg, jpeg, jpeg], caption="Ba ảnh")
    messages = [u["message"] for u in await bot.updates()]
    assert len({m["media_group_id"] for m in messages}) == 1
    assert [m.get("caption") for m in messages] == ["Ba ảnh", None, None]
    await hoa.sends_album([("a.pdf", b"1"), ("b.pdf", b"2")], kind="document")
    later = [u["message"] for u in await bot.updates()][3:]
    assert [m["document"]["file_name"] for m in later] == ["a.pdf", "b.pdf"]
    assert later[0]["media_group_id"] != messages[0]["media_group_id"]


async def test_the_bot_sends_and_sends_again_by_id(bot: Bot, hoa: Person, jpeg: bytes) -> None:
    sent = await bot.raw(
        "sendPhoto", data=form(chat_id=hoa.id, caption="<b>A</b>", parse_mode="HTML", photo=("p.jpg", jpeg))
    )
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    file_id = sent["photo"][-1]["file_id"]
    again = await bot.call("sendPhoto", chat_id=hoa.id, photo=file_id)
    assert again["photo"] == sent["photo"]
    attached = await bot.raw(
        "sendDocument", data=form(chat_id=hoa.id, document="attach://f", f=("b.docx", b"x"))
    )
    assert attached["document"]["file_name"] == "b.docx"
    for kind, name in [("voice", "v.ogg"), ("video", "v.mp4"), ("audio", "m.mp3"), ("animation", "a.mp4")]:
        made = await bot.raw(
            f"send{kind.title()}", data=form(chat_id=hoa.id, duration=2, **{kind: (name, b"x")})
        )
        assert made[kind]["duration"] == 2


async def test_refused_files(bot: Bot, hoa: Person, jpeg: bytes, client: SimulatorClient) -> None:
    await hoa.uploads_document("a.txt", b"x" * 10)
    (update,) = await bot.updates()
    document = update["message"]["document"]["file_id"]
    for method, fields, why in [
        ("sendPhoto", {"photo": "AgACnone"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": document}, "can't use file of type Document as Photo"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": ("p.jpg", b"no image")}, "IMAGE_PROCESS_FAILED"),
        ("sendDocument", {"document": ("e.txt", b"")}, "file must be non-empty"),
        ("sendDocument", {"document": "attach://x"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "https://nghean.gov.vn/a.pdf"}, "failed to get HTTP URL content"),
        ("sendDocument", {"document": document, "caption": "x" * 1025}, "message caption is too long"),
        ("getFile", {"file_id": "none"}, "wrong file_id or the file is temporarily unavailable"),
        ("getFile", {}, "file_id not specified"),
    ]:
        with pytest.raises(Refused) as refused:
            await bot.raw(method, data=form(chat_id=hoa.id, **fields))
        assert refused.value.description == f"Bad Request: {why}"


async def test_files_too_big(bot: Bot, hoa: Person, simulator: Simulator, jpeg: bytes) -> None:
    padded = jpeg + b"\0" * (10 * 1024 * 1024)
    with pytest.raises(Refused, match="is too big for a photo; the maximum size is 10485760 bytes"):
        await bot.raw("sendPhoto", data=form(chat_id=hoa.id, photo=("p.jpg", padded)))
    await hoa.uploads_document("big.bin", b"\0" * (20 * 1024 * 1024 + 1))
    (update,) = await bot.updates()
    with pytest.raises(Refused, match="Bad Request: file is too big"):
        await bot.call("getFile", file_id=update["message"]["document"]["file_id"])


async def test_albums_of_the_bot(bot: Bot, hoa: Person, jpeg: bytes) -> None:
    media = '[{"type":"photo","media":"attach://a","caption":"Một"},{"type":"photo","media":"attach://b"}]'
    sent = await bot.raw(
        "sendMediaGroup", data=form(chat_id=hoa.id, media=media, a=("a.jpg", jpeg), b=("b.jpg", jpeg))
    )
    assert len({item["media_group_id"] for item in sent}) == 1
    file_id = sent[0]["photo"][0]["file_id"]
    for items, why in [
        ([{"type": "photo", "media": file_id}], "too few messages to send as an album"),
        ([{"type": "photo", "media": file_id}] * 11, "too many messages to send as an album"),
        (
            [{"type": "photo", "media": file_id}, {"type": "document", "media": file_id}],
            "can't use the media of the specified type in the album",
        ),
    ]:
        with pytest.raises(Refused) as refused:
            await bot.call("sendMediaGroup", chat_id=hoa.id, media=items)
        assert refused.value.description == f"Bad Request: {why}"


async def test_media_and_captions_are_edited(bot: Bot, hoa: Person, jpeg: bytes) -> None:
    sent = await bot.raw("sendPhoto", data=form(chat_id=hoa.id, caption="cũ", photo=("p.jpg", jpeg)))
    where = {"chat_id": hoa.id, "message_id": sent["message_id"]}
    edited = await bot.call("editMessageCaption", **where, caption="mới")
    assert edited["caption"] == "mới"
    with pytest.raises(Refused, match="message is not modified"):
        await bot.call("editMessageCaption", **where, caption="mới")
    with pytest.raises(Refused, match="there is no text in the message to edit"):
        await bot.call("editMessageText", **where, text="x")
    media = '{"type":"document","media":"attach://d","caption":"tệp"}'
    edited = await bot.raw("editMessageMedia", data=form(**where, media=media, d=("d.pdf", b"pdf")))
    assert "photo" not in edited
    assert (edited["caption"], edited["document"]["file_name"]) == ("tệp", "d.pdf")


def test_dimensions_of_each_format(tmp_path: Any) -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        Image.new("RGB", (61, 47)).save(tmp_path / kind, kind)
        assert dimensions((tmp_path / kind).read_bytes()) == (61, 47)
    Image.new("RGB", (61, 47)).save(tmp_path / "l", "WEBP", lossless=True)
    assert dimensions((tmp_path / "l").read_bytes()) == (61, 47)
    assert dimensions(b"text") is None


def test_a_cut_off_photo_is_left_alone() -> None:
    assert without_metadata(b"\xff\xd8\xff\xe1") == b"\xff\xd8\xff\xe1"
