"""An offline Telegram: the Bot API for the bot, an app in the browser for people, and a client for tests.

It stands in for the one part of the world the product cannot take along: to a training room without a
network, to a demonstration, to a test that must see a 429 in the right place. It knows nothing of the
product; the product's bot finds it by its base URL alone, and cannot tell it from the real one by its
answers.

    async with Simulator() as simulator, SimulatorClient(simulator.base_url) as client:
        citizen = await client.person("Nguyễn Thị Hoa", language="vi")
        await citizen.starts()
        await client.idle()
        print(await citizen.screen())
"""

from simulator.client import Person, SimulatorClient
from simulator.server import TOKEN, USERNAME, Simulator

__all__ = ["TOKEN", "USERNAME", "Person", "Simulator", "SimulatorClient"]
