"""Which key ring a database belongs to. Keys that are not its own would seal new rows beside old ones that nobody can
open, so a start with another ring refuses before anything is touched."""

from typing import Final

from storage.sealing import KeyRing, KeysUnusable
from storage.unit_of_work import SqlUnitOfWork

FINGERPRINT_KEY: Final = "keys.fingerprint"


async def ensure_ring(uow: SqlUnitOfWork, ring: KeyRing) -> None:
    """Makes sure that the database was sealed with this ring; one that knows of none yet remembers it.

    Raises KeysUnusable when it was another.
    """
    known = await uow.settings.recall(FINGERPRINT_KEY)
    if known is None:
        await uow.settings.remember(FINGERPRINT_KEY, ring.fingerprint())
    elif known != ring.fingerprint():
        raise KeysUnusable("the key file is not the one this database was sealed with")
