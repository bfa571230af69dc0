"""Old tokens that are still there, to page through."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from core.overlap import Overlap
from core.place import Place
from core.token import State
from storage.tables import tokens

_new = tokens.alias("new")


async def overlaps(
    connection: AsyncConnection,
    limit: int,
    *,
    after: Place | None,
    ending_by: datetime | None,
    until_moved: bool,
) -> Sequence[Place]:
    place = (tokens.c.tenant, tokens.c.id)
    query = select(tokens.c.tenant, tokens.c.integration_id, tokens.c.id).where(tokens.c.state == State.RETIRING.value)
    if after is not None:
        query = query.where(tuple_(*place) > (after.tenant, after.token_id))
    if ending_by is not None:
        query = query.where(tokens.c.ends_at <= ending_by)
    if until_moved:
        query = query.where(exists().where(_replaced_until_moved()))
    return [Place(*row) for row in await connection.execute(query.order_by(*place).limit(limit))]


def _replaced_until_moved() -> ColumnElement[bool]:
    """By a token whose overlap says so."""
    return and_(
        _new.c.tenant == tokens.c.tenant,
        _new.c.integration_id == tokens.c.integration_id,
        _new.c.state == State.CURRENT.value,
        _new.c.overlap == Overlap.UNTIL_MOVED.value,
    )
