"""Incidents, as `core.incidents.ports` asks for them: seen, changed in a transaction, looked after."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import Detail, Event
from core.incidents.incident import Incident
from core.incidents.ports import Where
from core.incidents.refusals import IncidentChanged, UnknownIncident
from storage.chain import Note
from storage.connections import Connections
from storage.incident_rows import incident_columns, incident_of
from storage.paging import page
from storage.tables import incidents

_OPEN = incidents.c.closed_at.is_(None)
Record = Callable[[Note], Awaitable[None]]
Touch = Callable[[str], Awaitable[None]]


class IncidentsSeen:
    def __init__(self, connection: AsyncConnection, tenant: str) -> None:
        self._connection, self._tenant = connection, tenant

    async def one(self, incident_id: str) -> Incident:
        found = await self._some(incidents.c.id == incident_id)
        if not found:
            raise UnknownIncident
        return found[0]

    async def open_for(self, integration_id: str) -> Incident | None:
        found = await self._some(and_(incidents.c.integration_id == integration_id, _OPEN))
        return found[0] if found else None

    async def about(self, integration_id: str) -> Sequence[Incident]:
        return await self._some(incidents.c.integration_id == integration_id)

    async def showing(self, source: str) -> Sequence[Incident]:
        return await self._some(and_(incidents.c.source == source, _OPEN))

    async def latest(self, limit: int = 20) -> Sequence[Incident]:
        theirs = select(incidents).where(incidents.c.tenant == self._tenant)
        query = theirs.order_by(_OPEN.desc(), incidents.c.opened_at.desc(), incidents.c.id).limit(limit)
        return [incident_of(row) for row in await self._connection.execute(query)]

    async def count_open(self) -> int:
        theirs = and_(incidents.c.tenant == self._tenant, _OPEN, incidents.c.drill.is_(False))
        found = await self._connection.execute(select(func.count()).select_from(incidents).where(theirs))
        return found.scalar_one()

    async def _some(self, condition: ColumnElement[bool]) -> list[Incident]:
        query = select(incidents).where(incidents.c.tenant == self._tenant, condition)
        return [incident_of(row) for row in await self._connection.execute(query)]


class Incidents(IncidentsSeen):
    def __init__(self, connection: AsyncConnection, tenant: str, record: Record, touch: Touch) -> None:
        super().__init__(connection, tenant)
        self._record, self._touch = record, touch

    async def add(self, incident: Incident, *, by: str, **details: Detail) -> None:
        row = {"tenant": self._tenant, "generation": incident.generation, **incident_columns(incident)}
        await self._connection.execute(insert(incidents).values(**row))
        told = {"incident": incident.id, **details}
        subject, name = incident.integration_id, incident.name
        event = Event.INCIDENT_OPEN
        await self._record(Note(event=event, by=by, subject=subject, subject_name=name, details=told))

    async def keep(self, incident: Incident) -> Incident:
        row, generation = incidents.c, incident.generation
        as_read = and_(row.tenant == self._tenant, row.id == incident.id, row.generation == generation)
        columns: dict[str, Any] = {"generation": generation + 1, **incident_columns(incident)}
        done = await self._connection.execute(update(incidents).where(as_read).values(**columns))
        if done.rowcount != 1:
            raise IncidentChanged
        await self._touch(incident.id)
        return replace(incident, generation=generation + 1)


class IncidentQueue:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def due(self, now: datetime, limit: int, *, after: Where | None = None) -> Sequence[Where]:
        where = (incidents.c.tenant, incidents.c.id)
        query = select(*where).where(incidents.c.look_at <= now)
        beyond = astuple(after) if after is not None else None
        return [Where(*row) for row in await page(self._connections, query, where, limit, beyond)]
