"""What a citizen wrote is unreadable wherever it rests, to whoever holds the database without the keys.

Two kinds of key live in one file outside the database and its disk. *Wrapping* keys encrypt; they
rotate, and each ciphertext names the one it was made with. The *lookup* key turns an identity into a
keyed hash that can be searched for; it does not rotate, and opens nothing. A case has a data key of
its own, kept wrapped in the case's row: destroying that row's key is the erasure of the case.

AES-256-GCM throughout. The associated data name the place (kind, id, field, version), so a ciphertext
moved to another row, field or case does not open.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
KEY_ID_BYTES: Final = 4
FORMAT: Final = b"\x01"


class SealBroken(Exception):
    """A ciphertext does not open here: altered, moved from its place, or made with a key not in the ring."""


class KeysUnusable(Exception):
    """The key file is missing, unreadable, open to others, or not the one this database was sealed with.

    ``words`` say so with ``data`` in the places they name, so that whoever tells it can tell it in another language.
    """

    def __init__(self, words: str, **data: str) -> None:
        super().__init__(words.format(**data))
        self.words = words
        self.data = data


def place(*parts: object) -> bytes:
    """The associated data of a ciphertext: where it belongs. No part can run into the next."""
    encoded = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(2, "big") + part for part in encoded)


def _encrypt(cipher: AESGCM, plaintext: bytes, where: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plaintext, where)


def _decrypt(cipher: AESGCM, sealed: bytes, where: bytes) -> bytes:
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise SealBroken
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], where)
    except InvalidTag as broken:
        raise SealBroken from broken


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one case, or of one file that belongs to none. Its places begin with that, whatever the field.

    A rotation of the ring wraps it anew and leaves alone what was sealed under it, however large.
    """

    owner_id: str
    key: bytes = field(repr=False)
    owner: str = "case"

    @classmethod
    def new(cls, owner_id: str, owner: str = "case") -> "DataKey":
        return cls(owner_id, secrets.token_bytes(KEY_BYTES), owner)

    def seal(self, plaintext: bytes, *where: object) -> bytes:
        return FORMAT + _encrypt(AESGCM(self.key), plaintext, place(self.owner, self.owner_id, *where))

    def unseal(self, sealed: bytes, *where: object) -> bytes:
        if sealed[:1] != FORMAT:
            raise SealBroken
        return _decrypt(AESGCM(self.key), sealed[1:], place(self.owner, self.owner_id, *where))


class KeyRing:
    """The keys of one deployment."""

    def __init__(
        self, current: str, wrapping: Mapping[str, bytes], lookup: bytes, path: Path | None = None
    ) -> None:
        if current not in wrapping:
            raise KeysUnusable("current key is not in the ring")
        if len(lookup) != KEY_BYTES or any(len(key) != KEY_BYTES for key in wrapping.values()):
            raise KeysUnusable("a key has the wrong length")
        self.current = current
        self._wrapping = dict(wrapping)
        self._lookup = lookup
        self._path = path
        self._ciphers: dict[tuple[str, str], AESGCM] = {}

    def __repr__(self) -> str:
        return f"KeyRing(current={self.current!r}, keys={len(self._wrapping)})"

    @classmethod
    def new(cls) -> "KeyRing":
        key_id = _new_key_id()
        return cls(key_id, {key_id: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))

    def rotated(self) -> "KeyRing":
        """The same ring with a fresh current key; the old ones stay, to open what they sealed."""
        key_id = _new_key_id()
        wrapping = {**self._wrapping, key_id: secrets.token_bytes(KEY_BYTES)}
        return KeyRing(key_id, wrapping, self._lookup, self._path)

    # ── sealing ───────────────────────────────────────────────────────────────────────────────────

    def _cipher(self, key_id: str, purpose: str) -> AESGCM:
        cipher = self._ciphers.get((key_id, purpose))
        if cipher is None:
            if key_id not in self._wrapping:
                self._read_again()
            master = self._wrapping.get(key_id)
            if master is None:
                raise SealBroken(f"key {key_id} is not in the ring")
            derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(master)
            cipher = self._ciphers[key_id, purpose] = AESGCM(derived)
        return cipher

    def _read_again(self) -> None:
        """Takes over a rotation by another process: its first ciphertext names a key that is in the file by then."""
        if self._path is None:
            return
        fresh = KeyRing.load(self._path)
        if fresh.fingerprint() == self.fingerprint():
            self._wrapping, self.current = fresh._wrapping, fresh.current

    def seal(self, plaintext: bytes, purpose: str, *where: object) -> bytes:
        """Seals under the current key, for one purpose ("inbox", "person" …) and one place."""
        cipher = self._cipher(self.current, purpose)
        return FORMAT + bytes.fromhex(self.current) + _encrypt(cipher, plaintext, place(*where))

    def unseal(self, sealed: bytes, purpose: str, *where: object) -> bytes:
        """Opens what :meth:`seal` made; raises :class:`SealBroken`."""
        if sealed[:1] != FORMAT:
            raise SealBroken
        return _decrypt(self._cipher(self.key_of(sealed), purpose), sealed[1 + KEY_ID_BYTES :], place(*where))

    @staticmethod
    def key_of(sealed: bytes) -> str:
        """The id of the wrapping key a ciphertext was made with; rotation looks for the old ones."""
        return sealed[1 : 1 + KEY_ID_BYTES].hex()

    def wrap(self, key: DataKey) -> bytes:
        return self.seal(key.key, "data-key", key.owner_id)

    def unwrap(self, wrapped: bytes, case_id: str) -> DataKey:
        return DataKey(case_id, self.unseal(wrapped, "data-key", case_id))

    # ── looking up ────────────────────────────────────────────────────────────────────────────────

    def lookup(self, purpose: str, *identity: object) -> str:
        """A keyed hash of an identity: equal for equal identities, telling nothing without the key."""
        digest = hmac.new(self._lookup, place(purpose, *identity), hashlib.sha256)
        return digest.hexdigest()[:32]

    def fingerprint(self) -> str:
        """What a database remembers of the ring it was sealed with: the lookup key, which never rotates."""
        return self.lookup("key-ring")

    # ── the file ──────────────────────────────────────────────────────────────────────────────────

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        """Reads the key file; raises :class:`KeysUnusable` with what is wrong, never with what is in it."""
        try:
            if path.stat().st_mode & 0o077:
                raise KeysUnusable("{path} can be read by others: chmod 600 it", path=str(path))
            data = json.loads(path.read_text())
            return cls(
                data["current"],
                {key_id: base64.b64decode(key) for key_id, key in data["wrapping"].items()},
                base64.b64decode(data["lookup"]),
                path,
            )
        except FileNotFoundError as error:
            raise KeysUnusable(
                "{path} is not there; python -m bot keys new makes one", path=str(path)
            ) from error
        except OSError as error:
            raise KeysUnusable(
                "{path} cannot be read: {why}", path=str(path), why=str(error.strerror)
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise KeysUnusable("{path} is not a key file", path=str(path)) from error

    def save(self, path: Path, *, replace: bool = False) -> None:
        """Writes the key file, whole or not at all, readable by its owner only."""
        if path.exists() and not replace:
            raise KeysUnusable("{path} exists already", path=str(path))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        data = {
            "current": self.current,
            "wrapping": {key_id: base64.b64encode(key).decode() for key_id, key in self._wrapping.items()},
            "lookup": base64.b64encode(self._lookup).decode(),
        }
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
        try:
            with os.fdopen(handle, "w") as file:
                json.dump(data, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def _new_key_id() -> str:
    return secrets.token_hex(KEY_ID_BYTES)
