"""Who issues a paper and who signs it: the parts that every official paper has (Decree 30/2020/NĐ-CP, Annex I)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.paper import Content
from reports.voice import Voice

SAMPLE_NOTE: Final = "(Dữ liệu mẫu: tên nhiệm vụ, số liệu và thời hạn chỉ để minh họa)"
_BLANK: Final = "\N{NO-BREAK SPACE}" * 6
"""What is written in by hand when the paper is numbered and signed."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Names as the paper writes them, capitals included; several lines where a name is broken over them.

    ``name`` is the issuer's within a sentence. ``authority`` ends with the signer's position; before it stand "TM." and
    "KT." lines where they apply. Without a number or a day the place for it is left blank.
    """

    parent: tuple[str, ...]
    issuer: tuple[str, ...]
    name: str
    sign: str
    place: str
    authority: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    archive: str
    number: int | None = None
    signed_on: date | None = None


def letterhead_words(voice: Voice, head: Letterhead, abstract: str, year: int) -> Mapping[str, str]:
    """The words of the letterhead; ``year`` stands in a date that is not known yet."""
    signed = head.signed_on
    return {
        # A number under ten takes a nought before it.
        "so": _BLANK if head.number is None else f"{head.number:02}",
        "ky_hieu": head.sign,
        "dia_danh": head.place,
        "ngay_thang": f"ngày{_BLANK}tháng{_BLANK}năm {year}"
        if signed is None
        else voice.tr.official_date(signed),
        "trich_yeu": abstract,
        "nguoi_ky": head.signer,
        "ten_co_quan": head.name,
    }


def letterhead_parts(head: Letterhead, *, is_sample: bool) -> Mapping[str, tuple[Content, ...]]:
    """The parts of the letterhead and of the foot."""
    return {
        "co_quan_chu_quan": head.parent,
        "co_quan_ban_hanh": head.issuer,
        "du_lieu_mau": (SAMPLE_NOTE,) if is_sample else (),
        "quyen_han_ky": head.authority,
        "noi_nhan": (*(f"- {one};" for one in head.recipients), f"- Lưu: {head.archive}."),
    }
