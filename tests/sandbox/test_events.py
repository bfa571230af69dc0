"""Events: only those the app subscribed to, and may know."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotPossibleError, Person, Sandbox
from tests.sandbox.block_kit import Json, home
from tests.sandbox.raw_bot import RawBot


def manifest(*events: str, scopes: tuple[str, ...] = ("chat:write",), **app_home: bool) -> Json:
    return {
        "features": {"app_home": {"home_tab_enabled": True, **app_home}},
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {"event_subscriptions": {"bot_events": list(events)}},
    }


def events(raw_bot: RawBot) -> list[Json]:
    return [payload["event"] for payload in raw_bot.payloads if payload["type"] == "event_callback"]


async def connected(slack: Sandbox) -> RawBot:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    return await RawBot(slack, client).connects()


async def test_opening_the_home_tab_is_an_event_with_what_is_there(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await ada.opens_home()
    assert events(raw_bot)[0]["tab"] == "home"
    assert "view" not in events(raw_bot)[0]

    published = await client.views_publish(user_id=ada.id, view=home())
    await ada.opens_home()
    assert events(raw_bot)[1]["view"]["hash"] == published["view"]["hash"]
    assert events(raw_bot)[1]["user"] == ada.id


async def test_opening_the_messages_tab_is_an_event_too(raw_bot: RawBot, ada: Person) -> None:
    await ada.opens_direct_message()
    (event,) = events(raw_bot)
    assert (event["type"], event["tab"]) == ("app_home_opened", "messages")
    assert event["channel"].startswith("D")


async def test_the_envelope_around_an_event_names_team_and_app(
    slack: Sandbox, raw_bot: RawBot, ada: Person
) -> None:
    await ada.opens_home()
    assert raw_bot.envelopes[0]["type"] == "events_api"
    assert raw_bot.last["team_id"] == slack.team_id
    assert raw_bot.last["event_id"].startswith("Ev")
    assert raw_bot.last["authorizations"][0]["is_bot"] is True


@pytest.mark.parametrize(
    ("subscribed", "scopes", "expected"),
    [
        (["app_home_opened"], ("im:history",), []),
        (["message.im"], ("chat:write",), []),
        (["message.im"], ("im:history",), ["message"]),
    ],
)
async def test_a_message_to_the_app_is_an_event_only_with_subscription_and_scope(
    subscribed: list[str], scopes: tuple[str, ...], expected: list[str]
) -> None:
    async with Sandbox(manifest=manifest(*subscribed, scopes=scopes, messages_tab_enabled=True)) as slack:
        raw_bot = await connected(slack)
        ada = slack.person("ada")
        ada.channel = slack.world.workspace.direct_message(ada.id).id
        await ada.types("hello")
        assert [event["type"] for event in events(raw_bot)] == expected
        await raw_bot.leaves()


@pytest.mark.parametrize(
    ("subscribed", "scopes", "told"),
    [
        (["user_change"], ("users:read",), True),
        ([], ("users:read",), False),
        (["user_change"], ("chat:write",), False),
    ],
)
async def test_a_change_of_a_person_is_an_event_only_with_subscription_and_scope(
    subscribed: list[str], scopes: tuple[str, ...], told: bool
) -> None:
    async with Sandbox(manifest=manifest(*subscribed, scopes=scopes)) as slack:
        raw_bot = await connected(slack)
        slack.demote("adi")
        await slack.settles()
        changed: list[Any] = [(event["user"]["name"], event["user"]["is_admin"]) for event in events(raw_bot)]
        assert changed == ([("adi", False)] if told else [])
        await raw_bot.leaves()


async def test_an_uninstall_is_told_by_two_events(slack: Sandbox, raw_bot: RawBot) -> None:
    await slack.uninstall()
    assert [event["type"] for event in events(raw_bot)] == ["app_uninstalled", "tokens_revoked"]
    assert events(raw_bot)[1]["tokens"]["bot"] == ["U0BOT0000"]


async def test_without_a_home_tab_nothing_is_published_and_nothing_opened() -> None:
    async with Sandbox(manifest={"features": {"app_home": {"home_tab_enabled": False}}}) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="not_enabled"):
            await client.views_publish(user_id="U0ADA0000", view=home())
        with pytest.raises(NotPossibleError, match="no Home tab"):
            await slack.person("ada").opens_home()


async def test_a_read_only_messages_tab_takes_no_words() -> None:
    read_only = manifest(messages_tab_enabled=True, messages_tab_read_only_enabled=True)
    async with Sandbox(manifest=read_only) as slack:
        ada = slack.person("ada")
        ada.channel = slack.world.workspace.direct_message(ada.id).id
        with pytest.raises(NotPossibleError, match="turned off"):
            await ada.types("hello")


async def test_a_home_tab_is_for_people_of_the_workspace_only(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid `user_id`"):
        await client.views_publish(user_id="U0NOBODY0", view=home())
