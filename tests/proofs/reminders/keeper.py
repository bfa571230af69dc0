"""Keeps the rows of reminders in memory, as the database does, and decides with the product's own rules."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from core.actor import Person
from core.reminders.audience import Office
from core.reminders.decision import Later, Waiting, decide
from core.reminders.hours import earliest
from core.reminders.stages import after, first
from tests.proofs.reminders.calendar import DAY, Ticks
from tests.proofs.reminders.fleet import Change, Kind, Life, Thing, Told

TENANT, CHANNEL = "T1", "C1"
BACKUP = Person(tenant=TENANT, id="UBACKUP", team=TENANT, time_zone="Pacific/Auckland")
ADMIN = Person(tenant=TENANT, id="UADMIN", team=TENANT, time_zone="Europe/Berlin")
CHANNEL_ZONE = "America/New_York"

Key = tuple[int, datetime]


def owner_in(zone: str) -> Person:
    return Person(tenant=TENANT, id=f"U{zone}", team=TENANT, time_zone=zone)


def office(*zones: str) -> Office:
    people = {person.id: person for person in (BACKUP, ADMIN, *map(owner_in, zones))}
    return Office(people=people, admins=[ADMIN.id], channel=CHANNEL, zone=CHANNEL_ZONE)


class Rows:
    """Of one integration."""

    def __init__(self, backup: str) -> None:
        self._backup = backup
        self.waiting: Waiting | None = None
        self._last: dict[Key, int] = {}
        self._snoozed: dict[Key, datetime] = {}

    def plan(self, thing: Thing) -> None:
        """As `storage.reminder_plans.plan`."""
        due_at, owner = thing.due_at, owner_in(thing.zone).id
        if due_at is None:
            self.waiting = None
            return
        as_it_is = (self.waiting.token_id, self.waiting.due_at, self.waiting.owner) if self.waiting else None
        if as_it_is == (str(thing.token), due_at, owner):
            return
        key = (thing.token, due_at)
        stage = after(self._last[key]) if key in self._last else first(thing.period)
        snoozed = self._snoozed.get(key)
        self._wait(key, self._last[key] if snoozed else stage, owner, thing.number, snoozed)

    def snooze(self, thing: Thing, change: Change, now: datetime) -> None:
        if self.waiting is None or (thing.token, thing.due_at) != (change.token, change.due_at):
            return
        key = (change.token, self.waiting.due_at)
        until = self._snoozed[key] = now + change.value * DAY
        self._wait(key, self._last[key], self.waiting.owner, thing.number, until)

    def said(self, told: Told) -> None:
        assert self.waiting is not None
        key = (told.token, told.due_at)
        self._last[key] = told.stage
        self._snoozed.pop(key, None)
        number = int(self.waiting.integration_id)
        self._wait(key, after(told.stage), self.waiting.owner, number, None)

    def _wait(self, key: Key, stage: int, owner: str, number: int, snoozed: datetime | None) -> None:
        self.waiting = Waiting(
            tenant=TENANT,
            integration_id=str(number),
            token_id=str(key[0]),
            due_at=key[1],
            stage=stage,
            owner=owner,
            backup=self._backup,
            at=earliest(key[1], stage),
            snoozed_until=snoozed,
        )


class Keeper:
    """Many integrations, and one look at the clock after another."""

    def __init__(self, lives: Sequence[Life], ticks: Ticks, here: Office, backup: str = BACKUP.id) -> None:
        self._lives, self._ticks, self._office = lives, ticks, here
        self._things = [life.thing for life in lives]
        self._rows = [Rows(backup) for _ in lives]
        self._due: list[tuple[datetime, int]] = []
        self._changes = [(life.next_change or 0, number) for number, life in enumerate(lives)]
        heapq.heapify(self._changes)

    def run(self) -> Iterator[tuple[int, Told]]:
        for tick, now in enumerate(self._ticks.readings):
            while self._changes and self._changes[0][0] <= tick:
                self._change(heapq.heappop(self._changes)[1], tick, now)
            looked_at: list[tuple[datetime, int]] = []
            while self._due and self._due[0][0] <= now:
                looked_at.append(heapq.heappop(self._due))
            for at, number in looked_at:
                told = self._look(number, at, tick, now)
                if told is not None:
                    yield number, told

    def _change(self, number: int, tick: int, now: datetime) -> None:
        life, rows = self._lives[number], self._rows[number]
        if life.next_change is None or life.next_change > tick:
            return
        change = life.change()
        thing = self._things[number] = self._things[number].after(change, now)
        if change.kind is Kind.SNOOZED:
            rows.snooze(thing, change, now)
        else:
            rows.plan(thing)
        self._wake(number)
        self._expect(number)

    def _look(self, number: int, at: datetime, tick: int, now: datetime) -> Told | None:
        """At one row, if it still waits for this moment."""
        rows = self._rows[number]
        waiting = rows.waiting
        if waiting is None or waiting.at != at:
            return None
        decided = decide(waiting, self._office.zone_of(waiting), now)
        if isinstance(decided, Later):
            rows.waiting = replace(waiting, at=decided.at)
            self._wake(number)
            return None
        readers = self._office.readers(waiting, decided)
        heard = tuple((each.part.value, each.hears(waiting, decided, now)) for each in readers)
        told = Told(tick, int(waiting.token_id), waiting.due_at, decided.latest, decided.stages, heard)
        rows.said(told)
        self._wake(number)
        self._lives[number].heard(told)
        self._expect(number)
        return told

    def _wake(self, number: int) -> None:
        waiting = self._rows[number].waiting
        if waiting is not None:
            heapq.heappush(self._due, (waiting.at, number))

    def _expect(self, number: int) -> None:
        coming = self._lives[number].next_change
        if coming is not None:
            heapq.heappush(self._changes, (coming, number))
