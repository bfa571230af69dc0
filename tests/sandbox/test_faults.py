"""How the pretend Slack misbehaves when it is told to: each kind, what was done and what was answered."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from sandbox import NotAcknowledgedError, Person, Sandbox
from tests.sandbox.block_kit import Json, modal
from tests.sandbox.bolt_bot import Bot
from tests.sandbox.raw_bot import RawBot

POST = "chat.postMessage"


async def post(http: aiohttp.ClientSession, slack: Sandbox, timeout: float = 5) -> tuple[int, str, Any]:
    async with http.post(
        f"/api/{POST}",
        json={"channel": "C0GENERAL", "text": "hello"},
        headers={"Authorization": f"Bearer {slack.bot_token}"},
        timeout=aiohttp.ClientTimeout(total=timeout),
    ) as answer:
        return answer.status, await answer.text(), answer.headers


async def test_a_refusal_says_what_it_is_told_and_does_nothing(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person
) -> None:
    slack.faults.next(POST, "refuse", error="restricted_action")
    assert (await post(http, slack))[:2] == (200, '{"ok":false,"error":"restricted_action"}')
    assert ada.sees == []
    assert (await post(http, slack))[0] == 200
    assert len(ada.sees) == 1


async def test_a_rate_limit_says_when_to_come_back(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person
) -> None:
    slack.faults.next(POST, "ratelimit", times=2, retry_after=7)
    for _ in range(2):
        status, body, headers = await post(http, slack)
        assert (status, body, headers["Retry-After"]) == (429, '{"ok":false,"error":"ratelimited"}', "7")
    assert ada.sees == []
    assert (await post(http, slack))[0] == 200


@pytest.mark.parametrize(("kind", "status"), [("http_500", 500), ("http_503", 503)])
async def test_a_server_error_does_nothing(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person, kind: Any, status: int
) -> None:
    slack.faults.next(POST, kind)
    assert (await post(http, slack))[0] == status
    assert ada.sees == []


async def test_a_timeout_does_it_and_never_answers(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person
) -> None:
    slack.faults.next(POST, "timeout")
    with pytest.raises(TimeoutError):
        await post(http, slack, timeout=0.1)
    assert [seen.text for seen in ada.sees] == ["hello"]


@pytest.mark.parametrize(("kind", "done"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_reset_comes_before_or_after_the_work(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person, kind: Any, done: int
) -> None:
    slack.faults.next(POST, kind)
    with pytest.raises(aiohttp.ClientConnectionError):
        await post(http, slack)
    assert len(ada.sees) == done


async def test_garbage_is_no_json_though_the_work_is_done(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person
) -> None:
    slack.faults.next(POST, "garbage")
    status, body, _ = await post(http, slack)
    assert (status, body[0]) == (200, "<")
    assert len(ada.sees) == 1


async def test_slow_is_done_and_answered_later(slack: Sandbox, http: aiohttp.ClientSession) -> None:
    slack.faults.next(POST, "slow", seconds=60)
    with pytest.raises(TimeoutError):
        await post(http, slack, timeout=0.05)
    slack.faults.next(POST, "slow", seconds=0.01)
    assert (await post(http, slack))[0] == 200


async def test_a_lost_message_is_answered_ok_and_never_shown(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person
) -> None:
    slack.faults.next(POST, "lost")
    assert '"ok":true' in (await post(http, slack))[1]
    assert ada.sees == []


async def test_a_lost_answer_by_response_url_is_answered_ok_and_never_shown(
    slack: Sandbox, http: aiohttp.ClientSession, raw_bot: RawBot, ada: Person
) -> None:
    await ada.types("/keys")
    slack.faults.next("response_url", "lost")
    async with http.post(raw_bot.last["response_url"], json={"text": "secret"}) as answer:
        assert await answer.text() == "ok"
    assert ada.sees == []
    assert slack.calls[-1].fault == "lost"


async def test_a_lost_modal_is_answered_ok_and_never_opens(
    slack: Sandbox, client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    await ada.types("/keys")
    slack.faults.next("views.open", "lost")
    assert (await client.views_open(trigger_id=raw_bot.last["trigger_id"], view=modal()))["ok"]
    assert ada.modals == []


async def test_a_call_that_went_wrong_is_recorded_too(slack: Sandbox, http: aiohttp.ClientSession) -> None:
    slack.faults.next(POST, "ratelimit")
    slack.faults.next(POST, "garbage")
    for _ in range(3):
        await post(http, slack)
    assert [(call.fault, call.ok) for call in slack.calls] == [
        ("ratelimit", False),
        ("garbage", True),
        (None, True),
    ]


async def test_faults_wait_in_line_and_only_for_their_method(
    slack: Sandbox, http: aiohttp.ClientSession
) -> None:
    slack.faults.next("chat.update", "http_500")
    slack.faults.next(POST, "http_503")
    slack.faults.next("*", "http_500")
    assert [(await post(http, slack))[0] for _ in range(3)] == [503, 500, 200]


async def test_a_share_of_the_calls_can_go_wrong_until_all_is_called_off(
    slack: Sandbox, http: aiohttp.ClientSession, ada: Person
) -> None:
    thrown = iter([0.05, 0.5, 0.2, 0.9, 0.8, 0.1, 0.29])
    slack.faults.sometimes(POST, "http_503", 0.1, lambda: next(thrown))
    slack.faults.sometimes(POST, "ratelimit", 0.3, lambda: next(thrown), retry_after=1)
    assert [(await post(http, slack))[0] for _ in range(4)] == [503, 429, 200, 429]
    assert len(ada.sees) == 1
    slack.faults.clear()
    assert (await post(http, slack))[0] == 200


async def test_an_unknown_fault_is_refused_at_once(slack: Sandbox) -> None:
    kind: Any = "explode"
    with pytest.raises(ValueError, match="explode"):
        slack.faults.next(POST, kind)


async def test_the_bot_survives_trouble_with_opening_connections(
    slack: Sandbox, client: AsyncWebClient
) -> None:
    slack.faults.connections_open_500(2)
    bot = RawBot(slack, client)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="500"):
            await bot.address()
    await bot.connects()
    await bot.leaves()


async def test_a_refused_handshake_spends_its_address(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.faults.handshake_503()
    address = await RawBot(slack, client).address()
    with pytest.raises(InvalidStatus, match="503"):
        await connect(address)
    with pytest.raises(InvalidStatus, match="403"):
        await connect(address)


async def test_a_deaf_connection_swallows_everything(slack: Sandbox, raw_bot: RawBot, ada: Person) -> None:
    slack.faults.half_open()
    assert not slack.connected
    with pytest.raises(NotAcknowledgedError):
        await ada.types("/keys")
    assert raw_bot.envelopes == []
    assert raw_bot.disconnects == []


async def test_a_deaf_connection_answers_no_ping(slack: Sandbox, client: AsyncWebClient) -> None:
    async with connect(await RawBot(slack, client).address(), ping_interval=None) as socket:
        await socket.recv()
        slack.faults.half_open()
        answered = await socket.ping()
        slack.faults.drop_socket("reset")
        with pytest.raises(Exception, match="no close frame"):
            await answered


async def test_a_new_connection_is_preferred_to_a_deaf_one(
    slack: Sandbox, client: AsyncWebClient, raw_bot: RawBot, ada: Person
) -> None:
    slack.faults.half_open()
    fresh = await RawBot(slack, client).connects()
    for _ in range(2):
        await ada.types("/keys")
    assert len(fresh.envelopes) == 2
    await fresh.leaves()


async def test_a_press_delivered_twice_reaches_the_bot_twice(
    slack: Sandbox, raw_bot: RawBot, ada: Person
) -> None:
    slack.faults.deliver_twice()
    await ada.types("/keys")
    await ada.types("/next")
    assert [payload["command"] for payload in raw_bot.payloads] == ["/keys", "/keys", "/next"]
    assert raw_bot.payloads[0]["trigger_id"] == raw_bot.payloads[1]["trigger_id"]


async def test_an_event_delivered_twice_says_that_it_is_a_retry(
    slack: Sandbox, raw_bot: RawBot, ada: Person
) -> None:
    slack.faults.deliver_twice()
    await ada.opens_home()
    assert [each["retry_attempt"] for each in raw_bot.envelopes] == [0, 1]


async def test_a_late_acknowledgement_leaves_the_work_done_and_the_person_in_doubt(
    slack: Sandbox, bot: Bot, ada: Person
) -> None:
    done = []

    async def on_command(ack: Any, body: Json) -> None:
        done.append(body["command"])
        await ack("Done")

    bot.app.command("/keys")(on_command)
    slack.faults.late_ack()
    with pytest.raises(NotAcknowledgedError, match="operation_timeout"):
        await ada.types("/keys")
    assert done == ["/keys"]
    assert ada.sees == []
    assert ada.notices


async def test_what_waits_to_happen_can_be_read_and_called_off(slack: Sandbox) -> None:
    slack.faults.next(POST, "ratelimit", retry_after=7)
    slack.faults.deliver_twice()
    described = slack.faults.describe()
    assert described["waiting"] == [{"target": POST, "kind": "ratelimit", "retry_after": 7}]
    assert described["deliveries"] == {"twice": 1}
    slack.faults.clear()
    assert slack.faults.take(POST) is None
    assert slack.faults.describe()["deliveries"] == {}
