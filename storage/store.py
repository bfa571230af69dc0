"""The database as the doors see it: `core.ports.Store`."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, select, update

from core.overlap import Overlap
from core.place import Place
from core.secret import Secret
from core.token import State
from storage.connections import Connections
from storage.epochs import Commits
from storage.idle import IdleQueue
from storage.incidents import IncidentQueue
from storage.keyring import KeyRing, Purpose
from storage.lookup import looked_up
from storage.orphans import OrphanQueue
from storage.paging import tokens_in
from storage.reading import Reading
from storage.reminder_queue import ReminderQueue
from storage.tables import epoch, tokens
from storage.transaction import Transaction
from storage.tries import TryQueue

_PLACE = (tokens.c.tenant, tokens.c.integration_id, tokens.c.id)
_new = tokens.alias("new").c
_REPLACED_UNTIL_MOVED = and_(
    _new.tenant == tokens.c.tenant,
    _new.integration_id == tokens.c.integration_id,
    _new.state == State.CURRENT.value,
    _new.overlap == Overlap.UNTIL_MOVED.value,
)


class Store:
    def __init__(
        self, connections: Connections, keys: KeyRing, now: Callable[[], datetime], commits: Commits
    ) -> None:
        self._connections = connections
        self._keys = keys
        self._now = now
        self._commits = commits
        self.incidents = IncidentQueue(connections)
        self.tries = TryQueue(connections)
        self.idle = IdleQueue(connections)
        self.orphans = OrphanQueue(connections)
        self.reminders = ReminderQueue(connections)

    @asynccontextmanager
    async def transaction(self, tenant: str) -> AsyncIterator[Transaction]:
        async with self._connections.writing(tenant) as connection:
            transaction = Transaction(connection, tenant, self._keys, self._now)
            yield transaction
            changes = await transaction.settle()
        if changes is not None:
            self._commits.tell(changes)

    @asynccontextmanager
    async def reading(self, tenant: str) -> AsyncIterator[Reading]:
        async with self._connections.reading() as connection:
            yield Reading(connection, tenant, self._keys)

    async def find(self, secret: Secret) -> Place | None:
        def query(digests: Sequence[bytes]) -> Select[*tuple[Any, ...]]:
            found = epoch.outerjoin(tokens, tokens.c.digest.in_(digests))
            return select(epoch.c.ring, *_PLACE).select_from(found)

        async with self._connections.reading() as connection:
            row, _ = await looked_up(connection, self._keys, secret, query)
        return Place(row.tenant, row.integration_id, row.id) if row.id is not None else None

    async def ours(self, secrets: Sequence[Secret]) -> Sequence[bool]:
        async with self._connections.reading() as connection:
            peppers = (await self._keys.current(connection)).of(Purpose.PEPPER)
            digests = [{secret.digest(pepper.secret) for pepper in peppers} for secret in secrets]
            these = select(tokens.c.digest).where(tokens.c.digest.in_(set().union(*digests)))
            found = {bytes(digest) for digest in await connection.scalars(these)}
        return [not found.isdisjoint(each) for each in digests]

    async def rekey(self, place: Place, secret: Secret) -> None:
        """Move the digest of a token that was just presented under the newest pepper.

        Changes nothing that anybody can see, so it is no audited change. Run twice, it does nothing.
        """
        async with self._connections.writing(place.tenant) as connection:
            ring = await self._keys.current(connection)
            newest = ring.newest(Purpose.PEPPER)
            digests = [secret.digest(pepper.secret) for pepper in ring.of(Purpose.PEPPER)]
            this = and_(
                tokens.c.tenant == place.tenant,
                tokens.c.id == place.token_id,
                tokens.c.digest.in_(digests),
                tokens.c.key_id != newest.id,
            )
            moved = {"digest": secret.digest(newest.secret), "key_id": newest.id}
            await connection.execute(update(tokens).where(this).values(**moved))

    async def overlaps(
        self, limit: int, *, after: Place | None, ending_by: datetime | None, until_moved: bool
    ) -> Sequence[Place]:
        which = [] if ending_by is None else [tokens.c.ends_at <= ending_by]
        if until_moved:
            which.append(exists().where(_REPLACED_UNTIL_MOVED))
        return await tokens_in(self._connections, State.RETIRING, *which, limit=limit, after=after)

    async def unconfirmed(self, minted_by: datetime, limit: int, *, after: Place | None) -> Sequence[Place]:
        which = tokens.c.minted_at <= minted_by
        return await tokens_in(self._connections, State.OFFERED, which, limit=limit, after=after)
