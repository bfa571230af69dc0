"""The key ring in the operator's hands: look at it, replace what is in it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import OPERATOR, SYSTEM, Event
from core.token import State
from core.verification import Changes
from storage.connections import Connections
from storage.epochs import Commits, next_epoch
from storage.errors import Conflict, scrubbed
from storage.keyring import Key, KeyRing, Purpose, Ring, place_of
from storage.sealing import key_id_of
from storage.tables import epoch, gateway_credentials, keys, tokens
from storage.transaction import Transaction

_REPLACED = (Purpose.PEPPER, Purpose.SEAL)
"""A new audit key would protect nothing that is already chained, and the old one has to stay to check it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What may be said of a key."""

    id: str
    purpose: Purpose
    created_at: datetime
    newest: bool
    """Whether new things are made with it."""
    master: str
    """The id of the master key it is wrapped under."""
    live_tokens: int
    tokens: int
    """With the dead ones, which a leak report may still name."""
    gateway_secrets: int


@dataclass(frozen=True, slots=True)
class Rotated:
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Keys:
    def __init__(
        self, connections: Connections, ring: KeyRing, now: Callable[[], datetime], commits: Commits
    ) -> None:
        self._connections = connections
        self._ring = ring
        self._now = now
        self._commits = commits

    async def list(self) -> Sequence[Listed]:
        """Newest first."""
        alive = func.count(tokens.c.id).filter(tokens.c.state != State.DEAD.value)
        query = (
            select(keys.c.id, keys.c.wrapped, alive.label("alive"), func.count(tokens.c.id).label("all"))
            .select_from(keys.outerjoin(tokens, tokens.c.key_id == keys.c.id))
            .group_by(keys.c.id, keys.c.wrapped)
        )
        async with self._connections.reading() as connection:
            ring = await self._ring.current(connection)
            rows = {row.id: row for row in await connection.execute(query)}
            of_gateways = Counter((await connection.scalars(select(gateway_credentials.c.key_id))).all())
        newest = {ring.newest(purpose).id for purpose in Purpose}
        return [
            Listed(
                key.id,
                key.purpose,
                key.created_at,
                key.id in newest,
                key_id_of(rows[key.id].wrapped),
                rows[key.id].alive,
                rows[key.id].all,
                of_gateways[key.id],
            )
            for key in sorted(ring.keys.values(), key=lambda key: (-key.ring, key.purpose))
        ]

    async def rotate(self) -> Rotated:
        """Wrap every key under the present master key, make a new pepper and a new sealing key.

        Tokens stay valid: their digests are found under every pepper that is left. A pepper that no token and
        no gateway's secret needs any more is removed. Recorded as the operator's act, in the service's own
        workspace.
        """
        async with self._connections.writing(SYSTEM) as connection:
            before = await self._ring.load(connection)
            await self._rewrap(connection, before)
            added = await self._ring.add(connection, _REPLACED, before.version + 1, self._now())
            removed = [key.id for key in before.of(Purpose.PEPPER) if await _removed(connection, key)]
            transaction = Transaction(connection, SYSTEM, self._ring, self._now)
            await transaction.note(
                Event.KEYS_ROTATE, by=OPERATOR, added=added, removed=removed, master=self._ring.master.id
            )
            await connection.execute(update(epoch).values(ring=before.version + 1))
            changes = Changes(epoch=await next_epoch(connection), integrations=None)
        self._commits.tell(changes)
        return Rotated(tuple(added), tuple(removed))

    async def _rewrap(self, connection: AsyncConnection, ring: Ring) -> None:
        for key in ring.keys.values():
            wrapped = self._ring.master.wrap(place_of(key.id, key.purpose), key.secret)
            await connection.execute(update(keys).where(keys.c.id == key.id).values(wrapped=wrapped))


async def _removed(connection: AsyncConnection, pepper: Key) -> bool:
    """Whether the pepper could be removed: whatever uses it, or is just being stored, prevents it."""
    for table in (tokens, gateway_credentials):
        in_use = select(table.c.id).where(table.c.key_id == pepper.id).limit(1)
        if (await connection.execute(in_use)).first() is not None:
            return False
    try:
        with scrubbed():
            async with connection.begin_nested():
                await connection.execute(delete(keys).where(keys.c.id == pepper.id))
    except Conflict:
        return False
    return True
