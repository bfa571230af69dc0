"""Tokens that somebody was refused with: `core.tries.TryQueue`."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime

from sqlalchemy import ColumnElement, select, tuple_

from core.place import Place
from storage.connections import Connections
from storage.paging import page
from storage.tables import integrations, uses

_row = uses.c
_TOKEN = (_row.tenant, _row.integration_id, _row.token_id)
_OF_DECOYS = tuple_(_row.tenant, _row.integration_id).in_(
    select(integrations.c.tenant, integrations.c.id).where(integrations.c.planted != "")
)


class TryQueue:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def tried(self, since: datetime, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        # Not indexed by the last try: each use of any token would have to be written there, too.
        return await self._page(_row.last_at >= since, ~_OF_DECOYS, limit=limit, after=after)

    async def decoys(self, since: datetime, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        return await self._page(_row.first_at >= since, _OF_DECOYS, limit=limit, after=after)

    async def _page(self, *which: ColumnElement[bool], limit: int, after: Place | None) -> Sequence[Place]:
        query = select(*_TOKEN).distinct().where(_row.refused.is_(True), *which)
        beyond = astuple(after) if after is not None else None
        return [Place(*row) for row in await page(self._connections, query, _TOKEN, limit, beyond)]
