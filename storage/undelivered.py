"""Notices that could not be delivered, as `core.undelivered` asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.notices import Kind, Outgoing
from core.undelivered import ABOUT_DELIVERY, Undelivered
from storage.outbox import of_claim
from storage.rows import notice_of
from storage.tables import outbox


class DeadLetters:
    def __init__(self, connection: AsyncConnection, tenant: str) -> None:
        self._connection, self._tenant = connection, tenant
        self._theirs = and_(outbox.c.tenant == tenant, outbox.c.state == "buried")

    async def listed(self, limit: int) -> Sequence[Undelivered]:
        newest = (outbox.c.settled_at.desc(), outbox.c.id)
        rows = await self._connection.execute(
            select(outbox).where(self._theirs).order_by(*newest).limit(limit)
        )
        return [_undelivered(row) for row in rows]

    async def counts(self) -> Mapping[str, int]:
        about_others = outbox.c.kind.not_in([kind.value for kind in ABOUT_DELIVERY])
        number = func.count().label("number")
        query = select(outbox.c.error, number).where(self._theirs, about_others)
        most_first = query.group_by(outbox.c.error).order_by(number.desc(), outbox.c.error)
        return {row.error: row.number for row in await self._connection.execute(most_first)}


class DeadLetterOffice(DeadLetters):
    async def bury(self, outgoing: Outgoing, now: datetime, error: str) -> bool:
        columns = {"state": "buried", "settled_at": now, "error": error}
        return await of_claim(self._connection, outgoing, columns)

    async def redirect(self, outgoing: Outgoing, now: datetime, error: str) -> bool:
        columns = {"state": "delivered", "settled_at": now, "error": error}
        return await of_claim(self._connection, outgoing, columns)

    async def announced(self) -> bool:
        on_its_way = (outbox.c.state == "waiting", outbox.c.kind == Kind.UNDELIVERED.value)
        query = select(outbox.c.id).where(outbox.c.tenant == self._tenant, *on_its_way).limit(1)
        return await self._connection.scalar(query) is not None

    async def retry(self, notice_ids: Sequence[str] | None, now: datetime) -> Sequence[Undelivered]:
        wanted = true() if notice_ids is None else outbox.c.id.in_(notice_ids)
        # Of the attempts, those stay that may have brought it there: so it stays in doubt if it was.
        anew = {"attempts": outbox.c.attempts - outbox.c.in_vain, "in_vain": 0, "settled_at": None}
        waiting = {"state": "waiting", "due_at": now, "allowed_at": now, "error": ""}
        again = update(outbox).where(self._theirs, wanted).values(**waiting, **anew).returning(outbox)
        return [_undelivered(row) for row in (await self._connection.execute(again)).all()]


def _undelivered(row: Row[Any]) -> Undelivered:
    return Undelivered(
        id=row.id,
        tenant=row.tenant,
        notice=replace(notice_of(row), urgent=row.urgent),
        error=row.error,
        attempts=row.attempts,
        created_at=row.created_at,
        given_up_at=row.settled_at,
    )
