"""The pretend Slack, and a small bot that can be connected to it in either mode."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clients import session, web_client
from sandbox import Person, Sandbox
from tests.bot.transport.memory import Listening
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
