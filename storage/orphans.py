"""Who owns what, and what nobody owns any more: `core.orphans.OrphanQueue`."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select

from core.place import Place
from storage.connections import Connections
from storage.paging import page
from storage.tables import integrations

_it = integrations.c
_PLACE = (_it.tenant, _it.id)
_GONE = _it.gone_owner == _it.owner


class OrphanQueue:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def owners(self, tenant: str, limit: int, *, after: str = "") -> Sequence[str]:
        query = select(_it.owner).distinct().where(_live(tenant), _it.owner > after)
        async with self._connections.reading() as connection:
            return list(await connection.scalars(query.order_by(_it.owner).limit(limit)))

    async def gone_owners(self, tenant: str) -> frozenset[str]:
        query = select(_it.owner).distinct().where(_live(tenant), _GONE)
        async with self._connections.reading() as connection:
            return frozenset(await connection.scalars(query))

    async def owned(
        self, tenant: str, owner: str, limit: int, *, gone: bool, after: Place | None = None
    ) -> Sequence[Place]:
        marked = _GONE if gone else ~_GONE
        return await self._page(_live(tenant), _it.owner == owner, marked, limit=limit, after=after)

    async def orphaned(self, tenant: str, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        return await self._page(_live(tenant), _GONE, limit=limit, after=after)

    async def _page(self, *which: ColumnElement[bool], limit: int, after: Place | None) -> Sequence[Place]:
        query, beyond = select(*_PLACE).where(*which), (after.integration_id,) if after is not None else None
        return [Place(*row) for row in await page(self._connections, query, [_it.id], limit, beyond)]


def _live(tenant: str) -> ColumnElement[bool]:
    return and_(_it.tenant == tenant, _it.deleted_at.is_(None))
