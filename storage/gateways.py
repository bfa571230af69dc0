"""Who may ask: `core.verification_ports.Gateways`."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import SYSTEM, Detail, Event
from core.gateway import Admission, Credential, Gateway
from core.refusals import BadField, Sealed, UnknownGateway
from core.secret import Secret
from core.token import Fingerprint
from core.verification import Changes
from storage import chain
from storage.connections import Connections
from storage.epochs import Commits, gateway_changed
from storage.errors import Conflict, scrubbed
from storage.keyring import KeyRing, Purpose
from storage.lookup import looked_up
from storage.rekeying import Rekeying
from storage.tables import epoch, gateway_credentials, gateways

_LIVE = gateways.c.removed_at.is_(None)


class Gateways:
    def __init__(
        self, connections: Connections, keys: KeyRing, now: Callable[[], datetime], commits: Commits
    ) -> None:
        self._connections = connections
        self._keys = keys
        self._now = now
        self._commits = commits
        self.rekeying = Rekeying(self._rekey)

    async def by_credential(self, name: str, secret: Secret) -> Admission | None:
        def query(digests: Sequence[bytes]) -> Select[*tuple[Any, ...]]:
            row = gateway_credentials.c
            this = and_(gateways.c.id == row.gateway_id, gateways.c.name == name, _LIVE)
            ours = (row.id, row.gateway_id, row.key_id, row.ends_at)
            found = gateway_credentials.join(gateways, this)
            wanted = select(epoch.c.value, epoch.c.ring, epoch.c.sealed, *ours)
            return wanted.select_from(epoch.outerjoin(found, row.digest.in_(digests)))

        async with self._connections.reading() as connection:
            row, ring = await looked_up(connection, self._keys, secret, query)
            if row.sealed:
                raise Sealed
            if row.id is None or (row.ends_at is not None and row.ends_at <= self._now()):
                return None
            (gateway,) = await _gateways(connection, select(gateways).where(gateways.c.id == row.gateway_id))
        if row.key_id != ring.newest(Purpose.PEPPER).id:
            self.rekeying.later(row.id, secret)
        return Admission(gateway, row.ends_at, row.value)

    async def all(self) -> Sequence[Gateway]:
        async with self._connections.reading() as connection:
            return await _gateways(connection, select(gateways).where(_LIVE).order_by(gateways.c.name))

    async def _rekey(self, credential: str, secret: Secret) -> None:
        """Changes nothing that anybody can see, so it is no audited change. Run twice, it does nothing."""
        async with self._connections.writing(SYSTEM) as connection:
            ring = await self._keys.current(connection)
            newest, row = ring.newest(Purpose.PEPPER), gateway_credentials.c
            digests = [secret.digest(pepper.secret) for pepper in ring.of(Purpose.PEPPER)]
            moved = {"digest": secret.digest(newest.secret), "key_id": newest.id}
            this = and_(row.id == credential, row.digest.in_(digests), row.key_id != newest.id)
            await connection.execute(update(gateway_credentials).where(this).values(**moved))

    @asynccontextmanager
    async def changing(self) -> AsyncIterator["GatewayChange"]:
        async with self._connections.writing(SYSTEM) as connection:
            change = GatewayChange(connection, self._keys, self._now)
            yield change
            changes = await change.settle()
        if changes is not None:
            self._commits.tell(changes)


class GatewayChange:
    def __init__(self, connection: AsyncConnection, keys: KeyRing, now: Callable[[], datetime]) -> None:
        self._connection = connection
        self._keys = keys
        self._now = now
        self._changed = ""

    async def named(self, name: str) -> Gateway:
        found = await _gateways(self._connection, select(gateways).where(gateways.c.name == name, _LIVE))
        if not found:
            raise UnknownGateway(name)
        return found[0]

    async def fingerprint(self, secret: Secret) -> Fingerprint:
        pepper = (await self._keys.current(self._connection)).newest(Purpose.PEPPER)
        return Fingerprint(secret.digest(pepper.secret), pepper.id, secret.last_four)

    async def add(self, gateway: Gateway, *, by: str, **details: Detail) -> None:
        columns = {"id": gateway.id, "changed_epoch": 0, "created_at": gateway.created_at}
        columns |= {"name": gateway.name, "tenants": sorted(gateway.tenants)}
        try:
            with scrubbed():
                await self._connection.execute(insert(gateways).values(**columns))
        except Conflict:
            taken = f"There is already a gateway called “{gateway.name}”."
            raise BadField("name", taken) from None
        await self.save(gateway, Event.GATEWAY_ADD, by=by, **details)

    async def save(self, gateway: Gateway, event: Event, *, by: str, **details: Detail) -> None:
        this = gateways.c.id == gateway.id
        columns = {"removed_at": gateway.removed_at, "rate": gateway.rate}
        await self._connection.execute(update(gateways).where(this).values(**columns))
        for credential in gateway.credentials:
            await self._write(gateway.id, credential)
        self._changed = gateway.id
        note = chain.Note(event=event, by=by, subject=gateway.id, subject_name=gateway.name, details=details)
        ring = await self._keys.current(self._connection)
        await chain.append(self._connection, ring, SYSTEM, note, self._now())

    async def settle(self) -> Changes | None:
        return await gateway_changed(self._connection, self._changed) if self._changed else None

    async def _write(self, gateway_id: str, credential: Credential) -> None:
        row, print_ = gateway_credentials.c, credential.fingerprint
        ended = update(gateway_credentials).where(row.id == credential.id).values(ends_at=credential.ends_at)
        if (await self._connection.execute(ended)).rowcount == 0:
            columns = {"id": credential.id, "gateway_id": gateway_id, "digest": print_.digest}
            columns |= {"key_id": print_.key_id, "last_four": print_.last_four}
            life = {"made_at": credential.made_at, "ends_at": credential.ends_at}
            await self._connection.execute(insert(gateway_credentials).values(**columns, **life))


async def _gateways(connection: AsyncConnection, query: Select[*tuple[Any, ...]]) -> list[Gateway]:
    rows = (await connection.execute(query)).all()
    of_these = gateway_credentials.c.gateway_id.in_([row.id for row in rows])
    query = select(gateway_credentials).where(of_these).order_by(gateway_credentials.c.made_at)
    credentials = (await connection.execute(query)).all() if rows else []
    return [_gateway(row, (each for each in credentials if each.gateway_id == row.id)) for row in rows]


def _gateway(row: Row[Any], credentials: Iterable[Row[Any]]) -> Gateway:
    return Gateway(
        id=row.id,
        name=row.name,
        tenants=frozenset(row.tenants),
        credentials=tuple(
            Credential(
                id=each.id,
                fingerprint=Fingerprint(each.digest, each.key_id, each.last_four),
                made_at=each.made_at,
                ends_at=each.ends_at,
            )
            for each in credentials
        ),
        created_at=row.created_at,
        removed_at=row.removed_at,
        rate=row.rate,
    )
