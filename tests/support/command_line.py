"""What is typed on the server while the bot runs there."""

import asyncio
import os
import sys
from pathlib import Path

from tests.support.town import Town

ROOT = Path(__file__).parents[2]


async def typed(town: Town, *words: str) -> str:
    """A command in a process of its own, on the server of the running bot."""
    settings = town.settings
    environment = {
        "BOT_TOKEN": settings.bot_token.get_secret_value(),
        "DATABASE_URL": settings.database,
        "DATA_DIR": str(settings.data_dir),
        "KEYS_FILE": str(settings.keys_file),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "--language", "en", *words),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, why = await process.communicate()
    assert process.returncode == 0, why.decode()
    return said.decode()
