"""GitHub reports a token to the product as it is started, with keys from where the setting says."""

import json
from pathlib import Path

import aiohttp

from cli.wiring import product
from tests.databases import Clock
from tests.office import everything, open_office
from tests.proofs.leaks.counter import finding
from tests.proofs.leaks.github import Key, github

WHERE = "https://github.com/example/repo/blob/abc/deploy.sh"


async def test_a_token_in_a_public_repository_is_dead_and_its_owner_knows(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    key = Key("key-1")
    async with github(key) as there, aiohttp.ClientSession() as web:
        keys = {"LATCHKEY_GITHUB_KEYS_URL": there.url}
        async with open_office(sqlite_url, clock, tmp_path, keys) as office:
            token = await office.creates(office.ada, "Billing sync")
            body = json.dumps([finding(token, WHERE)]).encode()
            async with (
                product(office.product.settings, now=clock, parts={"api"}) as running,
                web.post(f"{running.api_url}/v1/leaks/github", data=body, headers=key.headers(body)) as said,
            ):
                assert said.status == 200
                assert [each["label"] for each in await said.json()] == ["true_positive"]
            assert there.asked == 1
            assert not await office.accepts(token)
            for _ in range(3):
                await office.tick()
            await office.ada.waits_until(lambda: WHERE in everything(office.ada))
