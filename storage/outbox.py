"""Notices on their way: `core.delivery.Outbox`. See docs/decisions/0004-outbox.md."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, literal_column, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.notices import Kind, Notice, Outgoing
from storage import cards
from storage.connections import Connections
from storage.rows import notice_of
from storage.tables import OUTBOX_STATES, outbox

LONGEST_ERROR = 300
_ANY = true()
_CHECKLIST = outbox.c.kind == Kind.INCIDENT.value
_ORDER = (outbox.c.urgent.desc(), _CHECKLIST.desc(), outbox.c.due_at, outbox.c.id)


def _in_state(state: str) -> ColumnElement[bool]:
    """Written out: by a parameter no database finds the index of one state only."""
    return outbox.c.state == literal_column(f"'{state}'")


_COUNTS = select(
    *(select(func.count()).where(_in_state(each)).scalar_subquery().label(each) for each in OUTBOX_STATES)
)


async def queue(
    connection: AsyncConnection, tenant: str, notice_id: str, notice: Notice, now: datetime, due_at: datetime
) -> None:
    """In the transaction that has something to say."""
    await connection.execute(
        insert(outbox).values(
            id=notice_id,
            tenant=tenant,
            kind=notice.kind.value,
            recipient=notice.to,
            integration_id=notice.integration_id,
            facts=dict(notice.facts),
            urgent=notice.urgent,
            state="waiting",
            created_at=now,
            due_at=due_at,
            allowed_at=due_at,
            attempts=0,
            in_vain=0,
            channel="",
            ts="",
            error="",
        )
    )


@dataclass(frozen=True, slots=True)
class Backlog:
    due: int
    """Notices that might be said by now and were not."""
    oldest: timedelta
    """How long the first of them has waited."""


class Outbox:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def claim(
        self,
        now: datetime,
        *,
        lease: timedelta,
        limit: int,
        tenant: str | None = None,
        besides: Collection[str] = (),
    ) -> Sequence[Outgoing]:
        """One for each conversation, so that nobody waits for somebody of whom a thousand things are said.

        What is urgent first: it does not queue behind what the quiet hours kept back. Of that, the checklist
        of a new incident: what is said below those of others may fill the channel for a while.

        A claimed notice is due again when the lease is over: whoever claimed it may have died.
        By then it is doubtful: an attempt was begun of which nobody has said that it was in vain.
        """
        due = _due(now, tenant).where(outbox.c.recipient.not_in(besides))
        # The conditions are said twice: for a row that was locked, PostgreSQL looks at the outer ones again.
        mine = due.where(outbox.c.id.in_(_firsts(due))).with_only_columns(outbox.c.id).limit(limit)
        claimed = (
            update(outbox)
            .where(outbox.c.id.in_(mine.with_for_update(skip_locked=True).scalar_subquery()))
            .values(due_at=now + lease, attempts=outbox.c.attempts + 1)
            .returning(outbox)
        )
        async with self._connections.writing() as connection:
            rows = (await connection.execute(claimed)).all()
        in_order = sorted(rows, key=lambda row: (row.created_at, row.id))
        return [_outgoing(row, row.attempts - 1) for row in in_order]

    async def due(self, now: datetime, limit: int, *, tenant: str | None = None) -> Sequence[Outgoing]:
        async with self._connections.reading() as connection:
            rows = (await connection.execute(_due(now, tenant).limit(limit))).all()
        return [_outgoing(row, row.attempts) for row in rows]

    async def delivered(
        self, notice_id: str, now: datetime, *, channel: str = "", ts: str = "", face: str = ""
    ) -> None:
        done = {"state": "delivered", "settled_at": now, "channel": channel, "ts": ts}
        async with self._connections.writing() as connection:
            notice = await _settled(connection, notice_id, done)
            if notice is not None:
                await cards.register(connection, notice, now, face=face)

    async def failed(
        self, outgoing: Outgoing, *, error: str, retry_at: datetime, unknown: bool = False
    ) -> None:
        in_vain = outbox.c.in_vain + (0 if unknown else 1)
        await self._still_ours(outgoing, due_at=retry_at, error=error, in_vain=in_vain)

    async def put_back(self, outgoing: Outgoing, due_at: datetime, *, not_allowed: bool = False) -> None:
        allowed = {"allowed_at": due_at} if not_allowed else {}
        await self._still_ours(outgoing, due_at=due_at, attempts=outgoing.attempts, **allowed)

    async def counts(self) -> dict[str, int]:
        """How many notices are waiting, delivered (and not yet pruned) and buried."""
        async with self._connections.reading() as connection:
            return dict((await connection.execute(_COUNTS)).one()._asdict())

    async def backlog(self, now: datetime) -> Backlog:
        due = and_(_in_state("waiting"), outbox.c.allowed_at <= now)
        query = select(func.count().label("number"), func.min(outbox.c.allowed_at).label("oldest")).where(due)
        async with self._connections.reading() as connection:
            row = (await connection.execute(query)).one()
        return Backlog(row.number, now - row.oldest if row.number else timedelta())

    async def _still_ours(self, outgoing: Outgoing, **columns: object) -> None:
        async with self._connections.writing() as connection:
            await of_claim(connection, outgoing, columns)


def _due(now: datetime, tenant: str | None) -> Select[*tuple[Any, ...]]:
    ours = true() if tenant is None else outbox.c.tenant == tenant
    due = select(outbox).where(_in_state("waiting"), outbox.c.due_at <= now, ours)
    return due.order_by(*_ORDER)


def _firsts(due: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Of each conversation the one whose turn it is."""
    conversation = (outbox.c.tenant, outbox.c.recipient)
    place = func.row_number().over(partition_by=conversation, order_by=_ORDER).label("place")
    queued = due.with_only_columns(outbox.c.id, place).order_by(None).subquery()
    return select(queued.c.id).where(queued.c.place == 1)


async def of_claim(connection: AsyncConnection, outgoing: Outgoing, columns: Mapping[str, object]) -> bool:
    """Unless whoever claimed it was slower than its lease: then it is for somebody else to say."""
    ours = outbox.c.attempts == outgoing.attempts + 1
    return await _settled(connection, outgoing.id, columns, ours) is not None


async def _settled(
    connection: AsyncConnection,
    notice_id: str,
    columns: Mapping[str, object],
    still: ColumnElement[bool] = _ANY,
) -> Row[Any] | None:
    """A notice that another process has settled meanwhile stays settled: None."""
    waiting = and_(outbox.c.id == notice_id, outbox.c.state == "waiting", still)
    short = {**columns, "error": str(columns.get("error", ""))[:LONGEST_ERROR]}
    changed = update(outbox).where(waiting).values(**short).returning(outbox)
    settled: Row[Any] | None = (await connection.execute(changed)).first()
    return settled


def _outgoing(row: Row[Any], before: int) -> Outgoing:
    notice = replace(notice_of(row), urgent=row.urgent)
    return Outgoing(
        id=row.id,
        tenant=row.tenant,
        notice=notice,
        created_at=row.created_at,
        attempts=before,
        doubtful=before > row.in_vain,
        allowed_at=row.allowed_at,
    )
