"""Who may ask: gateways with a credential that works now, as much as is good for everybody."""

import os
from datetime import timedelta

import pytest

from api.callers import Limits
from api.lookup import Lookup
from core.actions.gateways import limit_gateway, remove_gateway, rotate_gateway
from core.gateway import PREFIX
from core.secret import Secret
from storage.database import Database
from tests.api.door import FORM, TENANT, Door, a_secret, basic, form, open_door
from tests.databases import Clock
from tests.storage.making import OTHER_TENANT


async def status(door: Door, credential: str, secret: Secret) -> int:
    headers = {"Authorization": credential, "Content-Type": FORM}
    return (await door.ask("POST", "/v1/introspect", headers, form(secret))).status


async def test_nobody_else_may_ask(door: Door) -> None:
    _, secret = await door.integration()
    stranger = basic("edge", Secret.mint(PREFIX, os.urandom))
    for credential in ("", "Basic", "Basic !", "Bearer x", "Basic ZWRnZTpodW50ZXIy", stranger, stranger):
        said = await door.ask(
            "POST", "/v1/introspect", {"Authorization": credential, "Content-Type": FORM}, form(secret)
        )
        assert (said.status, said.headers["www-authenticate"]) == (401, 'Basic realm="Latchkey"')
        assert said.json["error"] == "invalid_client"
        said = await door.ask("GET", "/v1/authorize", {"X-Gateway-Authorization": credential})
        assert (said.status, said.body) == (401, b"")


async def test_a_name_and_a_secret_belong_together(door: Door) -> None:
    secret = Secret.mint(PREFIX, os.urandom)
    await door.add_gateway("other")
    _, token = await door.integration()
    assert await status(door, basic("other", secret), token) == 401


async def test_a_removed_gateway_is_refused_at_once(door: Door) -> None:
    _, secret = await door.integration()
    assert await status(door, door.gateway, secret) == 200
    await remove_gateway(door.tools, door.database.gateways, "edge")
    assert await status(door, door.gateway, secret) == 401


async def test_a_replaced_credential_ends_to_the_second(door: Door) -> None:
    _, token = await door.integration()
    secret = Secret.mint(PREFIX, os.urandom)
    hour = timedelta(hours=1)
    await rotate_gateway(door.tools, door.database.gateways, "edge", secret, overlap=hour)
    assert await status(door, door.gateway, token) == 200
    door.clock.pass_(hour - timedelta(microseconds=1))
    assert await status(door, door.gateway, token) == 200
    door.clock.pass_(timedelta(microseconds=1))
    assert await status(door, door.gateway, token) == 401
    assert await status(door, basic("edge", secret), token) == 200


@pytest.mark.parametrize("what", ["requests", "misses"])
async def test_a_gateway_that_asks_too_much_waits(sqlite_database: Database, clock: Clock, what: str) -> None:
    limits = Limits(requests=1) if what == "requests" else Limits(misses=1)
    async with open_door(sqlite_database, clock, limits=limits) as door:
        _, token = await door.integration()
        assert await door.accepts(token)
        found = [await status(door, door.gateway, a_secret()) for _ in range(8)]
        assert 429 in found
        known = await status(door, door.gateway, token)
        assert known == (429 if what == "requests" else 200), "a scan does not hurt what is in use"


async def test_a_rate_of_its_own_holds_at_once_for_a_gateway_and_for_no_other(sqlite_door: Door) -> None:
    door = sqlite_door
    _, secret = await door.integration()
    other = await door.add_gateway("other")
    door.desk.monotonic = lambda: 1000.0
    for rate, is_limited in ((1, True), (4, False), (1, True), (None, False)):
        await limit_gateway(door.database.gateways, "edge", rate)
        said = {await status(door, door.gateway, secret) for _ in range(9)}
        assert (429 in said) is is_limited
        assert await status(door, other, secret) == 200


async def test_strangers_cannot_make_the_database_work(sqlite_database: Database, clock: Clock) -> None:
    async with open_door(sqlite_database, clock, limits=Limits(strangers=1)) as door:
        _, token = await door.integration()
        credentials = [basic("edge", Secret.mint(PREFIX, os.urandom)) for _ in range(8)]
        assert {await status(door, credential, token) for credential in credentials} == {401, 429}


async def test_junk_is_refused_without_a_query(door: Door) -> None:
    _, secret = await door.integration()
    assert await door.accepts(secret)
    asked = door.ledger.asked
    good = secret.reveal()
    flipped = good[:10] + ("a" if good[10] != "a" else "b") + good[11:]
    for junk in (flipped, good[:-1], good + "a", good.upper(), "pit_", "", "é" * 26, f" {good}", "x" * 3000):
        headers = {
            "X-Gateway-Authorization": door.gateway,
            "Authorization": f"Bearer {junk}".encode().decode("latin-1"),
        }
        said = await door.ask("GET", "/v1/authorize", headers)
        assert said.status == (200 if junk.strip() == good else 401)
    assert door.ledger.asked == asked


async def test_the_time_of_a_look_up_does_not_say_whether_a_token_is_foreign_or_unknown(
    sqlite_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, evened = sqlite_door, list[float]()
    _, good = await door.integration()
    _, foreign = await door.integration("Foreign", OTHER_TENANT)
    narrow = await door.add_gateway("narrow", TENANT)

    async def evenly(_lookup: Lookup, begun: float) -> None:
        evened.append(begun)

    monkeypatch.setattr(Lookup, "evenly", evenly)
    for secret, number in ((good, 0), (foreign, 1), (a_secret(), 2), (foreign, 2)):
        assert await status(door, narrow, secret) == 200
        assert len(evened) == number
    for secret in (foreign, a_secret()):
        headers = {"Authorization": narrow, "Content-Type": FORM}
        assert (await door.ask("POST", "/v1/revoke", headers, form(secret))).status == 200
    assert len(evened) == 4


async def test_whatever_a_look_up_took_it_ends_with_a_step(
    sqlite_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    lookup, waits = sqlite_door.desk.lookup, list[float]()

    async def waited(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("api.lookup.asyncio.sleep", waited)
    for took in (0.001, 0.0042, 0.0071, 0.0199):
        lookup.monotonic = lambda took=took: 100.0 + took  # type: ignore[misc]
        await lookup.evenly(100.0)
    assert [round(each, 4) for each in waits] == [0.004, 0.0008, 0.0029, 0.0001]


async def test_a_token_that_is_remembered_costs_no_query(door: Door) -> None:
    integration, secret = await door.integration()
    unknown = a_secret()
    for token in (secret, unknown, secret, unknown, secret):
        await door.introspect(token)
    assert door.ledger.asked == 2
    await door.kill(integration)
    await door.introspect(secret)
    assert door.ledger.asked == 3
