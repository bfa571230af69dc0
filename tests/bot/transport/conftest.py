"""The pretend Slack, and a small bot that can be connected to it in either mode."""

import socket
from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clients import session, web_client
from bot.socket_mode import SocketMode
from sandbox import Person, Sandbox
from tests.bot.transport.small_bot import Listening, socket_of
from tests.databases import Clock


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock, event_retries=(0.0, 0.0, 0.0)) as slack:
        yield slack


@pytest.fixture
def ada(slack: Sandbox) -> Person:
    return slack.person("ada")


@pytest.fixture
async def client(slack: Sandbox) -> AsyncIterator[AsyncWebClient]:
    """Repeats nothing by itself, so that a test sees each failure once."""
    async with session() as shared:
        yield web_client(slack.bot_token, slack.api_url, shared, repetition=[])


@pytest.fixture
def listening(client: AsyncWebClient) -> Listening:
    return Listening(client)


@pytest.fixture
def connection(slack: Sandbox, listening: Listening, client: AsyncWebClient, clock: Clock) -> SocketMode:
    """Not started."""
    return socket_of(slack, listening, client, clock)


@pytest.fixture
async def connected(connection: SocketMode) -> AsyncIterator[SocketMode]:
    await connection.start()
    assert connection.connected
    yield connection
    await connection.stop()


@pytest.fixture
def unused_address() -> str:
    """Where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"http://127.0.0.1:{port}/api/"
