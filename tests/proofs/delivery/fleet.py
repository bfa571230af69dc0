"""A thousand reminders that are due, and notices that can never be delivered, in one workspace."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import psycopg

from core.integration import Integration
from core.notices import Kind, Notice
from core.ports import Transaction
from sandbox import Sandbox
from storage.database import Database
from storage.master import MasterKey
from tests.databases import MASTER
from tests.storage.making import a_secret, an_integration, confirmed, offering

PERIOD = timedelta(days=30)
OVERDUE = timedelta(days=2)
"""What is overdue is said at any hour of any day, so this proof may run at any time."""
BATCH = 100


@dataclass(frozen=True)
class Load:
    """So many people own so many integrations each."""

    people: int
    each: int


FEW, MANY = Load(people=300, each=3), Load(people=10, each=10)
"""Three at once are said one by one, ten as one digest: together a thousand reminders."""
UNREACHABLE, BROKEN = 25, 25
"""Notices that Slack refuses, because somebody is gone, and such as no words can be found for."""


def now() -> datetime:
    return datetime.now(UTC)


async def prepare(url: str, slack: Sandbox, loads: Sequence[Load]) -> list[str]:
    """Fill the database. Returns the ids of the integrations of which somebody is to be reminded."""
    then = now() - PERIOD - OVERDUE
    database = await Database.open(url, MasterKey(MASTER), now=lambda: then)
    try:
        owners = [owner for load in loads for owner in _people(slack, load)]
        batches = [owners[at : at + BATCH] for at in range(0, len(owners), BATCH)]
        made = [await _integrations(database, slack.team_id, batch, then) for batch in batches]
        return [each for batch in made for each in batch]
    finally:
        await database.close()


async def poison(url: str, slack: Sandbox, about: str) -> None:
    """First in line: they have waited longest."""
    gone = slack.add_person("gone", "Gone Person")
    slack.deactivate(gone)
    database = await Database.open(url, MasterKey(MASTER), now=now)
    refused = Notice(kind=Kind.OVERLAP_ENDED, to=gone.id, integration_id=about, urgent=True)
    broken = Notice(kind=Kind.REMINDER, to="U0ADA0000", integration_id=about, urgent=True)
    try:
        async with database.store.transaction(slack.team_id) as tx:
            for notice in [refused] * UNREACHABLE + [broken] * BROKEN:
                await tx.say(notice, not_before=now() - OVERDUE)
    finally:
        await database.close()


def _people(slack: Sandbox, load: Load) -> Iterable[str]:
    """The owner of each integration."""
    for number in range(load.people):
        key = f"p{load.each}x{number}"
        yield from [slack.add_person(key, f"Person {key}").id] * load.each


async def _integrations(
    database: Database, tenant: str, owners: Sequence[str], then: datetime
) -> Sequence[str]:
    async with database.store.transaction(tenant) as tx:
        return [await _with_token(tx, tenant, owner, then) for owner in owners]


async def _with_token(tx: Transaction, tenant: str, owner: str, then: datetime) -> str:
    empty = an_integration(then, tenant=tenant)
    made: Integration = replace(empty, name=f"Integration {empty.id[:8]}", owner=owner, period=PERIOD)
    await tx.add(confirmed(await offering(tx, made, a_secret(), then), then), by=owner)
    return made.id


@dataclass(frozen=True)
class Row:
    """A notice as it stands in the database."""

    id: str
    kind: str
    integration_id: str
    facts: dict[str, str]
    state: str
    attempts: int
    created_at: datetime

    @property
    def is_poison(self) -> bool:
        return self.kind in {Kind.OVERLAP_ENDED.value, Kind.REMINDER.value} and not self.about()

    def about(self) -> list[str]:
        """The integrations whose reminder it is."""
        if self.kind == Kind.REMINDER_DIGEST.value:
            return [item[0] for item in json.loads(self.facts["items"])]
        return [self.integration_id] if self.kind == Kind.REMINDER.value and self.facts else []


def rows(url: str) -> dict[str, Row]:
    query = b"SELECT id, kind, integration_id, facts, state, attempts, created_at FROM outbox"
    with psycopg.connect(url) as connection:
        found = [Row(*each) for each in connection.execute(query)]
    return {row.id: row for row in found}


def instants(slack: Sandbox) -> dict[str, list[float]]:
    """When each notice was shown in the pretend Slack, by its id: once for each message."""
    found: dict[str, list[float]] = {}
    for message in slack.world.board:
        if message.shown and message.metadata:
            notice_id = message.metadata["event_payload"]["id"]
            found.setdefault(notice_id, []).append(float(message.ts))
    return found


def times_shown(said: Mapping[str, Row], slack: Sandbox) -> Counter[str]:
    """How often the reminder of each integration stands there, by itself or in a digest."""
    counts: Counter[str] = Counter()
    for notice_id, messages in instants(slack).items():
        for integration_id in said[notice_id].about():
            counts[integration_id] += len(messages)
    return counts
