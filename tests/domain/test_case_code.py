import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case_code import CHANCE_BYTES, is_written_out, new_code, parse_code

chances = st.binary(min_size=CHANCE_BYTES, max_size=CHANCE_BYTES)
_LOOK_ALIKES = {"0": "0Oo", "1": "1IiLl"}


def test_a_code_has_its_shape_and_no_letter_that_is_misread() -> None:
    assert new_code(b"\x00" * 5) == "NA-0000-0000"
    assert new_code(b"\xff" * 5) == "NA-ZZZZ-ZZZZ"
    assert new_code(bytes.fromhex("0000000001")) == "NA-0000-0001"


@pytest.mark.parametrize("size", [0, 4, 6])
def test_a_code_is_made_of_five_bytes_and_no_other_number(size: int) -> None:
    with pytest.raises(ValueError, match="5 random bytes"):
        new_code(b"x" * size)


@given(chances, chances)
def test_different_chance_gives_different_codes(one: bytes, other: bytes) -> None:
    assert (new_code(one) == new_code(other)) is (one == other)


@given(chances, st.data())
def test_a_code_is_recognised_however_it_was_written(chance: bytes, data: st.DataObject) -> None:
    code = new_code(chance)
    written = "".join(
        data.draw(st.sampled_from(["-", " ", "", "–", "—", " - ", "\u00a0", "_", "‑", "−"]))
        if c == "-"
        else data.draw(st.sampled_from(_LOOK_ALIKES.get(c, c + c.lower() + chr(ord(c) + 0xFEE0))))
        for c in code
    )
    if data.draw(st.booleans()):
        written = "".join(written[2:])
    assert parse_code(f" {written}\n") == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NA",
        "NA-0000-000",
        "NA-0000-00000",
        "NB-0000-0000",
        "NA-UUUU-0000",
        "xin chào",
        "NA-0000-000Đ",
        "0" * 4096,
    ],
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert parse_code(text) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("NA-7K3M-92QX", True),
        (" na 7k3m 92qx\n", True),
        ("7K3M-92QX", False),
        ("cam on ban", False),
        ("02-10-2023", False),
        ("NA-UUUU-0000", False),
        ("", False),
    ],
)
def test_what_is_typed_alone_is_a_code_only_with_its_prefix(text: str, is_one: bool) -> None:
    assert is_written_out(text) is is_one


@given(st.text(max_size=40))
def test_any_text_is_a_code_in_its_one_form_or_none(text: str) -> None:
    code = parse_code(text)
    assert code is None or parse_code(code) == code
