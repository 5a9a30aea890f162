"""The way of an update, seen by the people at its end."""

from tests.support.town import Town


async def test_whoever_says_start_is_answered(town: Town) -> None:
    hoa = await town.person("Hoa")
    await hoa.starts()
    await town.settle()
    assert "Send a report" in (await hoa.transcript()) or "Gửi phản ánh" in (await hoa.transcript())
    assert len((await hoa.last()).labels) >= 3
