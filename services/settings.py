"""What the province decides otherwise than the release: settings of the domain, each with the day it holds from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.errors import Code, Refused
from domain.people import Actor, Role
from domain.settings import DEFAULTS, KEYS, SOURCES, SettingRow, as_text, rules_on, with_setting
from domain.workday import check_day
from services.scope import Scope

MOST_CHARS: Final = 500
VALUE_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting today, as it is written. ``since`` is the province's day it holds from; None for the default.

    ``source`` is the rule its default comes from. ``coming`` are the rows for later days, soonest first.
    """

    key: str
    value: str
    since: date | None
    source: str
    coming: Sequence[SettingRow]

    @property
    def seen(self) -> str:
        """A short mark of the value, for a form to remember what was before somebody's eyes."""
        return hashlib.sha256(self.value.encode()).hexdigest()[:10]


async def settings_today(scope: Scope) -> list[Setting]:
    """Every setting, in the order in which the domain has them."""
    rows = sorted(await scope.uow.settings.rules(), key=lambda row: row.valid_from)
    rules = rules_on(rows, scope.today)
    return [
        Setting(
            key=key,
            value=as_text(rules, key),
            since=max(
                (row.valid_from for row in rows if row.key == key and row.valid_from <= scope.today),
                default=None,
            ),
            source=SOURCES[key],
            coming=[row for row in rows if row.key == key and row.valid_from > scope.today],
        )
        for key in KEYS
    ]


async def change_setting(scope: Scope, row: SettingRow, set_by: str | None) -> None:
    """A setting is another from a day on; a second change for the same day replaces the first.

    ``set_by`` is a person's id, None from the command line. Raises Refused: SETTING_UNKNOWN, SETTING_INVALID.
    """
    with_setting(DEFAULTS, row.key, row.value)
    await scope.uow.settings.set_rule(row, set_by, scope.now)


async def setting_today(scope: Scope, actor: Actor, key: str) -> Setting:
    """One setting, for the coordinator. Raises Refused: NOT_YOURS, SETTING_UNKNOWN."""
    check_settings(actor)
    found = next((one for one in await settings_today(scope) if one.key == key), None)
    if found is None:
        raise Refused(Code.SETTING_UNKNOWN, key=key)
    return found


async def set_in_chat(scope: Scope, actor: Actor, key: str, value: str, since: date, seen: str) -> SettingRow:
    """The coordinator sets a setting from a day on. ``seen`` marks the value they had before their eyes.

    Raises Refused: NOT_YOURS, DAY_PASSED, DAY_TOO_FAR, STALE, or as ``change_setting``.
    """
    held = await setting_today(scope, actor, key)
    check_day(since, scope.today)
    if held.seen != seen:
        raise Refused(Code.STALE)
    row = SettingRow(key, check_value(key, value), since)
    await change_setting(scope, row, actor.person_id)
    return row


def check_value(key: str, text: str) -> str:
    """The value as it is kept. Raises Refused: SETTING_UNKNOWN, SETTING_INVALID (``key``, ``value``)."""
    said = " ".join(text.split())
    if len(said) > MOST_CHARS or not said.isprintable():
        raise Refused(Code.SETTING_INVALID, key=key, value=said[:VALUE_SHOWN])
    try:
        with_setting(DEFAULTS, key, said)
    except Refused as refusal:
        # What was sent may be a whole message: a few words of it tell enough.
        raise Refused(refusal.code, key=key, value=said[:VALUE_SHOWN]) from refusal
    return said


def check_settings(actor: Actor) -> None:
    """Raises Refused(NOT_YOURS) for whoever does not coordinate."""
    if not actor.has(Role.COORDINATOR):
        raise Refused(Code.NOT_YOURS)
