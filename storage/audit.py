"""Reading the whole audit record: the operator's check of it, and its export."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.audit import FIRST_LINK, Chain, Entry, Flaw, Head
from storage.chain import head_of
from storage.connections import Connections
from storage.keyring import KeyRing, Purpose, Ring
from storage.rows import entry_of
from storage.tables import audit, audit_heads, epoch

BATCH = 500
COLUMNS = tuple(column.name for column in audit.c)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking one workspace's chain."""

    tenant: str
    entries: int
    """How many hold, from the first one on."""
    flaw: Flaw | None


class AuditLog:
    def __init__(self, connections: Connections, keys: KeyRing) -> None:
        self._connections = connections
        self._keys = keys

    async def tenants(self) -> list[str]:
        """Every workspace that has a record, and the one of the service itself."""
        async with self._connections.reading() as connection:
            return await _tenants(connection)

    async def heads(self) -> list[Head]:
        """How far each chain has come."""
        async with self._connections.reading() as connection:
            return [await head_of(connection, tenant) for tenant in await _tenants(connection)]

    async def holds(self, head: Head) -> bool:
        """Whether the entry that was the head once is still there as it was. Reads one row."""
        this = (audit.c.tenant == head.tenant, audit.c.sequence == head.sequence)
        async with self._connections.reading() as connection:
            return await connection.scalar(select(audit.c.link).where(*this)) == head.link

    async def entries(self, tenant: str) -> AsyncIterator[Entry]:
        """From the first one on."""
        async with self._connections.reading() as connection:
            async for entry in _entries(connection, tenant):
                yield entry

    async def verify(self, known: Iterable[Head] = ()) -> list[Checked]:
        """Check every chain, also against heads that were noted earlier, outside the database."""
        noted: dict[str, list[Head]] = {}
        for head in known:
            noted.setdefault(head.tenant, []).append(head)
        async with self._connections.reading() as connection:
            ring = await self._keys.current(connection)
            tenants = sorted({*await _tenants(connection), *noted})
            return [await _checked(connection, ring, tenant, noted.get(tenant, [])) for tenant in tenants]

    async def has_any(self, tenant: str) -> bool:
        async with self._connections.reading() as connection:
            return (await head_of(connection, tenant)).sequence > 0

    async def common(self, entries: Sequence[Entry]) -> int:
        """How many of one workspace's entries, from the first one on, are in this record too."""
        here, not_here = 0, len(entries) + 1
        while not_here - here > 1:
            middle = (here + not_here) // 2
            entry = entries[middle - 1]
            if await self.holds(Head(entry.tenant, entry.sequence, entry.link)):
                here = middle
            else:
                not_here = middle
        return here

    async def follows(self, entries: Sequence[Entry], common: int) -> Flaw | None:
        """Check that the entries after the common ones continue them, as nobody without the key can."""
        async with self._connections.reading() as connection:
            ring = await self._keys.current(connection)
        chain = Chain(entries[0].tenant)
        if common:
            chain.head = Head(entries[0].tenant, common, entries[common - 1].link)
        flaws = (chain.follow(entry, _audit_key(ring, entry)) for entry in entries[common:])
        return next((flaw for flaw in flaws if flaw is not None), None)

    async def json_lines(self) -> AsyncIterator[str]:
        """One object in each line; the last one holds the heads, to check a later state against."""
        async with self._connections.reading() as connection:
            for tenant in await _tenants(connection):
                async for entry in _entries(connection, tenant):
                    yield json.dumps(_plain(entry), ensure_ascii=False)
            heads = [await head_of(connection, tenant) for tenant in await _tenants(connection)]
            mark = await connection.scalar(select(epoch.c.value))
            yield json.dumps({"heads": [_plain_head(head) for head in heads], "epoch": mark})

    async def csv_lines(self) -> AsyncIterator[str]:
        """For a spreadsheet. Keep the last line of `json_lines` beside it if it is to prove anything."""
        yield _csv(COLUMNS)
        async with self._connections.reading() as connection:
            for tenant in await _tenants(connection):
                async for entry in _entries(connection, tenant):
                    plain = _plain(entry)
                    details = json.dumps(plain["details"], ensure_ascii=False)
                    yield _csv({**plain, "details": details}[name] for name in COLUMNS)


def heads_in(line: str) -> list[Head]:
    """The heads in the last line of an export. Raises `ValueError` for any other line."""
    try:
        heads = json.loads(line)["heads"]
        return [Head(head["tenant"], head["sequence"], bytes.fromhex(head["link"])) for head in heads]
    except (KeyError, TypeError) as error:
        raise ValueError("the last line of an export holds the heads; this is another one") from error


async def _tenants(connection: AsyncConnection) -> list[str]:
    query = select(audit.c.tenant).union(select(audit_heads.c.tenant)).order_by("tenant")
    return [row.tenant for row in await connection.execute(query)]


async def _entries(connection: AsyncConnection, tenant: str) -> AsyncIterator[Entry]:
    last, more = 0, True
    while more:
        rest = (audit.c.tenant == tenant, audit.c.sequence > last)
        query = select(audit).where(*rest).order_by(audit.c.sequence).limit(BATCH)
        more = False
        for row in await connection.execute(query):
            yield entry_of(row)
            last, more = row.sequence, True


async def _checked(connection: AsyncConnection, ring: Ring, tenant: str, noted: list[Head]) -> Checked:
    chain, links = Chain(tenant), {0: FIRST_LINK}
    try:
        async for entry in _entries(connection, tenant):
            flaw = chain.follow(entry, _audit_key(ring, entry))
            if flaw is not None:
                return Checked(tenant, chain.head.sequence, flaw)
            links[entry.sequence] = entry.link
    except (ValueError, TypeError):
        illegible = Flaw(tenant, chain.head.sequence + 1, "this entry cannot be read any more")
        return Checked(tenant, chain.head.sequence, illegible)
    return Checked(tenant, chain.head.sequence, await _end_flaw(connection, chain, links, noted))


def _audit_key(ring: Ring, entry: Entry) -> bytes | None:
    key = ring.keys.get(entry.key_id)
    return key.secret if key is not None and key.purpose is Purpose.AUDIT else None


async def _end_flaw(
    connection: AsyncConnection, chain: Chain, links: dict[int, bytes], noted: list[Head]
) -> Flaw | None:
    """Compare where the chain ends with what the database, and what others, have noted of it."""
    kept = await head_of(connection, chain.head.tenant)
    if kept.sequence < chain.head.sequence:
        return Flaw(kept.tenant, kept.sequence + 1, "the note of how far the chain had come was changed")
    flaws = (chain.ends_before(head, links.get(head.sequence)) for head in (kept, *noted))
    return next((flaw for flaw in flaws if flaw is not None), None)


def _plain(entry: Entry) -> dict[str, Any]:
    plain = {name: getattr(entry, name) for name in COLUMNS}
    return {**plain, "at": entry.at.isoformat(), "details": dict(entry.details), "link": entry.link.hex()}


def _plain_head(head: Head) -> dict[str, Any]:
    return {"tenant": head.tenant, "sequence": head.sequence, "link": head.link.hex()}


def _csv(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(str(cell)) for cell in cells])
    return line.getvalue().removesuffix("\r\n")


def _harmless(cell: str) -> str:
    """A spreadsheet would run what looks like a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
