"""Rows in a fixed order, page by page: the last one of a page says where the next one begins."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, literal_column, select, tuple_

from core.place import Place
from core.token import State
from storage.connections import Connections
from storage.tables import tokens

_PLACE = (tokens.c.tenant, tokens.c.integration_id)


async def page(
    connections: Connections,
    query: Select[*tuple[Any, ...]],
    key: Sequence[ColumnElement[str]],
    limit: int,
    after: Sequence[str] | None,
) -> Sequence[Row[*tuple[Any, ...]]]:
    if after is not None:
        query = query.where(tuple_(*key) > tuple(after))
    async with connections.reading() as connection:
        return (await connection.execute(query.order_by(*key).limit(limit))).all()


async def tokens_in(
    connections: Connections, state: State, *which: ColumnElement[bool], limit: int, after: Place | None
) -> Sequence[Place]:
    """Of a state that one token of each integration is in at most."""
    query = select(*_PLACE, tokens.c.id).where(is_in(state), *which)
    beyond = (after.tenant, after.integration_id) if after is not None else None
    return [Place(*row) for row in await page(connections, query, _PLACE, limit, beyond)]


def is_in(state: State) -> ColumnElement[bool]:
    """Spelt out: a partial index does not serve a condition whose value is a parameter."""
    return tokens.c.state == literal_column(f"'{state.value}'")
