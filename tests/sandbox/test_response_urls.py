"""A response_url: five answers in thirty minutes, for one person's eyes unless it says otherwise."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import Person, Sandbox
from tests.sandbox.block_kit import Json, actions, button, section
from tests.sandbox.bolt_bot import Clock
from tests.sandbox.raw_bot import RawBot

BUTTONS = [section("Choose"), actions(button("Wipe it"))]


async def post(http: aiohttp.ClientSession, url: str, body: Json) -> tuple[int, str]:
    async with http.post(url, json=body) as answer:
        return answer.status, await answer.text()


@pytest.fixture
async def url(raw_bot: RawBot, ada: Person) -> str:
    """Of a command Ada typed in #random, which the bot never joined."""
    ada.channel = "random"
    await ada.types("/order")
    return str(raw_bot.last["response_url"])


async def test_an_answer_is_for_the_one_who_asked(
    http: aiohttp.ClientSession, url: str, ada: Person, mia: Person
) -> None:
    assert await post(http, url, {"text": "psst"}) == (200, "ok")
    assert [(seen.text, seen.ephemeral) for seen in ada.sees] == [("psst", True)]
    assert mia.sees == []


async def test_an_answer_in_channel_is_for_everyone_even_where_the_bot_is_not(
    http: aiohttp.ClientSession, url: str, mia: Person
) -> None:
    assert await post(http, url, {"text": "hear", "response_type": "in_channel"}) == (200, "ok")
    assert [(seen.text, seen.ephemeral, seen.channel_name) for seen in mia.sees] == [
        ("hear", False, "random")
    ]


async def test_the_sixth_answer_is_refused(http: aiohttp.ClientSession, url: str, ada: Person) -> None:
    for number in range(5):
        assert await post(http, url, {"text": f"{number}"}) == (200, "ok")
    assert await post(http, url, {"text": "6"}) == (404, '{"ok":false,"error":"expired_url"}')
    assert len(ada.sees) == 5


@pytest.mark.parametrize(("minutes", "status"), [(30, 200), (30.1, 404)])
async def test_an_answer_after_thirty_minutes_is_refused(
    http: aiohttp.ClientSession, url: str, clock: Clock, minutes: float, status: int
) -> None:
    clock.passes(minutes=minutes)
    assert (await post(http, url, {"text": "late"}))[0] == status


async def test_a_made_up_address_is_refused(http: aiohttp.ClientSession, slack: Sandbox) -> None:
    assert (await post(http, "/response/made-up", {"text": "x"}))[0] == 404


async def test_blocks_slack_does_not_know_are_refused_and_cost_no_use(
    http: aiohttp.ClientSession, url: str, ada: Person
) -> None:
    for _ in range(6):
        status, body = await post(http, url, {"text": "x", "blocks": [{"type": "banner"}]})
        assert status == 400
        assert "invalid_blocks" in body
    assert await post(http, url, {"text": "good"}) == (200, "ok")
    assert [seen.text for seen in ada.sees] == ["good"]


async def test_a_body_that_is_no_json_is_refused(http: aiohttp.ClientSession, url: str) -> None:
    async with http.post(url, data="text=hello") as answer:
        assert answer.status == 400


async def test_only_the_address_of_a_press_on_a_message_replaces_it(
    http: aiohttp.ClientSession, url: str, raw_bot: RawBot, ada: Person
) -> None:
    await post(http, url, {"blocks": BUTTONS, "text": "Choose"})
    await post(http, url, {"text": "new", "replace_original": True})
    assert [seen.text for seen in ada.sees] == ["Choose", "new"]

    await ada.clicks("Wipe it")
    await post(http, raw_bot.last["response_url"], {"text": "wiped", "replace_original": True})
    assert [(seen.text, seen.blocks, seen.ephemeral) for seen in ada.sees] == [
        ("wiped", [], True),
        ("new", [], True),
    ]


async def test_only_the_address_of_a_press_on_a_message_deletes_it(
    http: aiohttp.ClientSession, url: str, raw_bot: RawBot, ada: Person
) -> None:
    await post(http, url, {"blocks": BUTTONS, "text": "Choose"})
    assert (await post(http, url, {"delete_original": True}))[0] == 404
    assert len(ada.sees) == 1

    await ada.clicks("Wipe it")
    assert await post(http, raw_bot.last["response_url"], {"delete_original": True}) == (200, "ok")
    assert ada.sees == []


async def test_a_message_keeps_its_visibility_for_life(
    http: aiohttp.ClientSession, url: str, raw_bot: RawBot, ada: Person, mia: Person
) -> None:
    await post(http, url, {"blocks": BUTTONS, "text": "Choose"})
    await ada.clicks("Wipe it")
    everyone = {"text": "for all", "replace_original": True, "response_type": "in_channel"}
    await post(http, raw_bot.last["response_url"], everyone)
    assert [(seen.text, seen.ephemeral) for seen in ada.sees] == [("for all", True)]
    assert mia.sees == []


async def test_an_answer_beside_the_original_leaves_it_alone(
    http: aiohttp.ClientSession, client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await client.chat_postMessage(channel="C0GENERAL", text="Choose", blocks=BUTTONS)
    await ada.clicks("Wipe it")
    await post(http, raw_bot.last["response_url"], {"text": "no"})
    assert [(seen.text, seen.ephemeral) for seen in ada.sees] == [("Choose", False), ("no", True)]
