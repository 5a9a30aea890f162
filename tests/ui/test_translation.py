"""Words and formats."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from markupsafe import Markup

from bot.ui.translation import Translator, load, supported

FRIDAY = dt.date(2023, 10, 27)
NOON = dt.datetime(2023, 10, 2, 1, 0, tzinfo=dt.UTC)

PO = """
msgid ""
msgstr ""
"Language: vi\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Good day, <b>{name}</b>."
msgstr "Xin chào <b>{name}</b>."

msgid "{n} file of {who}"
msgid_plural "{n} files of {who}"
msgstr[0] "{n} tệp của {who}"
"""


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    for language, text in (
        ("vi", PO),
        ("en", 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'),
    ):
        path = tmp_path / language / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_parameter_is_shown_literally_and_markup_is_left_as_it_is(catalogues: Path) -> None:
    tr = Translator("vi", catalogues=catalogues)
    assert tr.t("Good day, <b>{name}</b>.", name="<i>&\x00") == "Xin chào <b>&lt;i&gt;&amp;␀</b>."
    assert tr.t("Good day, <b>{name}</b>.", name=Markup("<i>An</i>")) == "Xin chào <b><i>An</i></b>."


def test_a_parameter_may_be_called_message(catalogues: Path) -> None:
    assert Translator("en", catalogues=catalogues).t("{message}", message=1) == "1"


def test_labels_are_not_escaped_but_made_safe(catalogues: Path) -> None:
    tr = Translator("en", catalogues=catalogues)
    assert tr.plain("Open {name}", name="R&D\u202e") == "Open R&D�"


def test_the_number_chooses_the_form(catalogues: Path) -> None:
    message = ("{n} file of {who}", "{n} files of {who}")
    vi, en = Translator("vi", catalogues=catalogues), Translator("en", catalogues=catalogues)
    assert vi.n(*message, 1200, who="An") == "1.200 tệp của An"
    assert en.n(*message, 1, who="An") == "1 file of An"
    assert en.n(*message, 1200, who="An") == "1,200 files of An"


def test_a_missing_message_is_shown_in_english_and_told(catalogues: Path) -> None:
    told: list[tuple[str, str]] = []
    tr = Translator("vi", catalogues=catalogues, on_missing=lambda *lack: told.append(lack))
    assert tr.t("Not there: {x}", x=1) == "Not there: 1"
    assert tr.n("{n} thing", "{n} things", 2) == "2 things"
    assert told == [("vi", "Not there: {x}"), ("vi", "{n} thing")]


def test_a_missing_parameter_is_an_error(catalogues: Path) -> None:
    with pytest.raises(KeyError):
        Translator("vi", catalogues=catalogues).t("Good day, <b>{name}</b>.")


def test_an_absent_catalogue_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"messages\.po"):
        load("vi", tmp_path)


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("vi", "vi"), ("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("fr", "vi"), ("", "vi"), (None, "vi")],
)
def test_an_unknown_language_is_the_default(asked: str | None, spoken: str) -> None:
    assert supported(asked) == spoken
    assert Translator(asked).language == spoken


def test_the_default_can_be_another() -> None:
    assert Translator("fr", default="en").language == "en"


def test_dates_are_as_the_province_writes_them() -> None:
    vi, en = Translator("vi"), Translator("en")
    assert vi.date(FRIDAY) == en.date(FRIDAY) == "27/10/2023"
    assert vi.long_date(FRIDAY) == "Thứ Sáu, 27/10/2023"
    assert en.long_date(FRIDAY) == "Friday, 27/10/2023"
    assert vi.official_date(FRIDAY) == "ngày 27 tháng 10 năm 2023"
    assert en.official_date(FRIDAY) == "27 October 2023"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (dt.date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (dt.date(2024, 3, 9), "ngày 09 tháng 3 năm 2024"),
        (dt.date(2024, 1, 10), "ngày 10 tháng 01 năm 2024"),
    ],
)
def test_official_papers_take_a_zero_where_the_decree_wants_it(day: dt.date, written: str) -> None:
    assert Translator("vi").official_date(day) == written


def test_times_are_in_the_zone_of_the_province() -> None:
    vi, en = Translator("vi"), Translator("en", zone=ZoneInfo("UTC"))
    assert vi.time(NOON) == "08:00"
    assert vi.time(dt.time(7, 5)) == "07:05"
    assert vi.datetime(NOON) == "08:00 02/10/2023"
    assert en.datetime(NOON) == "02/10/2023 01:00"


@pytest.mark.parametrize("naive", [dt.datetime(2023, 10, 2, 1, 0)])  # noqa: DTZ001
def test_a_time_without_a_zone_is_refused(naive: dt.datetime) -> None:
    with pytest.raises(ValueError, match="zone"):
        Translator("vi").datetime(naive)
    with pytest.raises(ValueError, match="zone"):
        Translator("vi").time(naive)


def test_figures_keep_their_digits() -> None:
    vi, en = Translator("vi"), Translator("en")
    assert (vi.percent(Decimal("80.4")), en.percent(Decimal("80.4"))) == ("80,4%", "80.4%")
    assert (vi.percent(Decimal("100.0")), vi.percent(Decimal(100))) == ("100,0%", "100%")
    assert (vi.number(1234567), en.number(Decimal("-1234.50"))) == ("1.234.567", "-1,234.50")


def test_a_rate_stands_beside_its_fraction_and_what_is_left() -> None:
    assert Translator("vi").rate(33, 41, Decimal("80.4")) == "33/41 (80,4%), còn 8"
    assert Translator("en").rate(33, 41, Decimal("80.4")) == "33/41 (80.4%), 8 left"
    assert Translator("vi").rate(0, 0, None) == "0/0, còn 0"
