"""Messages out, edits, deletions, and every refusal on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator import Person, Simulator, SimulatorClient
from simulator.client import NoSuchButton
from tests.simulator.wirebot import Bot, Refused

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def keyboard(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label.lower()}] for label in labels]}


async def test_a_message_arrives_as_it_was_sent(bot: Bot, hoa: Person) -> None:
    sent = await bot.send(
        hoa,
        "<b>Tiếp nhận</b> 😀 <i>hồ sơ</i>",
        parse_mode="HTML",
        reply_markup={
            "inline_keyboard": [
                [{"text": "Xoá", "callback_data": "d", "style": "danger"}],
                [
                    {"text": "Mã", "copy_text": {"text": "PA-1"}},
                    {"text": "Trang", "url": "https://nghean.gov.vn"},
                ],
            ]
        },
        protect_content=True,
        disable_notification=True,
        link_preview_options={"is_disabled": True},
    )
    assert sent["has_protected_content"] is True
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["entities"][1] == {"type": "italic", "offset": 13, "length": 5}
    assert isinstance(sent["date"], int)
    seen = await hoa.last()
    assert seen.text == "Tiếp nhận 😀 hồ sơ"
    assert seen.rows == [["Xoá"], ["Mã", "Trang"]]
    assert seen.button("Xoá")["style"] == "danger"
    assert seen.protected
    assert seen.silent
    assert await hoa.screen() == "Tiếp nhận 😀 hồ sơ\n[Xoá]\n[Mã] [Trang]"


@pytest.mark.parametrize("how", ["json", "multipart", "query"])
async def test_each_form_of_a_call_is_taken(bot: Bot, hoa: Person, how: str) -> None:
    told = {"chat_id": str(hoa.id), "text": "Chào", "reply_markup": json.dumps(keyboard("A"))}
    match how:
        case "json":
            sent = await bot.raw(
                "sendMessage", json=told | {"chat_id": hoa.id, "reply_markup": keyboard("A")}
            )
        case "multipart":
            import aiohttp

            form = aiohttp.FormData(default_to_multipart=True)
            for name, value in told.items():
                form.add_field(name, value)
            sent = await bot.raw("sendMessage", data=form)
        case _:
            sent = await bot.raw("SENDMESSAGE", params=told)
    assert (sent["text"], sent["reply_markup"]) == ("Chào", keyboard("A"))


async def test_message_numbers_grow_over_all_chats(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    nam = await client.person("Nam")
    await nam.starts()
    numbers = [(await bot.send(person, "x"))["message_id"] for person in (hoa, nam, hoa)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3


REFUSED_SENDS: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({"text": "  \n "}, "message text is empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "ệ" * 11_000}, "text is too long"),
    (
        {"text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ({"chat_id": 5}, "chat not found"),
    ({"chat_id": "@somebody"}, "chat not found"),
    ({"chat_id": ""}, "chat_id is empty"),
    ({"reply_parameters": {"message_id": 1}}, "message to be replied not found"),
    ({"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"reply_markup": []}, "object expected as reply markup"),
    ({"reply_markup": {"inline_keyboard": {"text": "x"}}}, 'field "inline_keyboard" must be of type Array'),
    (
        {"reply_markup": {"inline_keyboard": [{"text": "x"}]}},
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x", "style": "loud"}]]}},
        "can't parse inline keyboard button: invalid button style specified",
    ),
    (
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ệ" * 22}]]}},
        "BUTTON_DATA_INVALID",
    ),
    (
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "copy_text": {"text": "x" * 257}}]]}},
        "BUTTON_COPY_TEXT_INVALID",
    ),
    (
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "url": "javascript:x"}]]}},
        "inline keyboard button URL 'javascript:x' is invalid: Wrong HTTP URL",
    ),
]


@pytest.mark.parametrize(("changed", "why"), REFUSED_SENDS)
async def test_refused_sends(bot: Bot, hoa: Person, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        await bot.call("sendMessage", **({"chat_id": hoa.id, "text": "x"} | changed))
    assert (refused.value.status, refused.value.description) == (
        400,
        why if ": " in why[:13] else f"Bad Request: {why}",
    )


async def test_sixty_four_bytes_of_data_pass(bot: Bot, hoa: Person) -> None:
    await bot.send(
        hoa, "x", reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "ệ" * 21 + "a"}]]}
    )


async def test_a_person_who_never_pressed_start_does_not_exist(bot: Bot, client: SimulatorClient) -> None:
    stranger = await client.person("Người lạ")
    with pytest.raises(Refused, match="400 Bad Request: chat not found"):
        await bot.send(stranger, "x")
    await client.group("Nhóm", [stranger])
    with pytest.raises(Refused, match="403 Forbidden: bot can't initiate conversation with a user"):
        await bot.send(stranger, "x")


async def test_blocked_and_deactivated(bot: Bot, hoa: Person) -> None:
    sent = await bot.send(hoa, "x")
    await hoa.blocks()
    for method in ("sendMessage", "editMessageText"):
        with pytest.raises(Refused, match="403 Forbidden: bot was blocked by the user"):
            await bot.call(method, chat_id=hoa.id, text="y", message_id=sent["message_id"])
    await hoa.unblocks()
    await bot.send(hoa, "y")
    await hoa.deactivates()
    with pytest.raises(Refused, match="403 Forbidden: user is deactivated"):
        await bot.send(hoa, "z")


async def test_a_wrong_token_and_an_unknown_method(bot: Bot, simulator: Simulator) -> None:
    with pytest.raises(Refused, match="404 Not Found: method not found"):
        await bot.call("sendLetter")
    bot.token = "42:WRONG"
    with pytest.raises(Refused, match="401 Unauthorized"):
        await bot.call("getMe")
    bot.token = simulator.token.replace(":", "%3A")
    assert (await bot.call("getMe"))["is_bot"] is True


async def test_an_edit_replaces_and_takes_the_buttons_away(bot: Bot, hoa: Person) -> None:
    sent = await bot.send(hoa, "một", reply_markup=keyboard("A"))
    where = {"chat_id": hoa.id, "message_id": sent["message_id"]}
    with pytest.raises(Refused, match="message is not modified") as refused:
        await bot.call("editMessageText", **where, text=" một ", reply_markup=keyboard("A"))
    assert refused.value.description == NOT_MODIFIED
    edited = await bot.call("editMessageText", **where, text="một")
    assert "reply_markup" not in edited
    assert edited["edit_date"] >= edited["date"]
    with pytest.raises(Refused, match="message is not modified"):
        await bot.call("editMessageText", **where, text="một")
    await bot.call("editMessageReplyMarkup", **where, reply_markup=keyboard("B"))
    with pytest.raises(Refused, match="message is not modified"):
        await bot.call("editMessageReplyMarkup", **where, reply_markup=keyboard("B"))
    assert (await hoa.last()).rows == [["B"]]
    assert (await hoa.last()).text == "một"


async def test_refused_edits(bot: Bot, hoa: Person) -> None:
    own = await hoa.sends("của tôi")
    sent = (await bot.send(hoa, "x"))["message_id"]
    refused_edits: list[tuple[str, int, dict[str, Any], str]] = [
        ("editMessageText", 9, {"text": "y"}, "message to edit not found"),
        ("editMessageText", own, {"text": "y"}, "message can't be edited"),
        ("editMessageText", sent, {"text": ""}, "message text is empty"),
        ("editMessageText", sent, {"text": "y" * 4097}, "message is too long"),
        (
            "editMessageText",
            sent,
            {"text": "y", "reply_markup": {"remove_keyboard": True}},
            "inline keyboard expected",
        ),
        ("editMessageCaption", sent, {"caption": "y"}, "there is no caption in the message to edit"),
        ("deleteMessage", 9, {}, "message to delete not found"),
        ("pinChatMessage", 9, {}, "message to pin not found"),
        ("unpinChatMessage", sent, {}, "message to unpin not found"),
        ("setMessageReaction", 9, {"reaction": []}, "message to react not found"),
        ("deleteMessages", 9, {"message_ids": []}, "message identifiers are not specified"),
    ]
    for method, number, more, why in refused_edits:
        call = bot.call(method, chat_id=hoa.id, message_id=number, **more)
        with pytest.raises(Refused) as refused:
            await call
        assert refused.value.description == f"Bad Request: {why}"


async def test_a_reply_keyboard_cannot_stand_on_an_edit(bot: Bot, hoa: Person) -> None:
    sent = await bot.send(hoa, "x")
    with pytest.raises(Refused, match="inline keyboard expected"):
        await bot.call(
            "editMessageText",
            chat_id=hoa.id,
            message_id=sent["message_id"],
            text="y",
            reply_markup={"keyboard": [["a"]]},
        )


async def test_deletion_takes_both_sides_messages_for_48_hours(
    bot: Bot, hoa: Person, client: SimulatorClient
) -> None:
    own = await hoa.sends("xoá tôi")
    sent = [(await bot.send(hoa, "x"))["message_id"] for _ in range(3)]
    assert await bot.call("deleteMessage", chat_id=hoa.id, message_id=own) is True
    assert await bot.call("deleteMessages", chat_id=hoa.id, message_ids=[*sent[:2], 1]) is True
    assert [m.message_id for m in await hoa.messages(after=own - 1)] == [sent[2]]
    now = (await client.get("/sim/clock"))["now"]
    await client.move_clock(now.replace(now[:4], str(int(now[:4]) + 1), 1))
    with pytest.raises(Refused, match="message can't be deleted for everyone"):
        await bot.call("deleteMessage", chat_id=hoa.id, message_id=sent[2])


async def test_replies_pins_reactions_and_typing(bot: Bot, hoa: Person) -> None:
    own = await hoa.sends("câu hỏi")
    reply = await bot.send(hoa, "trả lời", reply_parameters={"message_id": own})
    assert reply["reply_to_message"]["text"] == "câu hỏi"
    lost = {"message_id": 1, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.send(hoa, "x", reply_parameters=lost)
    await bot.call(
        "setMessageReaction", chat_id=hoa.id, message_id=own, reaction=[{"type": "emoji", "emoji": "👀"}]
    )
    await bot.call("pinChatMessage", chat_id=hoa.id, message_id=reply["message_id"])
    seen = {view.message_id: view for view in await hoa.messages()}
    assert seen[own].reactions == ["👀"]
    assert (await hoa.last()).wire["pinned_message"]["message_id"] == reply["message_id"]
    assert (await bot.call("getChat", chat_id=hoa.id))["pinned_message"]["text"] == "trả lời"
    assert await bot.call("unpinChatMessage", chat_id=hoa.id) is True
    assert await bot.call("sendChatAction", chat_id=hoa.id, action="typing") is True
    with pytest.raises(Refused, match="wrong parameter action in request"):
        await bot.call("sendChatAction", chat_id=hoa.id, action="dancing")


async def test_forward_and_copy(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    nam = await client.person("Nam")
    await nam.starts()
    own = await hoa.sends("nguyên văn")
    where = {"chat_id": nam.id, "from_chat_id": hoa.id}
    forwarded = await bot.call("forwardMessage", **where, message_id=own)
    assert forwarded["forward_origin"]["sender_user"]["id"] == hoa.id
    copied = await bot.call("copyMessage", **where, message_id=own, reply_markup=keyboard("A"))
    assert copied.keys() == {"message_id"}
    assert (await nam.last()).wire["text"] == "nguyên văn"
    assert "forward_origin" not in (await nam.last()).wire
    protected = await bot.send(hoa, "kín", protect_content=True)
    for method, number, why in [
        ("forwardMessage", 1, "message to forward not found"),
        ("copyMessage", 1, "message to copy not found"),
        ("forwardMessage", protected["message_id"], "message has protected content and can't be forwarded"),
    ]:
        with pytest.raises(Refused) as refused:
            await bot.call(method, **where, message_id=number)
        assert refused.value.description == f"Bad Request: {why}"


async def test_a_press_is_answered_once(bot: Bot, hoa: Person, client: SimulatorClient) -> None:
    sent = await bot.send(hoa, "Chọn", reply_markup=keyboard("Có", "Không"))
    pressed = await hoa.presses("Không")
    (update,) = await bot.updates()
    query = update["callback_query"]
    assert query["data"] == "không"
    assert query["message"]["message_id"] == sent["message_id"]
    assert query["message"]["reply_markup"] == keyboard("Có", "Không")
    with pytest.raises(Refused, match="MESSAGE_TOO_LONG"):
        await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201)
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Đã ghi nhận", show_alert=True)
    answer = await pressed.answer()
    assert (answer.text, answer.alert) == ("Đã ghi nhận", True)
    for number in (query["id"], "17"):
        with pytest.raises(
            Refused, match="query is too old and response timeout expired or query ID is invalid"
        ):
            await bot.call("answerCallbackQuery", callback_query_id=number)
    assert "nhấn [Không] ⇒ (hộp thoại) Đã ghi nhận" in await hoa.transcript()
    assert await hoa.toasts() == ["Đã ghi nhận"]


async def test_a_button_that_is_not_there_names_those_that_are(bot: Bot, hoa: Person) -> None:
    await bot.send(hoa, "Chọn", reply_markup=keyboard("Có", "Không"))
    with pytest.raises(NoSuchButton, match="'Có', 'Không'") as refused:
        await hoa.presses("Có lẽ")
    assert refused.value.labels == ["Có", "Không"]


async def test_which_button_is_meant(bot: Bot, hoa: Person) -> None:
    old = await bot.send(hoa, "cũ", reply_markup=keyboard("Mở", "Cũ"))
    new = await bot.send(hoa, "mới", reply_markup=keyboard("Mở", "Mới"))
    assert (await hoa.presses("Mở")).told["message_id"] == new["message_id"]
    assert (await hoa.presses("Cũ")).told["message_id"] == old["message_id"]
    assert (await hoa.presses("Mở", message_id=old["message_id"])).told["message_id"] == old["message_id"]
    await hoa.presses(index=1)
    forged = await hoa.forges("x:1", old["message_id"])
    assert forged.kind == "callback"
    assert [u["callback_query"]["data"] for u in await bot.updates()] == ["mở", "cũ", "mở", "mới", "x:1"]


async def test_buttons_that_call_nobody(bot: Bot, hoa: Person, simulator: Simulator) -> None:
    link = f"https://t.me/{simulator.world.state.profile.username}?start=u_so1"
    buttons = [
        {"text": "Mã", "copy_text": {"text": "PA-1"}},
        {"text": "Trang", "url": "https://nghean.gov.vn"},
        {"text": "Tiếp", "url": link},
    ]
    await bot.send(hoa, "x", reply_markup={"inline_keyboard": [buttons]})
    assert (await hoa.presses("Mã")).told["text"] == "PA-1"
    assert (await hoa.presses("Trang")).kind == "url"
    assert (await hoa.presses("Tiếp")).kind == "link"
    assert [u["message"]["text"] for u in await bot.updates()] == ["/start u_so1"]


async def test_reply_keyboards(bot: Bot, hoa: Person) -> None:
    rows = [
        [{"text": "Gửi số", "request_contact": True}, {"text": "Vị trí", "request_location": True}],
        ["Thôi"],
    ]
    sent = await bot.send(hoa, "x", reply_markup={"keyboard": rows, "one_time_keyboard": True})
    assert "reply_markup" not in sent
    assert await hoa.keyboard() == [["Gửi số", "Vị trí"], ["Thôi"]]
    await hoa.presses("Vị trí")
    assert await hoa.keyboard() == []
    await bot.send(hoa, "x", reply_markup={"keyboard": rows})
    await hoa.presses("Gửi số")
    await hoa.presses("Thôi")
    place, contact, text = [u["message"] for u in await bot.updates()]
    assert place["location"]["latitude"] == pytest.approx(18.68, abs=0.1)
    assert contact["contact"]["user_id"] == hoa.id
    assert text["text"] == "Thôi"
    await bot.send(hoa, "x", reply_markup={"remove_keyboard": True})
    assert await hoa.keyboard() == []


async def test_a_forced_reply_is_followed(bot: Bot, hoa: Person) -> None:
    asked = await bot.send(hoa, "Lý do?", reply_markup={"force_reply": True})
    await hoa.sends("vì thế")
    await hoa.sends("và thôi")
    first, second = [u["message"] for u in await bot.updates()]
    assert first["reply_to_message"]["message_id"] == asked["message_id"]
    assert "reply_to_message" not in second


async def test_polls_places_and_contacts(bot: Bot, hoa: Person) -> None:
    poll = await bot.call("sendPoll", chat_id=hoa.id, question="Hài lòng?", options=["Có", {"text": "Không"}])
    assert [option["text"] for option in poll["poll"]["options"]] == ["Có", "Không"]
    closed = await bot.call("stopPoll", chat_id=hoa.id, message_id=poll["message_id"])
    assert closed["is_closed"] is True
    venue = await bot.call(
        "sendVenue", chat_id=hoa.id, latitude=18.67, longitude=105.68, title="Trụ sở", address="Vinh"
    )
    assert venue["venue"]["title"] == "Trụ sở"
    assert venue["location"]["latitude"] == 18.67
    contact = await bot.call("sendContact", chat_id=hoa.id, phone_number="+84238", first_name="Thanh tra")
    assert contact["contact"]["first_name"] == "Thanh tra"
    with pytest.raises(Refused, match="latitude is empty"):
        await bot.call("sendLocation", chat_id=hoa.id, longitude=1)
    text = await hoa.transcript()
    for line in ("<bình chọn Hài lòng?>", "<địa điểm Trụ sở>", "<danh bạ Thanh tra, +84238>"):
        assert line in text
