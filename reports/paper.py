"""Official papers as values: which kind, what each placeholder of its template says, and the template if not our own.

A template is a Word file with placeholders as ``{{noi_nhan}}``. A word stands within a line; a part stands alone in its
paragraph and becomes as many paragraphs and tables as it needs, each in the manner of that paragraph. So a coordinator
changes letterhead, headings, order and prose in Word, and cannot break a loop, for there is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PaperKind(StrEnum):
    """The papers there are."""

    PERIODIC = "periodic"
    OVERDUE = "overdue"


class Align(StrEnum):
    """How a column stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``weight`` is its part of the width."""

    title: str
    weight: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """A row; a heading has a single cell across the table, a sum is bold."""

    cells: tuple[str, ...]
    is_heading: bool = False
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table under a head that is repeated on each page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


Content = str | Table
"""A paragraph, or a table."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to be written: its words and parts by placeholder; without a template, into the product's own."""

    kind: PaperKind
    title: str
    author: str
    words: Mapping[str, str]
    parts: Mapping[str, tuple[Content, ...]]
    template: bytes | None = None


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """The product's own template of a paper, for a coordinator to start from."""

    kind: PaperKind


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """A template somebody sent, to be looked through before it is kept."""

    kind: PaperKind
    template: bytes


@dataclass(frozen=True, slots=True)
class Fields:
    """The placeholders of a paper; of all but the ``optional`` ones a template needs at least one."""

    words: frozenset[str]
    parts: frozenset[str]
    optional: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """Every placeholder."""
        return self.words | self.parts

    @property
    def needed(self) -> frozenset[str]:
        """Those without which the paper would say less than it must."""
        return self.names - self.optional


_LETTERHEAD_WORDS: Final = frozenset({"so", "ky_hieu", "dia_danh", "ngay_thang", "trich_yeu", "nguoi_ky"})
_LETTERHEAD_PARTS: Final = frozenset(
    {"co_quan_chu_quan", "co_quan_ban_hanh", "du_lieu_mau", "quyen_han_ky", "noi_nhan"}
)
_OPTIONAL: Final = frozenset(
    {"co_quan_chu_quan", "ten_co_quan", "ky_bao_cao", "tu_ngay", "den_ngay", "tinh_den_ngay"}
)

FIELDS: Final[Mapping[PaperKind, Fields]] = {
    PaperKind.PERIODIC: Fields(
        words=_LETTERHEAD_WORDS
        | {"ten_co_quan", "ky_bao_cao", "tu_ngay", "den_ngay", "tinh_den_ngay", "ket_qua_ke_hoach"},
        parts=_LETTERHEAD_PARTS
        | {
            "chi_dao_dieu_hanh",
            "ket_qua_linh_vuc",
            "tien_do",
            "ho_so_truc_tuyen",
            "tu_kiem_tra",
            "kiem_tra_cua_tinh",
            "ke_hoach_chuyen_doi_so",
            "tuyen_truyen",
            "chua_bao_cao",
            "kho_khan",
            "kien_nghi",
        },
        optional=_OPTIONAL,
    ),
    PaperKind.OVERDUE: Fields(
        words=_LETTERHEAD_WORDS | {"ten_co_quan", "tinh_den_ngay", "ket_qua_ke_hoach", "tong_so_qua_han"},
        parts=_LETTERHEAD_PARTS | {"nhiem_vu_qua_han"},
        optional=_OPTIONAL,
    ),
}
