"""Tokens that somebody was refused with: `core.tries.TryQueue`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, tuple_

from core.tries import Tried
from storage.connections import Connections
from storage.tables import integrations, uses

_row = uses.c
_DECOYS = select(integrations.c.tenant, integrations.c.id).where(integrations.c.planted != "")


class TryQueue:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def since(
        self, since: datetime, limit: int, *, after: Tried | None = None, decoys: bool = False
    ) -> Sequence[Tried]:
        token = (_row.tenant, _row.integration_id, _row.token_id)
        which = tuple_(*token[:2]).in_(_DECOYS)
        query = select(*token).distinct().where(_row.refused.is_(True), _row.first_at >= since)
        query = query.where(which if decoys else ~which)
        if after is not None:
            query = query.where(tuple_(*token) > (after.tenant, after.integration_id, after.token_id))
        async with self._connections.reading() as connection:
            rows = await connection.execute(query.order_by(*token).limit(limit))
            return [Tried(*row) for row in rows]
