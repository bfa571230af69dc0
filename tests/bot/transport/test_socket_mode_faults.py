"""Each way a connection to Slack can go wrong. Afterwards a person's command must get through again.

The spans are short so that nobody waits, and are the only thing that differs from the product.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta

import websockets
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from structlog.testing import capture_logs
from websockets.asyncio.server import Server as WebSocketServer
from websockets.asyncio.server import ServerConnection

from bot.socket_mode import SocketMode
from sandbox import Person, Sandbox
from tests.bot.transport.small_bot import QUICK, Listening, socket_of
from tests.databases import Clock

RECOVERS_WITHIN = 3.0


async def recovered(socket: SocketMode, ada: Person, listening: Listening, *, reconnects: int = 1) -> None:
    async with asyncio.timeout(RECOVERS_WITHIN):
        await socket.until_connected(reconnects=reconnects)
    await ada.types("/integrations list")
    assert listening.commands == ["list"]
    assert socket.reconnects == reconnects
    assert socket.connected


async def test_slack_asks_for_a_new_connection(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    with capture_logs() as lines:
        slack.faults.drop_socket("refresh_requested")
        await recovered(connected, ada, listening)

    # The new one was there before the old one was given up.
    assert "slack_connection_lost" not in [line["event"] for line in lines]


async def test_slack_warns_that_a_connection_will_end(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.drop_socket("warning")

    await recovered(connected, ada, listening)


async def test_slack_closes_the_connection(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.drop_socket("close")

    await recovered(connected, ada, listening)


async def test_the_connection_is_reset(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.drop_socket("reset")

    await recovered(connected, ada, listening)


async def test_the_connection_is_half_open(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.half_open()

    await recovered(connected, ada, listening)


async def test_a_handshake_is_refused_and_its_address_is_spent(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.handshake_503()
    slack.faults.drop_socket("reset")

    await recovered(connected, ada, listening)


async def test_the_first_handshake_is_refused(
    slack: Sandbox, connection: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.handshake_503()

    await connection.start()

    assert not connection.connected
    await recovered(connection, ada, listening, reconnects=0)
    await connection.stop()


async def test_no_address_is_given_out_three_times(
    slack: Sandbox, connected: SocketMode, ada: Person, listening: Listening
) -> None:
    slack.faults.connections_open_500(3)
    slack.faults.drop_socket("reset")

    await recovered(connected, ada, listening)


class BlackHole:
    """Takes a connection and never says a word."""

    def __init__(self) -> None:
        self.writers: list[asyncio.StreamWriter] = []

    async def __call__(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)


class Misled(AsyncWebClient):
    """The first address it is given leads nowhere."""

    nowhere: str | None = None

    async def apps_connections_open(self, *, app_token: str, **more: object) -> AsyncSlackResponse:
        answer = await super().apps_connections_open(app_token=app_token)
        if self.nowhere is not None and isinstance(answer.data, dict):
            answer.data["url"], self.nowhere = self.nowhere, None
        return answer


async def starts_misled(
    nowhere: asyncio.Server | WebSocketServer,
    slack: Sandbox,
    listening: Listening,
    client: AsyncWebClient,
    clock: Clock,
) -> SocketMode:
    misled = Misled(slack.bot_token, slack.api_url, session=client.session, retry_handlers=[])
    host, port = next(iter(nowhere.sockets)).getsockname()
    misled.nowhere = f"ws://{host}:{port}"
    pace = replace(QUICK, connect_within=timedelta(milliseconds=200))
    connection = socket_of(slack, listening, misled, clock, pace)
    async with asyncio.timeout(RECOVERS_WITHIN):
        await connection.start()
    assert not connection.connected
    return connection


async def test_a_handshake_is_never_answered(
    slack: Sandbox, listening: Listening, client: AsyncWebClient, clock: Clock, ada: Person
) -> None:
    hole = BlackHole()
    async with await asyncio.start_server(hole, "127.0.0.1") as nowhere:
        connection = await starts_misled(nowhere, slack, listening, client, clock)

        await recovered(connection, ada, listening, reconnects=0)
        await connection.stop()
        assert len(hole.writers) == 1
        hole.writers[0].close()


async def test_a_connection_is_never_greeted(
    slack: Sandbox, listening: Listening, client: AsyncWebClient, clock: Clock, ada: Person
) -> None:
    """It shakes hands and answers pings, but is not Slack's Socket Mode, or not in working order."""
    async with websockets.serve(ServerConnection.wait_closed, "127.0.0.1") as nowhere:
        connection = await starts_misled(nowhere, slack, listening, client, clock)

        await recovered(connection, ada, listening, reconnects=0)
        await connection.stop()


async def test_the_bot_hangs_up(slack: Sandbox, connected: SocketMode, ada: Person) -> None:
    assert await connected.stop()

    await slack.waits_until(lambda: not slack.connected)
    assert not connected.connected
