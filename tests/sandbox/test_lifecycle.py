"""The pretend Slack starts fast, stops clean, and never leaves this machine."""

import asyncio
import signal
import socket
import time

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from sandbox import Sandbox
from tests.sandbox.raw_bot import RawBot

SOON = 0.5


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.5", "example.com", ""])  # noqa: S104 — refused
def test_it_refuses_to_serve_anybody_but_this_machine(bind: str) -> None:
    with pytest.raises(ValueError, match="not a loopback address"):
        Sandbox(bind=bind)


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.0.0.2", "localhost"])
async def test_it_serves_this_machine(bind: str) -> None:
    async with Sandbox(bind=bind) as slack, aiohttp.ClientSession() as session:
        assert slack.api_url.startswith(f"http://{bind}:")
        async with session.get(slack.api_url + "api.test") as answer:
            assert (await answer.json())["ok"] is True


async def test_it_starts_and_stops_within_the_blink_of_an_eye() -> None:
    starts, stops = [], []
    for _ in range(3):
        begin = time.perf_counter()
        async with Sandbox():
            started = time.perf_counter()
        starts.append(started - begin)
        stops.append(time.perf_counter() - started)
    # The best of three: the machine may be busy with something else.
    assert min(starts) < 0.1
    assert min(stops) < 0.1


async def test_it_stops_at_once_in_the_middle_of_everything() -> None:
    async with aiohttp.ClientSession() as session:
        async with Sandbox() as slack:
            client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
            bot = await connect(await RawBot(slack, client).address())
            page = await connect(slack.page_url.replace("http", "ws") + "live?as=ada")
            slack.faults.next("api.test", "timeout")
            hanging = asyncio.create_task(session.get(slack.api_url + "api.test"))
            await slack.waits_until(lambda: slack.calls and slack.calls[-1].method == "api.test")
            begin = time.perf_counter()
        assert time.perf_counter() - begin < SOON
        with pytest.raises(aiohttp.ClientError):
            await hanging
        for each in (bot, page):
            with pytest.raises(ConnectionClosed):
                await _read_on(each)


async def _read_on(connection: ClientConnection) -> None:
    while True:
        await connection.recv()


async def test_two_workspaces_run_side_by_side() -> None:
    async with Sandbox() as one, Sandbox(team_id="T0TWO", team_domain="two") as two:
        assert one.api_url != two.api_url
        assert one.bot_token != two.bot_token
        client = AsyncWebClient(token=two.bot_token, base_url=two.api_url)
        assert (await client.auth_test())["url"] == "https://two.slack.com/"


async def test_a_port_can_be_chosen() -> None:
    async with Sandbox() as first:
        port = int(first.page_url.rsplit(":", 1)[1].strip("/"))
    async with Sandbox(port=port) as again:
        assert again.page_url == first.page_url


async def test_it_leaves_the_signals_of_the_process_alone() -> None:
    before = signal.getsignal(signal.SIGTERM)
    async with Sandbox():
        assert signal.getsignal(signal.SIGTERM) is before


async def test_no_answer_is_held_back_to_be_sent_with_the_next() -> None:
    """Without TCP_NODELAY each answer waits some 40 ms for an acknowledgement."""
    async with Sandbox() as slack, aiohttp.ClientSession() as session:
        async with session.get(slack.api_url + "api.test"):
            pass
        assert slack._server._server is not None
        (connection,) = slack._server._server.server_state.connections
        served = connection.transport.get_extra_info("socket")
        assert served.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
