"""Whatever is sent, the answer is never that we broke; and the hot paths answer as the application does."""

import re

import pytest

import api.app
from api.callers import Limits
from api.connection import LimitedProtocol
from api.health import Health
from storage.database import Database
from tests.api.door import Door, basic, open_door
from tests.databases import Clock
from tests.gateways.fuzzing import Fuzz, Material
from tests.gateways.wire import Connection, Server
from tests.storage.making import OTHER_TENANT, TENANT, a_secret

STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
MAY_DIFFER = re.compile(rb"HTTP/1\.1 100 Continue\r\n\r\n|\r\ndate: [^\r]*")
"""Who has the body already need not ask for it (RFC 9110, section 10.1.1)."""
UNLIMITED = Limits(requests=1e12, misses=1e12, strangers=1e12)
REQUESTS_OF_A_CONNECTION = 40
FRESH_EVERY = 150
QUICK, SLOW = 1_500, 12_500
"""Requests; each goes to both servers. Eight slow runs are the hundred thousand, each night."""


async def _well() -> str | None:
    return None


async def material(door: Door, turn: int = 0) -> Material:
    """Tokens in every state, and gateways of every kind."""
    waiting, current = await door.integration(f"Waiting {turn}")
    _, offered = await door.offer(waiting)
    rotated, retiring = await door.integration(f"Rotated {turn}")
    rotated, new = await door.offer(rotated)
    await door.confirm(rotated)
    killed, dead = await door.integration(f"Killed {turn}")
    await door.kill(killed)
    _, foreign = await door.integration(f"Foreign {turn}", OTHER_TENANT)
    tokens = (current, offered, retiring, new, dead, foreign, a_secret(1), a_secret(2))
    narrow = await door.add_gateway(f"narrow-{turn}", TENANT)
    credentials = (
        door.gateway,
        door.gateway,
        narrow,
        basic("nobody", a_secret(3)),
        basic("edge", a_secret(4)),
    )
    return Material([token.reveal().encode() for token in tokens], [text.encode() for text in credentials])


class Pair:
    """The same connection to both servers."""

    def __init__(self, door: Door) -> None:
        app = api.app.build(Health(database=_well), door.desk, door.tools)
        self._servers = Server(app, api.app.protocol(door.desk)), Server(app, LimitedProtocol)
        self._open: list[Connection] = []
        self._left = 0

    def connections(self) -> list[Connection]:
        if self._left == 0 or not all(each.is_open for each in self._open):
            self.close()
            self._open = [server.connection() for server in self._servers]
            self._left = REQUESTS_OF_A_CONNECTION
        self._left -= 1
        return self._open

    def close(self) -> None:
        for each in self._open:
            if each.is_open:
                each.hangs_up()


async def fuzz(database: Database, clock: Clock, seed: int, number: int) -> None:
    async with open_door(database, clock, limits=UNLIMITED) as door:
        pair, requests = Pair(door), Fuzz(seed)
        for turn in range(number):
            if turn % FRESH_EVERY == 0:  # some of it was revoked meanwhile
                requests.material = await material(door, turn)
            whole = requests.request()
            pieces = requests.pieces(whole) if turn % 4 == 0 else [whole]
            hot, slow = [await each.says(*pieces) for each in pair.connections()]
            about = f"seed {seed}, turn {turn}: {whole!r}"
            assert statuses(hot), about
            assert max(statuses(hot)) < 500, about
            assert MAY_DIFFER.sub(b"", hot) == MAY_DIFFER.sub(b"", slow), about
        pair.close()


def statuses(answers: bytes) -> list[int]:
    return [int(status) for status in STATUS.findall(answers)]


async def test_requests_of_all_kinds(sqlite_database: Database, clock: Clock) -> None:
    await fuzz(sqlite_database, clock, seed=1, number=QUICK)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(101, 109))
async def test_a_hundred_thousand_requests_of_all_kinds(
    sqlite_database: Database, clock: Clock, seed: int
) -> None:
    await fuzz(sqlite_database, clock, seed=seed, number=SLOW)


async def test_requests_that_are_no_http(sqlite_database: Database, clock: Clock) -> None:
    async with open_door(sqlite_database, clock, limits=UNLIMITED) as door:
        app = api.app.build(Health(database=_well), door.desk, door.tools)
        server, requests = Server(app, api.app.protocol(door.desk)), Fuzz(2)
        requests.material = await material(door)
        for turn in range(QUICK):
            broken = requests.broken()
            said = await server.connection().says(*requests.pieces(broken), hangs_up=True)
            assert max(statuses(said), default=200) < 500, f"turn {turn}: {broken!r}"
