"""What a draft remembers besides its answers: which message became which answer, and how fast messages came.

It lies among the answers under names that no step has, so it is saved, sealed and forgotten with them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.ui.forms import FormState, Json

_SOURCES: Final = "_sources"
_ALBUM: Final = "_album"
_ARRIVALS: Final = "_arrivals"
_TURNED_AWAY: Final = "_turned_away"
_MINUTE: Final = timedelta(minutes=1)


def kept(state: FormState, key: str, value: Json) -> FormState:
    """The state with something remembered, as a later turn."""
    return replace(state, answers={**state.answers, key: value}, turn=state.turn + 1)


# ── which message became which answer ─────────────────────────────────────────────────────────────


def sources(state: FormState) -> Mapping[int, tuple[str, int | None]]:
    """By message number: the step whose answer it is, and which item of it where there are several."""
    stored = state.answers.get(_SOURCES)
    if not isinstance(stored, dict):
        return {}
    found: dict[int, tuple[str, int | None]] = {}
    for number, place in stored.items():
        assert isinstance(place, list)
        key, index = place
        found[int(number)] = (str(key), index if isinstance(index, int) else None)
    return found


def with_source(state: FormState, message_id: int, key: str, index: int | None) -> FormState:
    """Remembers that the message became an answer; one that replaces an answer replaces its message."""
    known = {
        number: place for number, place in sources(state).items() if place[0] != key or index is not None
    }
    return _with_sources(state, {**known, message_id: (key, index)})


def without_sources(state: FormState, key: str) -> FormState:
    """Forgets the messages of an answer that was taken away."""
    return _with_sources(state, {n: place for n, place in sources(state).items() if place[0] != key})


def _with_sources(state: FormState, known: Mapping[int, tuple[str, int | None]]) -> FormState:
    stored: dict[str, Json] = {str(number): [key, index] for number, (key, index) in known.items()}
    return replace(state, answers={**state.answers, _SOURCES: stored})


# ── how messages come ─────────────────────────────────────────────────────────────────────────────


def continues_album(state: FormState, album: str | None) -> bool:
    """Whether the message belongs to the album the last one belonged to. Albums come item by item."""
    return album is not None and state.answers.get(_ALBUM) == album


def in_last_minute(state: FormState, at: datetime) -> int:
    """How many messages were taken within the minute before one that was sent at this instant."""
    return len(_recent(state, at))


def was_turned_away(state: FormState) -> bool:
    """Whether the message before was not taken because too many came."""
    return state.answers.get(_TURNED_AWAY) is True


def arrived(state: FormState, at: datetime, album: str | None, *, taken: bool) -> FormState:
    """Remembers a message that came, as a later turn."""
    times: list[Json] = [*_recent(state, at), *([int(at.timestamp())] if taken else [])]
    memory: dict[str, Json] = {_ALBUM: album, _ARRIVALS: times, _TURNED_AWAY: not taken}
    return replace(state, answers={**state.answers, **memory}, turn=state.turn + 1)


def _recent(state: FormState, at: datetime) -> list[int]:
    times = state.answers.get(_ARRIVALS)
    since = (at - _MINUTE).timestamp()
    return [one for one in times if isinstance(one, int) and one > since] if isinstance(times, list) else []
