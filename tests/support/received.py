"""What whoever got a file from the bot has in hand."""

import aiohttp

from simulator.client import View
from tests.support.town import Town


async def content(town: Town, view: View) -> bytes:
    """The bytes of the file that a message brought."""
    told = view.wire[view.media]
    file_id = (told[-1] if isinstance(told, list) else told)["file_id"]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{town.simulator.base_url}/sim/files/{file_id}") as answer,
    ):
        return await answer.read()
