"""Whether the database may be answered from: one that is older than what is known to have happened may not.

See docs/decisions/0008-freshness.md.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import OPERATOR, SYSTEM, Detail, Event
from core.restoring import Mark
from core.verification import Changes
from storage import chain
from storage.audit import AuditLog
from storage.connections import Connections
from storage.epochs import Commits, next_epoch
from storage.keyring import KeyRing
from storage.tables import epoch, tokens


class Seal:
    def __init__(
        self,
        connections: Connections,
        keys: KeyRing,
        now: Callable[[], datetime],
        commits: Commits,
        audit: AuditLog,
    ) -> None:
        self._connections = connections
        self._audit = audit
        self._keys = keys
        self._now = now
        self._commits = commits

    async def is_closed(self) -> bool:
        async with self._connections.reading() as connection:
            return bool(await connection.scalar(select(epoch.c.sealed)))

    async def lost_at(self) -> int:
        """How many changes were known to have been made when it was sealed; 0 while it is not."""
        async with self._connections.reading() as connection:
            return await connection.scalar(select(epoch.c.lost_at).where(epoch.c.sealed)) or 0

    async def is_older(self, mark: Mark) -> bool:
        """Whether less has happened here than the mark says, or something else.

        Marks from before the last replay tell of the past that was lost: they were dealt with.
        """
        async with self._connections.reading() as connection:
            stand = (await connection.execute(select(epoch))).one()
        if mark.epoch > stand.value:
            return True
        present = [head for noted, head in mark.heads if noted >= stand.unsealed_at]
        return not all([await self._audit.holds(head) for head in present])

    async def has_tokens(self) -> bool:
        async with self._connections.reading() as connection:
            return (await connection.execute(select(tokens.c.id).limit(1))).first() is not None

    async def close(self, *, lost_at: int) -> None:
        """Nothing is verified any more, by any process, until the seal is lifted."""
        async with self._connections.writing(SYSTEM) as connection:
            await self._note(connection, chain.Note(event=Event.DATABASE_SEAL, by=SYSTEM))
            value = await next_epoch(connection)
            await connection.execute(update(epoch).values(sealed=True, lost_at=lost_at))
        self._tell(value)

    async def lift(self, *, beyond: int, by: str = OPERATOR, **details: Detail) -> None:
        """Verification goes on. The epoch passes `beyond`: what was noted before seals nothing any more."""
        async with self._connections.writing(SYSTEM) as connection:
            await self._note(connection, chain.Note(event=Event.DATABASE_UNSEAL, by=by, details=details))
            await connection.execute(update(epoch).where(epoch.c.value < beyond).values(value=beyond))
            value = await next_epoch(connection)
            await connection.execute(update(epoch).values(sealed=False, unsealed_at=value))
        self._tell(value)

    def _tell(self, value: int) -> None:
        self._commits.tell(Changes(epoch=value, integrations=None, gateways=True))

    async def _note(self, connection: AsyncConnection, note: chain.Note) -> None:
        ring = await self._keys.current(connection)
        await chain.append(connection, ring, SYSTEM, note, self._now())
