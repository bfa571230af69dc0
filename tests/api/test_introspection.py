"""A gateway asks whether a token is good, and hears no more than it may know."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from core.quarantine import Quarantine
from core.token import State
from tests.api.door import FORM, TENANT, Door, a_secret, form
from tests.databases import START
from tests.storage.making import OTHER_TENANT

INACTIVE = b'{"active":false}'


async def test_a_good_token_is_described(door: Door) -> None:
    integration, secret = await door.integration()
    said = await door.introspect(secret)
    assert said.status == 200
    assert said.headers["cache-control"] == "no-store"
    assert said.headers["content-type"] == "application/json"
    assert said.json == {
        "active": True,
        "scope": "contacts.write invoices.readonly",
        "client_id": integration.id,
        "sub": TENANT,
        "token_type": "Bearer",
        "iat": int(START.timestamp()),
        "integration_name": "Billing sync",
        "token_version": 1,
    }


async def test_json_is_understood_as_well(door: Door) -> None:
    _, secret = await door.integration()
    headers = {"Authorization": door.gateway, "Content-Type": "application/json"}
    body = json.dumps({"token": secret.reveal(), "client_ip": None, "other": [1]}).encode()
    assert (await door.ask("POST", "/v1/introspect", headers, body)).json["active"] is True


async def test_what_is_no_good_token_of_ours_is_inactive_to_the_byte(door: Door) -> None:
    dead, dead_secret = await door.integration("Dead")
    await door.kill(dead)
    _, foreign = await door.integration("Foreign", OTHER_TENANT)
    narrow = await door.add_gateway("narrow", TENANT)
    answers = set()
    for token in (a_secret().reveal(), dead_secret.reveal(), foreign.reveal(), "junk", "pit_é", "x" * 900):
        headers = {"Authorization": narrow, "Content-Type": FORM}
        for _ in ("cold", "warm"):
            said = await door.ask("POST", "/v1/introspect", headers, b"token=" + token.encode())
            answers.add((said.raw, said.body))
    assert len(answers) == 1
    assert answers.pop()[1] == INACTIVE
    assert await door.accepts(foreign), "a gateway of all workspaces knows it"


async def test_the_end_of_an_overlap_is_exact_without_a_sweep(door: Door) -> None:
    integration, old = await door.integration()
    rotated, new = await door.offer(integration)
    rotated = await door.confirm(rotated)
    ends_at = rotated.tokens[0].ends_at
    assert ends_at is not None
    assert (await door.introspect(old)).json["exp"] == int(ends_at.timestamp())
    door.clock.now = ends_at - timedelta(microseconds=1)
    assert await door.accepts(old)
    door.clock.now = ends_at
    assert not await door.accepts(old)
    assert await door.accepts(new)


async def test_what_changed_is_in_the_next_answer(door: Door) -> None:
    integration, secret = await door.integration()
    assert await door.accepts(secret)
    await door.kill(integration)
    assert not await door.accepts(secret)


async def test_the_first_yes_for_a_new_token_follows_its_confirmation(door: Door) -> None:
    integration, old = await door.integration()
    integration, new = await door.offer(integration)
    assert await door.accepts(old)
    assert await door.state(integration, 2) is State.OFFERED
    assert await door.accepts(new)
    assert await door.state(integration, 2) is State.CURRENT
    assert await door.state(integration, 1) is State.RETIRING
    confirmations = [entry for entry in await door.record() if entry.details.get("proof") == "first_use"]
    assert len(confirmations) == 1


async def test_a_foreign_gateway_confirms_nothing(door: Door) -> None:
    integration, new = await door.offer((await door.integration())[0])
    elsewhere = await door.add_gateway("elsewhere", OTHER_TENANT)
    headers = {"Authorization": elsewhere, "Content-Type": FORM}
    assert (await door.ask("POST", "/v1/introspect", headers, form(new))).body == INACTIVE
    assert await door.state(integration, 2) is State.OFFERED


async def test_in_quarantine_a_token_is_inactive_for_who_never_used_it(door: Door) -> None:
    integration, secret = await door.integration()
    await door.change(integration, lambda it: replace(it, quarantine=Quarantine(at=door.clock.now)))
    assert not await door.accepts(secret)


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        (FORM, b"", 400),
        (FORM, b"token=", 400),
        (FORM, b"token=a&token=b", 400),
        (FORM, b"token=a&required_scope=%00", 400),
        ("application/json", b"[]", 400),
        ("application/json", b'{"token": "a", "token": "b"}', 400),
        ("application/json", b'{"token": 5}', 400),
        ("application/json", b"[" * 4000, 400),
        ("application/json", b"\xff\xfe", 400),
        ("text/plain", b"token=a", 415),
        (FORM, b"token=" + b"a" * 4096, 413),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_problem(
    sqlite_door: Door, content_type: str, body: bytes, status: int
) -> None:
    headers = {"Authorization": sqlite_door.gateway, "Content-Type": content_type}
    said = await sqlite_door.ask("POST", "/v1/introspect", headers, body)
    assert (said.status, said.json["status"]) == (status, status)
    assert said.headers["content-type"] == "application/problem+json"


async def test_a_token_in_the_address_is_refused(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    headers = {"Authorization": sqlite_door.gateway, "Content-Type": FORM}
    said = await sqlite_door.ask("POST", f"/v1/introspect?token={secret.reveal()}", headers, form(secret))
    assert said.status == 400
    assert secret.reveal().encode() not in said.raw


async def test_only_post_introspects(sqlite_door: Door) -> None:
    said = await sqlite_door.ask("GET", "/v1/introspect", {"Authorization": sqlite_door.gateway})
    assert (said.status, said.headers["allow"]) == (405, "POST")
