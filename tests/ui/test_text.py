"""What people typed, on a page."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from bot.ui.pages import Page
from bot.ui.text import (
    ELLIPSIS,
    SCRAP,
    fit,
    graphemes,
    markup_faults,
    packed,
    paged_text,
    quoted,
    shown,
    units,
    visible_length,
)

ANY_TEXT = st.text(st.characters(), max_size=300)
ISOLATES = "\u2066\u2067\u2068"


def test_ordinary_text_is_shown_as_it_was_typed() -> None:
    text = "Tôi bị “nhũng nhiễu” tại Sở A.\n\tNgày 2/10 👩‍👧 <b>&amp;"
    assert shown(text) == text


def test_control_characters_become_visible() -> None:
    assert shown("a\x00b\x1bc\x7fd\r\ne") == "a␀b␛c␡d\ne"


def test_overrides_are_neutralised_and_right_to_left_lines_at_the_edge_are_isolated() -> None:
    assert shown("hoá đơn\u202egpj.exe") == "hoá đơn�gpj.exe"
    assert shown("trước\nשלום") == "trước\n\u2068שלום\u2069"
    assert shown("שלום\nsau") == "\u2068שלום\u2069\nsau"


def test_zero_width_characters_stay() -> None:
    assert shown("a\u200bb\u200d") == "a\u200bb\u200d"


@given(ANY_TEXT)
def test_nothing_shown_reaches_beyond_its_line_or_its_edge(text: str) -> None:
    several = shown(text).split("\n")
    for number, line in enumerate(several):
        assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\x00\r")
        at_edge = number in (0, len(several) - 1)
        if at_edge and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in line):
            assert line[0] == "\u2068"
            assert line[-1] == "\u2069"
        elif not (at_edge and line.startswith("\u2068") and line.endswith("\u2069")):
            assert not set(line) & set(ISOLATES + "\u2069")


@given(ANY_TEXT)
def test_what_is_shown_is_hardly_longer_than_what_was_typed(text: str) -> None:
    assert units(shown(text)) <= units(text) + 4


def test_a_text_of_many_short_right_to_left_lines_keeps_to_the_page_it_was_cut_for() -> None:
    for page in paged_text("א\n" * 3000, 3000):
        Page(quoted(page))


@given(ANY_TEXT)
def test_what_is_shown_can_be_sent_and_shown_again(text: str) -> None:
    shown(text).encode()


def test_a_quotation_is_literal() -> None:
    assert quoted("</blockquote><b>\x00") == (
        "<blockquote expandable>&lt;/blockquote&gt;&lt;b&gt;␀</blockquote>"
    )
    assert quoted("a", expandable=False) == "<blockquote>a</blockquote>"


@given(ANY_TEXT)
def test_the_visible_length_is_that_of_the_text_before_escaping(text: str) -> None:
    assert visible_length(Markup("<b>") + escape(text) + Markup("</b>")) == units(text)


def test_lengths_are_counted_as_telegram_counts() -> None:
    assert units("a😀") == 3
    assert visible_length(Markup('<a href="https://x">R&amp;D</a>')) == 3


@given(ANY_TEXT)
def test_graphemes_joined_are_the_text(text: str) -> None:
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize("whole", ["👩‍👧", "👍🏽", "🇻🇳", "e\u0301\u0323", "\r\n", "❤️"])
def test_what_looks_like_one_character_is_one(whole: str) -> None:
    assert list(graphemes("a" + whole + "b")) == ["a", whole, "b"]


def test_two_flags_are_two() -> None:
    assert list(graphemes("🇻🇳🇱🇦")) == ["🇻🇳", "🇱🇦"]


@given(ANY_TEXT, st.integers(1, 60))
def test_a_fitted_text_fits_and_is_a_beginning(text: str, room: int) -> None:
    fitted = fit(text, room)
    assert units(fitted) <= room
    if units(text) <= room:
        assert fitted == text
    else:
        assert fitted.endswith(ELLIPSIS)
        assert text.startswith(fitted[:-1])


def test_a_text_is_cut_between_words_and_never_within_a_character() -> None:
    assert fit("Sở Tài nguyên và Môi trường", 16) == "Sở Tài nguyên…"
    assert fit("Sở Tài nguyên và Môi trường", 14) == "Sở Tài nguyên…"
    assert fit("ab👩‍👧cd", 5) == "ab…"


def test_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        fit("a", 0)


@given(ANY_TEXT, st.integers(2, 60))
def test_paged_text_loses_no_character(text: str, size: int) -> None:
    pages = paged_text(text, size)
    assert "".join(pages) == text
    assert pages
    assert all(0 < units(page) <= size for page in pages) or pages == [""]


def test_pages_are_cut_after_a_line_or_a_word() -> None:
    assert paged_text("một hai\nba bốn", 10) == ["một hai\n", "ba bốn"]
    assert paged_text("một hai ba bốn", 10) == ["một hai ", "ba bốn"]


@given(st.lists(ANY_TEXT, max_size=8), st.integers(SCRAP + 10, 700))
def test_packed_pages_hold_every_word_in_order_within_their_size(texts: list[str], size: int) -> None:
    pages = packed(enumerate(texts), size, 10)
    together: dict[int, str] = {}
    for page in pages:
        assert sum(units(words) + 10 for _, words in page) <= size
        for number, words in page:
            together[number] = together.get(number, "") + words
    assert list(together.values()) == texts
    assert list(together) == list(range(len(texts)))


def test_a_long_text_begins_where_another_ends_unless_for_a_scrap() -> None:
    long = "chữ " * 200
    assert [[n for n, _ in page] for page in packed([(1, "a"), (2, long)], 600, 10)] == [[1, 2], [2]]
    filled = "b" * 400
    assert [[n for n, _ in page] for page in packed([(1, filled), (2, long)], 600, 10)] == [[1], [2], [2]]
    assert packed([], 600, 10) == [[]]
    for left in (0, 1):
        words = "b" * (580 - left)
        assert packed([(1, words), (2, "c" * left)], 600, 10) == [[(1, words), (2, "c" * left)]]


def test_a_page_without_room_for_words_is_refused() -> None:
    with pytest.raises(ValueError, match="scrap"):
        packed([(1, "a")], SCRAP, 10)


def test_a_page_too_small_for_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="two units"):
        paged_text("a", 1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<b>a</b> &lt; <i>b</i>", None),
        ("<blockquote expandable>a</blockquote>", None),
        ("<b>a", "<b> is not closed"),
        ("a</b>", "</b> closes nothing"),
        ("<b><i>a</b></i>", "</b> closes nothing"),
        ("<table>", "unknown tag <table>"),
        ("a < b", "a bare < stands in the text"),
    ],
)
def test_faults_of_markup_are_named(text: str, fault: str | None) -> None:
    found = markup_faults(text)
    assert (fault in found) if fault else found == []
