"""Which calls are made again after a failure, and which would then count twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient

from bot.clients import session, web_client
from bot.repetition import AGAIN, LONGEST_WAIT, careful_repetition
from sandbox import Sandbox
from sandbox.faults import Kind

AT_ONCE = FixedValueRetryIntervalCalculator(0)


@pytest.fixture
async def client(slack: Sandbox) -> AsyncIterator[AsyncWebClient]:
    """As in the product, but without pauses."""
    async with session() as shared:
        yield web_client(slack.bot_token, slack.api_url, shared, repetition=careful_repetition(AT_ONCE))


def posted(slack: Sandbox) -> int:
    return sum("the news" in message.all_text for message in slack.person("ada").sees)


def left_over(slack: Sandbox) -> int:
    """How many of the planned faults nobody ran into."""
    return len(slack.faults.describe()["waiting"])


async def post(client: AsyncWebClient, channel: str) -> None:
    await client.chat_postMessage(channel=channel, text="the news")


@pytest.fixture
def security(slack: Sandbox) -> str:
    return slack.world.workspace.conversation("security").id


@pytest.mark.parametrize("kind", ["http_500", "http_503", "reset_before", "reset_after"])
async def test_a_message_is_never_posted_twice(
    slack: Sandbox, client: AsyncWebClient, security: str, kind: Kind
) -> None:
    slack.faults.next("chat.postMessage", kind)

    with pytest.raises((SlackApiError, aiohttp.ClientConnectionError)):
        await post(client, security)

    assert posted(slack) == (1 if kind == "reset_after" else 0)


@pytest.mark.parametrize("kind", ["http_500", "http_503", "reset_before", "reset_after"])
async def test_a_question_is_asked_again(slack: Sandbox, client: AsyncWebClient, kind: Kind) -> None:
    slack.faults.next("users.info", kind, times=AGAIN)

    answer = await client.users_info(user=slack.person("ada").id)

    assert answer["user"]["is_admin"]


async def test_a_question_is_not_asked_for_ever(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.faults.next("users.info", "http_500", times=10)

    with pytest.raises(SlackApiError):
        await client.users_info(user="U1")

    assert left_over(slack) == 10 - 1 - AGAIN


async def test_a_short_wait_that_slack_asks_for_is_taken(
    slack: Sandbox, client: AsyncWebClient, security: str
) -> None:
    slack.faults.next("chat.postMessage", "ratelimit", times=AGAIN, retry_after=0)

    await post(client, security)

    assert posted(slack) == 1


async def test_a_long_wait_is_left_to_the_caller(
    slack: Sandbox, client: AsyncWebClient, security: str
) -> None:
    too_long = LONGEST_WAIT + timedelta(seconds=1)
    slack.faults.next("chat.postMessage", "ratelimit", retry_after=int(too_long.total_seconds()))

    with pytest.raises(SlackApiError) as refused:
        await post(client, security)

    assert refused.value.response.headers["Retry-After"] == "4"
    assert posted(slack) == 0


async def test_where_nothing_was_sent_a_message_is_tried_again(unused_address: str) -> None:
    tries = list[int]()

    class Counted(FixedValueRetryIntervalCalculator):
        def calculate_sleep_duration(self, current_attempt: int) -> float:
            tries.append(current_attempt)
            return 0

    async with session() as shared:
        client = web_client("xoxb-sandbox", unused_address, shared, repetition=careful_repetition(Counted()))
        with pytest.raises(aiohttp.ClientConnectorError):
            await post(client, "C1")

    assert tries == [0, 1]


async def test_many_calls_share_a_connection(slack: Sandbox, client: AsyncWebClient) -> None:
    for _ in range(3):
        await client.auth_test()

    assert client.session is not None
    assert client.session.connector is not None
    assert sum(len(idle) for idle in client.session.connector._conns.values()) == 1
