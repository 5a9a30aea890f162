"""What people typed, as a paper can hold it; and how wide a line of it is."""

import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ruler import width_in_points
from reports.text import cut, one_line, printable

ANY_TEXT = st.text(st.characters(), max_size=200)


def test_ordinary_words_stay_as_they_are() -> None:
    text = "Sở A: “nhũng nhiễu”,\n\t33/41 (80,4%) <b>&amp; 👩‍👧 שלום"
    assert printable(text) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b", "a␀b"),
        ("\u202eabc", "\ufffdabc"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ud800\ufffe\x85", "\ufffd\ufffd\n"),
    ],
)
def test_what_no_paper_can_hold_is_made_visible(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@given(ANY_TEXT)
def test_anything_fits_into_xml(text: str) -> None:
    element = ElementTree.Element("t")
    element.text = printable(text)
    read = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert (read.text or "") == printable(text)


@given(ANY_TEXT, st.integers(2, 60))
def test_a_cut_keeps_to_its_room_and_to_the_beginning(text: str, room: int) -> None:
    short = cut(text, room)
    assert len(short) <= room
    assert one_line(text).startswith(short.removesuffix("…"))


def test_a_cut_falls_between_words() -> None:
    assert cut("Ủy ban nhân dân thành phố Vinh", 20) == "Ủy ban nhân dân…"


def test_a_tone_adds_no_width_and_a_horn_does() -> None:
    assert width_in_points("ế", 10) == width_in_points("e", 10)
    assert width_in_points("ợ", 10) == width_in_points("ơ", 10) > width_in_points("ô", 10)
    assert width_in_points("Đ", 14) == width_in_points("D", 14)
    text = "Độc lập - Tự do - Hạnh phúc"
    assert width_in_points(unicodedata.normalize("NFD", text), 14) == width_in_points(text, 14)
    # Measured in the font itself: 60.5 mm.
    assert width_in_points(text, 14) / 72 * 25.4 == pytest.approx(60.5, abs=0.5)
