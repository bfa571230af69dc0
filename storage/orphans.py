"""Who owns what, and what nobody owns any more: `core.orphans.OrphanQueue`."""

from collections.abc import Sequence

from sqlalchemy import select

from core.tries import Tried
from storage.connections import Connections
from storage.tables import integrations

_it = integrations.c


class OrphanQueue:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def owners(self, tenant: str, limit: int, *, after: str = "") -> Sequence[str]:
        live = (_it.tenant == tenant, _it.deleted_at.is_(None), _it.owner > after)
        query = select(_it.owner).distinct().where(*live).order_by(_it.owner).limit(limit)
        async with self._connections.reading() as connection:
            return list(await connection.scalars(query))

    async def orphaned(self, tenant: str, limit: int, *, after: Tried | None = None) -> Sequence[Tried]:
        gone = (_it.tenant == tenant, _it.deleted_at.is_(None), _it.gone_owner == _it.owner)
        query = select(_it.tenant, _it.id).where(*gone, _it.id > (after.integration_id if after else ""))
        async with self._connections.reading() as connection:
            rows = await connection.execute(query.order_by(_it.id).limit(limit))
            return [Tried(*row, "") for row in rows]
