"""The reminders of one workspace: `core.reminders.ports`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, literal_column, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.integration import Integration
from core.notices import Kind
from core.reminders.decision import Reached, Waiting
from core.reminders.items import Item
from core.reminders.ports import Standing
from core.reminders.snoozing import Snooze
from core.reminders.stages import after
from storage.cards import CardsTouched
from storage.reminder_plans import is_waiting, planned, row, told, waiting_row
from storage.tables import outbox, reminders, snoozes, tokens
from storage.upsert import put

_Rows = Sequence[Row[Any]]


class RemindersSeen:
    def __init__(self, connection: AsyncConnection, tenant: str) -> None:
        self._connection, self._tenant = connection, tenant

    async def standing(self, integration: Integration) -> Standing:
        rows = await self._rows(integration)
        latest = told(rows)
        return Standing(
            said=latest and waiting_of(latest).item(latest.stage),
            acknowledged_by=latest and latest.acknowledged_by,
            acknowledged_at=latest and latest.acknowledged_at,
            snoozes=await self._snoozes(integration),
            waiting=next((waiting_of(each) for each in rows if each.state == "waiting"), None),
        )

    async def ahead(self, until: datetime) -> Sequence[Waiting]:
        soon = and_(row.tenant == self._tenant, is_waiting, row.at <= until)
        query = select(reminders).where(soon).order_by(row.at, row.integration_id)
        return [waiting_of(each) for each in await self._connection.execute(query)]

    async def minted(self, since: datetime, *, at_most: int) -> int:
        lately = (tokens.c.tenant == self._tenant, tokens.c.minted_at > since)
        some = select(tokens.c.id).where(*lately).limit(at_most).subquery()
        return await self._connection.scalar(select(func.count()).select_from(some)) or 0

    async def _rows(self, integration: Integration) -> _Rows:
        """Of its current token and due date; none where there is no current token."""
        query = select(reminders).where(_of(integration, reminders.c, self._tenant))
        return (await self._connection.execute(query)).all()

    async def _snoozes(self, integration: Integration) -> Sequence[Snooze]:
        query = select(snoozes).where(_of(integration, snoozes.c, self._tenant)).order_by(snoozes.c.number)
        rows = await self._connection.execute(query)
        return [Snooze(by=each.by, at=each.at, until=each.until, reason=each.reason) for each in rows]


class RemindersKept(RemindersSeen):
    def __init__(self, connection: AsyncConnection, tenant: str, now: datetime) -> None:
        super().__init__(connection, tenant)
        self._now = now
        self._cards = CardsTouched(connection, tenant, now)

    async def still(self, claimed: Sequence[Waiting]) -> Sequence[Waiting]:
        if not claimed:
            return []
        theirs = row.integration_id.in_([each.integration_id for each in claimed])
        as_claimed = and_(is_waiting, row.claimed_until == claimed[0].claimed_until)
        query = select(row.integration_id).where(row.tenant == self._tenant, theirs, as_claimed)
        left = set(await self._connection.scalars(query))
        return [each for each in claimed if each.integration_id in left]

    async def said(self, said: Mapping[Waiting, Reached]) -> None:
        settled, next_ones = [], []
        for each, reached in said.items():
            for stage in reached.stages:
                state = "said" if stage == reached.latest else "merged"
                settled.append(_row(each, stage) | {"state": state, "settled_at": self._now})
            next_ones.append(_row(each, after(reached.latest)))
        # One after the other: only one may wait for an integration.
        await put(self._connection, reminders, settled)
        await put(self._connection, reminders, next_ones)
        await self._cards.touch_each([each.integration_id for each in said])

    async def snooze(self, integration: Integration, said: Item, snooze: Snooze, *, number: int) -> None:
        key = {"tenant": self._tenant, "token_id": said.token_id, "due_at": said.due_at}
        values = {"by": snooze.by, "at": snooze.at, "until": snooze.until, "reason": snooze.reason}
        await self._connection.execute(insert(snoozes).values(**key, number=number, **values))
        ours = _of(integration, row, self._tenant)
        dropped = update(reminders).where(ours, is_waiting)
        await self._connection.execute(dropped.values(state="cancelled", settled_at=self._now))
        again = planned(integration, said.token_id, said.due_at, said.stage)
        again |= {"at": snooze.until, "snoozed_until": snooze.until}
        await put(self._connection, reminders, [again | _NOBODY])
        await self._hush(integration, true())
        await self._cards.touch(integration.id)

    async def acknowledge(self, integration: Integration, said: Item, by: str) -> None:
        this = and_(_of(integration, row, self._tenant), row.stage == said.stage)
        known = update(reminders).where(this).values(acknowledged_by=by, acknowledged_at=self._now)
        await self._connection.execute(known)
        await self._hush(integration, outbox.c.recipient != integration.owner)
        await self._cards.touch(integration.id)

    async def _hush(self, integration: Integration, condition: ColumnElement[bool]) -> None:
        """Not said any more: what is still on its way and meets the condition."""
        on_its_way = and_(
            outbox.c.tenant == self._tenant,
            outbox.c.state == literal_column("'waiting'"),
            outbox.c.kind == Kind.REMINDER.value,
            outbox.c.integration_id == integration.id,
        )
        moot = update(outbox).where(on_its_way, condition).values(state="delivered", settled_at=self._now)
        await self._connection.execute(moot)


_NOBODY: dict[str, Any] = {"acknowledged_by": None, "acknowledged_at": None}


def waiting_of(each: Row[Any]) -> Waiting:
    return Waiting(
        tenant=each.tenant,
        integration_id=each.integration_id,
        token_id=each.token_id,
        due_at=each.due_at,
        stage=each.stage,
        owner=each.owner,
        backup=each.backup,
        at=each.at,
        claimed_until=each.claimed_until,
        snoozed_until=each.snoozed_until,
    )


def _row(waiting: Waiting, stage: int) -> dict[str, Any]:
    return waiting_row(
        tenant=waiting.tenant,
        token_id=waiting.token_id,
        due_at=waiting.due_at,
        stage=stage,
        integration_id=waiting.integration_id,
        owner=waiting.owner,
        backup=waiting.backup,
    ) | {"snoozed_until": None, **_NOBODY}


def _of(integration: Integration, columns: Any, tenant: str) -> ColumnElement[bool]:  # noqa: ANN401 - of either table
    current = integration.current
    token_id = current.id if current is not None else ""
    ours = (columns.token_id == token_id, columns.due_at == integration.due_at)
    return and_(columns.tenant == tenant, *ours)
