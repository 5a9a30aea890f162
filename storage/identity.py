"""Which key ring a database belongs to. Keys that are not its own would seal new rows beside old ones that nobody can
open, so a start with another ring refuses before anything is touched."""

from typing import Final

from sqlalchemy import inspect, select

from storage import revision
from storage.sealing import KeyRing, KeysUnusable
from storage.tables import meta
from storage.unit_of_work import SqlUnitOfWork

_FINGERPRINT_KEY: Final = "keys.fingerprint"


async def ensure_ring(uow: SqlUnitOfWork, ring: KeyRing) -> None:
    """Makes sure that the database was sealed with this ring; one that knows of none yet remembers it.

    Raises KeysUnusable when it was another.
    """
    known = await uow.settings.recall(_FINGERPRINT_KEY)
    if known is None:
        await uow.settings.remember(_FINGERPRINT_KEY, ring.fingerprint())
    else:
        _check(known, ring)


def refuse_other_ring(url: str, ring: KeyRing) -> None:
    """The same of a database whose tables may be an older release's, or not there yet; nothing is remembered."""
    with revision.transaction(url) as connection:
        if not inspect(connection).has_table(meta.name):
            return
        known = connection.scalar(select(meta.c.value).where(meta.c.key == _FINGERPRINT_KEY))
        if known is not None:
            _check(known, ring)


def _check(known: str, ring: KeyRing) -> None:
    if known != ring.fingerprint():
        raise KeysUnusable("the key file is not the one this database was sealed with")
