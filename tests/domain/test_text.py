import pytest

from domain.text import is_blank


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\t\r",
        "\x00",
        "\u200b\u200d\ufeff",
        "\u202e\u2066\u200f",
        "\u3000\u00a0",
        "\u2800",
        "\u3164",
        "\ufe0f",
        "\u0301",
    ],
)
def test_what_cannot_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize(
    "text",
    ["a", ".", "0", "&", "<b>", "đ", "\x00a", "👍", "👩\u200d⚖\ufe0f", "a\u0301", "\u202ea", "\U0001fae9"],
)
def test_what_can_be_seen_is_not(text: str) -> None:
    assert not is_blank(text)
