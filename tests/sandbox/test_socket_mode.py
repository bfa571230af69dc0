"""Socket Mode: hello, addresses that work once, each envelope to one connection, retries of events."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from sandbox import NotAcknowledgedError, Person, Sandbox
from tests.sandbox.bolt_bot import Bot
from tests.sandbox.raw_bot import Json, RawBot, acknowledge, keep_silent


async def test_slack_says_hello(raw_bot: RawBot) -> None:
    assert raw_bot.hello["type"] == "hello"
    assert raw_bot.hello["num_connections"] == 1
    assert raw_bot.hello["connection_info"] == {"app_id": "A0SANDBOX"}
    assert raw_bot.hello["debug_info"]["approximate_connection_time"] > 0


async def test_an_address_opens_one_connection_only(slack: Sandbox, client: AsyncWebClient) -> None:
    address = await RawBot(slack, client).address()
    async with connect(address):
        with pytest.raises(InvalidStatus, match="403"):
            await connect(address)


async def test_a_made_up_address_opens_none(slack: Sandbox) -> None:
    with pytest.raises(InvalidStatus, match="403"):
        await connect(slack.page_url.replace("http", "ws") + "link/?ticket=made-up")


async def test_each_envelope_goes_to_one_connection_in_turn(
    slack: Sandbox, client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    second = await RawBot(slack, client).connects()
    assert second.hello["num_connections"] == 2
    for _ in range(4):
        await ada.types("/keys")
    assert (len(raw_bot.envelopes), len(second.envelopes)) == (2, 2)
    ids = {envelope["envelope_id"] for envelope in raw_bot.envelopes + second.envelopes}
    assert len(ids) == 4
    await second.leaves()


async def test_an_eleventh_connection_is_one_too_many(slack: Sandbox, client: AsyncWebClient) -> None:
    bots = [await RawBot(slack, client).connects() for _ in range(11)]
    assert [bot.hello["type"] for bot in bots] == ["hello"] * 10 + ["disconnect"]
    assert bots[-1].hello["reason"] == "too_many_websockets"
    for bot in bots:
        await bot.leaves()


async def test_a_bot_that_hangs_up_gets_nothing_more(slack: Sandbox, raw_bot: RawBot, ada: Person) -> None:
    await raw_bot.leaves()
    await slack.waits_until(lambda: not slack.connected)
    with pytest.raises(NotAcknowledgedError, match="dispatch_failed"):
        await ada.types("/keys")


async def test_hanging_up_before_the_acknowledgement_fails_what_the_person_did(
    slack: Sandbox, raw_bot: RawBot, ada: Person
) -> None:
    def hang_up(_: Json) -> Json | None:
        slack.faults.drop_socket()
        return None

    raw_bot.answer = hang_up
    with pytest.raises(NotAcknowledgedError, match="operation_timeout"):
        await ada.types("/keys")


async def test_an_event_is_sent_again_until_it_is_acknowledged(
    slack: Sandbox, raw_bot: RawBot, ada: Person
) -> None:
    def third_time_lucky(_: Json) -> Json | None:
        return {} if len(raw_bot.envelopes) > 2 else None

    raw_bot.answer = third_time_lucky
    await ada.opens_home()
    await slack.waits_until(lambda: len(raw_bot.envelopes) > 2)
    assert [(each["retry_attempt"], each["retry_reason"]) for each in raw_bot.envelopes] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
    ]
    assert len({each["payload"]["event_id"] for each in raw_bot.envelopes}) == 1


async def test_what_a_person_did_is_never_sent_again(raw_bot: RawBot, ada: Person) -> None:
    raw_bot.answer = keep_silent
    with pytest.raises(NotAcknowledgedError):
        await ada.types("/keys")
    raw_bot.answer = acknowledge
    await ada.types("/next")
    assert [payload["command"] for payload in raw_bot.payloads] == ["/keys", "/next"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_asked_to_leave_bolt_connects_anew_and_loses_nothing(
    slack: Sandbox, bot: Bot, ada: Person, reason: Any
) -> None:
    served = []

    async def on_command(ack: Any, body: Json) -> None:
        await ack()
        served.append(body["text"])

    bot.app.command("/keys")(on_command)
    slack.faults.drop_socket(reason)
    await slack.waits_until(lambda: slack.world.sockets.connections == 2)
    await ada.types("/keys now")
    await slack.waits_until(lambda: slack.world.sockets.connections == 1)
    await ada.types("/keys later")
    assert served == ["now", "later"]


async def test_a_cut_connection_is_noticed_by_the_bot(slack: Sandbox, client: AsyncWebClient) -> None:
    async with connect(await RawBot(slack, client).address()) as socket:
        await socket.recv()
        slack.faults.drop_socket("reset")
        with pytest.raises(ConnectionClosed):
            await socket.recv()


async def test_bolt_comes_back_by_itself_from_a_cut_and_a_refused_handshake(
    slack: Sandbox, bot: Bot, ada: Person
) -> None:
    served = []

    async def on_command(ack: Any, body: Json) -> None:
        await ack()
        served.append(body["text"])

    bot.app.command("/keys")(on_command)
    slack.faults.connections_open_500()
    slack.faults.handshake_503()
    slack.faults.drop_socket("reset")
    await slack.waits_until(lambda: not slack.connected)
    await slack.waits_until(lambda: slack.connected, within=20)
    await ada.types("/keys back")
    assert served == ["back"]
