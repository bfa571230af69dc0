"""What happens at the gateways' door and people should know: a token is revoked there, or many are tried."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import aiohttp
import pytest

from api.alarm import Alarm
from cli.wiring import product
from core.gateway import Gateway
from sandbox import Person
from tests.api.door import a_secret
from tests.databases import START
from tests.office import Office, everything
from tests.stories.gateway import CURL, NAME, a_gateway

SECURITY = "C0SECURIT"


async def has_a_security_channel(office: Office) -> None:
    async with office.product.tools.store.transaction(office.slack.team_id) as tx:
        workspace = await tx.workspace()
        await tx.set_workspace(replace(workspace, security_channel=SECURITY), by=office.ada.id)


async def is_revoked_over_the_api(office: Office, token: str) -> None:
    async with (
        product(office.product.settings, now=office.clock, parts={"api"}) as running,
        aiohttp.ClientSession() as web,
        web.post(f"{running.api_url}/v1/revoke", data={"token": token}) as answer,
    ):
        assert answer.status == 200


def heard(person: Person, words: str) -> list[tuple[str, str]]:
    """In which channels, and what."""
    return [(each.channel_name, each.all_text) for each in person.sees if words in each.all_text]


async def test_owner_and_security_channel_hear_that_a_token_was_revoked_over_the_api(office: Office) -> None:
    await has_a_security_channel(office)
    token = await office.creates(office.ada, "Billing sync")
    for _ in range(2):
        await is_revoked_over_the_api(office, token)
    await office.tick()

    for reader, place in ((office.ada, "dm"), (office.max, "security")):
        await reader.waits_until(partial(heard, reader, "was revoked over the API"))
        ((channel, said),) = [each for each in heard(reader, "revoked over the API") if place in each[0]]
        assert place in channel
        assert "by somebody who holds the token" in said
        assert f"…{token[-4:]}" in said
        assert "no token that works" in said
        assert token not in said


async def test_they_hear_that_another_one_works(sqlite_office: Office) -> None:
    office = sqlite_office
    old = await office.creates(office.ada, "Billing sync")
    await office.rotates(office.ada, "Billing sync")
    await is_revoked_over_the_api(office, old)
    await office.tick()
    await office.ada.waits_until(lambda: "Another token of it still works" in everything(office.ada))


@pytest.fixture
def _a_jump_is_soon_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second token that is no good shows one."""
    for name, value in (("PERIOD", 1e-9), ("ENOUGH", 1), ("JUMP", 0.0)):
        monkeypatch.setattr(f"api.share.{name}", value)


@pytest.mark.usefixtures("_a_jump_is_soon_there")
async def test_the_security_channel_hears_of_a_gateway_that_asks_about_bad_tokens_once_an_hour(
    office: Office,
) -> None:
    await has_a_security_channel(office)
    await office.creates(office.ada, "Billing sync")
    gateway = await a_gateway(office)

    async def tries_tokens() -> None:
        calls = [(a_secret().reveal(), CURL) for _ in range(5)]
        assert await gateway.passes(*calls) == [False] * 5
        await office.tick()

    await tries_tokens()
    await office.max.waits_until(lambda: heard(office.max, NAME))
    await tries_tokens()
    ((channel, said),) = heard(office.max, NAME)
    assert "security" in channel
    assert "many tokens that are no good" in said
    office.clock.pass_(timedelta(hours=1))
    await tries_tokens()
    await office.max.waits_until(lambda: len(heard(office.max, NAME)) == 2)


@pytest.mark.usefixtures("_a_jump_is_soon_there")
async def test_without_a_security_channel_nothing_is_said(sqlite_office: Office) -> None:
    office = sqlite_office
    await office.creates(office.ada, "Billing sync")
    gateway = await a_gateway(office)
    assert await gateway.passes(*[(a_secret().reveal(), CURL)] * 5) == [False] * 5
    await office.tick()
    assert heard(office.ada, NAME) == []


async def test_an_alarm_that_nobody_can_be_told_harms_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    async def fails(_gateway: Gateway) -> None:
        raise OSError

    alarm = Alarm(fails)
    async with asyncio.timeout(10):
        gateway = Gateway(id="g", name="edge", tenants=frozenset(), credentials=(), created_at=START)
        alarm.ring(gateway)
        await alarm.stop()
    assert "nobody_was_told" in capsys.readouterr().out
