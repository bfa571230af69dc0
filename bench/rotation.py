"""A rotation's own time: from the submitted form to the committed token, with Slack answering at once."""

import secrets
import time
import tomllib
from pathlib import Path

from bench.figures import percentile, spread, table
from bench.fleet import MASTER, filled, new_id, now, postgres, sqlite_url
from core.actions.confirm import confirm
from core.actions.rotate import rotate
from core.actor import Person
from core.catalogue import Catalogue
from core.integration import Integration
from core.intent import LIFETIME, Intent, Purpose
from core.overlap import Overlap
from core.ports import Shown, Tools
from core.secret import Secret
from core.token import Token
from storage.database import Database
from storage.master import MasterKey

TENANT, ADMIN = "T0BENCH", "U0BENCH"
PERSON = Person(tenant=TENANT, id=ADMIN, team=TENANT, is_primary_owner=True)
RUNS, ROTATIONS, FLEET = 3, 100, 1_000


async def measure(folder: Path) -> None:
    rows = []
    for kind, url in (("SQLite", sqlite_url(folder)), ("PostgreSQL", postgres(folder))):
        await filled(url, TENANT, FLEET, ADMIN, secrets.token_bytes)
        runs = [await _run(url) for _ in range(RUNS)]
        rows.append(
            (kind, *(spread([percentile(run, share) for run in runs], "ms") for share in (0.5, 0.99)))
        )
    title = f"One rotation, {ROTATIONS} in a row, median of {RUNS} runs"
    table(title, ("database", "p50", "p99"), rows)


async def _run(url: str) -> list[float]:
    """Milliseconds of each rotation."""
    database = await Database.open(url, MasterKey(MASTER), now=now)
    try:
        tools = _tools(database)
        async with tools.store.reading(TENANT) as reading:
            names = [f"Integration {number:05}" for number in range(ROTATIONS)]
            chosen = [await reading.named(name) for name in names]
        return [await _one(tools, integration) for integration in chosen]
    finally:
        await database.close()


async def _one(tools: Tools, integration: Integration) -> float:
    opened = now()
    intent = Intent(
        id=new_id(),
        tenant=TENANT,
        purpose=Purpose.ROTATE,
        actor=ADMIN,
        integration_id=integration.id,
        generation=integration.generation,
        created_at=opened,
        expires_at=opened + LIFETIME,
    )
    async with tools.store.transaction(TENANT) as tx:
        await tx.open_intent(intent)
    begun = time.perf_counter()
    issued = await rotate(tools, PERSON, intent.id, overlap=Overlap.AT_ONCE, recipient=ADMIN, show=_shown)
    took = (time.perf_counter() - begun) * 1000
    if issued.token is None:
        raise AssertionError("it was to be shown here")
    await confirm(tools, PERSON, integration.id, issued.token.id)
    return took


async def _shown(_integration: Integration, _token: Token, _secret: Secret) -> Shown:
    return Shown.SHOWN


def _tools(database: Database) -> Tools:
    catalogue = tomllib.loads(Path("core/catalogue.toml").read_text())
    return Tools(
        store=database.store,
        now=now,
        mint=lambda: Secret.mint("pit", secrets.token_bytes),
        new_id=new_id,
        catalogue=Catalogue.read(catalogue),
    )
