"""A small but real Bolt app against the pretend Slack: the only way to know that the two get on."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox
from tests.sandbox.bolt_bot import Bot, Clock
from tests.sandbox.raw_bot import RawBot


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[Sandbox]:
    """A workspace with no patience: what is not acknowledged in half a second is late."""
    async with Sandbox(clock=clock, ack_within=0.5, event_retries=(0.0, 0.0, 0.0)) as slack:
        yield slack


@pytest.fixture
async def client(slack: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(
            token=slack.bot_token, base_url=slack.api_url, session=session, retry_handlers=[]
        )


@pytest.fixture
def offline_bot(slack: Sandbox, client: AsyncWebClient) -> Bot:
    """Knows its listeners, is not connected."""
    return Bot(AsyncApp(client=client, signing_secret=slack.signing_secret), client)


@pytest.fixture
async def bot(slack: Sandbox, offline_bot: Bot) -> AsyncIterator[Bot]:
    """Connected by Socket Mode."""
    await offline_bot.connects(slack.app_token)
    await slack.waits_until(lambda: slack.connected)
    yield offline_bot
    await offline_bot.leaves()


@pytest.fixture
async def raw_bot(slack: Sandbox, client: AsyncWebClient) -> AsyncIterator[RawBot]:
    """Connected, acknowledges everything with nothing."""
    raw_bot = await RawBot(slack, client).connects()
    yield raw_bot
    await raw_bot.leaves()


@pytest.fixture
async def http(slack: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    """Plain HTTP to the pretend Slack, for what a library would not send."""
    async with aiohttp.ClientSession(base_url=slack.page_url) as session:
        yield session


@pytest.fixture
def ada(slack: Sandbox) -> Person:
    return slack.person("ada")


@pytest.fixture
def mia(slack: Sandbox) -> Person:
    return slack.person("mia")
