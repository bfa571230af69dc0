"""An ephemeral message: one person, one session, out of reach for the Web API."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotPossibleError, Person
from tests.sandbox.block_kit import actions, button, section
from tests.sandbox.raw_bot import RawBot

SECRET = [section("hush"), actions(button("Thanks", value="7"))]


@pytest.fixture
async def ts(client: AsyncWebClient, ada: Person) -> str:
    answer = await client.chat_postEphemeral(channel="C0GENERAL", user=ada.id, text="hush", blocks=SECRET)
    return str(answer["message_ts"])


async def test_nobody_else_sees_it(ts: str, ada: Person, mia: Person) -> None:
    assert [seen.ts for seen in ada.sees] == [ts]
    assert mia.sees == []


async def test_it_cannot_be_updated(client: AsyncWebClient, ts: str) -> None:
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(channel="C0GENERAL", ts=ts, text="new")


async def test_it_cannot_be_deleted(client: AsyncWebClient, ts: str, ada: Person) -> None:
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_delete(channel="C0GENERAL", ts=ts)
    assert len(ada.sees) == 1


async def test_it_has_no_permalink(client: AsyncWebClient, ts: str) -> None:
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_getPermalink(channel="C0GENERAL", message_ts=ts)


async def test_it_is_gone_after_a_reload_and_other_messages_are_not(
    client: AsyncWebClient, ts: str, ada: Person
) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="stays")
    ada.reloads()
    assert [seen.text for seen in ada.sees] == ["stays"]


async def test_a_reload_of_one_person_does_not_take_it_from_another(
    ts: str, ada: Person, mia: Person
) -> None:
    mia.reloads()
    assert [seen.ts for seen in ada.sees] == [ts]


async def test_a_press_on_it_does_not_tell_the_bot_what_it_says(
    ts: str, raw_bot: RawBot, ada: Person
) -> None:
    await ada.clicks("Thanks")
    assert "message" not in raw_bot.last
    assert "hush" not in str(raw_bot.last)
    assert raw_bot.last["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "C0GENERAL",
        "is_ephemeral": True,
    }
    assert raw_bot.last["actions"][0]["value"] == "7"


async def test_a_press_on_a_message_for_all_carries_the_message(
    client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="hush", blocks=SECRET)
    await ada.clicks("Thanks")
    assert raw_bot.last["message"]["text"] == "hush"
    assert raw_bot.last["message"]["blocks"][1]["block_id"] == "actions"
    assert raw_bot.last["container"]["is_ephemeral"] is False


async def test_nobody_can_press_what_only_another_sees(ts: str, mia: Person) -> None:
    with pytest.raises(NotPossibleError, match="sees no 'Thanks'"):
        await mia.clicks("Thanks")
