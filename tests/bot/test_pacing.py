"""Telegram's speed limits are kept without anybody waiting longer than they must."""

import asyncio

import pytest

from bot.pacing import CHAT_BURST, CHATS_REMEMBERED, Pace


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


def sent_within(pace: Pace, clock: Hands, seconds: float, chats: list[str]) -> int:
    """How many messages leave within so many seconds when there is always one more to send."""
    end, count = clock.now + seconds, 0
    while True:
        clock.now += pace.take(chats[count % len(chats)])
        if clock.now >= end:
            return count
        count += 1


def test_a_chat_gets_a_few_at_once_and_then_one_a_second(clock: Hands) -> None:
    pace = Pace(30, clock)
    assert [pace.take("a") for _ in range(int(CHAT_BURST))] == [0.0] * int(CHAT_BURST)
    assert pace.take("a") == pytest.approx(1.0)
    assert pace.take("a") == pytest.approx(2.0)


def test_a_rested_chat_gets_its_few_at_once_again(clock: Hands) -> None:
    pace = Pace(30, clock)
    for _ in range(int(CHAT_BURST)):
        pace.take("a")
    clock.now += 60
    assert [pace.take("a") for _ in range(int(CHAT_BURST))] == [0.0] * int(CHAT_BURST)


def test_all_together_get_no_more_than_the_rate(clock: Hands) -> None:
    pace = Pace(30, clock)
    chats = [f"chat-{number}" for number in range(1000)]
    count = sent_within(pace, clock, 10.0, chats)
    # Half a second's worth is let through at once; after that it is the rate.
    assert 300 <= count <= 316


def test_a_chat_that_had_its_share_is_named_and_the_others_are_not(clock: Hands) -> None:
    pace = Pace(30, clock)
    for _ in range(int(CHAT_BURST)):
        pace.take("busy")
    pace.take("calm")
    assert pace.resting() == ["busy"]
    assert pace.pause == pytest.approx(1.0)
    clock.now += 1.001
    assert pace.resting() == []
    assert pace.pause is None


def test_a_faster_server_lets_a_chat_have_more_too(clock: Hands) -> None:
    pace = Pace(300, clock)
    for _ in range(int(CHAT_BURST)):
        pace.take("a")
    assert pace.take("a") == pytest.approx(0.1)


def test_a_slower_rate_still_lets_each_chat_have_one_a_second(clock: Hands) -> None:
    pace = Pace(5, clock)
    for _ in range(int(CHAT_BURST)):
        pace.take("a")
        clock.now += 0.2
    assert pace.take("a") <= 1.0


async def test_a_hold_is_for_everybody_and_no_shorter_one_ends_it(clock: Hands) -> None:
    pace = Pace(30, clock)
    pace.hold(10)
    pace.hold(2)
    assert pace.held_for == pytest.approx(10)
    assert pace.pause == pytest.approx(10)
    assert not await pace.wait("anybody")
    clock.now += 10
    assert pace.held_for == 0
    assert await pace.wait("anybody")


async def test_a_hold_also_stops_who_was_waiting_for_a_turn_already() -> None:
    pace = Pace(30)
    for _ in range(15):
        pace.take("others")
    turn = asyncio.create_task(pace.wait("a"))
    await asyncio.sleep(0)
    pace.hold(60)
    assert await turn is False


def test_chats_long_unheard_of_are_forgotten(clock: Hands) -> None:
    pace = Pace(1_000_000, clock)
    for number in range(CHATS_REMEMBERED + 10):
        pace.take(f"chat-{number}")
    assert len(pace._chats) == CHATS_REMEMBERED
