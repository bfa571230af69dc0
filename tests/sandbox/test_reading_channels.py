"""What a bot may read back: direct messages, history with metadata, members, permalinks."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Sandbox

READS = ("channels:read", "groups:read", "im:read", "channels:history", "groups:history", "im:history")
METADATA = {"event_type": "reminder", "event_payload": {"row": "17"}}


@pytest.fixture
async def reader() -> AsyncIterator[Sandbox]:
    """A workspace in which the app may read."""
    async with Sandbox(scopes=["chat:write", "im:write", *READS]) as slack:
        yield slack


@pytest.fixture
def web(reader: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=reader.bot_token, base_url=reader.api_url)


async def test_metadata_can_be_read_back_where_it_is_asked_for(web: AsyncWebClient) -> None:
    await web.chat_postMessage(channel="C0GENERAL", text="due", metadata=METADATA)
    with_it = await web.conversations_history(channel="C0GENERAL", include_all_metadata=True)
    without = await web.conversations_history(channel="C0GENERAL")
    assert with_it["messages"][0]["metadata"] == METADATA
    assert "metadata" not in without["messages"][0]


async def test_history_is_newest_first_in_pages(web: AsyncWebClient) -> None:
    for number in range(5):
        await web.chat_postMessage(channel="C0GENERAL", text=f"{number}")
    first = await web.conversations_history(channel="C0GENERAL", limit=3)
    assert [each["text"] for each in first["messages"]] == ["4", "3", "2"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    second = await web.conversations_history(channel="C0GENERAL", limit=3, cursor=cursor)
    assert [each["text"] for each in second["messages"]] == ["1", "0"]
    assert not second["has_more"]


async def test_history_between_two_timestamps(web: AsyncWebClient) -> None:
    stamps = [(await web.chat_postMessage(channel="C0GENERAL", text=f"{n}"))["ts"] for n in range(4)]
    between = await web.conversations_history(channel="C0GENERAL", oldest=stamps[0], latest=stamps[3])
    assert [each["text"] for each in between["messages"]] == ["2", "1"]
    both = await web.conversations_history(
        channel="C0GENERAL", oldest=stamps[0], latest=stamps[3], inclusive=True
    )
    assert len(both["messages"]) == 4


async def test_ephemeral_messages_and_replies_are_in_no_history(web: AsyncWebClient) -> None:
    start = await web.chat_postMessage(channel="C0GENERAL", text="start")
    await web.chat_postMessage(channel="C0GENERAL", text="reply", thread_ts=start["ts"])
    await web.chat_postEphemeral(channel="C0GENERAL", user="U0ADA0000", text="psst")
    history = await web.conversations_history(channel="C0GENERAL")
    assert [each["text"] for each in history["messages"]] == ["start"]


async def test_a_lost_message_is_not_in_the_history_either(reader: Sandbox, web: AsyncWebClient) -> None:
    reader.faults.next("chat.postMessage", "lost")
    await web.chat_postMessage(channel="C0GENERAL", text="gone")
    assert (await web.conversations_history(channel="C0GENERAL"))["messages"] == []


async def test_a_channel_the_bot_did_not_join_cannot_be_read(web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await web.conversations_history(channel="C0RANDOM0")


@pytest.mark.parametrize("limit", [0, -1, 1000])
async def test_a_page_has_its_limits(web: AsyncWebClient, limit: int) -> None:
    with pytest.raises(SlackApiError, match="invalid_limit"):
        await web.api_call(
            "conversations.history", params={"channel": "C0GENERAL", "limit": f"{limit}"}, http_verb="GET"
        )


@pytest.mark.parametrize("name", ["oldest", "latest"])
async def test_an_instant_has_to_be_one(web: AsyncWebClient, name: str) -> None:
    with pytest.raises(SlackApiError, match=f"invalid_ts_{name}"):
        await web.api_call(
            "conversations.history", params={"channel": "C0GENERAL", name: "yesterday"}, http_verb="GET"
        )


async def test_an_app_may_read_direct_messages_and_nothing_else_with_the_scope_for_them() -> None:
    async with Sandbox(scopes=["chat:write", "im:write", "im:history"]) as slack:
        web = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        posted = await web.chat_postMessage(channel="U0MIA0000", text="due", metadata=METADATA)
        found = await web.conversations_history(channel=posted["channel"], include_all_metadata=True)
        assert [each["ts"] for each in found["messages"]] == [posted["ts"]]
        assert found["messages"][0]["metadata"] == METADATA
        for channel in ("C0GENERAL", "C0SECURIT"):
            with pytest.raises(SlackApiError, match="missing_scope"):
                await web.conversations_history(channel=channel)


async def test_members_are_people_and_the_bot(web: AsyncWebClient) -> None:
    answer = await web.conversations_members(channel="C0SECURIT")
    assert answer["members"] == ["U0ADA0000", "U0ADI0000", "U0BOT0000", "U0MAX0000"]


async def test_a_direct_message_is_opened_once(web: AsyncWebClient) -> None:
    first = await web.conversations_open(users="U0MIA0000", return_im=True)
    again = await web.conversations_open(users="U0MIA0000")
    assert first["channel"]["user"] == "U0MIA0000"
    assert again["channel"] == {"id": first["channel"]["id"]}


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("U0NOBODY0", "user_not_found"),
        ("U0ADA0000,U0MIA0000", "method_not_supported_for_channel_type"),
        ("", "users_list_not_supplied"),
    ],
)
async def test_a_direct_message_needs_one_person(web: AsyncWebClient, users: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        await web.conversations_open(users=users)


async def test_a_channel_says_what_it_is(web: AsyncWebClient) -> None:
    info = (await web.conversations_info(channel="C0PARTNER", include_num_members=True))["channel"]
    assert (info["name"], info["is_member"], info["is_ext_shared"]) == ("partners", False, True)
    assert info["num_members"] == 6


async def test_a_message_has_an_address(web: AsyncWebClient) -> None:
    posted = await web.chat_postMessage(channel="C0GENERAL", text="here")
    answer = await web.chat_getPermalink(channel="C0GENERAL", message_ts=posted["ts"])
    digits = posted["ts"].replace(".", "")
    assert answer["permalink"] == f"https://sandbox.slack.com/archives/C0GENERAL/p{digits}"
