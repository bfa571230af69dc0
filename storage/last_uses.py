"""When integrations were used last, for lists: a few groups of rows instead of all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.evidence import LastUse
from storage.tables import uses

_DAY = timedelta(days=1)


async def last_uses(
    connection: AsyncConnection, tenant: str, integration_ids: Sequence[str], now: datetime
) -> Mapping[str, LastUse]:
    caller = (uses.c.integration_id, uses.c.gateway, uses.c.network, uses.c.agent)
    these = (uses.c.tenant == tenant, uses.c.integration_id.in_(integration_ids), ~uses.c.refused)
    each = select(*caller, func.max(uses.c.last_at).label("at")).where(*these).group_by(*caller).subquery()
    today = func.sum(case((each.c.at > now - _DAY, 1), else_=0))
    query = select(each.c.integration_id, func.max(each.c.at).label("at"), today.label("callers"))
    rows = await connection.execute(query.group_by(each.c.integration_id))
    return {row.integration_id: LastUse(row.at, int(row.callers)) for row in rows}
