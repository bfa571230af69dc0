"""A request that comes again to the byte is not read again, and is answered as if it had been."""

import asyncio
import os
from dataclasses import replace
from datetime import timedelta

import pytest

from api.answers import INACTIVE
from api.bucket import Bucket
from api.callers import Caller as AskingGateway
from api.callers import Limits, Tally
from api.familiar import Familiar, FamiliarRequests
from core.actions.gateways import remove_gateway, rotate_gateway
from core.evidence import Caller
from core.gateway import PREFIX, Admission, Gateway
from core.integration import Integration
from core.secret import Secret
from core.verification import Changes
from storage.database import Database
from tests.api.door import Door, Reply, a_secret, bearer, form, open_door, request
from tests.api.test_what_memory_holds import known
from tests.api.wire import Wire, connections
from tests.databases import Clock

HOUR = timedelta(hours=1)
WRITE = "contacts.write"


async def again(door: Door, secret: Secret) -> Reply:
    return await door.authorize(secret, X_Required_Scope=WRITE)


async def twice(door: Door, secret: Secret) -> None:
    """The first time may be answered by the application; the second is remembered."""
    assert [(await again(door, secret)).status for _ in range(2)] == [200, 200]
    assert len(door.desk.familiar) == 1


async def test_it_is_not_read_again(sqlite_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    _, secret = await sqlite_door.integration()
    await twice(sqlite_door, secret)
    assert await sqlite_door.accepts(secret)
    read = []
    monkeypatch.setattr(type(sqlite_door.desk), "at_once", lambda *asked: read.append(asked))
    assert (await again(sqlite_door, secret)).status == 200
    assert await sqlite_door.accepts(secret)
    assert read == []


async def test_each_use_is_noted_with_who_when_and_what(sqlite_door: Door) -> None:
    door = sqlite_door
    _, secret = await door.integration()
    for address in ("203.0.113.9", "203.0.113.9", "198.51.100.1", "203.0.113.9"):
        door.clock.pass_(HOUR)
        await door.authorize(secret, X_Required_Scope=WRITE, X_Client_IP=address)
    noted = [(use.caller.network, use.at, use.scopes) for use in door.uses]
    expected = ["203.0.113.0/24", "203.0.113.0/24", "198.51.100.0/24", "203.0.113.0/24"]
    times = [door.clock.now - HOUR * back for back in (3, 2, 1, 0)]
    assert noted == [(net, at, frozenset({WRITE})) for net, at in zip(expected, times, strict=True)]


async def test_what_is_killed_is_refused_at_once(door: Door) -> None:
    integration, secret = await door.integration()
    await twice(door, secret)
    await door.kill(integration)
    assert (await again(door, secret)).status == 401


async def test_a_permission_that_was_taken_away_is_lacking_at_once(door: Door) -> None:
    integration, secret = await door.integration()
    await twice(door, secret)
    await door.change(integration, _without_permissions)
    assert (await again(door, secret)).status == 403


def _without_permissions(it: Integration) -> Integration:
    return replace(it, scopes=frozenset({"invoices.readonly"}))


async def test_the_end_of_an_overlap_is_exact(sqlite_door: Door) -> None:
    door = sqlite_door
    integration, old = await door.integration()
    offered, _ = await door.offer(integration)
    retiring = (await door.confirm(offered)).retiring(door.clock.now)
    ends_at = retiring.ends_at if retiring else None
    assert ends_at is not None
    await twice(door, old)
    door.clock.pass_(ends_at - door.clock.now - timedelta(microseconds=1))
    assert (await again(door, old)).status == 200
    door.clock.pass_(timedelta(microseconds=1))
    assert (await again(door, old)).status == 401


async def test_a_gateway_that_is_removed_or_replaced_is_refused(sqlite_door: Door) -> None:
    door = sqlite_door
    _, secret = await door.integration()
    gateways = door.database.gateways
    await rotate_gateway(door.tools, gateways, "edge", Secret.mint(PREFIX, os.urandom), overlap=HOUR)
    await twice(door, secret)
    door.clock.pass_(HOUR)
    assert (await again(door, secret)).status == 401
    door.clock.pass_(-HOUR)
    assert (await again(door, secret)).status == 200
    await remove_gateway(door.tools, gateways, "edge")
    assert (await again(door, secret)).status == 401


async def test_doubt_is_doubt(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    await twice(sqlite_door, secret)
    await sqlite_door.desk.freshness.stop()
    assert (await again(sqlite_door, secret)).status == 503


async def test_the_limit_of_its_gateway_holds(sqlite_database: Database, clock: Clock) -> None:
    async with open_door(sqlite_database, clock, limits=Limits(requests=1)) as door:
        _, secret = await door.integration()
        door.desk.monotonic = lambda: 1000.0
        said = [(await again(door, secret)).status for _ in range(7)]
        assert said == sorted(said)
        assert {200, 429} == set(said)
        assert len(door.desk.familiar) == 1


async def test_only_what_was_answered_with_a_yes_is_kept(sqlite_door: Door) -> None:
    door = sqlite_door
    integration, dead = await door.integration()
    await door.kill(integration)
    _, good = await door.integration("Good")
    for secret in (dead, a_secret()):
        assert not await door.accepts(secret)
    assert (await door.authorize(good, X_Required_Scope="nope")).status == 403
    assert len(door.desk.familiar) == 0


async def test_only_a_piece_that_is_one_request_is_kept(sqlite_door: Door) -> None:
    door = sqlite_door
    _, secret = await door.integration()
    assert await door.accepts(secret)
    before = len(door.desk.familiar)
    wire, connect = Wire(), connections(door)
    connection = connect(wire)
    headers = {"X-Gateway-Authorization": door.gateway, "Authorization": bearer(secret)}
    one = request("GET", "/v1/authorize", headers)
    other = request("POST", "/v1/authorize", headers, form(secret))
    for piece in (one + one, one[:30], one[30:] + one, other[:-5], other[-5:], one + one[:9], one[9:]):
        connection.data_received(piece)
        await asyncio.gather(*connection.tasks)
    assert len(door.desk.familiar) == before
    connection.data_received(one)
    assert len(door.desk.familiar) == before + 1
    assert wire.sent.count(b"HTTP/1.1 200 ") > 0


async def test_no_token_is_kept(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    await twice(sqlite_door, secret)
    ((key, familiar),) = sqlite_door.desk.familiar._requests._young.things.items()
    assert len(key) == 16
    assert not any(secret.reveal() in repr(getattr(familiar, name)) for name in Familiar.__slots__)
    assert FamiliarRequests(os.urandom)._key(b"") != FamiliarRequests(os.urandom)._key(b"")


def of_integration(number: int) -> Familiar:
    here = known(number)
    gateway = Gateway(
        id="g", name="edge", tenants=frozenset({"*"}), credentials=(), created_at=here.issued_at
    )
    tally = Tally(Bucket(1, 1), Bucket(1, 1), 1)
    asking = AskingGateway(Admission(gateway, None, 1), tally)
    return Familiar(INACTIVE, asking, here, Caller("g"), frozenset())


def test_it_holds_no_more_than_it_has_room_for() -> None:
    requests = FamiliarRequests(os.urandom, room=100)
    for number in range(1000):
        requests.keep(b"%d" % number, of_integration(number % 7))
        assert len(requests) <= 100
    requests.forget(Changes(epoch=2, integrations=frozenset({("T1", "integration-0")})))
    assert requests.find(b"994") is None
    assert requests.find(b"995")
    requests.forget(Changes(epoch=3, integrations=frozenset(), gateways=True))
    assert len(requests) == 0
