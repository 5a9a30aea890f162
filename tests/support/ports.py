"""Where a webhook listens in a test."""

import socket
from typing import Any, Final

SECRET: Final = "of-letters-and-figures-for-the-test"


def webhook_settings() -> dict[str, Any]:
    """The settings of a webhook at a port that is free, so that one process after the other can listen there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return {
        "listen": f"127.0.0.1:{port}",
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": SECRET,
    }
