"""What is sealed opens only where it belongs, with the keys it was made with."""

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import DataKey, KeyRing, KeysUnusable, SealBroken, place


def test_what_is_sealed_opens_in_its_place_and_in_no_other() -> None:
    ring = KeyRing.new()
    sealed = ring.seal("tố giác".encode(), "draft", "p1", "report")
    assert ring.unseal(sealed, "draft", "p1", "report").decode() == "tố giác"
    for purpose, where in (
        ("draft", ("p2", "report")),
        ("outbox", ("p1", "report")),
        ("draft", ("p1r", "eport")),
    ):
        with pytest.raises(SealBroken):
            ring.unseal(sealed, purpose, *where)


def test_every_altered_byte_is_noticed() -> None:
    ring = KeyRing.new()
    sealed = ring.seal(b"words", "draft", "p1")
    for index in range(len(sealed)):
        altered = bytearray(sealed)
        altered[index] ^= 1
        with pytest.raises(SealBroken):
            ring.unseal(bytes(altered), "draft", "p1")


def test_a_short_or_empty_ciphertext_is_broken_and_nothing_worse() -> None:
    ring = KeyRing.new()
    whole = ring.seal(b"", "draft", "p1")
    for length in range(len(whole)):
        with pytest.raises(SealBroken):
            ring.unseal(whole[:length], "draft", "p1")
    with pytest.raises(SealBroken):
        ring.unseal(b"", "draft", "p1")


def test_a_rotated_ring_opens_the_old_and_seals_with_the_new() -> None:
    old = KeyRing.new()
    sealed = old.seal(b"words", "draft", "p1")
    new = old.rotated()
    assert new.unseal(sealed, "draft", "p1") == b"words"
    fresh = new.seal(b"words", "draft", "p1")
    assert KeyRing.key_of(fresh) == new.current != KeyRing.key_of(sealed)
    with pytest.raises(SealBroken):
        old.unseal(fresh, "draft", "p1")
    # Identities are found by the same hash as before.
    assert new.lookup("chat", 7) == old.lookup("chat", 7)
    assert new.fingerprint() == old.fingerprint()


def test_a_case_opens_with_its_own_key_only() -> None:
    ring = KeyRing.new()
    mine, other = DataKey.new("case-1"), DataKey.new("case-2")
    sealed = mine.seal(b"words", "entry", 1)
    assert ring.unwrap(ring.wrap(mine), "case-1").unseal(sealed, "entry", 1) == b"words"
    with pytest.raises(SealBroken):
        other.unseal(sealed, "entry", 1)
    with pytest.raises(SealBroken):
        ring.unwrap(ring.wrap(mine), "case-2")


def test_equal_identities_have_equal_hashes_only_within_a_purpose_and_a_ring() -> None:
    ring = KeyRing.new()
    assert ring.lookup("chat", 7) == ring.lookup("chat", "7")
    assert len({ring.lookup("chat", 7), ring.lookup("reporter", 7), KeyRing.new().lookup("chat", 7)}) == 3


@given(st.lists(st.text(max_size=8), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_no_two_places_are_written_alike(one: list[str], other: list[str]) -> None:
    assert (place(*one) == place(*other)) == (one == other)


def test_the_key_file_is_its_owners_alone_and_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "keys.json"
    ring = KeyRing.new()
    ring.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(KeysUnusable, match="exists already"):
        KeyRing.new().save(path)
    sealed = ring.seal(b"words", "draft", "p1")
    assert KeyRing.load(path).unseal(sealed, "draft", "p1") == b"words"
    path.chmod(0o640)
    with pytest.raises(KeysUnusable, match="can be read by others"):
        KeyRing.load(path)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"current": "x", "wrapping": {}, "lookup": ""}', "\x00"]
)
def test_a_file_that_is_no_key_file_is_refused_without_quoting_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeysUnusable):
        KeyRing.load(path)


def test_a_key_of_the_wrong_length_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    KeyRing.new().save(path)
    data = json.loads(path.read_text())
    data["lookup"] = "AAAA"
    path.write_text(json.dumps(data))
    with pytest.raises(KeysUnusable, match="wrong length"):
        KeyRing.load(path)


def test_keys_are_never_in_a_repr() -> None:
    key = DataKey.new("case-1")
    assert repr(key.key)[2:-1] not in repr(key)
    assert "wrapping" not in repr(KeyRing.new())
