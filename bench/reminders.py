"""One sweep of reminders: how its time grows with what is due, and not with what exists.

A sweep reads and writes nothing but the rows of reminders, the outbox and a workspace's settings. So that is
what the databases here hold: a waiting row for each integration, of which some are due, ten for each owner.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import delete, insert, update

from bench.figures import resident_megabytes, table
from bench.fleet import MASTER, new_id, postgres, sqlite_url
from bench.replaying import Recording, replayed
from core.actions.remind import LEASE, remind
from core.actor import Person
from core.catalogue import Catalogue
from core.ports import Tools
from core.secret import Secret
from storage.connections import Connections
from storage.database import Database
from storage.engine import address
from storage.master import MasterKey
from storage.tables import outbox, reminders

TENANT = "T0BENCH"
NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
"""A Monday."""
DAY = timedelta(days=1)
EXISTING, DUE = (100_000, 1_000_000), (1_000, 10_000)
FOR_ONE_OWNER, AT_ONCE = 10, 10_000
_row = reminders.c


@dataclass(frozen=True)
class Figures:
    seconds: float
    megabytes: float
    """What the process grew by."""
    raw: float
    """Seconds that the bare driver takes for the same statements."""


async def measure(folder: Path, existing: Sequence[int] = EXISTING, due: Sequence[int] = DUE) -> None:
    lines = []
    for kind, url in (("SQLite", sqlite_url(folder)), ("PostgreSQL", postgres(folder))):
        database = await Database.open(url, MasterKey(MASTER), now=lambda: NINE)
        rows, there = Connections(address(url)), 0
        for size in existing:
            await _fill(rows, there, size, max(due))
            there = size
            for number in due:
                found = await _measured(database, rows, number, max(due))
                lines.append((kind, f"{size:,}", f"{number:,}", *_said(found, number)))
        await rows.close()
        await database.close()
    columns = ("database", "exist", "are due", "one sweep", "for each", "memory grew by", "raw SQL's share")
    table("A sweep of reminders", columns, lines)


def _said(found: Figures, due: int) -> Sequence[str]:
    each = f"{found.seconds / due * 1e6:.0f} µs"
    return f"{found.seconds:.2f} s", each, f"{found.megabytes:.0f} MB", f"{found.raw / found.seconds:.0%}"


async def _measured(database: Database, rows: Connections, due: int, most: int) -> Figures:
    """The sweep runs twice over the same rows: unwatched, and recorded for the bare driver."""
    await _as_before(rows, due, most)
    before, begun = resident_megabytes(os.getpid()), perf_counter()
    said = await _sweep(database)
    seconds, grown = perf_counter() - begun, resident_megabytes(os.getpid()) - before
    if said != due:
        raise AssertionError(f"{said} reminders were said, not {due}")
    await _as_before(rows, due, most)
    with Recording(database) as recording:
        await _sweep(database)
    await _as_before(rows, due, most)
    return Figures(seconds, grown, replayed(rows.url, recording.statements))


async def _sweep(database: Database) -> int:
    """As the job does it, without its bound."""
    catalogue = Catalogue((), {})
    tools = Tools(store=database.store, now=lambda: NINE, mint=_nothing, new_id=new_id, catalogue=catalogue)
    said = 0
    while people := await tools.store.reminders.claim(NINE, lease=LEASE, people=50, tenant=TENANT):
        said += (await remind(tools, _where, [each for mine in people for each in mine]))["said"]
    return said


async def _fill(rows: Connections, start: int, end: int, due: int) -> None:
    """Directly, as the product would have planned them."""
    numbers = iter(range(start, end))
    while some := [_waiting(number, due) for _, number in zip(range(AT_ONCE), numbers, strict=False)]:
        async with rows.writing() as connection:
            await connection.execute(insert(reminders), some)


def _waiting(number: int, due: int) -> dict[str, Any]:
    due_at = NINE + 30 * DAY if number < due else NINE + 31 * DAY + number % 59 * DAY
    return {
        "tenant": TENANT,
        "token_id": f"token {number:07}",
        "due_at": due_at,
        "stage": 30,
        "integration_id": f"{number:07}",
        "owner": f"U{number // FOR_ONE_OWNER:06}",
        "state": "waiting",
        "at": due_at - 33 * DAY if number < due else due_at - 30 * DAY,
    }


async def _as_before(rows: Connections, due: int, most: int) -> None:
    """Nothing was said, and so many are due."""
    again = {"state": "waiting", "settled_at": None, "claimed_until": None}
    async with rows.writing() as connection:
        await connection.execute(delete(outbox))
        await connection.execute(delete(reminders).where(_row.stage != 30))
        for first, last, at in ((0, due, NINE), (due, most, NINE + DAY)):
            these = _row.integration_id.between(f"{first:07}", f"{last - 1:07}")
            await connection.execute(update(reminders).where(these).values(at=at, **again))


async def _where(tenant: str, user: str) -> Person:
    return Person(tenant=tenant, id=user, team=tenant)


def _nothing() -> Secret:
    raise AssertionError("a sweep mints nothing")
