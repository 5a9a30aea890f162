"""Finds the unit a person means.

A citizen at a counter types "so tai nguyem moi truong" or "sgddt" on a phone, without marks. A report addressed to
the wrong office shows it to the wrong people, so the search proposes and the person chooses. A commune is never more
than weakly like a unit: it would be taken for the district above it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from adapters.text import fold
from adapters.unit_words import COMMUNE, WEAK, Words, canonical, initials, readings, without
from services.ports import UnitMatch

MIN_SCORE: Final = 40.0
MAX_QUERY_CHARS: Final = 200

_COMMUNE_SCORE: Final = 60.0
_WEAK_WEIGHT: Final = 0.25
_WORD_SIMILARITY: Final = 0.6
_KNOWN_WORD_DOUBT: Final = 0.5
_ASKED_SHARE: Final = 0.65
_JOINED_FROM, _JOINED_RATIO, _JOINED_FACTOR = 5, 75.0, 0.95
_ACRONYM_FROM, _ACRONYM_RATIO, _ACRONYM_FACTOR = 4, 80.0, 0.9
_ACRONYM_START_FROM, _ACRONYM_START_SCORE = 3, 80.0


class NamedUnit(Protocol):
    """What the search needs to know of a unit; `domain.unit.Unit` fits."""

    @property
    def code(self) -> str: ...
    @property
    def name_vi(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Entry:
    """One unit as it is compared: its names as words, its strong words joined, and what it is called by letters."""

    code: str
    names: tuple[Words, ...]
    joined: frozenset[str]
    acronyms: frozenset[str]


class UnitSearch:
    """A search over the units given, of one time: whoever keeps units of several times gives those in force."""

    def __init__(self, units: Iterable[NamedUnit]) -> None:
        listed = tuple(units)
        self._province = _province_name(listed)
        codes = frozenset(_letters_of(unit.code) for unit in listed)
        self._entries = tuple(self._entry(unit, codes) for unit in listed)
        frequency = Counter(
            word for entry in self._entries for word in {w for name in entry.names for w in name}
        )
        self._weights = {word: _weight(word, seen) for word, seen in frequency.items()}
        self._vocabulary = tuple(self._weights)
        self._by_acronym = self._unambiguous_acronyms()

    def find(self, text: str, limit: int = 6) -> list[UnitMatch]:
        """Units by likeness, best first, scores 0–100; nothing when nothing is like it.

        Forgives missing marks, case, typos, joined and abbreviated words; takes Vietnamese and English names.
        """
        folded = tuple(fold(text[:MAX_QUERY_CHARS]).split())
        if not folded:
            return []
        # With the province's name and without: it may be an ornament, or all that is spelt right.
        spelt = self._spelt_out(folded)
        asked = list(
            dict.fromkeys(r for full in readings(spelt) for r in (full, without(full, self._province)) if r)
        )
        if not asked:
            return []
        likeness = [self._likeness(words) for words in asked]
        short = self._letters(folded)
        scored = [
            (max(self._acronym_score(short, entry), self._best(asked, likeness, entry)), entry.code)
            for entry in self._entries
        ]
        # Initials may be those of two units ("snv" is Nội vụ and Ngoại vụ); a code is one unit's alone.
        coded = "".join(folded)
        ranked = sorted(
            (s for s in scored if s[0] >= MIN_SCORE), key=lambda s: (-s[0], _as_code(s[1]) != coded, s[1])
        )
        return [UnitMatch(code, round(score, 1)) for score, code in ranked[:limit]]

    def _entry(self, unit: NamedUnit, codes: frozenset[str]) -> _Entry:
        vietnamese = canonical(tuple(fold(unit.name_vi).split()))
        full_names = (vietnamese, canonical(tuple(fold(unit.name_en).split())))
        names = tuple(
            dict.fromkeys(n for full in full_names for n in (full, without(full, self._province)) if n)
        )
        plain = tuple(word for word in fold(unit.name_vi).split() if word != "va")
        letters = {initials(plain), initials(plain[1:]), initials(without(plain, ("tinh",)))}
        # What is one unit's code is no other's abbreviation: Sở Nội vụ is SNV, and Sở Ngoại vụ is not.
        short = {found for found in letters if len(found) >= _ACRONYM_START_FROM} - codes
        return _Entry(
            unit.code,
            names,
            frozenset(_joined(name) for name in names) - {""},
            frozenset({_letters_of(unit.code), *short}),
        )

    def _unambiguous_acronyms(self) -> Mapping[str, Words]:
        owners = Counter(acronym for entry in self._entries for acronym in entry.acronyms)
        return {
            acronym: entry.names[0]
            for entry in self._entries
            for acronym in entry.acronyms
            if owners[acronym] == 1 and len(acronym) >= _ACRONYM_START_FROM and acronym not in self._weights
        }

    def _spelt_out(self, folded: Words) -> Words:
        return tuple(word for typed in folded for word in self._by_acronym.get(typed, (typed,)))

    def _letters(self, folded: Words) -> frozenset[str]:
        """What was typed as one acronym: "sở GD&ĐT tỉnh" → "sgddttinh", "sgddt"."""
        said = tuple("s" if word == "so" else word for word in folded if word != "va")
        local = without(said, self._province)
        return frozenset("".join(words) for words in (said, local, without(local, ("tinh",))))

    def _acronym_score(self, typed: frozenset[str], entry: _Entry) -> float:
        return max(_acronym_likeness(t, acronym) for t in typed for acronym in entry.acronyms)

    def _likeness(self, words: Words) -> dict[str, dict[str, float]]:
        """For each word asked for, the words of the vocabulary it may be, with their similarity."""
        return {word: self._similar(word) for word in words}

    def _similar(self, word: str) -> dict[str, float]:
        found = process.extract(
            word,
            self._vocabulary,
            scorer=OSA.normalized_similarity,
            score_cutoff=_WORD_SIMILARITY,
            limit=None,
        )
        # One letter of three is a third of the word: what is only similar must count clearly less than what is equal,
        # still less when what was typed is a word of its own ("vinh" is no misspelt "tỉnh").
        is_known = word in self._weights
        doubt = _KNOWN_WORD_DOUBT if is_known else 1.0
        return {
            known: 1.0 if known == word else doubt * similarity**1.5
            for known, similarity, _ in found
            if known == word or not (is_known and known in WEAK)
        }

    def _best(
        self, asked: Sequence[Words], likeness: Sequence[dict[str, dict[str, float]]], entry: _Entry
    ) -> float:
        return max(self._score(words, similar, entry) for words, similar in zip(asked, likeness, strict=True))

    def _score(self, words: Words, similar: Mapping[str, Mapping[str, float]], entry: _Entry) -> float:
        by_words = max(self._words_score(words, similar, name) for name in entry.names)
        score = max(by_words, _joined_score(_joined(words), entry.joined))
        return min(score, _COMMUNE_SCORE) if COMMUNE.intersection(words) else score

    def _words_score(self, words: Words, similar: Mapping[str, Mapping[str, float]], name: Words) -> float:
        # Two shares: how much of what was asked is in the name, and, counting less, how much of the name was asked.
        asked = {word: max((similar[word].get(known, 0.0) for known in name), default=0.0) for word in words}
        named = {known: max(similar[word].get(known, 0.0) for word in words) for known in name}
        return 100 * (_ASKED_SHARE * self._share(asked) + (1 - _ASKED_SHARE) * self._share(named))

    def _share(self, found: Mapping[str, float]) -> float:
        weights = {word: self._weights.get(word, _weight(word, 1)) for word in found}
        return sum(found[word] * weight for word, weight in weights.items()) / sum(weights.values())


def _as_code(code: str) -> str:
    return "".join(fold(code).split())


def _letters_of(code: str) -> str:
    return fold(code).replace(" ", "")


def _weight(word: str, seen: int) -> float:
    return _WEAK_WEIGHT if word in WEAK else 1 / (1 + math.log(seen) / 2)


def _joined(words: Words) -> str:
    return "".join(word for word in words if word not in WEAK)


def _joined_score(typed: str, names: frozenset[str]) -> float:
    if len(typed) < _JOINED_FROM:
        return 0.0
    return max(
        (fuzz.ratio(typed, name, score_cutoff=_JOINED_RATIO) * _JOINED_FACTOR for name in names), default=0.0
    )


def _acronym_likeness(typed: str, acronym: str) -> float:
    if typed == acronym:
        return 100.0
    if len(typed) >= _ACRONYM_START_FROM and acronym.startswith(typed):
        return _ACRONYM_START_SCORE
    if min(len(typed), len(acronym)) < _ACRONYM_FROM:
        return 0.0
    return fuzz.ratio(typed, acronym, score_cutoff=_ACRONYM_RATIO) * _ACRONYM_FACTOR


def _province_name(units: Sequence[NamedUnit]) -> Words:
    """The province's own name, which may follow any of its offices' names and tells none of them apart."""
    for unit in units:
        if unit.kind == "province":
            return tuple(w for w in canonical(tuple(fold(unit.name_vi).split())) if w not in WEAK)
    return ()
