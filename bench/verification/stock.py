"""A hundred thousand integrations, each with a token that works, in a SQLite file.

One is made as the product makes it; the others are copies of its rows. Made one by one, they would take the
better part of an hour.
"""

import base64
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.fleet import MASTER, filled, new_id, now, sqlite_url
from core.actions.gateways import add_gateway
from core.catalogue import Catalogue
from core.gateway import PREFIX
from core.ports import Tools
from core.secret import Secret
from storage.connections import Connections
from storage.database import Database
from storage.engine import address
from storage.keyring import Key, KeyRing, Purpose
from storage.master import MasterKey

TENANT, FOREIGN_TENANT, OWNER = "T0BENCH", "T0ELSEWHERE", "U0BENCH"


@dataclass(frozen=True)
class Stock:
    folder: Path
    tokens: Sequence[bytes]
    foreign: Sequence[bytes]
    """Of another workspace, about which the gateway may not ask."""
    credential: bytes


async def stock(folder: Path, size: int, foreign: int = 0) -> Stock:
    url, minted = sqlite_url(folder), mint(Random(7))
    await filled(url, TENANT, 1, OWNER, secrets.token_bytes)
    await filled(url, FOREIGN_TENANT, 1, OWNER, secrets.token_bytes)
    pepper = await _pepper(url)
    return Stock(
        folder,
        _copies(folder, TENANT, [next(minted) for _ in range(size)], pepper),
        _copies(folder, FOREIGN_TENANT, [next(minted) for _ in range(foreign)], pepper),
        await gateway(url),
    )


async def gateway(url: str) -> bytes:
    """What a new gateway sends to prove itself."""
    secret = Secret.mint(PREFIX, secrets.token_bytes)
    database = await Database.open(url, MasterKey(MASTER), now=now)
    try:
        tools = Tools(
            store=database.store,
            now=now,
            mint=lambda: Secret.mint("pit", secrets.token_bytes),
            new_id=new_id,
            catalogue=Catalogue((), {}),
        )
        await add_gateway(tools, database.gateways, "bench", secret, tenants=[TENANT])
    finally:
        await database.close()
    return b"Basic " + base64.b64encode(b"bench:" + secret.reveal().encode())


def mint(random: Random) -> Iterator[Secret]:
    """The same tokens for the same chance: this is how the ones in the database are known."""
    while True:
        yield Secret.mint("pit", random.randbytes)


def junk(size: int) -> list[bytes]:
    """Looks like tokens, with a wrong checksum."""
    minted = mint(Random(8))
    return [next(minted).reveal().encode()[:-6] + b"000000" for _ in range(size)]


def unknown(size: int) -> list[bytes]:
    """Would be tokens, if anybody had made them here."""
    minted = mint(Random(9))
    return [next(minted).reveal().encode() for _ in range(size)]


async def _pepper(url: str) -> Key:
    connections = Connections(address(url))
    try:
        async with connections.reading() as connection:
            return (await KeyRing(MasterKey(MASTER)).load(connection)).newest(Purpose.PEPPER)
    finally:
        await connections.close()


def _copies(folder: Path, tenant: str, made: Sequence[Secret], pepper: Key) -> list[bytes]:
    with closing(sqlite3.connect(folder / "bench.db")) as database, database:
        ids = [new_id() for _ in made]
        names = [f"Copy {number}" for number in range(len(made))]
        _copy(database, "integrations", tenant, id=ids, name=names, name_key=[name.lower() for name in names])
        _copy(
            database,
            "tokens",
            tenant,
            id=[new_id() for _ in made],
            integration_id=ids,
            digest=[secret.digest(pepper.secret) for secret in made],
            last_four=[secret.last_four for secret in made],
        )
    return [secret.reveal().encode() for secret in made]


def _copy(database: sqlite3.Connection, table: str, tenant: str, **changed: Sequence[object]) -> None:
    """As many as there are values; whatever is not changed stays as it is in the first row."""
    found = database.execute(f"SELECT * FROM {table} WHERE tenant = ? LIMIT 1", (tenant,))  # noqa: S608
    names = [name for name, *_ in found.description]
    (first,) = found
    values = (
        [new.get(name, old) for name, old in zip(names, first, strict=True)]
        for new in (dict(zip(changed, each, strict=True)) for each in zip(*changed.values(), strict=True))
    )
    places = ", ".join("?" * len(names))
    database.executemany(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608
