"""The gateways' door over real HTTP, on a real database: once with the hot paths, once without."""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

import api.app
import api.verification
from api.callers import Limits
from api.desk import Desk
from api.health import Health
from cli.serving import serving
from core.actions.gateways import add_gateway
from core.audit import Entry, Event
from core.evidence import Use
from core.gateway import PREFIX, Gateway
from core.integration import Integration
from core.ports import Tools
from core.secret import Secret
from core.setting_values import Bind
from core.token import Proof, Reason, State
from core.verification import Known
from storage.database import Database
from tests.core.ground import CATALOGUE
from tests.databases import Clock
from tests.storage.making import TENANT, a_secret, an_integration, by, confirmed, offering

__all__ = ["TENANT", "Door", "Reply", "a_secret", "basic", "bearer", "form", "open_door"]
Issued = tuple[Integration, Secret]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes
    raw: bytes
    """Without the date, which may differ from one second to the next."""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class CountedLedger:
    def __init__(self, database: Database) -> None:
        self._database = database
        self.asked = 0

    async def known(self, secret: Secret) -> Known | None:
        self.asked += 1
        return await self._database.ledger.known(secret)


@dataclass
class Door:
    database: Database
    tools: Tools
    clock: Clock
    desk: Desk
    ledger: CountedLedger
    hot: str
    slow: str
    gateway: str
    """What the gateway sends to prove itself."""
    uses: list[Use] = field(default_factory=list)
    alarms: list[Gateway] = field(default_factory=list)

    # --- what the bot would do

    async def integration(
        self, name: str = "Billing sync", tenant: str = TENANT
    ) -> tuple[Integration, Secret]:
        """One with a current token."""
        secret, now = a_secret(), self.clock.now
        async with self.database.store.transaction(tenant) as tx:
            made = an_integration(now, name, tenant)
            await tx.add(made, by="UADA")
            offered = await offering(tx, made, secret, now)
            return await tx.save(confirmed(offered, now), Event.TOKEN_CONFIRM, by="UADA"), secret

    async def offer(self, integration: Integration) -> Issued:
        secret = a_secret()
        async with self.database.store.transaction(integration.tenant) as tx:
            offered = await offering(tx, await tx.integration(integration.id), secret, self.clock.now)
            return await tx.save(offered, Event.TOKEN_OFFER, by="UADA"), secret

    async def confirm(self, integration: Integration) -> Integration:
        return await self.change(integration, lambda it: confirmed(it, self.clock.now, Proof.SAVED))

    async def kill(self, integration: Integration) -> Integration:
        return await self.change(integration, lambda it: it.kill_all(Reason.COMPROMISED, self.clock.now))

    async def change(self, integration: Integration, change: Any) -> Integration:
        async with self.database.store.transaction(integration.tenant) as tx:
            changed = by(change(await tx.integration(integration.id)), "UADA", self.clock.now)
            return await tx.save(changed, Event.INTEGRATION_EDIT, by="UADA")

    async def state(self, integration: Integration, version: int) -> State:
        async with self.database.store.reading(integration.tenant) as reading:
            tokens = {token.version: token for token in await reading.tokens(integration.id)}
        return tokens[version].state

    async def record(self, tenant: str = TENANT) -> list[Entry]:
        async with self.database.store.reading(tenant) as reading:
            return [*await reading.audit(limit=50)]

    async def add_gateway(self, name: str, *tenants: str) -> str:
        secret = Secret.mint(PREFIX, os.urandom)
        await add_gateway(self.tools, self.database.gateways, name, secret, tenants=tenants or ("*",))
        return basic(name, secret)

    # --- what a gateway does

    async def ask(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        body: bytes = b"",
        *,
        slow: bool = False,
    ) -> Reply:
        return await exchange(self.slow if slow else self.hot, request(method, path, headers or {}, body))

    async def introspect(self, secret: Secret, *, slow: bool = False, **fields: str) -> Reply:
        headers = {"Authorization": self.gateway, "Content-Type": FORM}
        return await self.ask("POST", "/v1/introspect", headers, form(secret, **fields), slow=slow)

    async def authorize(self, secret: Secret, *, slow: bool = False, **more: str) -> Reply:
        headers = {"X-Gateway-Authorization": self.gateway, "Authorization": bearer(secret)}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        return await self.ask("GET", "/v1/authorize", headers, slow=slow)

    async def accepts(self, secret: Secret) -> bool:
        said = await self.introspect(secret)
        assert said.status == 200, said
        return bool(said.json["active"])


def form(secret: Secret, **fields: str) -> bytes:
    return urlencode({"token": secret.reveal(), **fields}).encode()


def bearer(secret: Secret) -> str:
    return f"Bearer {secret.reveal()}"


def basic(name: str, secret: Secret) -> str:
    return f"Basic {base64.b64encode(f'{name}:{secret.reveal()}'.encode()).decode()}"


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: latchkey"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


async def exchange(url: str, sent: bytes) -> Reply:
    """On a connection of its own; what is sent goes out in one piece."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        writer.write(sent)
        return await reply(reader, has_body=not sent.startswith(b"HEAD"))
    finally:
        writer.close()
        await writer.wait_closed()


async def reply(reader: asyncio.StreamReader, *, has_body: bool = True) -> Reply:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")[:-2]
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
    body = await reader.readexactly(int(headers["content-length"])) if has_body else b""
    undated = [line for line in lines if not line.lower().startswith("date: ")]
    return Reply(int(lines[0].split()[1]), headers, body, "\n".join(undated).encode() + body)


@asynccontextmanager
async def open_door(database: Database, clock: Clock, *, limits: Limits | None = None) -> AsyncIterator[Door]:
    numbers, ledger = count(1), CountedLedger(database)
    uses, alarms = list[Use](), list[Gateway]()
    tools = Tools(
        store=database.store,
        now=clock,
        mint=a_secret,
        new_id=lambda: f"id-{next(numbers)}",
        catalogue=CATALOGUE,
    )
    async with AsyncExitStack() as stack:
        freshness = database.freshness()
        desk = api.verification.desk(
            tools=tools,
            ledger=ledger,
            gateways=database.gateways,
            freshness=freshness,
            note=uses.append,
            alarm=alarms.append,
            random=os.urandom,
            limits=limits,
        )
        stack.push_async_callback(freshness.stop)
        await freshness.start()
        app, here = api.app.build(Health(database=_well), desk, tools), Bind("127.0.0.1", 0)
        hot = await stack.enter_async_context(serving(app, here, "", http=api.app.protocol(desk)))
        slow = await stack.enter_async_context(serving(app, here, ""))
        door = Door(database, tools, clock, desk, ledger, hot, slow, "", uses, alarms)
        yield replace(door, gateway=await door.add_gateway("edge"))


async def _well() -> str | None:
    return None
