"""Whoever holds a token reports it by having it, and learns nothing from the answer."""

import json
import statistics
import time
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from api.endpoints import leaks
from api.endpoints.leaks import LEAST, Counter
from api.leaks import Reports
from api.problems import HANDLERS
from api.turnstile import ROOM, Pace, Turnstile
from cli.serving import serving
from core.audit import Event
from core.secret import Secret
from core.setting_values import Bind
from tests.api.door import FORM, Reply, exchange, request
from tests.proofs.leaks.counter import ANYWHERE, Desk
from tests.storage.making import a_secret


def as_json(token: str, **more: str) -> bytes:
    return json.dumps({"token": token, **more}).encode()


def as_form(token: str, **more: str) -> bytes:
    return urlencode({"token": token, **more}).encode()


async def test_who_holds_a_token_has_it_revoked(desk: Desk) -> None:
    integration, secret = await desk.door.integration()
    said = await desk.held_by_somebody(as_json(secret.reveal(), url=ANYWHERE, note="In our chat\u202e"))
    assert (said.status, said.body) == (202, b"")
    assert not await desk.alive(integration)
    reported = next(each for each in await desk.record() if each.event is Event.LEAK_REPORT)
    assert (reported.actor, reported.details["url"]) == ("holder", ANYWHERE)


async def test_a_form_will_do(desk: Desk) -> None:
    integration, secret = await desk.door.integration()
    said = await desk.held_by_somebody(as_form(secret.reveal()), FORM)
    assert said.status == 202
    assert not await desk.alive(integration)


async def test_the_answer_is_the_same_to_the_byte(desk: Desk) -> None:
    """For a live token, a dead one, one that looks right, and junk."""
    integration, secret = await desk.door.integration()
    dead, gone = await desk.door.integration("Dead")
    await desk.door.kill(dead)
    tokens = [secret.reveal(), secret.reveal(), gone.reveal(), a_secret().reveal(), "junk", "pit_" + "0" * 49]
    answers = [(await desk.held_by_somebody(as_json(token))).raw for token in tokens]
    assert len(set(answers)) == 1
    assert not await desk.alive(integration)


async def test_the_answer_takes_the_same_time(sqlite_desk: Desk) -> None:
    """It always takes longer than what is done about a token of ours."""
    door = sqlite_desk.door
    app = Starlette(
        routes=[leaks.route(Counter(reports=Reports(desk=door.desk, tools=door.tools)))],
        exception_handlers=HANDLERS,
    )
    held = [(await door.integration(f"Integration {number}"))[1] for number in range(4)]
    async with serving(app, Bind("127.0.0.1", 0), "") as url:
        ours = [await seconds(url, secret) for secret in held]
        theirs = [await seconds(url, a_secret()) for _ in held]
    assert min(*ours, *theirs) >= LEAST
    assert abs(statistics.median(ours) - statistics.median(theirs)) < LEAST / 4


async def seconds(url: str, secret: Secret) -> float:
    began = time.perf_counter()
    said = await post(url, as_json(secret.reveal()))
    assert said.status == 202
    return time.perf_counter() - began


async def post(
    url: str, body: bytes, path: str = leaks.PATH, headers: Mapping[str, str] | None = None
) -> Reply:
    return await exchange(
        url, request("POST", path, dict(headers or {"Content-Type": "application/json"}), body)
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{}", 400),
        (b'{"token": ""}', 400),
        (b'{"token": 1}', 400),
        (b"[]", 400),
        (b"{", 400),
        (b"x" * 5000, 413),
    ],
)
async def test_what_is_no_report_is_a_problem(sqlite_desk: Desk, body: bytes, status: int) -> None:
    said = await sqlite_desk.held_by_somebody(body)
    assert (said.status, said.headers["content-type"]) == (status, "application/problem+json")


async def test_a_token_in_the_address_is_refused(sqlite_desk: Desk) -> None:
    said = await post(sqlite_desk.url, b"", f"{leaks.PATH}?token=x")
    assert said.status == 400
    assert (await sqlite_desk.held_by_somebody(b"x", "text/plain")).status == 415


async def test_one_address_reports_so_often(sqlite_desk: Desk) -> None:
    integration, secret = await sqlite_desk.door.integration()
    said = [await sqlite_desk.held_by_somebody(as_json("junk")) for _ in range(30)]
    assert {each.status for each in said} == {202, 429}
    refused = await sqlite_desk.held_by_somebody(as_json(secret.reveal()))
    assert (refused.status, refused.headers["retry-after"]) == (429, "1")
    assert await sqlite_desk.alive(integration), "what is refused was not looked at"


async def test_a_proxy_on_this_machine_says_who_it_is(sqlite_desk: Desk) -> None:
    async def reports(address: str) -> int:
        headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
        return (await post(sqlite_desk.url, as_json("junk"), headers=headers)).status

    assert {await reports("192.0.2.7") for _ in range(12)} == {202, 429}
    assert await reports("192.0.2.8") == 202


def test_each_address_has_its_own_pace_and_all_have_one_together() -> None:
    gate = Turnstile(each=Pace(1, 3), overall=Pace(10, 8))
    assert [gate.lets_in("192.0.2.1", 100.0) for _ in range(5)] == [True] * 3 + [False] * 2
    assert gate.lets_in("192.0.2.2", 100.0)
    assert gate.lets_in("192.0.2.1", 101.0)
    busy = [gate.lets_in(f"198.51.100.{number}", 101.0) for number in range(20)]
    assert busy.count(True) < 9, "so many came from everywhere"
    assert gate.lets_in("198.51.100.99", 200.0)


def test_a_network_of_one_machine_is_one_address() -> None:
    gate = Turnstile(each=Pace(1, 1), overall=Pace(100, 100))
    assert gate.lets_in("2001:db8::1", 1.0)
    assert not gate.lets_in("2001:db8::2", 1.0)
    assert gate.lets_in("2001:db8:0:1::1", 1.0)
    assert gate.lets_in("192.0.2.1", 1.0)
    assert not gate.lets_in("192.0.2.1", 1.0)


def test_addresses_that_are_remembered_have_a_number() -> None:
    gate = Turnstile(each=Pace(1, 1), overall=Pace(1e9, 1e9))
    for number in range(ROOM + 50):
        assert gate.lets_in(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", 1.0)
    assert len(gate._buckets) == ROOM


def test_who_has_no_address_has_one_together() -> None:
    gate = Turnstile(each=Pace(1, 1), overall=Pace(100, 100))
    assert [gate.lets_in(nowhere, 1.0) for nowhere in ("", "unix:", "testclient")] == [True, False, False]
