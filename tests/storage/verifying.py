"""Bits that the tests of verification's storage share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from core.audit import Event
from core.integration import Integration
from core.secret import Secret
from core.token import Reason
from core.verification import Changes
from core.verification_ports import Freshness
from storage.database import Database
from storage.keyring import Purpose
from storage.master import MasterKey
from tests.databases import MASTER, Clock
from tests.storage.making import TENANT, an_integration, confirmed, offering

A_LONG_LEASE = timedelta(seconds=20)
"""So long that a busy machine cannot end it in the middle of a test."""


async def with_token(
    database: Database, clock: Clock, secret: Secret, name: str = "Billing sync", tenant: str = TENANT
) -> Integration:
    """An integration whose current token is `secret`."""
    async with database.store.transaction(tenant) as tx:
        made = await offering(tx, an_integration(clock(), name, tenant), secret, clock())
        await tx.add(made, by="UADA")
    async with database.store.transaction(tenant) as tx:
        return await tx.save(confirmed(made, clock()), Event.TOKEN_CONFIRM, by="UADA")


async def revoked(database: Database, integration: Integration, clock: Clock) -> Integration:
    async with database.store.transaction(integration.tenant) as tx:
        fresh = await tx.integration(integration.id)
        return await tx.save(fresh.kill_all(Reason.REVOKED, clock()), Event.TOKEN_REVOKE, by="UADA")


async def under_the_newest_pepper(database: Database) -> int:
    """How many tokens are digested under it."""
    (newest,) = (key for key in await database.keys.list() if key.newest and key.purpose is Purpose.PEPPER)
    return newest.tokens


@asynccontextmanager
async def another(database: Database, clock: Clock) -> AsyncIterator[Database]:
    """The same database, opened by somebody else."""
    url = database._connections.url.render_as_string(hide_password=False)
    opened = await Database.open(url, MasterKey(MASTER), now=clock)
    try:
        yield opened
    finally:
        await opened.close()


class Watch:
    """Somebody who remembers: is told what has changed."""

    def __init__(self, freshness: Freshness) -> None:
        self.told: list[Changes] = []
        self._freshness = freshness
        self._news = asyncio.Event()
        freshness.on_change(self._hear)

    async def until(self, epoch: int) -> None:
        """On SQLite one question is enough; on PostgreSQL the news comes by itself."""
        async with asyncio.timeout(30):
            while not self._freshness.fresh() or self.latest < epoch:
                self._news.clear()
                await self._news.wait()

    @property
    def latest(self) -> int:
        return max((each.epoch for each in self.told), default=0)

    def _hear(self, changes: Changes) -> None:
        self.told.append(changes)
        self._news.set()


@asynccontextmanager
async def watching(freshness: Freshness) -> AsyncIterator[Watch]:
    """What is told from the start on."""
    watch = Watch(freshness)
    await freshness.start()
    try:
        yield watch
    finally:
        await freshness.stop()
