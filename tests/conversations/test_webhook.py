"""The same conversations where Telegram calls and is not asked; and from one way to the other nothing is lost."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.intake import ALLOWED_UPDATES
from bot.samples import import_samples
from bot.settings import Mode
from bot.web import SECRET_HEADER
from services.case_entries import EntryKind
from simulator.client import Person
from storage.people import reporter_ref
from tests.support.inspection import says
from tests.support.ports import SECRET, webhook_settings
from tests.support.reporting import citizen, count, heard
from tests.support.stories import reports
from tests.support.town import Town, open_town
from tests.support.waiting import until


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(database_url, tmp_path, mode="webhook", **webhook_settings()) as town:
        town.simulator.bot.webhook.first_pause = 0.05
        yield town


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.both_databases
async def test_a_report_goes_through_the_whole_form(town: Town) -> None:
    await import_samples(town.product.office)
    told = await reports(await town.person("Hoa", language="en"))
    async with town.product.office.reading() as (uow, _):
        (case,) = await uow.cases.of_reporter(reporter_ref(town.product.office.ring, told.person.id))
        entries = await uow.cases.entries(case.id)
    assert case.code == told.code
    assert [one.body["what"] for one in entries if one.kind is EntryKind.STATEMENT] == [told.texts]
    assert not await town.client.calls("getUpdates")


async def test_telegram_is_told_the_secret_and_the_kinds_and_to_drop_nothing(town: Town) -> None:
    (call,) = await town.client.calls("setWebhook")
    assert call["params"]["url"] == town.settings.webhook_url
    assert call["params"]["secret_token"] == SECRET
    assert all(kind in call["params"]["allowed_updates"] for kind in ALLOWED_UPDATES)
    assert not call["params"]["drop_pending_updates"]


async def test_whoever_does_not_know_the_secret_is_not_heard(
    town: Town, hoa: Person, http: aiohttp.ClientSession
) -> None:
    since = await count(hoa)
    forged = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": hoa.id, "type": "private"},
            "from": {"id": hoa.id, "is_bot": False, "first_name": "Hoa"},
            "text": "/help",
        },
    }
    for headers in ({}, {SECRET_HEADER: SECRET[::-1]}):
        async with http.post(town.settings.webhook_url, json=forged, headers=headers) as answer:
            assert answer.status == 403
    await town.settle()
    assert not await heard(hoa, since)
    async with http.post(town.settings.webhook_url, json=forged, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 200
    await town.settle()
    assert len(await heard(hoa, since)) == 1


@pytest.mark.both_databases
async def test_what_cannot_be_kept_is_brought_again(town: Town, hoa: Person) -> None:
    since = await count(hoa)

    async def rename(old: str, new: str) -> None:
        async with town.product.office.database.write() as connection:
            await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    await rename("inbox", "away")
    for command in ("/help", "/language"):
        await hoa.sends(command)

    async def refused() -> bool:
        return "503" in str(town.simulator.bot.webhook.info(None).get("last_error_message"))

    await until(refused, "Telegram is told that it could not be kept")
    await rename("away", "inbox")
    await town.settle()
    assert [view.text.split()[0] for view in await heard(hoa, since)] == ["Có", "Ngôn"]


async def test_those_who_watch_are_told_on_a_listener_of_their_own(
    town: Town, http: aiohttp.ClientSession
) -> None:
    monitor = town.product.monitor.url
    for path, words in (("/livez", "alive"), ("/readyz", "ready"), ("/metrics", "bot_updates_kept")):
        async with http.get(monitor + path) as answer:
            assert answer.status == 200
            assert words in await answer.text()
        async with http.get(town.settings.webhook_url.removesuffix("/telegram") + path) as answer:
            assert answer.status == 404
    async with http.post(f"{monitor}/telegram", json={}, headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 404


@pytest.mark.both_databases
async def test_from_asking_to_being_called_and_back_nothing_is_lost_and_nothing_comes_twice(
    database_url: str, tmp_path: Path
) -> None:
    async with open_town(database_url, tmp_path) as town:
        hoa = await citizen(town, "Hoa")
        since = await count(hoa)
        called = {
            name: SecretStr(value) if name == "webhook_secret" else value
            for name, value in webhook_settings().items()
        }
        for mode in (Mode.WEBHOOK, Mode.POLLING, Mode.WEBHOOK):
            await hoa.sends("/language")
            await town.product.stop()
            await hoa.sends("/help")
            await hoa.sends("/cancel")
            chosen = town.settings.model_copy(update={**called, "mode": mode})
            town.product = replace(town.product, settings=chosen)
            await town.product.start()
            await says(town, hoa, "/language")
        said = [view.text.split()[0] for view in await heard(hoa, since)]
        assert said == ["Ngôn", "Có", "Không", "Ngôn"] * 3
