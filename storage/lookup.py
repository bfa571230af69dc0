"""Looking something up by its secret: by digest only, under every pepper that is left."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.secret import Secret
from storage.keyring import KeyRing, Purpose, Ring

Query = Callable[[Sequence[bytes]], Select[*tuple[Any, ...]]]
"""From digests to a statement that gives one row, with the newest version of the key ring in `ring`."""


async def looked_up(
    connection: AsyncConnection, keys: KeyRing, secret: Secret, query: Query
) -> tuple[Row[Any], Ring]:
    """One statement in the common case: it also says whether the ring known here is the newest."""
    while True:
        ring = keys.ring
        digests = [secret.digest(pepper.secret) for pepper in ring.of(Purpose.PEPPER)]
        row = (await connection.execute(query(digests))).one()
        if row.ring == ring.version:
            return row, ring
        await keys.load(connection)
