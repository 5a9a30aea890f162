from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Code, Refused
from domain.rates import Rate, Rounding

rates = st.integers(1, 10_000).flatmap(lambda total: st.builds(Rate, st.integers(0, total), st.just(total)))


def test_33_of_41_is_the_official_80_4_and_8_are_left() -> None:
    rate = Rate(33, 41)
    assert (rate.percent(Rounding.TRUNCATE), rate.left) == (Decimal("80.4"), 8)


def test_34_of_41_is_82_9_and_7_are_left() -> None:
    rate = Rate(34, 41)
    assert (rate.percent(Rounding.TRUNCATE), rate.left) == (Decimal("82.9"), 7)


def test_rounded_half_up_33_of_41_would_be_80_5() -> None:
    assert Rate(33, 41).percent(Rounding.HALF_UP) == Decimal("80.5")


def test_an_exact_share_is_kept_with_its_decimals() -> None:
    assert str(Rate(1, 2).percent()) == "50.0"
    assert str(Rate(41, 41).percent()) == "100.0"
    assert str(Rate(0, 41).percent(decimals=0)) == "0"
    assert str(Rate(1, 3).percent(decimals=3)) == "33.333"


def test_nothing_of_nothing_has_no_percentage() -> None:
    assert Rate(0, 0).percent() is None


@pytest.mark.parametrize(("done", "total"), [(2, 1), (-1, 1), (0, -1)])
def test_an_impossible_figure_is_refused(done: int, total: int) -> None:
    with pytest.raises(Refused) as refused:
        Rate(done, total)
    assert refused.value.code is Code.FIGURE_IMPOSSIBLE


@given(rates, st.integers(0, 4))
def test_truncation_never_rises_above_the_share_and_rounding_is_never_further_than_half(
    rate: Rate, decimals: int
) -> None:
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(100 * rate.done) / rate.total
    cut, rounded = rate.percent(Rounding.TRUNCATE, decimals), rate.percent(Rounding.HALF_UP, decimals)
    assert cut is not None
    assert rounded is not None
    assert exact - step < cut <= exact
    assert abs(rounded - exact) <= step / 2
    assert cut <= rounded


@given(rates)
def test_only_a_full_share_is_a_hundred_percent_when_truncated(rate: Rate) -> None:
    assert (rate.percent() == 100) is (rate.left == 0)
