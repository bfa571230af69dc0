"""The key ring: random keys, kept in the database wrapped under the master key.

See docs/decisions/0003-key-ring.md.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.master import SIZE, MasterKey
from storage.problems import LostKeys, WrongMasterKey
from storage.sealing import CannotUnseal, key_id_of, seal, unseal
from storage.tables import audit, epoch, keys, tokens


class Purpose(StrEnum):
    PEPPER = "pepper"
    """Under which tokens are digested."""
    AUDIT = "audit"
    """Under which audit entries are chained."""
    SEAL = "seal"
    """Under which texts are sealed that must be read back."""


@dataclass(frozen=True, slots=True)
class Key:
    id: str
    purpose: Purpose
    ring: int
    """The version of the ring it came with: the highest is the newest, whatever clocks say."""
    created_at: datetime
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ring:
    """The keys as they were in one version of the ring."""

    version: int
    keys: Mapping[str, Key]

    def newest(self, purpose: Purpose) -> Key:
        return max(self.of(purpose), key=lambda key: key.ring)

    def of(self, purpose: Purpose) -> list[Key]:
        return [key for key in self.keys.values() if key.purpose is purpose]

    def seal(self, place: str, text: str) -> str:
        key = self.newest(Purpose.SEAL)
        return seal(key.secret, key.id, place, text.encode())

    def unseal(self, place: str, text: str) -> str:
        """Raises `CannotUnseal`."""
        key = self.keys.get(key_id_of(text))
        if key is None or key.purpose is not Purpose.SEAL:
            raise CannotUnseal(place)
        return unseal(key.secret, place, text).decode()


class KeyRing:
    """The newest ring this process has seen. Every use compares its version with the database's."""

    def __init__(self, master: MasterKey, previous: MasterKey | None = None) -> None:
        self.master = master
        self._masters = {each.id: each for each in (previous, master) if each is not None}
        self.ring = Ring(0, {})

    async def current(self, connection: AsyncConnection) -> Ring:
        """The ring as `connection` sees it: another process may have changed it."""
        version = await connection.scalar(select(epoch.c.ring))
        return self.ring if version == self.ring.version else await self.load(connection)

    async def load(self, connection: AsyncConnection) -> Ring:
        """Raises `WrongMasterKey` or `LostKeys`."""
        version = await connection.scalar(select(epoch.c.ring))
        rows = await connection.execute(select(keys))
        self.ring = Ring(version or 0, {row.id: self._opened(row) for row in rows})
        return self.ring

    async def create(self, connection: AsyncConnection, now: datetime) -> None:
        """The first keys of an empty database. Raises `LostKeys` where there were some."""
        for table in (tokens, audit):
            if (await connection.execute(select(table.c.tenant).limit(1))).first() is not None:
                raise LostKeys
        await self.add(connection, Purpose, 1, now)
        await connection.execute(epoch.update().values(ring=1, value=epoch.c.value + 1))

    async def add(
        self, connection: AsyncConnection, purposes: Iterable[Purpose], version: int, now: datetime
    ) -> list[str]:
        """Make random keys, newest from now on. Gives their ids."""
        added = []
        for purpose in purposes:
            key_id = os.urandom(5).hex()
            added.append(key_id)
            wrapped = self.master.wrap(place_of(key_id, purpose), os.urandom(SIZE))
            row = {"id": key_id, "purpose": purpose.value, "ring": version, "wrapped": wrapped}
            await connection.execute(insert(keys).values(**row, created_at=now))
        return added

    def _opened(self, row: Row[Any]) -> Key:
        purpose, wrapped = Purpose(row.purpose), row.wrapped
        master = self._masters.get(key_id_of(wrapped))
        if master is None:
            raise WrongMasterKey(key_id_of(wrapped), self.master.id)
        try:
            secret = master.unwrap(place_of(row.id, purpose), wrapped)
        except CannotUnseal:
            raise LostKeys(f"The key {row.id} of this database was changed") from None
        return Key(row.id, purpose, row.ring, row.created_at, secret)


def place_of(key_id: str, purpose: Purpose) -> str:
    """What a wrapped key is bound to: it serves nothing else."""
    return f"keys:wrapped:{purpose.value}:{key_id}"
