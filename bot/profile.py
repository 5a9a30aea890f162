"""How the bot presents itself before anybody has said a word: name, descriptions, and the commands of everybody.

Telegram allows few changes of these a day, so each is asked for first and set only where it differs. None of it is
needed to serve: a server that lacks one of these methods costs a warning.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from telegram.error import TelegramError

from bot.api import BotApi
from bot.ui.translation import N_, Translator
from handlers import menu

log = structlog.get_logger()

NAME: Final = N_("Administrative reform, Nghệ An")
SHORT_DESCRIPTION: Final = N_("Report misconduct of civil servants in Nghệ An, and follow your report.")
DESCRIPTION: Final = N_(
    "The channel of Nghệ An province for reports on the conduct of civil servants. Send a report to the Provincial "
    "Inspectorate, add evidence, and follow what becomes of it. For units: the tasks of the administrative reform plan."
)

_Text = Callable[[Translator], str]
_TEXTS: Final[tuple[tuple[str, str, _Text], ...]] = (
    ("MyName", "name", lambda tr: tr.plain(NAME)),
    ("MyShortDescription", "short_description", lambda tr: tr.plain(SHORT_DESCRIPTION)),
    ("MyDescription", "description", lambda tr: tr.plain(DESCRIPTION)),
)


async def present(api: BotApi, translators: Mapping[str, Translator], default_language: str) -> None:
    """Sets what differs, in every language; who speaks none of them is shown the default one."""
    for code, tr in (("", translators[default_language]), *translators.items()):
        for method, name, text in _TEXTS:
            await _set(api, method, {"language_code": code}, {name: text(tr)})
        commands = [{"command": one.name, "description": one.description} for one in menu.of_everybody(tr)]
        scope = {"language_code": code, "scope": {"type": "all_private_chats"}}
        await _set(api, "MyCommands", scope, {"commands": commands})


async def _set(api: BotApi, method: str, of: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    try:
        found = await api.call(f"get{method}", of)
        told = {"commands": found} if isinstance(found, list) else found
        if told != wanted:
            await api.call(f"set{method}", {**of, **wanted})
    except TelegramError as error:
        log.warning(
            "profile.not_set", method=method, language=of["language_code"], error=type(error).__name__
        )
