"""Where a bot may post, change and delete, and what it is told where it may not."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox
from tests.sandbox.block_kit import section

GENERAL, RANDOM, SECURITY = "C0GENERAL", "C0RANDOM0", "C0SECURIT"


async def test_a_message_is_seen_by_those_in_the_channel_only(
    slack: Sandbox, client: AsyncWebClient, ada: Person, mia: Person
) -> None:
    await client.chat_postMessage(channel=SECURITY, text="for the few")
    assert [seen.text for seen in ada.sees] == ["for the few"]
    assert mia.sees == []


async def test_a_channel_can_be_named(client: AsyncWebClient, ada: Person) -> None:
    await client.chat_postMessage(channel="#general", text="hello")
    assert [seen.channel for seen in ada.sees] == [GENERAL]


async def test_a_person_as_the_channel_means_their_direct_message(
    client: AsyncWebClient, ada: Person, mia: Person
) -> None:
    answer = await client.chat_postMessage(channel=ada.id, text="just you")
    assert answer["channel"].startswith("D")
    assert [seen.text for seen in ada.sees] == ["just you"]
    assert mia.sees == []


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("#nowhere", "channel_not_found"),
        (RANDOM, "not_in_channel"),
        ("U0NOBODY0", "channel_not_found"),
        ("U0BOT0000", "channel_not_found"),
    ],
)
async def test_a_bot_posts_only_where_it_is(client: AsyncWebClient, channel: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=f"'{error}'"):
        await client.chat_postMessage(channel=channel, text="hello")


async def test_a_private_channel_the_bot_left_does_not_exist_for_it(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    slack.remove_bot_from("security")
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.chat_postMessage(channel=SECURITY, text="hello")


async def test_with_the_scope_for_it_a_bot_posts_in_public_channels_it_did_not_join(mia: Person) -> None:
    async with Sandbox(scopes=["chat:write", "chat:write.public"]) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        await client.chat_postMessage(channel=RANDOM, text="hello")
        assert [seen.text for seen in slack.person("mia").sees] == ["hello"]


async def test_an_archived_channel_takes_nothing(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.archive("general")
    with pytest.raises(SlackApiError, match="is_archived"):
        await client.chat_postMessage(channel=GENERAL, text="hello")


async def test_without_a_messages_tab_the_app_writes_nobody() -> None:
    manifest = {
        "features": {"app_home": {"messages_tab_enabled": False}},
        "oauth_config": {"scopes": {"bot": ["chat:write"]}},
    }
    async with Sandbox(manifest=manifest) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="messages_tab_disabled"):
            await client.chat_postMessage(channel=slack.person("ada").id, text="hello")


@pytest.mark.parametrize(
    ("channel", "person", "error"),
    [
        (RANDOM, "ada", "not_in_channel"),
        ("C0NOWHERE", "ada", "channel_not_found"),
        (SECURITY, "mia", "user_not_in_channel"),
        (GENERAL, "sam", "user_not_in_channel"),
    ],
)
async def test_an_ephemeral_message_needs_bot_and_person_in_the_channel(
    slack: Sandbox, client: AsyncWebClient, channel: str, person: str, error: str
) -> None:
    with pytest.raises(SlackApiError, match=f"'{error}'"):
        await client.chat_postEphemeral(channel=channel, user=slack.person(person).id, text="psst")


async def test_the_scope_for_public_channels_does_not_help_an_ephemeral_message() -> None:
    async with Sandbox(scopes=["chat:write", "chat:write.public"]) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError, match="'not_in_channel'"):
            await client.chat_postEphemeral(channel=RANDOM, user=slack.person("mia").id, text="psst")


async def test_a_message_needs_something_to_say(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="no_text"):
        await client.api_call("chat.postMessage", json={"channel": GENERAL})


async def test_bad_blocks_are_refused_with_their_place(client: AsyncWebClient, ada: Person) -> None:
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "banner"}])
    answer = refusal.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == ["unsupported type: banner [json-pointer:/blocks/0/type]"]
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: banner [json-pointer:/blocks/0/type]"
    ]
    assert ada.sees == []


async def test_an_update_changes_what_it_names_and_keeps_the_rest(
    client: AsyncWebClient, ada: Person
) -> None:
    posted = await client.chat_postMessage(channel=GENERAL, text="old", blocks=[section("body")])
    await client.chat_update(channel=GENERAL, ts=posted["ts"], text="new")
    assert [(seen.text, seen.all_text) for seen in ada.sees] == [("new", "body")]
    await client.chat_update(channel=GENERAL, ts=posted["ts"], text="new", blocks=[])
    assert [(seen.text, seen.all_text) for seen in ada.sees] == [("new", "new")]


async def test_a_bot_changes_and_deletes_only_its_own_messages(client: AsyncWebClient, ada: Person) -> None:
    await ada.types("mine")
    ts = ada.sees[-1].ts
    with pytest.raises(SlackApiError, match="cant_update_message"):
        await client.chat_update(channel=GENERAL, ts=ts, text="yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await client.chat_delete(channel=GENERAL, ts=ts)
    assert [seen.text for seen in ada.sees] == ["mine"]


async def test_a_deleted_message_is_gone(client: AsyncWebClient, ada: Person) -> None:
    posted = await client.chat_postMessage(channel=GENERAL, text="oops")
    await client.chat_delete(channel=GENERAL, ts=posted["ts"])
    assert ada.sees == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_delete(channel=GENERAL, ts=posted["ts"])


async def test_a_reply_needs_a_message_to_reply_to(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await client.chat_postMessage(channel=GENERAL, text="re", thread_ts="1.000001")


async def test_messages_at_one_instant_have_different_timestamps(client: AsyncWebClient) -> None:
    answers = [await client.chat_postMessage(channel=GENERAL, text="x") for _ in range(3)]
    assert len({answer["ts"] for answer in answers}) == 3
