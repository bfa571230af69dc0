"""Each gateway of docs/gateways that can run here does the same, with the real product behind it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.gateway import PREFIX
from core.secret import Secret
from storage.database import Database
from storage.master import MasterKey
from tests.databases import MASTER, Clock, NewDatabase
from tests.gateways.proxies import GATEWAYS
from tests.gateways.standing import Gateway, Standing, standing
from tests.storage.making import TENANT, a_secret

pytestmark = pytest.mark.slow

ACTING_AS_SOMEBODY_ELSE = {
    "X-Integration-Id": "somebody-else",
    "X-Integration-Scopes": "everything.write",
    "X-Integration-Workspace": "T-ELSEWHERE",
    "X-Gateway-Authorization": "Basic c3Bvb2Y6c3Bvb2Y=",
    "X-Required-Scope": "invoices.readonly",
}
"""What a caller may send to look like somebody else, or like somebody who needs less."""


@pytest.fixture(params=GATEWAYS)
def gateway(request: pytest.FixtureRequest) -> Gateway:
    return GATEWAYS[request.param]


@pytest.fixture
def folder(new_sqlite: NewDatabase, tmp_path: Path) -> Path:
    new_sqlite(tmp_path)
    return tmp_path


@pytest.fixture
async def here(gateway: Gateway, folder: Path) -> AsyncIterator[Standing]:
    async with standing(gateway, folder) as stands:
        yield stands


async def test_a_good_token_passes_and_stays_at_the_gateway(here: Standing) -> None:
    said = await here.asks("/hello", here.secret.reveal())
    assert said.status == 200
    names = {name.lower(): value for name, value in said.json["headers"].items()}
    assert "x-gateway-authorization" not in names
    if "latchkey" in said.json:
        assert (said.json["latchkey"]["sub"], said.json["latchkey"]["active"]) == (TENANT, True)
        return
    assert here.secret.reveal() not in str(said.json)
    assert names["x-integration-workspace"] == TENANT
    assert names["x-integration-scopes"] == "contacts.write invoices.readonly"
    assert names["x-integration-id"]


async def test_a_body_reaches_the_api_whole(here: Standing) -> None:
    body = b"name=Ada&" * 5_000
    said = await here.asks("/contacts/7", here.secret.reveal(), "POST", body)
    assert (said.status, said.json["body"]) == (200, body.decode())


async def test_no_token_is_a_challenge_without_an_error(here: Standing) -> None:
    said = await here.asks("/hello")
    assert said.status == 401
    (challenge,) = said.challenges
    assert challenge.startswith("Bearer realm=")
    assert "error" not in challenge


@pytest.mark.parametrize("token", [a_secret(5).reveal(), "junk", "x" * 3000])
async def test_a_token_that_is_not_ours_is_refused(here: Standing, token: str) -> None:
    said = await here.asks("/hello", token)
    assert said.status == 401
    assert [challenge.split("error=")[1] for challenge in said.challenges] == ['"invalid_token"']


async def test_a_revoked_token_is_refused_from_the_next_request_on(here: Standing) -> None:
    assert (await here.asks("/hello", here.secret.reveal())).status == 200
    await here.kills_it()
    said = await here.asks("/hello", here.secret.reveal())
    assert said.status == 401
    assert [challenge.split("error=")[1] for challenge in said.challenges] == ['"invalid_token"']


async def test_a_missing_permission_is_named_in_the_challenge(here: Standing) -> None:
    said = await here.asks("/contacts/7", here.secret.reveal())
    assert said.status == 403
    (challenge,) = said.challenges
    assert challenge.endswith('error="insufficient_scope", scope="contacts.readonly"')
    assert (await here.asks("/contacts/7", here.secret.reveal(), "PUT")).status == 200


@pytest.mark.parametrize("path", ["/%63ontacts/7", "/x/../contacts/7", "//contacts/7", "/contacts;x/7"])
async def test_another_spelling_needs_no_fewer_permissions(here: Standing, path: str) -> None:
    said = await here.asks(path, here.secret.reveal())
    assert said.status == 403 or not said.json["path"].startswith("/contacts")


async def test_nobody_passes_for_somebody_else(here: Standing) -> None:
    refused = await here.asks("/contacts/7", here.secret.reveal(), headers=ACTING_AS_SOMEBODY_ELSE)
    assert refused.status == 403
    said = await here.asks("/hello", here.secret.reveal(), headers=ACTING_AS_SOMEBODY_ELSE)
    assert said.status == 200
    if "latchkey" not in said.json:
        reached = set(said.json["headers"].values())
        assert not reached & {"somebody-else", "everything.write", "T-ELSEWHERE"}


async def test_the_end_caller_is_who_connected_and_not_who_they_say(
    gateway: Gateway, folder: Path, clock: Clock
) -> None:
    async with standing(gateway, folder) as here:
        spoofed = {"X-Client-IP": "203.0.113.7", "X-Client-User-Agent": "spoof/1", "User-Agent": "curl/8.5.0"}
        assert (await here.asks("/hello", here.secret.reveal(), headers=spoofed)).status == 200
    database = await Database.open(f"sqlite:///{folder / 'latchkey.db'}", MasterKey(MASTER), now=clock)
    try:
        async with database.store.reading(TENANT) as reading:
            integration = await reading.named("Billing sync")
            usage = await reading.usage(integration.id)
    finally:
        await database.close()
    ((network, agent),) = {(each.caller.network, each.caller.agent) for each in usage.counts}
    assert (network, agent) == ("127.0.0.0/24", "curl")


async def test_a_gateway_whose_own_credential_is_wrong_blames_nobody_else(
    gateway: Gateway, folder: Path
) -> None:
    """A 401 would make clients throw good tokens away."""
    async with standing(gateway, folder, secret=Secret.mint(PREFIX, os.urandom)) as here:
        assert (await here.asks("/hello", here.secret.reveal())).status == 503


async def test_without_the_database_there_is_neither_a_yes_nor_a_no(here: Standing) -> None:
    assert (await here.asks("/hello", here.secret.reveal())).status == 200
    here.loses_its_database()
    async with asyncio.timeout(10):
        while (said := await here.asks("/hello", here.secret.reveal())).status == 200:
            pass
    assert (said.status, said.headers["Retry-After"]) == (503, "1")


async def test_without_latchkey_there_is_neither_a_yes_nor_a_no(gateway: Gateway, folder: Path) -> None:
    async with standing(gateway, folder, astray=True) as here:
        said = await here.asks("/hello", here.secret.reveal())
        assert (said.status, said.headers["Retry-After"]) == (503, "1")
