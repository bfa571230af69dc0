"""Which reminder waits for an integration: the next stage of its current token and due date, and no other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.integration import Integration
from core.reminders.hours import earliest
from core.reminders.stages import after, first
from storage.tables import reminders
from storage.upsert import put

row = reminders.c
# Spelt out: a statement that is prepared for any value cannot count on a partial index.
is_waiting = row.state == literal_column("'waiting'")
_PLANNED = (row.token_id, row.due_at, row.owner, row.backup)
is_settled = row.state != literal_column("'waiting'")


async def plan(connection: AsyncConnection, integration: Integration, now: datetime) -> None:
    """Called with every change of an integration, in its transaction.

    A rotation, its cancelling, a deletion, another period or owner therefore cancel and plan by themselves.
    """
    theirs = and_(row.tenant == integration.tenant, row.integration_id == integration.id, is_waiting)
    waiting = (await connection.execute(select(*_PLANNED).where(theirs))).first()
    current, due_at = integration.current, integration.due_at
    wanted = current and (current.id, due_at, integration.owner, integration.backup_owner)
    if waiting is not None and tuple(waiting) == wanted:
        return
    if waiting is not None:
        await connection.execute(update(reminders).where(theirs).values(state="cancelled", settled_at=now))
    if current is not None and due_at is not None:
        stage = await _next_stage(connection, integration, current.id, due_at)
        await put(connection, reminders, [planned(integration, current.id, due_at, stage)])


async def _next_stage(
    connection: AsyncConnection, integration: Integration, token_id: str, due_at: datetime
) -> int:
    """What was said stays said, also when a rotation is cancelled or a due date comes back."""
    ours = and_(row.tenant == integration.tenant, row.token_id == token_id, row.due_at == due_at)
    told = select(func.min(row.stage)).where(ours, row.state.in_(("said", "merged")))
    latest = await connection.scalar(told)
    return first(integration.period) if latest is None else after(latest)


def planned(integration: Integration, token_id: str, due_at: datetime, stage: int) -> dict[str, Any]:
    return waiting_row(
        tenant=integration.tenant,
        token_id=token_id,
        due_at=due_at,
        stage=stage,
        integration_id=integration.id,
        owner=integration.owner,
        backup=integration.backup_owner,
    )


def waiting_row(*, due_at: datetime, stage: int, **others: str) -> dict[str, Any]:
    nobody = {"claimed_until": None, "settled_at": None}
    at = earliest(due_at, stage)
    return {"due_at": due_at, "stage": stage, **others, "state": "waiting", "at": at, **nobody}


def told(rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """The latest that was said, among those of one token and due date; it may wait to be said again."""
    said = [each for each in rows if each.state == "said" or (each.state == "waiting" and each.snoozed_until)]
    return min(said, key=lambda each: each.stage, default=None)
