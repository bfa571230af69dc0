"""Notices on their way: `core.ports.Outbox`. See docs/decisions/0004-outbox.md."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, select, true, update

from core.notices import Kind, Notice, Outgoing
from storage.connections import Connections
from storage.tables import OUTBOX_STATES, outbox

LONGEST_ERROR = 300


class Outbox:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def claim(
        self, now: datetime, *, lease: timedelta, limit: int, tenant: str | None = None
    ) -> Sequence[Outgoing]:
        """A claimed notice is due again when the lease is over: whoever claimed it may have died."""
        ours = true() if tenant is None else outbox.c.tenant == tenant
        due = (
            select(outbox.c.id)
            .where(outbox.c.state == "waiting", outbox.c.due_at <= now, ours)
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = (
            update(outbox)
            .where(outbox.c.id.in_(due.scalar_subquery()))
            .values(due_at=now + lease, attempts=outbox.c.attempts + 1)
            .returning(outbox)
        )
        async with self._connections.writing() as connection:
            rows = (await connection.execute(claimed)).all()
        return [_outgoing(row) for row in sorted(rows, key=lambda row: (row.created_at, row.id))]

    async def delivered(self, notice_id: str, now: datetime, *, channel: str = "", ts: str = "") -> None:
        await self._settle(notice_id, state="delivered", settled_at=now, channel=channel, ts=ts, error="")

    async def failed(self, notice_id: str, *, error: str, retry_at: datetime | None) -> None:
        short = error[:LONGEST_ERROR]
        if retry_at is None:
            await self._settle(notice_id, state="buried", error=short)
        else:
            await self._settle(notice_id, due_at=retry_at, error=short)

    async def counts(self) -> dict[str, int]:
        """How many notices are waiting, delivered (and not yet pruned) and buried."""
        query = select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state)
        async with self._connections.reading() as connection:
            found = {row.state: row.number for row in await connection.execute(query)}
        return {state: found.get(state, 0) for state in OUTBOX_STATES}

    async def _settle(self, notice_id: str, **columns: object) -> None:
        # A notice that another process has settled meanwhile stays settled.
        waiting = and_(outbox.c.id == notice_id, outbox.c.state == "waiting")
        async with self._connections.writing() as connection:
            await connection.execute(update(outbox).where(waiting).values(**columns))


def _outgoing(row: Row[Any]) -> Outgoing:
    notice = Notice(
        kind=Kind(row.kind),
        to=row.recipient,
        integration_id=row.integration_id,
        facts=row.facts,
        urgent=row.urgent,
    )
    before = row.attempts - 1
    return Outgoing(id=row.id, tenant=row.tenant, notice=notice, created_at=row.created_at, attempts=before)
