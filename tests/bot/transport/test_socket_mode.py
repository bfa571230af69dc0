"""Socket Mode when nothing is wrong with the network: starting, taking each envelope once, stopping."""

import asyncio
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app_token import AppTokenRefused
from bot.once import Once
from bot.socket_mode import SocketMode
from bot.tasks import listener_tasks
from sandbox import Person, Sandbox
from sandbox.faults import Kind
from tests.bot.transport.small_bot import QUICK, Listening, LostMemory
from tests.databases import Clock

REFUSED = {
    "invalid_auth": "Make one at https://api.slack.com/apps",
    "not_allowed_token_type": "starts with xapp-",
    "missing_scope": "lacks the scope connections:write",
}


@pytest.mark.parametrize(("error", "sentence"), REFUSED.items())
async def test_a_token_that_slack_refuses_ends_the_start_with_a_sentence(
    slack: Sandbox, connection: SocketMode, error: str, sentence: str
) -> None:
    slack.faults.next("apps.connections.open", "refuse", error=error)

    with pytest.raises(AppTokenRefused, match=sentence):
        await connection.start()

    assert not connection.connected
    assert await connection.stop()


@pytest.mark.parametrize("kind", ["garbage", "http_503", "reset_before"])
async def test_a_network_that_is_down_does_not_end_the_start(
    slack: Sandbox, connection: SocketMode, kind: Kind
) -> None:
    slack.faults.next("apps.connections.open", kind)

    await connection.start()
    async with asyncio.timeout(3):
        await connection.until_connected()

    assert connection.reconnects == 0
    assert await connection.stop()


async def test_a_token_that_is_refused_later_is_tried_again_and_logged(
    slack: Sandbox, connected: SocketMode
) -> None:
    slack.faults.next("apps.connections.open", "refuse", error="token_revoked")
    slack.faults.drop_socket()

    async with asyncio.timeout(3):
        await connected.until_connected(reconnects=1)


async def test_a_command_delivered_twice_runs_once(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.deliver_twice()

    await ada.types("/integrations rotate")

    assert listening.commands == ["rotate"]
    assert slack.problems == []


async def test_an_event_delivered_twice_runs_once(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.deliver_twice()

    await ada.opens_home()

    assert await connected.stop()
    assert listening.events == [ada.id]


async def test_while_the_database_is_away_people_still_hear_from_us(
    slack: Sandbox, listening: Listening, client: AsyncWebClient, ada: Person, clock: Clock
) -> None:
    once = Once(LostMemory(), clock)
    connection = SocketMode(
        listening.app, slack.app_token, client, once=once, listeners=listener_tasks(listening.app)
    )
    await connection.start()

    await ada.types("/integrations list")

    assert listening.commands == ["list"]
    assert await connection.stop()


async def test_stopping_what_never_started_is_no_trouble(connection: SocketMode) -> None:
    assert await connection.stop()


async def test_connections_that_do_not_last_are_not_opened_in_a_rush(
    slack: Sandbox, connected: SocketMode
) -> None:
    for lost in range(1, 4):
        slack.faults.drop_socket()
        async with asyncio.timeout(3):
            await connected.until_connected(reconnects=lost)

    assert QUICK.pause(connected._tries, chance=0) > timedelta()
