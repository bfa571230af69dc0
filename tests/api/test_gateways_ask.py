"""Who may ask: gateways with a credential that works now, as much as is good for everybody."""

import asyncio
import os
from collections.abc import Callable
from datetime import timedelta

import pytest

from api.callers import Limits
from api.steps import STEP, Steps
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


async def test_every_no_to_what_looks_like_a_token_takes_whole_steps(
    sqlite_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, ended = sqlite_door, list[Steps]()
    _, good = await door.integration()
    dying, dead = await door.integration("Dead")
    await door.kill(dying)
    _, foreign = await door.integration("Foreign", OTHER_TENANT)
    narrow, end = await door.add_gateway("narrow", TENANT), Steps.end

    async def counted(counting: Steps) -> None:
        ended.append(counting)
        await end(counting)

    monkeypatch.setattr(Steps, "end", counted)
    unknown = a_secret()
    for secret, steps in (
        (good, 0),
        (foreign, 1),
        (unknown, 1),
        (dead, 1),
        (foreign, 1),
        (unknown, 1),
        (dead, 1),
    ):
        ended.clear()
        assert await status(door, narrow, secret) == 200
        assert len(ended) == steps
    for secret in (foreign, a_secret()):
        ended.clear()
        headers = {"Authorization": narrow, "Content-Type": FORM}
        assert (await door.ask("POST", "/v1/revoke", headers, form(secret))).status == 200
        assert len(ended) == 1


async def test_a_step_counts_from_the_question_whatever_the_answer_took() -> None:
    timers = list[tuple[float, Callable[[], None]]]()

    def call_later(seconds: float, then: Callable[[], None]) -> asyncio.TimerHandle:
        timers.append((seconds, then))
        return asyncio.get_running_loop().call_later(1000, then)

    counting = Steps(call_later)
    (first,) = timers
    first[1]()  # the look-up takes longer than a step
    waiting = asyncio.ensure_future(counting.end())
    await asyncio.sleep(0)
    assert not waiting.done(), "it waits for a whole step, not for one that is over"
    timers[1][1]()
    await waiting
    counting.stop()
    assert {seconds for seconds, _ in timers} == {STEP}


async def test_a_token_that_is_remembered_costs_no_query(door: Door) -> None:
    integration, secret = await door.integration()
    unknown = a_secret()
    for token in (secret, unknown, secret, unknown, secret):
        await door.introspect(token)
    assert door.ledger.asked == 2
    await door.kill(integration)
    await door.introspect(secret)
    assert door.ledger.asked == 3
