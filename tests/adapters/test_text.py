import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.text import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Sở Y tế – TP. Vinh", "so y te tp vinh"),
        ("ĐỀ ÁN 06/QĐ-TTg", "de an 06 qd ttg"),
        ("Ðô Lương", "do luong"),
        ("hoà, hòa; uỷ, ủy", "hoa hoa uy uy"),
        ("ƯƠNG ương Ă ă", "uong uong a a"),
        ("a\u200bb\u200fc", "abc"),
        ("  \t\n", ""),
        ("a\x00b", "a b"),
    ],
)
def test_text_folds_to_bare_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạấừợ ỄĐ.,-"))
def test_folding_does_not_depend_on_the_form_or_the_case(text: str) -> None:
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len({fold(form) for form in forms} | {fold(text.upper())}) == 1


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
