"""The way of an update, seen by the people at its end."""

from datetime import timedelta

from tests.support.town import Town


async def test_whoever_says_start_is_answered(town: Town) -> None:
    hoa = await town.person("Hoa")
    await hoa.starts()
    await town.settle()
    print(await hoa.transcript())
    assert (await hoa.last()).labels
