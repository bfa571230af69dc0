"""Who holds a token may look at it, and end it; so may a gateway of its workspace."""

import pytest

from core.token import State
from tests.api.door import FORM, TENANT, Door, a_secret, bearer, form
from tests.storage.making import OTHER_TENANT


async def revoke(door: Door, body: bytes, **headers: str) -> int:
    said = await door.ask("POST", "/v1/revoke", {"Content-Type": FORM, **headers}, body)
    if said.status == 200:
        assert said.body == b""
    return said.status


async def test_a_holder_ends_a_token_and_the_next_answer_knows(door: Door) -> None:
    integration, secret = await door.integration()
    assert await door.accepts(secret)
    assert await revoke(door, form(secret, token_type_hint="refresh_token")) == 200
    assert await door.state(integration, 1) is State.DEAD
    assert not await door.accepts(secret)
    assert (await door.record())[0].actor == "holder"
    assert await revoke(door, form(secret)) == 200, "twice is no mistake"


async def test_only_that_token_ends(door: Door) -> None:
    integration, old = await door.integration()
    _, new = await door.offer(integration)
    assert await revoke(door, form(new)) == 200
    assert await door.accepts(old)


async def test_a_gateway_ends_tokens_of_its_own_workspaces_only(door: Door) -> None:
    _, ours = await door.integration()
    _, theirs = await door.integration("Theirs", OTHER_TENANT)
    narrow = await door.add_gateway("narrow", TENANT)
    for secret in (ours, theirs, a_secret()):
        assert await revoke(door, form(secret), Authorization=narrow) == 200
    assert not await door.accepts(ours)
    assert await door.accepts(theirs)
    assert (await door.record())[0].actor == "gateway:narrow"


async def test_a_wrong_credential_ends_nothing(door: Door) -> None:
    _, secret = await door.integration()
    assert await revoke(door, form(secret), Authorization="Basic bm9ib2R5OnNlY3JldA==") == 401
    assert await door.accepts(secret)


@pytest.mark.parametrize("body", [b"", b"token=", b"other=1", b"token=a&token=b"])
async def test_a_revocation_without_a_token_is_a_problem(sqlite_door: Door, body: bytes) -> None:
    assert await revoke(sqlite_door, body) == 400


async def test_a_holder_sees_what_the_token_is(door: Door) -> None:
    integration, secret = await door.integration()
    said = await door.ask("GET", "/v1/whoami", {"Authorization": bearer(secret)})
    assert said.json == {
        "integration_id": integration.id,
        "integration_name": "Billing sync",
        "workspace": TENANT,
        "scopes": ["contacts.write", "invoices.readonly"],
        "token_version": 1,
        "issued_at": door.clock.now.isoformat(),
        "ends_at": None,
        "confirmed": True,
    }
    assert (await door.ask("HEAD", "/v1/whoami", {"Authorization": bearer(secret)})).status == 200


async def test_looking_at_a_token_is_no_use_of_it(door: Door) -> None:
    integration, new = await door.offer((await door.integration())[0])
    said = await door.ask("GET", "/v1/whoami", {"Authorization": bearer(new)})
    assert said.json["confirmed"] is False
    assert await door.state(integration, 2) is State.OFFERED
    assert door.uses == []


async def test_a_token_that_is_not_good_has_nobody_behind_it(door: Door) -> None:
    integration, secret = await door.integration()
    await door.kill(integration)
    door.uses.clear()
    answers = {
        (await door.ask("GET", "/v1/whoami", {"Authorization": token})).raw
        for token in (bearer(secret), bearer(a_secret()), "Bearer junk")
    }
    assert len(answers) == 1
    assert [(use.token_id, use.refused) for use in door.uses] == [(integration.tokens[0].id, True)]
    assert b'Bearer realm="Latchkey", error="invalid_token"' in answers.pop()
    silent = await door.ask("GET", "/v1/whoami")
    assert (silent.status, silent.headers["www-authenticate"]) == (401, 'Bearer realm="Latchkey"')


async def test_a_token_in_an_address_is_refused_everywhere(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    for method, path in (
        ("GET", f"/v1/whoami?access_token={secret.reveal()}"),
        ("POST", "/v1/revoke?token=x"),
    ):
        assert (await sqlite_door.ask(method, path, {"Content-Type": FORM})).status == 400


async def test_the_permissions_there_are(sqlite_door: Door) -> None:
    said = await sqlite_door.ask("GET", "/v1/scopes")
    assert [each["scope"] for each in said.json["scopes"]] == [
        "invoices.readonly",
        "invoices.write",
        "payments.write",
    ]
