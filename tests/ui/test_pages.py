"""Pages, and what they are on the wire."""

from dataclasses import dataclass

import pytest
from markupsafe import Markup

from bot.ui import wire
from bot.ui.buttons import Button, CopyButton, LinkButton, Press, Style
from bot.ui.pages import (
    AskContact,
    AskLocation,
    Attachment,
    AttachmentKind,
    Page,
    PageRefused,
    Place,
    RemoveKeyboard,
    StoredFile,
    TelegramFile,
    grid,
    lines,
    pager,
    row,
    rows,
)
from bot.ui.translation import Translator
from tests.support.languages import sound_pages


@dataclass(frozen=True)
class Turn(Press, prefix="zp1"):
    page: int


TEXT = Markup("<b>Good day</b>")
PHOTO = Attachment(AttachmentKind.PHOTO, TelegramFile("AgAC"))
VOICE = Attachment(AttachmentKind.VOICE, TelegramFile("AwAC"))
PAPER = Attachment(AttachmentKind.DOCUMENT, StoredFile("vault/7", "bao-cao.docx", "application/msword"))


def test_a_plain_string_is_no_page() -> None:
    with pytest.raises(TypeError, match="Markup"):
        Page("<b>")  # type: ignore[arg-type]


def test_a_text_is_as_long_as_what_is_seen_of_it() -> None:
    Page(Markup("<b>%s</b>") % ("<" * 4096))
    Page(Markup("&amp;" * 4096))
    with pytest.raises(PageRefused, match="4096"):
        Page(Markup("x" * 4097))
    with pytest.raises(PageRefused, match="4096"):
        Page(Markup("😀" * 2049))


def test_what_stands_behind_the_words_has_its_room_too() -> None:
    link = Markup('<a href="https://nghean.gov.vn/{}">x</a>')
    Page(link.format("a" * 32_000))
    with pytest.raises(PageRefused, match="32768 bytes"):
        Page(link.format("a" * 33_000))


def test_a_caption_is_shorter_and_may_be_empty() -> None:
    Page(Markup(""), attachment=PHOTO)
    with pytest.raises(PageRefused, match="1024"):
        Page(Markup("x" * 1025), attachment=PHOTO)


@pytest.mark.parametrize("text", ["", " \n", "<b> </b>"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(PageRefused, match="empty"):
        Page(Markup(text))


def test_rows_toasts_and_keyboards_are_held_to_what_telegram_takes() -> None:
    button = Button("1", Turn(1))
    with pytest.raises(PageRefused, match="row"):
        Page(TEXT, ((),))
    with pytest.raises(PageRefused, match="row"):
        Page(TEXT, ((button,) * 9,))
    with pytest.raises(PageRefused, match="100"):
        Page(TEXT, ((button,),) * 101)
    with pytest.raises(PageRefused, match="toast"):
        Page(TEXT, toast="x" * 201)
    with pytest.raises(PageRefused, match="keyboard"):
        Page(TEXT, place=Place.HERE, reply_keyboard=RemoveKeyboard())
    with pytest.raises(PageRefused, match="keyboard"):
        Page(TEXT, ((button,),), place=Place.BELOW, reply_keyboard=AskLocation("Where"))


def test_lines_leave_out_what_is_not_there_and_escape_what_is_plain() -> None:
    assert lines(TEXT, None, "", "a < b") == "<b>Good day</b>\n\na &lt; b"


def test_rows_and_grids() -> None:
    one, two, three = (Button(str(number), Turn(number)) for number in (1, 2, 3))
    assert row(one, None, two) == (one, two)
    assert rows((one,), (), (two,)) == ((one,), (two,))
    assert grid([one, two, three], 2) == ((one, two), (three,))
    assert grid([], 2) == ()


def test_a_pager_shows_the_directions_there_are() -> None:
    def listed(tr: Translator) -> Page:
        return Page(TEXT, rows(pager(tr, previous=Turn(1), following=Turn(3))))

    pages = sound_pages(listed)
    assert [button.label for button in pages["vi"].rows[0]] == ["‹ Trước", "Tiếp ›"]
    assert pager(Translator("en"), previous=None, following=None) == ()
    (only,) = pager(Translator("en"), previous=None, following=Turn(3))
    assert only.label == "Next ›"


def test_a_page_is_sent_with_everything_it_has() -> None:
    page = Page(
        TEXT,
        (
            (Button("Send", Turn(1), Style.SUCCESS), Button("Back", Turn(0))),
            (LinkButton("Read", "https://nghean.gov.vn"), CopyButton("Copy", "NA-1")),
        ),
        place=Place.EVENT,
        protect=True,
        silent=True,
    )
    assert wire.send(page) == (
        "sendMessage",
        {
            "text": "<b>Good day</b>",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": {
                "inline_keyboard": [
                    [
                        {"text": "Send", "callback_data": "zp1:1", "style": "success"},
                        {"text": "Back", "callback_data": "zp1:0"},
                    ],
                    [
                        {"text": "Read", "url": "https://nghean.gov.vn"},
                        {"text": "Copy", "copy_text": {"text": "NA-1"}},
                    ],
                ]
            },
            "protect_content": True,
            "disable_notification": True,
        },
    )


def test_the_wire_holds_plain_strings_that_json_takes_as_they_are() -> None:
    _, params = wire.send(Page(TEXT))
    assert type(params["text"]) is str


def test_an_edit_without_buttons_takes_the_old_ones_off() -> None:
    assert wire.edit(Page(TEXT)) == (
        "editMessageText",
        {"text": "<b>Good day</b>", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}},
    )
    assert wire.take_buttons_off() == ("editMessageReplyMarkup", {})


