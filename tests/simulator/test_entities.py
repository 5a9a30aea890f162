"""Text as Telegram reads it."""

from __future__ import annotations

import pytest

from simulator.entities import MAX_TEXT, format_text, parse_html, utf16, with_found
from simulator.refusals import Refusal


def _covered(text: str, entity: dict[str, object]) -> str:
    units = text.encode("utf-16-le")
    start, length = int(str(entity["offset"])), int(str(entity["length"]))
    return units[start * 2 : (start + length) * 2].decode("utf-16-le")


def test_offsets_count_utf16_units_after_an_emoji_and_vietnamese() -> None:
    text, entities = parse_html("🇻🇳 Nghệ An: <b>Đã xử lý 😀</b> và <i>chuyển</i>")
    assert text == "🇻🇳 Nghệ An: Đã xử lý 😀 và chuyển"
    assert [(e["type"], _covered(text, e)) for e in entities] == [
        ("bold", "Đã xử lý 😀"),
        ("italic", "chuyển"),
    ]
    assert entities[0] == {"type": "bold", "offset": 14, "length": 11}
    assert utf16("😀") == 2


def test_decomposed_letters_count_each_mark() -> None:
    _text, entities = parse_html("e\u0323\u0302<b>x</b>")
    assert entities == [{"type": "bold", "offset": 3, "length": 1}]


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<strong>x</strong>", "bold"),
        ("<i>x</i>", "italic"),
        ("<u>x</u>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
        ("<B>x</b>", "bold"),
    ],
)
def test_each_tag(html: str, kind: str) -> None:
    assert parse_html(html) == ("x", [{"type": kind, "offset": 0, "length": 1}])


def test_a_link_carries_its_address_and_a_user_its_id() -> None:
    _text, entities = parse_html(
        '<a href="https://nghean.gov.vn/a?b=1&amp;c=2">trang</a> <a href="tg://user?id=7">ai</a>'
    )
    assert entities[0]["url"] == "https://nghean.gov.vn/a?b=1&c=2"
    assert entities[1]["type"] == "text_mention"
    assert entities[1]["user"]["id"] == 7


def test_a_block_of_code_knows_its_language_and_a_word_does_not() -> None:
    assert parse_html('<pre><code class="language-python">x</code></pre>')[1] == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    ]
    assert parse_html('<code class="language-python">x</code>')[1] == [
        {"type": "code", "offset": 0, "length": 1}
    ]


def test_a_date_is_for_the_readers_zone() -> None:
    _text, entities = parse_html('hạn <tg-time unix="1698393600" format="wDT">27/10/2023</tg-time>')
    assert entities == [
        {"type": "date_time", "offset": 4, "length": 10, "unix_time": 1698393600, "date_time_format": "wDT"}
    ]


def test_nested_tags_come_outer_first() -> None:
    text, entities = parse_html("<b>a<i>b</i></b>&lt;&amp;&gt;&#7879;")
    assert text == "ab<&>ệ"
    assert [e["type"] for e in entities] == ["bold", "italic"]


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("ệ<div>x</div>", 'Unsupported start tag "div" at byte offset 3'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
        ("a <", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_what_cannot_be_parsed_says_where(html: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(html)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_the_limit_counts_what_is_read_not_the_tags() -> None:
    text = "<b>" + "ệ" * MAX_TEXT + "</b>"
    assert len(format_text(text, "HTML", None, limit=MAX_TEXT, too_long="long").text) == MAX_TEXT
    with pytest.raises(Refusal, match="Bad Request: long"):
        format_text(text + "x", "HTML", None, limit=MAX_TEXT, too_long="long")


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(Refusal, match="unsupported parse_mode"):
        format_text("x", "BBCode", None, limit=10, too_long="")


def test_space_around_is_cut_and_entities_follow() -> None:
    made = format_text("  \n<b> x </b> \n", "HTML", None, limit=10, too_long="")
    assert made.text == "x"
    assert made.entities == [{"type": "bold", "offset": 0, "length": 1}]


def test_given_entities_are_checked() -> None:
    made = format_text("😀 ab", "", [{"type": "bold", "offset": 3, "length": 2}], limit=10, too_long="")
    assert _covered(made.text, made.entities[0]) == "ab"
    with pytest.raises(Refusal, match="Unsupported type specified"):
        format_text("x", "", [{"type": "huge", "offset": 0, "length": 1}], limit=10, too_long="")
    with pytest.raises(Refusal, match='Can\'t find field "url"'):
        format_text("x", "", [{"type": "text_link", "offset": 0, "length": 1}], limit=10, too_long="")


def test_commands_links_and_mentions_are_found() -> None:
    text = "😀 /start@cchc_nghean_bot xem https://nghean.gov.vn/x?y=1, hỏi @vanphong hay a@b.vn #CCHC t.me/x và/hoặc"
    found = [(e["type"], _covered(text, e)) for e in with_found(text, [])]
    assert found == [
        ("bot_command", "/start@cchc_nghean_bot"),
        ("url", "https://nghean.gov.vn/x?y=1"),
        ("mention", "@vanphong"),
        ("email", "a@b.vn"),
        ("hashtag", "#CCHC"),
        ("url", "t.me/x"),
    ]


def test_nothing_is_found_inside_code() -> None:
    _text, entities = parse_html("<code>/start</code>")
    assert with_found("/start", entities) == entities
