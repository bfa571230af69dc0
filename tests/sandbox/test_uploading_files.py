"""A bot shares files in three steps: an address, the bytes, and where they go."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox

GENERAL, RANDOM = "C0GENERAL", "C0RANDOM0"


@pytest.fixture
async def sharing() -> AsyncIterator[Sandbox]:
    async with Sandbox(scopes=["chat:write", "files:write"]) as slack:
        yield slack


@pytest.fixture
def web(sharing: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sharing.bot_token, base_url=sharing.api_url)


async def send(address: str, content: bytes) -> int:
    async with aiohttp.ClientSession() as session, session.post(address, data=content) as answer:
        return answer.status


async def test_a_file_is_seen_by_those_in_the_channel(sharing: Sandbox, web: AsyncWebClient) -> None:
    ada: Person = sharing.person("ada")
    parent = await web.chat_postMessage(channel=GENERAL, text="here")
    files = [{"filename": "a.md", "content": "# A"}, {"filename": "b.html", "content": "<p>ü</p>"}]
    await web.files_upload_v2(channel=GENERAL, thread_ts=parent["ts"], file_uploads=files)

    assert ada.sees[-1].files == {"a.md": "# A", "b.html": "<p>ü</p>"}
    assert ada.sees[-1].thread_ts == parent["ts"]
    assert sharing.problems == []


async def test_without_the_scope_there_is_no_address(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.files_getUploadURLExternal(filename="a.md", length=3)


@pytest.mark.parametrize("length", [0, -1])
async def test_an_empty_file_is_refused(web: AsyncWebClient, length: int) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await web.files_getUploadURLExternal(filename="a.md", length=length)


async def test_other_bytes_than_were_announced_are_refused(sharing: Sandbox, web: AsyncWebClient) -> None:
    asked = await web.files_getUploadURLExternal(filename="a.md", length=3)
    assert await send(asked["upload_url"], b"four") == 400
    assert "3 bytes of 'a.md' were announced, 4 came." in sharing.problems
    assert await send(asked["upload_url"], b"# A") == 200
    assert await send(asked["upload_url"], b"# A") == 404, "an address takes one file"
    assert await send(asked["upload_url"] + "x", b"# A") == 404


async def shares(web: AsyncWebClient, file_id: str, channel: str, thread_ts: str | None = None) -> None:
    files: list[dict[str, str | None]] = [{"id": file_id, "title": "A"}]
    await web.files_completeUploadExternal(files=files, channel_id=channel, thread_ts=thread_ts)


async def test_what_did_not_arrive_or_is_shared_already_is_not_found(web: AsyncWebClient) -> None:
    asked = await web.files_getUploadURLExternal(filename="a.md", length=3)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await shares(web, asked["file_id"], GENERAL)
    await send(asked["upload_url"], b"# A")
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await shares(web, asked["file_id"], GENERAL, thread_ts="1.000001")


@pytest.mark.parametrize(
    ("channel", "error"), [(RANDOM, "not_in_channel"), ("C0NOWHERE", "channel_not_found")]
)
async def test_it_goes_only_where_the_bot_is(web: AsyncWebClient, channel: str, error: str) -> None:
    asked = await web.files_getUploadURLExternal(filename="a.md", length=3)
    await send(asked["upload_url"], b"# A")
    with pytest.raises(SlackApiError, match=error):
        await shares(web, asked["file_id"], channel)
    await shares(web, asked["file_id"], GENERAL)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await shares(web, asked["file_id"], GENERAL)


async def test_nothing_to_share_is_refused(web: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await web.files_completeUploadExternal(files=[], channel_id=GENERAL)
