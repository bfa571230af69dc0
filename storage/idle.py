"""Current tokens that nobody has used for long: `core.idle.IdleQueue`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, exists, func, literal_column, select, tuple_

from core.place import Place
from storage.connections import Connections
from storage.tables import integrations, tokens, uses

_it, _token = integrations.c, tokens.c


class IdleQueue:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def idle(self, since: datetime, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        place = (_token.tenant, _token.integration_id)
        theirs = and_(_it.tenant == _token.tenant, _it.id == _token.integration_id)
        accepted = and_(uses.c.tenant == _token.tenant, ~uses.c.refused)
        recently = exists().where(accepted, uses.c.token_id == _token.id, uses.c.last_at > since)
        ever = exists().where(uses.c.tenant == _token.tenant)
        query = (
            select(*place)
            .join_from(tokens, integrations, theirs)
            # Spelt out: a partial index does not serve a condition whose value is a parameter.
            .where(_token.state == literal_column("'current'"), _token.confirmed_at <= since)
            .where(_it.planted == "", _it.deleted_at.is_(None))
            .where(func.coalesce(_it.kept_at, _token.confirmed_at) <= since)
            .where(~recently, ever)
        )
        if after is not None:
            query = query.where(tuple_(*place) > (after.tenant, after.integration_id))
        async with self._connections.reading() as connection:
            rows = await connection.execute(query.order_by(*place).limit(limit))
            return [Place(*row) for row in rows]
