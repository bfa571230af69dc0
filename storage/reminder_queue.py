"""What may have to be said now, handed out person by person: `core.reminders.ports.ReminderQueue`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, true, tuple_, update

from core.reminders.decision import Waiting
from storage.connections import Connections
from storage.reminder_plans import is_waiting, row
from storage.reminders import waiting_of
from storage.tables import reminders

_LOCK = "reminders"


class ReminderQueue:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def claim(
        self, now: datetime, *, lease: timedelta, people: int, tenant: str | None = None
    ) -> Sequence[Sequence[Waiting]]:
        """One process claims at a time, so a person's reminders are never torn apart between two."""
        due = _due(now, tenant)
        person = (row.tenant, row.owner)
        most_urgent = (
            select(*person).where(due).group_by(*person).order_by(func.min(row.due_at), *person).limit(people)
        )
        claimed = (
            update(reminders)
            .where(due, tuple_(*person).in_(most_urgent))
            .values(claimed_until=now + lease)
            .returning(reminders)
        )
        async with self._connections.writing(_LOCK) as connection:
            rows = (await connection.execute(claimed)).all()
        found: dict[tuple[str, str], list[Waiting]] = {}
        for each in sorted(map(waiting_of, rows), key=lambda each: (each.due_at, each.integration_id)):
            found.setdefault((each.tenant, each.owner), []).append(each)
        return list(found.values())

    async def put_off(self, claimed: Mapping[Waiting, datetime]) -> None:
        if not claimed:
            return
        mine = and_(
            row.tenant == bindparam("of"),
            row.integration_id == bindparam("about"),
            row.claimed_until == bindparam("claim"),
            is_waiting,
        )
        later = update(reminders).where(mine).values(at=bindparam("later"), claimed_until=None)
        rows = [
            {"of": each.tenant, "about": each.integration_id, "claim": each.claimed_until, "later": at}
            for each, at in claimed.items()
        ]
        async with self._connections.writing() as connection:
            await connection.execute(later, rows)

    async def due(self, now: datetime, *, tenant: str | None = None) -> int:
        query = select(func.count()).select_from(reminders).where(_due(now, tenant))
        async with self._connections.reading() as connection:
            return await connection.scalar(query) or 0


def _due(now: datetime, tenant: str | None) -> ColumnElement[bool]:
    free = or_(row.claimed_until.is_(None), row.claimed_until <= now)
    return and_(row.tenant == tenant if tenant else true(), is_waiting, row.at <= now, free)
