"""From *Report compromised* submitted to every token refused by the API, in processes of their own.

Then the same as people see it, in `bench.emergency`.
"""

import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from bench import emergency
from bench.figures import percentile, table
from bench.fleet import MASTER, filled, new_id, now, postgres, sqlite_url
from bench.verification.client import Talk, WrongAnswerError
from bench.verification.servers import product
from bench.verification.speed import introspection
from bench.verification.stock import OWNER, TENANT, gateway, mint
from core.actions.compromise import compromise
from core.actions.confirm import confirm
from core.actions.rotate import rotate
from core.actor import Person
from core.catalogue import Catalogue
from core.integration import Integration
from core.intent import LIFETIME, Intent, Purpose
from core.overlap import Overlap
from core.ports import Shown, Tools
from core.responding import Call
from core.secret import Secret
from core.token import Token
from storage.database import Database
from storage.master import MasterKey

INCIDENTS, PROCESSES, SEED = 200, 2, 23
YES = b'"active":true'
RESPONDER = Person(tenant=TENANT, id=OWNER, team=TENANT, is_admin=True)


async def measure(folder: Path) -> None:
    rows = []
    for name, address in (("SQLite", sqlite_url), ("PostgreSQL", postgres)):
        own = folder / name
        own.mkdir()
        rows.append(await _row(name, own, address(own)))
    titles = ("database", "submit to commit p50", "p99", "commit to last yes p50", "p99", "at most")
    told = f"{INCIDENTS} incidents of two tokens each, {PROCESSES} API processes"
    table(f"Milliseconds from a compromise reported to no yes any more: {told}", titles, rows)
    await emergency.measure(folder)


async def _row(name: str, folder: Path, url: str) -> tuple[str, ...]:
    names = await filled(url, TENANT, INCIDENTS, OWNER, Random(SEED).randbytes)
    credential, minted = await gateway(url), mint(Random(SEED))
    database = await Database.open(url, MasterKey(MASTER), now=now)
    office = _Office(database)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        servers = [await stack.enter_async_context(product(folder, url)) for _ in range(PROCESSES)]
        talks = [Talk(server.address) for server in servers]
        figures = []
        for each in names:
            tokens = [next(minted), await office.rotated(each)]
            asks = [introspection(credential, token.reveal().encode()) for token in tokens]
            figures.append(await office.killed(each, talks, asks))
        for talk in talks:
            talk.sock.close()
    committed, after = zip(*figures, strict=True)
    shares = [percentile(each, share) for each in (committed, after) for share in (0.5, 0.99)]
    return (name, *(f"{value:.2f}" for value in (*shares, max(after))))


@dataclass
class _Office:
    """Somebody who rotates, and then reports."""

    database: Database
    shown: list[Secret] = field(default_factory=list)

    @property
    def tools(self) -> Tools:
        return Tools(
            store=self.database.store,
            now=now,
            mint=lambda: Secret.mint("pit", secrets.token_bytes),
            new_id=new_id,
            catalogue=Catalogue((), {}),
        )

    async def rotated(self, name: str) -> Secret:
        """An overlap is running: both tokens work."""
        form = await self._form(name, Purpose.ROTATE)
        issued = await rotate(
            self.tools, RESPONDER, form, overlap=Overlap.WEEK, recipient=OWNER, show=self._show
        )
        if issued.token is None:
            raise WrongAnswerError("it was to be shown")
        await confirm(self.tools, RESPONDER, issued.integration.id, issued.token.id)
        return self.shown.pop()

    async def killed(self, name: str, talks: Sequence[Talk], asks: Sequence[bytes]) -> tuple[float, float]:
        """Milliseconds until the commit, and from then to the last yes."""
        if not all(YES in talk.exchange(ask) for talk in talks for ask in asks):
            raise WrongAnswerError("they were to be good until then")
        form = await self._form(name, Purpose.COMPROMISE)
        submitted = perf_counter()
        await compromise(self.tools, RESPONDER, form, Call())
        committed = perf_counter()
        return (committed - submitted) * 1000, _last_yes(talks, asks, committed)

    async def _form(self, name: str, purpose: Purpose) -> str:
        async with self.database.store.transaction(TENANT) as tx:
            about = await tx.named(name)
            form = Intent(
                id=new_id(),
                tenant=TENANT,
                purpose=purpose,
                actor=OWNER,
                integration_id=about.id,
                generation=about.generation,
                created_at=now(),
                expires_at=now() + LIFETIME + timedelta(minutes=1),
            )
            await tx.open_intent(form)
        return form.id

    async def _show(self, _integration: Integration, _token: Token, secret: Secret) -> Shown:
        self.shown.append(secret)
        return Shown.SHOWN


def _last_yes(talks: Sequence[Talk], asks: Sequence[bytes], committed: float) -> float:
    """Until the last question to which somebody still said yes; nothing, if nobody did."""
    last, open_ones = committed, [(talk, ask) for talk in talks for ask in asks]
    while open_ones:
        asked = perf_counter()
        open_ones = [(talk, ask) for talk, ask in open_ones if YES in talk.exchange(ask)]
        last = asked if open_ones else last
    return (last - committed) * 1000
