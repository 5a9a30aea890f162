"""Words and formats in the reader's language.

Messages are English in the code and Vietnamese in the catalogue, which is read from its `.po` file as it
stands: a step that compiles it is a step that can be forgotten. A message may hold Telegram's simple tags;
its parameters may not, so they are escaped here and no page has to remember to.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

from bot.ui.text import shown

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
SOURCE_LANGUAGE = "en"
PROVINCE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CATALOGUES = Path(__file__).resolve().parents[2] / "locales"

OnMissing = Callable[[str, str], None]
"""Told the language and the message that its catalogue lacks."""

_LONG_DATE = {"vi": "EEEE, dd/MM/y", "en": "EEEE, dd/MM/y"}
_DATE_TIME = {"vi": "HH:mm dd/MM/y", "en": "dd/MM/y HH:mm"}


def N_(message: str) -> str:  # noqa: N802 -- the name gettext's tools and readers know
    """Marks a message kept in a table, so that it is extracted; it is translated where it is shown."""
    return message


def supported(language: str | None, default: str = DEFAULT_LANGUAGE) -> str:
    """The language if the bot speaks it ("en-GB" is "en"), else the default."""
    base = (language or "").replace("_", "-").split("-")[0].lower()
    return base if base in LANGUAGES else default


def ignore_missing(language: str, message: str) -> None:
    """The hook of one who does not count missing messages."""


@cache
def load(language: str, directory: Path = CATALOGUES) -> GNUTranslations:
    """The catalogue of a language, read once. Raises OSError or babel's PoFileError when it is absent or
    broken.
    """
    with (directory / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = GNUTranslations(compiled)
    translations.add_fallback(_Nothing())
    return translations


class _NotFound(LookupError):
    """The catalogue lacks a message."""


class _Nothing(NullTranslations):
    """Stands behind a catalogue, which would answer a missing message with itself and say nothing."""

    def gettext(self, message: str) -> str:
        raise _NotFound(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise _NotFound(msgid1)


class Translator:
    """Speaks one language: messages, dates in the province's zone, numbers. Cheap to make, safe to share."""

    def __init__(
        self,
        language: str | None,
        *,
        zone: ZoneInfo = PROVINCE_ZONE,
        default: str = DEFAULT_LANGUAGE,
        on_missing: OnMissing = ignore_missing,
        catalogues: Path = CATALOGUES,
    ) -> None:
        self.language = supported(language, default)
        self.zone = zone
        self._catalogue = load(self.language, catalogues)
        # In the source language the message itself is the text, so nothing is missing.
        self._on_missing = ignore_missing if self.language == SOURCE_LANGUAGE else on_missing

    def t(self, message: str, /, **params: object) -> Markup:
        """The message as HTML. Parameters are escaped and made safe to show, unless they are Markup.

        Raises KeyError for a placeholder without its parameter.
        """
        return Markup(self._text(message)).format(**_safe(params))

    def n(self, singular: str, plural: str, n: int, /, **params: object) -> Markup:
        """The form of the message for `n` things, which it may show as `{n}`; otherwise like `t`."""
        return Markup(self._plural(singular, plural, n)).format(**_safe(params), n=self.number(n))

    def plain(self, message: str, /, **params: object) -> str:
        """The message where Telegram reads no tags: labels of buttons, toasts, names of files."""
        return self._text(message).format(**_safe(params))

    def date(self, day: dt.date) -> str:
        """27/10/2023."""
        return f"{day:%d/%m}/{day.year:04}"

    def long_date(self, day: dt.date) -> str:
        """Thứ Sáu, 27/10/2023; Friday, 27/10/2023."""
        return dates.format_date(day, _LONG_DATE[self.language], locale=self.language)

    def official_date(self, day: dt.date) -> str:
        """ngày 27 tháng 10 năm 2023; 27 October 2023.

        In Vietnamese a day under 10 and the months 1 and 2 take a leading zero (Decree 30/2020/NĐ-CP,
        Appendix I).
        """
        if self.language == "vi":
            month = f"{day.month:02}" if day.month < 3 else str(day.month)
            return f"ngày {day.day:02} tháng {month} năm {day.year}"
        return dates.format_date(day, "d MMMM y", locale=self.language)

    def time(self, at: dt.datetime | dt.time) -> str:
        """08:00, in the province's zone. A `time` of day is the province's already."""
        local = self._local(at) if isinstance(at, dt.datetime) else at
        return f"{local:%H:%M}"

    def datetime(self, at: dt.datetime) -> str:
        """08:00 27/10/2023 (vi), 27/10/2023 08:00 (en), in the province's zone. Raises ValueError for a naive
        time.
        """
        return dates.format_datetime(self._local(at), _DATE_TIME[self.language], locale=self.language)

    def number(self, value: int | Decimal) -> str:
        """1.234,5 (vi), 1,234.5 (en): no digit is added or rounded away."""
        decimals = max(0, -int(Decimal(value).as_tuple().exponent))
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return numbers.format_decimal(value, pattern, locale=self.language)

    def percent(self, value: Decimal) -> str:
        """80,4% (vi), 80.4% (en) of a figure that is per cent already; how it is cut is decided where it is
        computed.
        """
        return f"{self.number(value)}%"

    def rate(self, done: int, total: int, percent: Decimal | None) -> str:
        """33/41 (80,4%), còn 8: the fraction, the rate if there is one, and what is left."""
        figures = {"done": self.number(done), "total": self.number(total), "left": self.number(total - done)}
        if percent is None:
            return self.plain("{done}/{total}, {left} left", **figures)
        return self.plain("{done}/{total} ({percent}), {left} left", **figures, percent=self.percent(percent))

    def _text(self, message: str) -> str:
        try:
            return self._catalogue.gettext(message)
        except _NotFound:
            self._on_missing(self.language, message)
            return message

    def _plural(self, singular: str, plural: str, n: int) -> str:
        try:
            return self._catalogue.ngettext(singular, plural, n)
        except _NotFound:
            self._on_missing(self.language, singular)
            return singular if n == 1 else plural

    def _local(self, at: dt.datetime) -> dt.datetime:
        if at.tzinfo is None:
            raise ValueError("a time without a zone is no time")
        return at.astimezone(self.zone)


def _safe(params: dict[str, object]) -> dict[str, object]:
    return {
        name: shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value
        for name, value in params.items()
    }
