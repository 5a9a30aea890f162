"""Keeps sealed files on disk.

What comes here is sealed already and what it is called tells nothing, so the vault's whole duty is that a file once
kept is there after the power fails, whole, and that one deleted is gone.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[a-z0-9-]{1,100}(\.[a-z0-9-]{1,20})?")
_INCOMING: Final = "incoming"
_DIRECTORY_MODE: Final = 0o700

SWEPT_AFTER: Final = timedelta(hours=24)
"""Older than any transaction: a file is put before the row that knows it is committed."""


class BadName(ValueError):
    """A name the vault does not take: a–z, 0–9 and hyphen, at most 100, then perhaps a dot and a part's name."""


class NotKept(FileNotFoundError):
    """Nothing is kept under this name."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed: writes that never ended, and the names of whole files nobody knows."""

    unfinished: int
    unknown: tuple[str, ...]


class FileVault:
    """Files under `root`, each readable by this account alone, spread over two levels of directories.

    Every method works in a thread. Disk errors (OSError) come through as they are: the job that asked retries.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, name: str, sealed: bytes) -> None:
        """Keep `sealed` under `name`, instead of what was there: a job that is repeated ends with one whole file.

        On return it is on the disk. Raises BadName.
        """
        await asyncio.to_thread(self._put, self._path(name), sealed)

    async def get(self, name: str) -> bytes:
        """What is kept under `name`. Raises BadName, NotKept."""
        path = self._path(name)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError as error:
            raise NotKept(name) from error

    async def exists(self, name: str) -> bool:
        """Whether something is kept under `name`. Raises BadName."""
        return await asyncio.to_thread(self._path(name).is_file)

    async def remove(self, name: str) -> None:
        """Remove it, if it is there. On return its name is gone from the disk. Raises BadName."""
        await asyncio.to_thread(self._remove, self._path(name))

    async def sweep(self, known: Collection[str], untouched_for: timedelta = SWEPT_AFTER) -> Swept:
        """Remove what crashes left: unfinished writes, and files whose name is not in `known`.

        Only what was last written at least `untouched_for` ago, by the machine's clock, as files have it.
        """
        before = time.time() - untouched_for.total_seconds()
        return await asyncio.to_thread(self._sweep, frozenset(known), before)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise BadName(name)
        # By digest, for ids begin with the time and would fill one directory a day.
        fan = hashlib.sha256(name.encode()).hexdigest()
        return self._root / fan[:2] / fan[2:4] / name

    def _put(self, path: Path, sealed: bytes) -> None:
        incoming = self._root / _INCOMING
        _make_directories(incoming, self._root)
        _make_directories(path.parent, self._root)
        descriptor, unfinished = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        _sync_directory(path.parent)

    def _remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        # Also when it was gone: the removal that was faster may not have reached the disk.
        if path.parent.is_dir():
            _sync_directory(path.parent)

    def _sweep(self, known: frozenset[str], before: float) -> Swept:
        unfinished = sum(_remove_if_old(path, before) for path in self._root.glob(f"{_INCOMING}/*"))
        unknown = tuple(
            path.name
            for path in sorted(self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"))
            if path.name not in known and _remove_if_old(path, before)
        )
        return Swept(unfinished, unknown)


def _remove_if_old(path: Path, before: float) -> bool:
    try:
        if path.stat().st_mtime > before:
            return False
        path.unlink()
    except FileNotFoundError:
        # Another put or delete was faster, which is as good as removed.
        return False
    _sync_directory(path.parent)
    return True


def _make_directories(directory: Path, root: Path) -> None:
    """Make each missing level, and have its parent remember it: a file in a forgotten directory is lost as well."""
    if directory.is_dir():
        return
    if directory != root:
        _make_directories(directory.parent, root)
        directory.mkdir(mode=_DIRECTORY_MODE, exist_ok=True)
    else:
        directory.mkdir(mode=_DIRECTORY_MODE, parents=True, exist_ok=True)
    _sync_directory(directory.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