def test_attachments_are_sent_by_their_kind() -> None:
    assert wire.send(Page(TEXT, attachment=PHOTO)) == (
        "sendPhoto",
        {"photo": "AgAC", "caption": "<b>Good day</b>", "parse_mode": "HTML"},
    )
    assert wire.send(Page(Markup(""), attachment=PAPER)) == (
        "sendDocument",
        {
            "document": {"stored": "vault/7", "name": "bao-cao.docx", "media_type": "application/msword"},
            "parse_mode": "HTML",
        },
    )
    assert wire.edit(Page(TEXT, attachment=PHOTO)) == (
        "editMessageMedia",
        {"media": {"type": "photo", "media": "AgAC", "caption": "<b>Good day</b>", "parse_mode": "HTML"}},
    )
    assert wire.edit(Page(Markup(""), ((Button("1", Turn(1)),),), attachment=PHOTO)) == (
        "editMessageMedia",
        {
            "media": {"type": "photo", "media": "AgAC"},
            "reply_markup": {"inline_keyboard": [[{"text": "1", "callback_data": "zp1:1"}]]},
        },
    )


@pytest.mark.parametrize(
    ("keyboard", "markup"),
    [
        (AskLocation("Where"), {"text": "Where", "request_location": True}),
        (AskContact("Who"), {"text": "Who", "request_contact": True}),
    ],
)
def test_a_reply_keyboard_asks_once(keyboard: AskLocation | AskContact, markup: object) -> None:
    _, params = wire.send(Page(TEXT, place=Place.BELOW, reply_keyboard=keyboard))
    assert params["reply_markup"] == {
        "keyboard": [[markup]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


def test_a_keyboard_is_removed_by_a_message() -> None:
    _, params = wire.send(Page(TEXT, place=Place.EVENT, reply_keyboard=RemoveKeyboard()))
    assert params["reply_markup"] == {"remove_keyboard": True}


@pytest.mark.parametrize(
    ("old_has_media", "old_protected", "page", "needed"),
    [
        (False, False, Page(TEXT), False),
        (True, True, Page(TEXT, attachment=PHOTO), False),
        (False, False, Page(TEXT, attachment=PHOTO), True),
        (True, False, Page(TEXT), True),
        (True, False, Page(TEXT, attachment=VOICE), True),
        (False, False, Page(TEXT, protect=True), True),
        (False, True, Page(TEXT, protect=True), False),
        (False, True, Page(TEXT), False),
        (False, False, Page(TEXT, place=Place.BELOW, reply_keyboard=RemoveKeyboard()), True),
    ],
)
def test_what_cannot_be_an_edit_is_said(
    old_has_media: bool, old_protected: bool, page: Page, needed: bool
) -> None:
    assert wire.needs_new_message(old_has_media, page, old_protected=old_protected) is needed


@pytest.mark.parametrize(
    "page",
    [Page(TEXT, attachment=VOICE), Page(TEXT, place=Place.BELOW, reply_keyboard=RemoveKeyboard())],
)
def test_what_is_never_an_edit_is_not_made_one(page: Page) -> None:
    with pytest.raises(ValueError, match="no edit"):
        wire.edit(page)


def test_every_press_is_answered_with_what_its_page_says() -> None:
    assert wire.answer_press(None) == ("answerCallbackQuery", {})
    assert wire.answer_press(Page(TEXT)) == ("answerCallbackQuery", {})
    assert wire.answer_press(Page(TEXT, toast="Done")) == ("answerCallbackQuery", {"text": "Done"})
    assert wire.answer_press(Page(TEXT, toast="Old", alert=True)) == (
        "answerCallbackQuery",
        {"text": "Old", "show_alert": True},
    )
