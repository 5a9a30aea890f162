"""The poster: its code is read as a telephone reads it, and it promises no more than the bot keeps."""

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from domain.report import Conduct
from domain.unit import Unit, UnitKind
from reports.poster import Form, Poster, counter_poster
from reports.typeset import draw_poster
from tests.reports.figures_at_hand import EN, HOSTILE, LONG, UNITS, VI

LINK = "https://t.me/cchc_nghean_bot?start=u_TP-VINH"
CONTACT = "Thanh tra tỉnh, số 11 đường mẫu, TP Vinh; điện thoại mẫu 0238 000 000"


def poster(
    form: Form = Form.PNG, unit: Unit = UNITS["TP-VINH"], contact: str = CONTACT, link: str = LINK
) -> Poster:
    return counter_poster(VI, EN, unit, link, contact, form)


def pages(made: Poster) -> list[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(draw_poster(made))
    return [document[n] for n in range(len(document))]


def read_code(picture: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    return str(found.text)


def test_one_a5_page_to_print() -> None:
    (page,) = pages(poster(Form.PDF))
    assert [round(side * 25.4 / 72) for side in page.get_size()] == [148, 210]


def test_the_code_opens_the_bot_with_the_unit_chosen() -> None:
    (page,) = pages(poster(Form.PDF))
    assert read_code(page.render(scale=2).to_pil()) == LINK
    assert read_code(Image.open(io.BytesIO(draw_poster(poster())))) == LINK


def test_the_code_is_read_when_it_is_blurred_or_a_corner_is_gone() -> None:
    picture = Image.open(io.BytesIO(draw_poster(poster()))).convert("L")
    assert read_code(picture.filter(ImageFilter.GaussianBlur(2))) == LINK
    left, right = 110, 410
    scratch = Image.new("L", ((right - left) // 6, (right - left) // 6), 128)
    picture.paste(scratch, (right - scratch.width, 800))
    assert read_code(picture) == LINK


def test_the_longest_link_telegram_takes_is_still_read() -> None:
    link = "https://t.me/" + "b" * 32 + "?start=" + "u_" + "X" * 62
    assert read_code(Image.open(io.BytesIO(draw_poster(poster(link=link))))) == link


def test_a_quiet_zone_of_four_modules_is_white() -> None:
    picture = Image.open(io.BytesIO(draw_poster(poster()))).convert("L")
    (code,) = zxingcpp.read_barcodes(picture)
    corner = code.position.top_left
    module = (code.position.top_right.x - corner.x) / 33
    for step in (1, 2, 3):
        assert picture.getpixel((corner.x + 20, round(corner.y - step * module))) == 255
        assert picture.getpixel((round(corner.x - step * module), corner.y + 20)) == 255


def test_it_says_what_may_be_reported_in_both_languages() -> None:
    text = pages(poster(Form.PDF))[0].get_textpage().get_text_range()
    for voice in (VI, EN):
        for conduct in Conduct:
            assert voice.label(conduct) in text
    assert "Ủy ban nhân dân thành phố Vinh" in text
    assert "Vinh City People's Committee" in text


def test_it_promises_confidence_and_not_anonymity_and_names_another_way() -> None:
    text = " ".join(pages(poster(Form.PDF))[0].get_textpage().get_text_range().split())
    assert "không phải ẩn danh" in text
    assert "not anonymous" in text
    assert "điện thoại mẫu 0238 000 000" in text
    assert "t.me/cchc_nghean_bot?start=u_TP-VINH" in text
    assert "!" not in text


def test_its_fonts_are_embedded() -> None:
    made = draw_poster(poster(Form.PDF))
    assert b"/FontFile" in made
    assert b"NotoSans" in made


@pytest.mark.parametrize("contact", ["", "  ", "\n"])
def test_without_another_way_there_is_no_poster(contact: str) -> None:
    with pytest.raises(ValueError, match="avoids Telegram"):
        poster(contact=contact)


@pytest.mark.parametrize("words", [HOSTILE, LONG])
def test_hostile_words_break_neither_page_nor_code(words: str) -> None:
    strange = Unit("X", words, words, UnitKind.CITY)
    assert len(pages(poster(Form.PDF, strange, words))) == 1
    assert read_code(Image.open(io.BytesIO(draw_poster(poster(Form.PNG, strange, words))))) == LINK


def test_it_is_the_same_to_the_byte() -> None:
    assert draw_poster(poster(Form.PDF)) == draw_poster(poster(Form.PDF))
