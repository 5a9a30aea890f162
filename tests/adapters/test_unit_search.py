import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.imports import parse_units
from adapters.spreadsheets import read_rows
from adapters.text import fold
from adapters.unit_search import UnitSearch
from domain.unit import Unit
from services import ports

UNITS = [
    Unit(row.code, row.name_vi, row.name_en, row.kind, row.parent)
    for row in parse_units(
        read_rows(Path(__file__).parents[2] / "samples" / "nghe-an-2023" / "units.csv", "units.csv")
    ).rows
]
SEARCH = UnitSearch(UNITS)


def codes(text: str, limit: int = 6) -> list[str]:
    return [match.code for match in SEARCH.find(text, limit)]


def test_it_is_the_services_search() -> None:
    search: ports.UnitSearch = SEARCH
    assert isinstance(search.find("vinh")[0], ports.UnitMatch)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("so tai nguyem moi truong", "STNMT"),
        ("ubnd tp vinh", "TP-VINH"),
        ("TPVinh", "TP-VINH"),
        ("tp.vinh", "TP-VINH"),
        ("vinh", "TP-VINH"),
        ("sgddt", "SGDDT"),
        ("Sở GD&ĐT tỉnh Nghệ An", "SGDDT"),
        ("giám đốc sgddt", "SGDDT"),
        ("stnmt", "STNMT"),
        ("tnmt", "STNMT"),
        ("sldtbxh", "SLDTBXH"),
        ("so ld-tb&xh", "SLDTBXH"),
        ("công an tinh", "CAT"),
        ("cong an tinh", "CAT"),
        ("CA tỉnh", "CAT"),
        ("so y te", "SYT"),
        ("noi vu", "SNV"),
        ("ngoai vu", "SNGV"),
        ("dien chau", "H-DIENCHAU"),
        ("dienchau", "H-DIENCHAU"),
        ("h. dien chau", "H-DIENCHAU"),
        ("uy ban nhan dam huyen dien chau", "H-DIENCHAU"),
        ("thanh tra", "TTT"),
        ("một cửa tỉnh", "TTHCC"),
        ("tt hcc", "TTHCC"),
        ("nghi loc", "H-NGHILOC"),
        ("tx thái hoà", "TX-THAIHOA"),
        ("vp ubnd tinh", "VPUBND"),
        ("ubnd tỉnh", "UBND-NA"),
        ("ubnd tinh nghe an", "UBND-NA"),
        ("kkt đông nam", "BQLKKT"),
        ("department of health", "SYT"),
        ("police", "CAT"),
        ("natural resources", "STNMT"),
        ("Vinh city", "TP-VINH"),
    ],
)
def test_what_people_type_finds_the_unit_first(text: str, code: str) -> None:
    assert codes(text)[0] == code


@pytest.mark.parametrize("text", ["so gd", "so nong nghiep", "dai ptth", "so van hoa"])
def test_half_a_name_finds_the_unit_first(text: str) -> None:
    assert codes(text)[0] in {"SGDDT", "SNNPTNT", "DPTTH", "SVHTT"}


@pytest.mark.parametrize(
    "text", ["", "   ", "...", "\x00", "asdf qwer", "hello", "xin chao", "🙂", "1", "a" * 4096]
)
def test_nonsense_finds_nothing(text: str) -> None:
    assert SEARCH.find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "xã Quỳnh Lập",
        "phường Bến Thủy, Vinh",
        "p. hung binh vinh",
        "ubnd xã Nghi Lâm huyện Nghi Lộc",
        "thi tran nam dan",
    ],
)
def test_a_commune_that_is_not_listed_is_only_weakly_like_a_district(text: str) -> None:
    assert all(match.score <= 60 for match in SEARCH.find(text))


def test_matches_are_in_order_and_no_more_than_asked_for() -> None:
    found = SEARCH.find("ubnd", limit=3)
    assert len(found) == 3
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)


def test_no_units_find_nothing() -> None:
    assert UnitSearch(()).find("so y te") == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.code)
def test_every_unit_is_found_first_by_its_names_and_its_code(unit: Unit) -> None:
    for text in (
        unit.name_vi,
        fold(unit.name_vi),
        unit.name_vi.upper(),
        unit.name_en,
        unit.code,
        unit.code.lower(),
    ):
        assert codes(text)[0] == unit.code, text


@given(st.sampled_from(UNITS), st.data())
def test_every_unit_is_among_the_first_three_with_one_letter_wrong(unit: Unit, data: st.DataObject) -> None:
    name = fold(unit.name_vi)
    at = data.draw(st.sampled_from([n for n, char in enumerate(name) if char != " "]))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    wrong = data.draw(
        st.sampled_from(
            [name[:at] + letter + name[at + 1 :], name[:at] + name[at + 1 :], name[:at] + letter + name[at:]]
        )
    )
    assert unit.code in codes(wrong, limit=3)


@given(st.text())
def test_no_text_breaks_the_search(text: str) -> None:
    assert len(SEARCH.find(text)) <= 6
