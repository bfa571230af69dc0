"""A proxy asks whether a request may pass, and gets its answer in headers."""

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from core.token import State
from tests.api.door import TENANT, Door, a_secret, bearer, reply, request
from tests.storage.making import OTHER_TENANT

GOOD = "contacts.write"


async def test_a_good_token_passes_with_what_it_is(door: Door) -> None:
    integration, secret = await door.integration()
    said = await door.authorize(secret, X_Required_Scope=GOOD)
    assert (said.status, said.body, said.headers["content-length"]) == (200, b"", "0")
    assert said.headers["x-integration-id"] == integration.id
    assert said.headers["x-integration-scopes"] == "contacts.write invoices.readonly"
    assert said.headers["x-integration-workspace"] == TENANT
    assert said.headers["cache-control"] == "no-store"


async def test_a_missing_permission_is_named(door: Door) -> None:
    _, secret = await door.integration()
    said = await door.authorize(secret, X_Required_Scope=f"{GOOD} invoices.write")
    assert (said.status, said.body) == (403, b"")
    challenge = 'Bearer realm="Latchkey", error="insufficient_scope", scope="contacts.write invoices.write"'
    assert said.headers["www-authenticate"] == challenge


async def test_an_edit_counts_at_once(door: Door) -> None:
    integration, secret = await door.integration()
    assert (await door.authorize(secret, X_Required_Scope="invoices.write")).status == 403
    scopes = frozenset({"invoices.write"})
    await door.change(integration, lambda it: replace(it, scopes=scopes))
    assert (await door.authorize(secret, X_Required_Scope="invoices.write")).status == 200


async def test_without_a_token_there_is_a_challenge_and_no_error(sqlite_door: Door) -> None:
    for more in ({}, {"Authorization": "Basic dTpw"}, {"Authorization": "Bearer"}):
        headers = {"X-Gateway-Authorization": sqlite_door.gateway, **more}
        said = await sqlite_door.ask("GET", "/v1/authorize", headers)
        assert (said.status, said.headers["www-authenticate"]) == (401, 'Bearer realm="Latchkey"')


async def test_what_is_no_good_token_of_ours_gets_the_same_bytes(door: Door) -> None:
    dead, dead_secret = await door.integration("Dead")
    await door.kill(dead)
    _, foreign = await door.integration("Foreign", OTHER_TENANT)
    narrow = await door.add_gateway("narrow", TENANT)
    answers = set()
    for token in (bearer(a_secret()), bearer(dead_secret), bearer(foreign), "Bearer junk", "Bearer é"):
        headers = {"X-Gateway-Authorization": narrow, "Authorization": token, "X-Required-Scope": "nothing"}
        answers |= {(await door.ask("GET", "/v1/authorize", headers)).raw for _ in ("cold", "warm")}
    assert len(answers) == 1
    assert b"401 Unauthorized" in (said := answers.pop())
    assert b'error="invalid_token"' in said


async def test_a_token_that_comes_twice_does_not_count(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    headers = {
        "X-Gateway-Authorization": sqlite_door.gateway,
        "Authorization": bearer(secret),
        "authorization": bearer(secret),
    }
    assert (await sqlite_door.ask("GET", "/v1/authorize", headers)).status == 401


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize(
    "path", ["/v1/authorize", "/v1/authorize/", "/v1/authorize/a/%0A%20?token=x", "/v1/authorize?a"]
)
async def test_every_method_and_every_address_below_will_do(
    sqlite_door: Door, method: str, path: str
) -> None:
    _, secret = await sqlite_door.integration()
    headers = {"X-Gateway-Authorization": sqlite_door.gateway, "Authorization": bearer(secret)}
    assert (await sqlite_door.ask(method, path, headers)).status == 200


async def test_an_address_that_only_begins_alike_is_unknown(sqlite_door: Door) -> None:
    assert (await sqlite_door.ask("GET", "/v1/authorized")).status == 404


async def test_a_need_that_is_no_list_of_permissions_is_the_gateways_mistake(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    for need in ('a"b', "a\\b", "é", "x" * 1001):
        assert (await sqlite_door.authorize(secret, X_Required_Scope=need)).status == 400


async def test_a_missing_permission_is_no_first_use(door: Door) -> None:
    integration, new = await door.offer((await door.integration())[0])
    assert (await door.authorize(new, X_Required_Scope="invoices.write")).status == 403
    assert await door.state(integration, 2) is State.OFFERED
    assert door.uses == []
    assert (await door.authorize(new, X_Required_Scope=GOOD)).status == 200
    assert await door.state(integration, 2) is State.CURRENT


async def test_who_calls_is_noted_as_evidence(door: Door) -> None:
    integration, secret = await door.integration()
    more: dict[str, Any] = {
        "X_Client_IP": "203.0.113.77",
        "X_Client_User_Agent": "curl/8.5.0 (x86)",
        "X_Required_Scope": GOOD,
    }
    await door.authorize(secret, **more)
    await door.kill(integration)
    await door.introspect(secret, client_ip="2001:db8:7:8::1", user_agent="Go-http-client/2.0")
    used, refused = door.uses
    assert (used.caller.network, used.caller.agent) == ("203.0.113.0/24", "curl")
    assert (used.scopes, used.refused) == (frozenset({GOOD}), False)
    assert (refused.caller.network, refused.caller.agent) == ("2001:db8:7::/48", "Go-http-client")
    assert (refused.token_id, refused.refused) == (integration.tokens[0].id, True)


async def test_many_questions_on_one_connection_are_answered_in_their_order(sqlite_door: Door) -> None:
    """Warm ones, cold ones, and one for the application, sent in one go."""
    door = sqlite_door
    _, warm = await door.integration("Warm")
    assert await door.accepts(warm)
    colds = [(await door.integration(f"Cold {number}"))[1] for number in range(3)]
    expected, sent = [], b""
    for token in (warm, *colds, warm, a_secret(), warm):
        headers = {"X-Gateway-Authorization": door.gateway, "Authorization": bearer(token)}
        sent += request("GET", "/v1/authorize/x", headers) + request("GET", "/healthz", {})
        expected += [200 if token in (warm, *colds) else 401, 200]
    where = urlsplit(door.hot)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(sent)
    assert [(await reply(reader)).status for _ in expected] == expected
    writer.close()
    await writer.wait_closed()


async def test_a_permission_that_cannot_be_said_in_a_list_grants_nothing(sqlite_door: Door) -> None:
    integration, secret = await sqlite_door.integration()
    odd = frozenset({"a b", "é", "x\r\nX-Other: 1", GOOD})
    await sqlite_door.change(integration, lambda it: replace(it, scopes=odd))
    assert (await sqlite_door.authorize(secret)).headers["x-integration-scopes"] == GOOD
    assert (await sqlite_door.authorize(secret, X_Required_Scope="a b")).status == 403
    assert (await sqlite_door.introspect(secret)).json["scope"] == GOOD
