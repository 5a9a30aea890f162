"""What the province decides otherwise than the release: settings of the domain, each with the day it holds from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.settings import DEFAULTS, KEYS, SOURCES, SettingRow, as_text, rules_on, with_setting
from services.scope import Scope


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
