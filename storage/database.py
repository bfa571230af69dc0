"""Opening the database: the schema is right, the keys fit, the disk can be trusted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import SYSTEM
from core.verification_ports import Freshness
from storage import migrate as schema
from storage.audit import AuditLog
from storage.beats import Beats
from storage.cards import CardQueue
from storage.clock_mark import ClockMark
from storage.connections import Connections
from storage.engine import address, file_of, is_sqlite
from storage.epochs import Commits
from storage.errors import DatabaseFailed
from storage.file_freshness import FileFreshness
from storage.following import LEASE
from storage.gateways import Gateways
from storage.keyring import KeyRing
from storage.keys import Keys
from storage.ledger import Ledger
from storage.master import MasterKey
from storage.outbox import Outbox
from storage.problems import Careless, Damaged, NoWriteAheadLog, Unreachable
from storage.pruning import Pruned, prune
from storage.rekeying import Rekeying
from storage.replays import Replays
from storage.seal import Seal
from storage.store import Store
from storage.tables import epoch, keys
from storage.uses import UseLog

_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


async def migrate(url: str) -> None:
    """Bring the schema up to date without needing the master key. Raises `CannotOpen`."""
    connections = Connections(address(url))
    try:
        await schema.migrate(connections)
    finally:
        await connections.close()


class Database:
    """Everything that keeps state. Open it once for each process."""

    def __init__(self, connections: Connections, ring: KeyRing, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._ring = ring
        self._now = now
        self._file = _inode(connections)
        self.commits = Commits()
        self.store = Store(connections, ring, now, self.commits)
        self.outbox = Outbox(connections)
        self.beats = Beats(connections)
        self.cards = CardQueue(connections)
        self.replays = Replays(connections)
        self.audit = AuditLog(connections, ring)
        self.seal = Seal(connections, ring, now, self.commits, self.audit)
        self.keys = Keys(connections, ring, now, self.commits)
        self._rekeying = Rekeying(self.store.rekey)
        self.ledger = Ledger(connections, ring, self._rekeying)
        self.gateways = Gateways(connections, ring, now, self.commits)
        self.uses = UseLog(connections)
        self.clock_mark = ClockMark(connections)

    @classmethod
    async def open(
        cls,
        url: str,
        master: MasterKey,
        *,
        now: Callable[[], datetime],
        previous: MasterKey | None = None,
        migrating: bool = True,
    ) -> Self:
        """Raises `CannotOpen` with a sentence; then nothing was changed.

        `previous` is the master key that is being replaced. With `migrating`, an older schema is brought up
        to date first; without it, it is refused.
        """
        connections = Connections(address(url))
        try:
            await _trustworthy(connections)
            await (schema.migrate(connections) if migrating else schema.check(connections))
            database = cls(connections, KeyRing(master, previous), now)
            await database._open_ring()
        except BaseException:
            await connections.close()
            raise
        return database

    async def ping(self) -> None:
        """Raises `DatabaseFailed` if nothing answers, or it is no longer the file that was opened."""
        if _inode(self._connections) != self._file:
            raise DatabaseFailed("FILE_REPLACED", "the database file was moved, replaced or removed")
        async with self._connections.reading() as connection:
            await connection.execute(text("SELECT 1"))

    def freshness(self, lease: timedelta = LEASE) -> Freshness:
        """Not yet started. Each needs a connection of its own; one for each process is enough."""
        if self._connections.is_sqlite:
            return FileFreshness(file_of(self._connections.url))
        from storage.lease import Lease  # noqa: PLC0415 - its driver takes long to load

        return Lease(self._connections.url, self.commits, lease)

    async def prune(self, now: datetime) -> Pruned:
        """Delete what has served its time. Never tokens, integrations or the record."""
        return await prune(self._connections, now)

    async def epoch(self) -> int:
        """Counts all changes, in all workspaces: a database that has gone back in time shows a lower one."""
        async with self._connections.reading() as connection:
            return await connection.scalar(select(epoch.c.value)) or 0

    async def clock(self) -> datetime | None:
        """What time it is where the database is; None for SQLite, which is where we are."""
        if self._connections.is_sqlite:
            return None
        async with self._connections.reading() as connection:
            told: datetime | None = await connection.scalar(text("SELECT clock_timestamp()"))
            return told

    async def close(self) -> None:
        await self._rekeying.stop()
        await self.gateways.rekeying.stop()
        await self._connections.close()

    async def _open_ring(self) -> None:
        async with self._connections.reading() as connection:
            if (await self._ring.load(connection)).keys:
                return
        async with self._connections.writing(SYSTEM) as connection:
            if (await connection.execute(select(keys.c.id).limit(1))).first() is None:
                await self._ring.create(connection, self._now())
            await self._ring.load(connection)


async def _trustworthy(connections: Connections) -> None:
    """Raises `CannotOpen` for a database that would lose something, or that does not answer at all."""
    try:
        async with connections.reading() as connection:
            await (_sqlite_is_sound if connections.is_sqlite else _postgres_is_careful)(connection)
    except DatabaseFailed as failure:
        if failure.code in _DAMAGED:
            raise Damaged(str(file_of(connections.url))) from None
        raise Unreachable(str(failure)) from None


async def _sqlite_is_sound(connection: AsyncConnection) -> None:
    if await connection.scalar(text("PRAGMA journal_mode")) != "wal":
        raise NoWriteAheadLog
    if await connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
        raise DatabaseFailed("SQLITE_CORRUPT", "quick_check")


async def _postgres_is_careful(connection: AsyncConnection) -> None:
    if await connection.scalar(text("SHOW synchronous_commit")) == "off":
        raise Careless


def _inode(connections: Connections) -> int | None:
    """Which file an open SQLite database is; None for PostgreSQL or a file that is gone."""
    if not is_sqlite(connections.url):
        return None
    try:
        return file_of(connections.url).stat().st_ino
    except FileNotFoundError:
        return None
