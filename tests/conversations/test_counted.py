"""What the machine's watchers are told follows from what happened."""

from bot.metrics import REGISTRY
from tests.support.town import Town


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_an_update_is_counted_on_its_way_in_through_and_out(town: Town) -> None:
    def now() -> list[float]:
        return [
            counted("bot_updates_kept_total"),
            counted("bot_updates_handled_total"),
            counted("bot_batch_seconds_count"),
            counted("bot_deliveries_total", end="sent"),
        ]

    before = now()
    hoa = await town.person("Hoa")
    await hoa.sends("/start")
    await town.settle()
    assert [after - was for after, was in zip(now(), before, strict=True)] == [1, 1, 1, 1]


async def test_looking_in_vain_is_no_batch(town: Town) -> None:
    before = counted("bot_batch_seconds_count")
    assert not await town.product.worker.step()
    assert counted("bot_batch_seconds_count") == before


async def test_what_is_blocked_and_what_waits_is_seen(town: Town) -> None:
    before = counted("bot_deliveries_total", end="blocked")
    hoa = await town.person("Hoa")
    await town.client.fault(kind="blocked", method="sendMessage")
    await hoa.sends("/start")
    await town.settle()
    assert counted("bot_deliveries_total", end="blocked") == before + 1
    await town.product.ticker.round()
    assert counted("bot_inbox_waiting") == 0
    assert counted("bot_outbox_waiting") == 0
