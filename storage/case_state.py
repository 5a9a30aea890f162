"""A case as a row: the few columns that queries need, and everything else as one text sealed under the case's key.

What a column tells to whoever holds the database without the keys, it tells of every case at once: that retaliation is
feared, whom a measure was taken against, what was found. So that is not in columns.
"""

import json
import types
import typing
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

from domain.case import Case, CaseStatus, Tier
from domain.report import Conduct
from services.case_queue import awaits, first_person, queue_key
from services.case_times import CaseTimes
from storage.sealing import DataKey

_SEALED_AS: Final = "state"
_IN_COLUMNS: Final = frozenset(
    {
        "id",
        "code",
        "status",
        "accused_unit",
        "conduct",
        "tier",
        "owner_id",
        "received_at",
        "revision",
        # Kept with the reporter, apart from the case.
        "reporter_id",
    }
)


def values_of(case: Case, times: CaseTimes, key: DataKey) -> dict[str, Any]:
    """The row of a case without its id, its rung and its key."""
    return {
        "code": case.code,
        "status": case.status,
        "unit_code": case.accused_unit,
        "conduct": case.conduct,
        "tier": case.tier,
        "owner_id": case.owner_id,
        "first_person_id": first_person(case),
        "awaits": awaits(case),
        "is_open": case.is_open,
        "queue_key": queue_key(case),
        "received_at": case.received_at,
        "due_at": times.due_at,
        "wake_at": times.wake_at,
        "clock": times.clock,
        "revision": case.revision,
        "state_sealed": key.seal(_state(case), _SEALED_AS),
    }


def case_of(row: Any, key: DataKey) -> Case:
    """The case of a row that holds its columns and ``reporter_ref``. Raises SealBroken for another's state."""
    state = json.loads(key.unseal(row.state_sealed, _SEALED_AS))
    hints = _hints(Case)
    # A field that is newer than the row has its default.
    rest = {name: _decoded(hints[name], value) for name, value in state.items() if name in hints}
    return Case(
        id=row.id,
        code=row.code,
        status=CaseStatus(row.status),
        accused_unit=row.unit_code,
        conduct=Conduct(row.conduct),
        tier=Tier(row.tier),
        owner_id=row.owner_id,
        received_at=row.received_at,
        revision=row.revision,
        reporter_id=row.reporter_ref,
        **rest,
    )


def _state(case: Case) -> bytes:
    state = {
        field.name: _encoded(getattr(case, field.name))
        for field in fields(case)
        if field.name not in _IN_COLUMNS
    }
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()


def _encoded(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    if is_dataclass(value):
        return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}
    return value


def _decoded(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    kind = _without_none(hint)
    origin = typing.get_origin(kind)
    if origin in (tuple, frozenset):
        item = typing.get_args(kind)[0]
        items: Iterable[Any] = (_decoded(item, one) for one in value)
        return origin(items)
    if not isinstance(kind, type):
        return value
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _decoded(hints[name], one) for name, one in value.items()})
    if issubclass(kind, date):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, StrEnum) else value


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint
    return next(kind for kind in typing.get_args(hint) if kind is not types.NoneType)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
