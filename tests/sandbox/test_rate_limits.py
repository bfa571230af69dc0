"""Slack's limits per method and minute, where a test switches them on."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox
from tests.sandbox.bolt_bot import Clock


async def test_the_101st_look_at_a_person_within_a_minute_is_refused(clock: Clock) -> None:
    async with Sandbox(clock=clock, rate_limits=True) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        for _ in range(100):
            await client.users_info(user="U0ADA0000")
        clock.passes(seconds=20)
        with pytest.raises(SlackApiError, match="ratelimited") as refusal:
            await client.users_info(user="U0ADA0000")
        assert refusal.value.response.status_code == 429
        assert refusal.value.response.headers["Retry-After"] == "40"
        await client.auth_test()

        clock.passes(seconds=40)
        await client.users_info(user="U0ADA0000")


async def test_a_channel_takes_a_short_burst_then_one_message_a_second(clock: Clock) -> None:
    async with Sandbox(clock=clock, rate_limits=True) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        for _ in range(5):
            await client.chat_postMessage(channel="C0GENERAL", text="x")
        with pytest.raises(SlackApiError, match="ratelimited") as refusal:
            await client.chat_postMessage(channel="C0GENERAL", text="x")
        assert refusal.value.response.headers["Retry-After"] == "1"
        await client.chat_postMessage(channel="C0SECURIT", text="x")
        clock.passes(seconds=1)
        await client.chat_postMessage(channel="C0GENERAL", text="x")


async def test_without_the_switch_there_is_no_limit(client: AsyncWebClient) -> None:
    for _ in range(101):
        await client.users_info(user="U0ADA0000")
