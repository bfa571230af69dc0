"""The same lives on a real database, through the product's own transactions, rows and sweep."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from core.actions.remind import LEASE, remind
from core.actor import Person, Role
from core.audit import OPERATOR, Event
from core.catalogue import Catalogue
from core.integration import Integration
from core.notices import Kind as NoticeKind
from core.overlap import Overlap
from core.ports import Tools, Transaction
from core.refusals import NothingToCancel, UnknownIntegration
from core.reminders.items import items_of
from core.reminders.snoozing import Snooze
from core.token import Proof, Token
from core.workspace import Workspace
from storage.database import Database
from storage.rows import notice_of
from storage.tables import outbox, reminders
from tests.databases import Clock
from tests.proofs.reminders.calendar import DAY, ZONES
from tests.proofs.reminders.fleet import Change, Kind, Thing, Told
from tests.proofs.reminders.keeper import ADMIN, CHANNEL, CHANNEL_ZONE, TENANT, owner_in
from tests.storage.making import a_secret, an_integration, new_id

SAID = (NoticeKind.REMINDER.value, NoticeKind.REMINDER_DIGEST.value)
Subject = tuple[int, int, datetime]
"""An integration, its token, and a due date."""


class Desk:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock, self._seen = database, clock, set[tuple[object, ...]]()
        self._tools = Tools(
            store=database.store, now=clock, mint=a_secret, new_id=new_id, catalogue=Catalogue((), {})
        )
        self._people = {person.id: person for person in (ADMIN, *map(owner_in, ZONES))}

    async def open(self) -> None:
        async with self._database.store.transaction(TENANT) as tx:
            here = Workspace(tenant=TENANT, security_channel=CHANNEL, time_zone=CHANNEL_ZONE)
            await tx.set_workspace(here, by=OPERATOR)
            await tx.set_role(ADMIN.id, Role.ADMIN, by=OPERATOR)

    async def meets(self, thing: Thing, change: Change) -> None:
        """`thing` is as it was before the change."""
        now = self._clock()
        async with self._database.store.transaction(TENANT) as tx:
            if change.kind is Kind.CREATED:
                made = an_integration(now, f"Integration {thing.number}", TENANT)
                made = replace(made, id=str(thing.number), owner=owner_in(thing.zone).id, period=thing.period)
                await tx.add(await _renewed(tx, made, now - change.value * DAY), by=OPERATOR)
                return
            try:
                found = await tx.integration(str(thing.number))
            except UnknownIntegration:
                return
            if change.kind is Kind.SNOOZED:
                await _snoozed(tx, found, change, now)
            else:
                after = await _after(tx, found, change, now)
                await tx.save(after, Event.INTEGRATION_EDIT, by=OPERATOR)

    async def sweep(self, tick: int) -> Sequence[tuple[int, Told]]:
        """What it puts into the outbox, and the stages that this covers."""
        now, said = self._clock(), 0
        while people := await self._tools.store.reminders.claim(now, lease=LEASE, people=50, tenant=TENANT):
            claimed = [each for mine in people for each in mine]
            said += (await remind(self._tools, self._where, claimed))["said"]
        if not said:
            return []
        heard, covered = await self._heard(now), await self._covered(now)
        assert heard.keys() == covered.keys()
        assert len(covered) == said
        return [
            (row[0], Told(tick, row[1], row[2], stages[-1], stages, tuple(sorted(heard[row]))))
            for row, stages in covered.items()
        ]

    async def _heard(self, now: datetime) -> dict[Subject, list[tuple[str, datetime]]]:
        """Who was told just now, as what and when, from the outbox alone."""
        found: dict[Subject, list[tuple[str, datetime]]] = defaultdict(list)
        just_now = (outbox.c.created_at == now, outbox.c.kind.in_(SAID))
        for row in await self._new(select(outbox).where(*just_now)):
            for item in items_of(notice_of(row)):
                key = (int(item.integration_id), _number(item.token_id), item.due_at)
                found[key].append((row.facts["for"], row.due_at))
        return found

    async def _covered(self, now: datetime) -> dict[Subject, tuple[int, ...]]:
        found: dict[Subject, list[int]] = defaultdict(list)
        just_now = (reminders.c.settled_at == now, reminders.c.state.in_(("said", "merged")))
        query = select(reminders).where(*just_now).order_by(reminders.c.stage.desc())
        for row in await self._new(query):
            found[int(row.integration_id), _number(row.token_id), row.due_at].append(row.stage)
        return {row: tuple(stages) for row, stages in found.items()}

    async def _new(self, query: Select[*tuple[Any, ...]]) -> list[Row[Any]]:
        """Those that were not there before: a clock that was put back shows the same instant twice."""
        async with self._database._connections.reading() as connection:
            rows = [row for row in await connection.execute(query) if _key(row) not in self._seen]
        self._seen |= set(map(_key, rows))
        return rows

    async def _where(self, _tenant: str, user: str) -> Person:
        return self._people[user]


def _key(row: Row[Any]) -> tuple[object, ...]:
    return *tuple(row)[:4], row.settled_at


async def _after(tx: Transaction, found: Integration, change: Change, now: datetime) -> Integration:
    match change.kind:
        case Kind.ROTATED:
            return await _renewed(tx, found, now)
        case Kind.CANCELLED:
            try:
                return found.cancel_rotation(now)
            except NothingToCancel:
                return found
        case Kind.PERIOD:
            return replace(found, period=change.value * DAY)
        case Kind.OWNER:
            return replace(found, owner=owner_in(ZONES[change.value]).id)
        case _:
            return found.delete(now)


async def _renewed(tx: Transaction, found: Integration, now: datetime) -> Integration:
    """With another token, which was saved."""
    token = Token(
        id=f"{found.id} {found.next_version}",
        version=found.next_version,
        fingerprint=await tx.fingerprint(a_secret()),
        recipient=OPERATOR,
        minted_at=now,
        minted_by=OPERATOR,
        overlap=Overlap.MONTH,
    )
    return found.offer(token).confirm(token.id, Proof.SAVED, now)


async def _snoozed(tx: Transaction, found: Integration, change: Change, now: datetime) -> None:
    current = found.current
    if current is not None and (current.version, found.due_at) == (change.token, change.due_at):
        standing = await tx.reminders.standing(found)
        wish = Snooze(by=found.owner, at=now, until=now + change.value * DAY, reason="Later")
        if standing.said is not None:
            await tx.reminders.snooze(found, standing.said, wish, number=len(standing.snoozes) + 1)


def _number(token_id: str) -> int:
    return int(token_id.split()[1])
