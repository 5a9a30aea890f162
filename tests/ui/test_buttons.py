"""Buttons and what pressing them says."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.buttons import (
    LARGEST,
    ROOM,
    Button,
    ButtonTooLong,
    CopyButton,
    LinkButton,
    Press,
    registered,
    unpack,
)


class Filter(StrEnum):
    NEW = "new"
    MINE = "mine: all"


@dataclass(frozen=True)
class Everything(Press, prefix="zz1"):
    number: int
    text: str
    sure: bool
    filter: Filter
    day: dt.date
    maybe_number: int | None = None
    maybe_text: str | None = None
    maybe_filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class Slotted(Press, prefix="zz2"):
    task_id: int
    revision: int = 0


@dataclass(frozen=True)
class Nothing(Press, prefix="zz3"):
    pass


@dataclass(frozen=True)
class Checked(Press, prefix="zz5"):
    day: int

    def __post_init__(self) -> None:
        if self.day > 7:
            raise ValueError("no such day")


@dataclass(frozen=True)
class Named(Press, prefix="zz6"):
    name: str


SHORT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=2)


@given(
    st.builds(
        Everything,
        number=st.integers(-(10**6), 10**6),
        text=SHORT,
        sure=st.booleans(),
        filter=st.sampled_from(Filter),
        day=st.dates(),
        maybe_number=st.none() | st.integers(0, 99),
        maybe_text=st.none() | st.just("") | st.text("az-_.~", max_size=2),
        maybe_filter=st.none(),
    )
)
def test_a_press_comes_back_as_it_was(press: Everything) -> None:
    try:
        data = press.pack()
    except ButtonTooLong:
        return
    assert len(data.encode()) <= ROOM
    assert unpack(data) == press


@given(st.integers(-LARGEST, LARGEST), st.integers(0, 10**9))
def test_numbers_take_little_room(task_id: int, revision: int) -> None:
    assert unpack(Slotted(task_id, revision).pack()) == Slotted(task_id, revision)
    assert Slotted(1_000_000, 35).pack() == "zz2:lfls:z"


@given(st.text() | st.from_regex(r"zz[1235](:[-0-9a-z%_]{0,12}){0,9}", fullmatch=True))
def test_reading_never_fails_and_accepts_only_what_was_made_here(data: str) -> None:
    press = unpack(data)
    assert press is None or press.pack() == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "zz2",
        "zz2:1",
        "zz2:1:2:3",
        "zz2::1",
        "zz2:01:0",
        "zz2:+1:0",
        "zz2: 1:0",
        "zz2:1_0:0",
        "zz2:Z:0",
        "zz2:-0:0",
        "zz2:é:0",
        "unknown:1",
        "zz3:",
        "zz5:8",
        "zz2:" + "9" * 80 + ":0",
        "zz2:1y2p0ij32e8e8:0",
        "zz2:-1y2p0ij32e8e8:0",
        "zz2:" + "9" * 20 + ":0",
        "zz6:%00",
        "zz6:%ED%A0%80",
        "zz6:%ff",
    ],
)
def test_what_is_not_a_press_is_none(data: str) -> None:
    assert unpack(data) is None


@pytest.mark.parametrize("name", ["\x00", "a\ud800"])
def test_what_no_database_keeps_no_button_carries(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be stored"):
        Button("Tên", Named(name))


@pytest.mark.parametrize("number", [LARGEST + 1, -LARGEST - 1])
def test_what_is_beyond_all_counting_no_button_carries(number: int) -> None:
    with pytest.raises(ValueError, match="larger than anything"):
        Button("Tên", Slotted(number))


def test_a_press_without_fields_is_its_prefix() -> None:
    assert unpack("zz3") == Nothing()


def test_a_button_too_long_cannot_be_made() -> None:
    long = Everything(1, "Sở Tài nguyên và Môi trường", True, Filter.NEW, dt.date(2023, 10, 27))
    with pytest.raises(ButtonTooLong, match="Everything takes"):
        Button("Open", long)


def test_a_prefix_belongs_to_one() -> None:
    with pytest.raises(TypeError, match="belongs to Nothing"):

        class Thief(Press, prefix="zz3"):
            pass


@pytest.mark.parametrize("prefix", ["", "a:b", "é1", "ninechars", "a b"])
def test_a_prefix_is_short_and_plain(prefix: str) -> None:
    with pytest.raises(TypeError, match="prefix"):
        type("Odd", (Press,), {}, prefix=prefix)


def test_a_press_needs_a_prefix_of_its_own() -> None:
    with pytest.raises(TypeError, match="has no prefix"):

        class Child(Nothing):
            pass


def test_a_field_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="no button carries"):

        class Unsupported(Press, prefix="zz4"):
            value: float

    assert "zz4" not in registered()
    with pytest.raises(TypeError, match="task_id is str"):
        Slotted("1").pack()  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="task_id is bool"):
        Slotted(True).pack()


def test_every_kind_of_press_is_listed() -> None:
    assert registered()["zz2"] is Slotted


@pytest.mark.parametrize("make", [lambda: Button(" ", Nothing()), lambda: LinkButton("", "https://x")])
def test_a_button_has_a_label(make: object) -> None:
    with pytest.raises(ValueError, match="label"):
        make()  # type: ignore[operator]


def test_links_and_texts_to_copy_are_checked() -> None:
    with pytest.raises(ValueError, match="https"):
        LinkButton("Open", "javascript:alert(1)")
    with pytest.raises(ValueError, match="256"):
        CopyButton("Copy", "x" * 257)
