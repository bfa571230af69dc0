"""The two addresses for leak reports over real HTTP, with GitHub's keys from a server of this machine."""

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette

from api.endpoints import github_leaks, leaks
from api.endpoints.leaks import Counter
from api.github.keys import GithubKeys
from api.leaks import Reports
from api.problems import HANDLERS
from cli.github import GithubKeysDocument
from cli.serving import serving
from core.audit import Entry
from core.integration import Integration
from core.notices import Outgoing
from core.secret import Secret
from core.setting_values import Bind
from storage.database import Database
from tests.api.door import Door, Reply, exchange, open_door, request
from tests.databases import Clock
from tests.proofs.leaks.github import Github, Key, github
from tests.storage.making import TENANT, days

ANYWHERE = "https://github.com/example/repo/blob/abc/deploy.sh"


@dataclass
class Monotonic:
    """Seconds that only the test moves."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    door: Door
    github: Github
    key: Key
    keys: GithubKeys
    url: str
    seconds: Monotonic = field(default_factory=Monotonic)

    async def reported(self, *findings: Any, signer: Key | None = None) -> Reply:
        """What GitHub hears when it reports these."""
        body = json.dumps(list(findings)).encode()
        return await self.posted(body, (signer or self.key).headers(body))

    async def posted(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        return await exchange(self.url, request("POST", github_leaks.PATH, dict(headers), body))

    async def held_by_somebody(self, body: bytes, content_type: str = "application/json") -> Reply:
        return await exchange(self.url, request("POST", leaks.PATH, {"Content-Type": content_type}, body))

    async def labels(self, *findings: Any) -> Sequence[str]:
        said = await self.reported(*findings)
        assert said.status == 200, said
        return [each["label"] for each in said.json]

    async def alive(self, integration: Integration) -> bool:
        async with self.door.database.store.reading(integration.tenant) as reading:
            return bool((await reading.integration(integration.id)).tokens)

    async def notices(self) -> Sequence[Outgoing]:
        later = self.door.clock.now + days(1)
        return await self.door.database.outbox.due(later, 1000)

    async def record(self, tenant: str = TENANT) -> Sequence[Entry]:
        async with self.door.database.store.reading(tenant) as reading:
            return await reading.audit(limit=1000)


def finding(secret: Secret | str, url: str = ANYWHERE, source: str = "commit") -> dict[str, str]:
    token = secret if isinstance(secret, str) else secret.reveal()
    return {"token": token, "type": "latchkey_token", "url": url, "source": source}


@asynccontextmanager
async def open_counter(database: Database, clock: Clock) -> AsyncIterator[Desk]:
    seconds, key = Monotonic(), Key("key-1")
    async with AsyncExitStack() as stack:
        door = await stack.enter_async_context(open_door(database, clock))
        there = await stack.enter_async_context(github(key))
        keys = GithubKeys(fetch=GithubKeysDocument(there.url), monotonic=seconds)
        reports = Reports(desk=door.desk, tools=door.tools)
        routes = [leaks.route(Counter(reports=reports, least=0.0)), github_leaks.route(reports, keys)]
        app = Starlette(routes=routes, exception_handlers=HANDLERS)
        url = await stack.enter_async_context(serving(app, Bind("127.0.0.1", 0), ""))
        yield Desk(door, there, key, keys, url, seconds)
