"""What `run` says when the world outside does not let it serve: one line that names a setting, and never the token."""

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.cli.conftest import TOKEN

REFUSED = {"ok": False, "error_code": 401, "description": "Unauthorized"}
KNOWN = {
    "ok": True,
    "result": {"id": 123456, "is_bot": True, "first_name": "CCHC", "username": "cchc_bot"},
}


@contextlib.contextmanager
def bot_api(answer: dict[str, Any]) -> Iterator[str]:
    """A server that answers every call alike; its address."""
    body = json.dumps(answer).encode()

    class Calls(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(answer.get("error_code", 200))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Says nothing of what it was asked."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Calls) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_token_that_is_refused_is_named_and_not_shown(deployed: Any) -> None:
    with bot_api(REFUSED) as address:
        result = deployed("run", BOT_API_URL=address, MONITOR_LISTEN="127.0.0.1:0")
    assert result.exit_code == 1
    assert result.stderr == "BOT_TOKEN: máy chủ tại BOT_API_URL không công nhận mã này\n"
    assert TOKEN.partition(":")[2] not in result.output


def test_a_start_names_what_is_misspelt_in_the_file_of_settings(deployed: Any, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABSE_URL=postgresql://someone:secret@127.0.0.1/bot\n")
    with bot_api(REFUSED) as address:
        result = deployed("run", BOT_API_URL=address, MONITOR_LISTEN="127.0.0.1:0")
    (warned, _) = result.stderr.splitlines()
    told = json.loads(warned)
    assert (told["event"], told["names"]) == ("settings.unknown_in_env_file", ["DATABSE_URL"])
    assert "secret" not in result.output


def test_a_server_that_is_not_reached_is_named(deployed: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
    result = deployed("run", BOT_API_URL=nobody, MONITOR_LISTEN="127.0.0.1:0")
    assert result.exit_code == 1
    assert result.stderr == "BOT_API_URL: không nhận được trả lời của Bot API (NotConnected)\n"


def test_an_address_that_is_taken_is_named(deployed: Any) -> None:
    with bot_api(KNOWN) as address, socket.create_server(("127.0.0.1", 0)) as taken:
        result = deployed("run", BOT_API_URL=address, MONITOR_LISTEN=f"127.0.0.1:{taken.getsockname()[1]}")
    assert result.exit_code == 1
    assert result.stderr == "MONITOR_LISTEN: không mở được cổng để lắng nghe (address already in use)\n"
