"""Leak reports of one workspace: `core.leaks.log.LeakLog`."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.leaks.report import Leak, Source, State
from core.token import State as Life
from storage.tables import leaks, tokens

_row = leaks.c


class Leaks:
    def __init__(self, connection: AsyncConnection, tenant: str) -> None:
        self._connection, self._tenant = connection, tenant

    async def one(self, leak_id: str) -> Leak | None:
        row = (await self._connection.execute(select(leaks).where(self._ours(), _row.id == leak_id))).first()
        return _leak(row) if row is not None else None

    async def known(self, token_id: str, place: bytes) -> bool:
        query = select(_row.id).where(self._ours(), _row.token_id == token_id, _row.place == place)
        return await self._connection.scalar(query) is not None

    async def revocations(self, since: datetime) -> int:
        by_themselves = and_(_row.state == State.REVOKED.value, _row.settled_by.is_(None))
        query = select(func.count()).where(self._ours(), by_themselves, _row.at > since)
        return await self._connection.scalar(query) or 0

    async def held(self, limit: int, *, until: datetime) -> Sequence[Leak]:
        query = select(leaks).where(self._held(), _row.at <= until)
        rows = await self._connection.execute(query.order_by(_row.at, _row.id).limit(limit))
        return [_leak(row) for row in rows]

    async def count_held(self, *, until: datetime) -> int:
        query = select(func.count()).where(self._held(), _row.at <= until)
        return await self._connection.scalar(query) or 0

    async def alerted(self) -> Sequence[Leak]:
        lives = exists().where(
            tokens.c.tenant == self._tenant, tokens.c.id == _row.token_id, tokens.c.state != Life.DEAD.value
        )
        nth = func.row_number().over(partition_by=_row.token_id, order_by=(_row.at, _row.id)).label("nth")
        found = select(leaks, nth).where(self._ours(), _row.state == State.ALERTED.value, lives).subquery()
        rows = await self._connection.execute(select(found).where(found.c.nth == 1).order_by(found.c.at))
        return [_leak(row) for row in rows]

    async def add(self, leak: Leak) -> None:
        columns = {**asdict(leak), "source": leak.source.value, "state": leak.state.value}
        await self._connection.execute(insert(leaks).values(tenant=self._tenant, **columns))

    async def settle(self, leak: Leak, state: State, *, by: str, now: datetime) -> None:
        undecided = _row.state.in_((State.HELD.value, State.ALERTED.value))
        this = update(leaks).where(self._ours(), undecided, _row.id == leak.id)
        await self._connection.execute(this.values(state=state.value, settled_by=by, settled_at=now))

    def _ours(self) -> ColumnElement[bool]:
        return _row.tenant == self._tenant

    def _held(self) -> ColumnElement[bool]:
        return and_(self._ours(), _row.state == State.HELD.value)


def _leak(row: Row[Any]) -> Leak:
    columns = {field.name: getattr(row, field.name) for field in fields(Leak)}
    return Leak(**{**columns, "source": Source(row.source), "state": State(row.state)})
