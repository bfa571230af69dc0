"""Current tokens that nobody has used for long: `core.idle.IdleQueue`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, exists, func, select

from core.place import Place
from core.token import State
from storage.connections import Connections
from storage.paging import is_in, page
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
            .where(is_in(State.CURRENT), _token.confirmed_at <= since)
            .where(_it.planted == "", _it.deleted_at.is_(None))
            .where(func.coalesce(_it.kept_at, _token.confirmed_at) <= since)
            .where(~recently, ever)
        )
        beyond = (after.tenant, after.integration_id) if after is not None else None
        return [Place(*row) for row in await page(self._connections, query, place, limit, beyond)]
