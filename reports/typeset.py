"""Charts and posters drawn by Typst, from templates that take their data as JSON and never as code.

The fonts are the project's own, so that a picture is the same on every machine and has every Vietnamese letter.
"""

import io
import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

import segno
import typst

from reports.picture import BarChart, Chart
from reports.poster import Form, Poster
from reports.text import printable

_ROOM: Final = Path(__file__).parent
_TEMPLATES: Final = _ROOM / "typst"
_FONTS: Final = _ROOM / "fonts"
_PIXEL_A_POINT: Final = 72.0
_POSTER_PIXELS_AN_INCH: Final = 150.0
_NO_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""A picture of the same figures is the same to the byte."""


def draw_chart(chart: Chart) -> bytes:
    """A PNG 1,080 pixels wide, as high as it needs."""
    template = "bars.typ" if isinstance(chart, BarChart) else "lines.typ"
    data = asdict(chart)
    frame = data.pop("frame")
    return _compiled(template, data | frame, "png", _PIXEL_A_POINT)


def draw_poster(poster: Poster) -> bytes:
    """An A5 page: a PDF to print, or a PNG to look at."""
    code = io.BytesIO()
    # A poster gets scratched and rained upon: a quarter of the code may be lost. Four modules around it are its
    # quiet zone (ISO/IEC 18004).
    segno.make(poster.link, error="q", micro=False, boost_error=False).save(
        code, kind="svg", border=4, light="white", xmldecl=False
    )
    data = asdict(poster) | {"code": code.getvalue().decode()}
    form: Literal["pdf", "png"] = "pdf" if poster.form is Form.PDF else "png"
    return _compiled("poster.typ", data, form, _POSTER_PIXELS_AN_INCH)


def _compiled(template: str, data: dict[str, Any], form: Literal["pdf", "png"], ppi: float) -> bytes:
    return typst.compile(
        str(_TEMPLATES / template),
        root=str(_ROOM),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        format=form,
        ppi=ppi,
        sys_inputs={"data": json.dumps(_clean(data))},
        timestamp=_NO_TIME,
    )


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value
