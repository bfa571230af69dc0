"""Cards, as `core.cards` asks for them: seen and touched in a transaction, drawn from a queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    case,
    delete,
    func,
    insert,
    null,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core.cards import SUBJECTS, Card
from core.notices import Kind
from storage.connections import Connections
from storage.rows import notice_of
from storage.tables import card_subjects, cards, integrations, outbox

BOARD_AGE = timedelta(hours=1)
"""A board is looked at so often although nothing is known to have changed."""
_OF_THE_NOTICE = ("tenant", "id", "kind", "recipient", "integration_id", "facts", "channel", "ts")
_open = cards.c.closed_at.is_(None)


async def register(connection: AsyncConnection, notice: Row[Any], now: datetime, *, face: str) -> None:
    """A delivered notice becomes a card, if it is of such a kind: in the transaction that settles it.

    It is stale from the beginning: what changed between the finding of its words and this moment touched no
    card. The first look, which costs no call to Slack where nothing did, makes up for it.
    """
    if notice.kind not in SUBJECTS or not notice.ts:
        return
    row = {name: getattr(notice, name) for name in _OF_THE_NOTICE}
    new = insert(cards).values(**row, face=face, touched=0, stale_at=now, looked_at=now)
    await connection.execute(new)
    shown = SUBJECTS[Kind(notice.kind)](notice_of(notice))
    rows = [{"tenant": notice.tenant, "subject": each, "card_id": notice.id} for each in shown]
    await connection.execute(insert(card_subjects), rows)


class CardsSeen:
    def __init__(self, connection: AsyncConnection, tenant: str) -> None:
        self._connection, self._tenant = connection, tenant

    async def card(self, card_id: str) -> Card | None:
        query = select(cards).where(cards.c.tenant == self._tenant, cards.c.id == card_id)
        row = (await self._connection.execute(query)).first()
        return _card(row) if row is not None else None

    async def on_its_way(self, card_id: str) -> bool:
        theirs = and_(outbox.c.tenant == self._tenant, outbox.c.id == card_id, outbox.c.state == "waiting")
        return await self._connection.scalar(select(outbox.c.id).where(theirs)) is not None

    async def open(self, kind: Kind) -> Sequence[Card]:
        theirs = and_(cards.c.tenant == self._tenant, cards.c.kind == kind.value, _open)
        query = select(cards).where(theirs).order_by(cards.c.looked_at, cards.c.id)
        return [_card(row) for row in await self._connection.execute(query)]


class CardsTouched(CardsSeen):
    def __init__(self, connection: AsyncConnection, tenant: str, now: datetime) -> None:
        super().__init__(connection, tenant)
        self._now = now

    async def touch(self, subject: str) -> None:
        await self.touch_each([subject])

    async def touch_each(self, subjects: Sequence[str]) -> None:
        shown = card_subjects.c
        showing = select(shown.card_id).where(shown.tenant == self._tenant, shown.subject.in_(subjects))
        theirs = and_(cards.c.tenant == self._tenant, cards.c.id.in_(showing))
        await self._connection.execute(update(cards).where(theirs, _open).values(**_touched(self._now)))

    async def close(self, card_id: str) -> None:
        await _close(self._connection, self._tenant, card_id, self._now)


class CardQueue:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def claim(
        self, now: datetime, *, lease: timedelta, limit: int, tenant: str | None = None
    ) -> Sequence[Card]:
        ours = true() if tenant is None else cards.c.tenant == tenant
        free = or_(cards.c.claimed_until.is_(None), cards.c.claimed_until <= now)
        due = (
            select(cards.c.tenant, cards.c.id)
            .where(cards.c.stale_at <= now, free, ours)
            .order_by(cards.c.stale_at, cards.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = (
            update(cards)
            .where(tuple_(cards.c.tenant, cards.c.id).in_(due))
            .values(claimed_until=now + lease)
            .returning(cards)
        )
        async with self._connections.writing() as connection:
            rows = (await connection.execute(claimed)).all()
        return [_card(row) for row in sorted(rows, key=lambda row: (row.stale_at, row.id))]

    async def drawn(self, card: Card, face: str, now: datetime) -> None:
        as_claimed = cards.c.touched == card.touched
        stale_at = case((as_claimed, null()), else_=cards.c.stale_at)
        await self._settle(card, face=face, looked_at=now, stale_at=stale_at)

    async def later(self, card: Card, at: datetime) -> None:
        await self._settle(card, stale_at=at)

    async def close(self, card: Card, now: datetime) -> None:
        async with self._connections.writing() as connection:
            await _close(connection, card.tenant, card.id, now)

    async def touch_boards(self, now: datetime) -> int:
        boards = select(cards).where(cards.c.kind == Kind.BOARD.value, _open, cards.c.stale_at.is_(None))
        async with self._connections.writing() as connection:
            found = [_card(row) for row in await connection.execute(boards)]
            changed = [card for card in found if await _outdated(connection, card, now)]
            for card in changed:
                await connection.execute(update(cards).where(_this(card)).values(**_touched(now)))
        return len(changed)

    async def waiting(self) -> int:
        query = select(func.count()).select_from(cards).where(cards.c.stale_at.is_not(None))
        async with self._connections.reading() as connection:
            return await connection.scalar(query) or 0

    async def _settle(self, card: Card, **columns: object) -> None:
        async with self._connections.writing() as connection:
            await connection.execute(
                update(cards).where(_this(card), _open).values(claimed_until=None, **columns)
            )


def _touched(now: datetime) -> dict[str, Any]:
    """However often it happens, there is one row to draw, and it has waited since the first time."""
    return {"stale_at": func.coalesce(cards.c.stale_at, now), "touched": cards.c.touched + 1}


async def _outdated(connection: AsyncConnection, board: Card, now: datetime) -> bool:
    """Whether something came due since the board was looked at. What time changes besides, shows hourly."""
    it, then = integrations.c, board.looked_at
    if now - then >= BOARD_AGE:
        return True
    came_due = and_(it.tenant == board.tenant, it.deleted_at.is_(None), it.due_at > then, it.due_at <= now)
    return (await connection.execute(select(it.id).where(came_due).limit(1))).first() is not None


async def _close(connection: AsyncConnection, tenant: str, card_id: str, now: datetime) -> None:
    this = and_(cards.c.tenant == tenant, cards.c.id == card_id, _open)
    done = {"closed_at": now, "stale_at": None, "claimed_until": None}
    await connection.execute(update(cards).where(this).values(**done))
    shown = and_(card_subjects.c.tenant == tenant, card_subjects.c.card_id == card_id)
    await connection.execute(delete(card_subjects).where(shown))


def _this(card: Card) -> ColumnElement[bool]:
    return and_(cards.c.tenant == card.tenant, cards.c.id == card.id)


def _card(row: Row[Any]) -> Card:
    return Card(
        id=row.id,
        tenant=row.tenant,
        notice=notice_of(row),
        channel=row.channel,
        ts=row.ts,
        face=row.face,
        looked_at=row.looked_at,
        touched=row.touched,
    )
