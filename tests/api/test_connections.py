"""What arrives in pieces, too slowly, too large, or is not HTTP at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from api.connection import LARGEST_HEAD, LOOK_EVERY
from core.secret import Secret
from tests.api.door import FORM, Door, bearer, form, reply, request
from tests.api.wire import Wire, connections

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Streams]:
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    yield reader, writer
    writer.close()
    await writer.wait_closed()


def introspection(door: Door, secret: Secret, **more: str) -> bytes:
    headers = {"Authorization": door.gateway, "Content-Type": FORM, **more}
    return request("POST", "/v1/introspect", headers, form(secret))


async def test_a_request_that_arrives_in_pieces_is_answered_all_the_same(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    assert await sqlite_door.accepts(secret)
    sent = introspection(sqlite_door, secret)
    async with connected(sqlite_door.hot) as (reader, writer):
        for cut in (1, 40, sent.index(b"\r\n\r\n") + 4, len(sent) - 1):
            writer.write(sent[:cut])
            await writer.drain()
            await asyncio.wait_for(
                sqlite_door.ask("GET", "/healthz"), 5
            )  # by now the first piece has arrived
            writer.write(sent[cut:])
            assert (await reply(reader)).json["active"] is True


async def test_the_same_head_again_and_again_is_read_the_same(sqlite_door: Door) -> None:
    """Whatever comes in between on that connection."""
    door = sqlite_door
    (_, one), (_, two) = await door.integration("One"), await door.integration("Two")
    broken = introspection(door, one)
    broken = broken[:-1] + bytes([broken[-1] ^ 1])
    healthz, expected = request("GET", "/healthz", {}), {"active": False}
    async with connected(door.hot) as (reader, writer):
        for sent, active in (
            *[(introspection(door, one), True), (introspection(door, two), True), (broken, False)] * 3,
            (introspection(door, one) + introspection(door, two), True),
            (introspection(door, one), True),
            (healthz, None),
            (introspection(door, two), True),
        ):
            writer.write(sent)
            for _ in range(sent.count(b"HTTP/1.1\r\n")):
                said = await reply(reader)
                assert said.status == 200
                if active is False:
                    assert said.json == expected
                elif active:
                    assert said.json["active"] is True


async def test_a_chunked_body_is_read(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    body = form(secret)
    head = request(
        "POST",
        "/v1/introspect",
        {"Authorization": sqlite_door.gateway, "Content-Type": FORM, "Transfer-Encoding": "chunked"},
    )
    async with connected(sqlite_door.hot) as (reader, writer):
        for _ in range(3):
            writer.write(head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))
            assert (await reply(reader)).json["active"] is True


async def test_who_waits_for_a_hundred_is_told_to_go_on(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    sent = introspection(sqlite_door, secret, Expect="100-continue")
    head, body = sent[: -len(form(secret))], form(secret)
    async with connected(sqlite_door.hot) as (reader, writer):
        writer.write(head)
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(body)
        assert (await reply(reader)).json["active"] is True


async def test_a_client_that_wants_another_protocol_gets_plain_http(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    more = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABkAAQAAP__"}
    headers = {"X-Gateway-Authorization": sqlite_door.gateway, "Authorization": bearer(secret), **more}
    assert (await sqlite_door.ask("GET", "/v1/authorize", headers)).status == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"hello\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nA\x00: b\r\n\r\n",
        b"POST /v1/introspect HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /v1/introspect HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
async def test_what_is_no_http_gets_a_problem_and_no_more(sqlite_door: Door, sent: bytes) -> None:
    async with connected(sqlite_door.hot) as (reader, writer):
        writer.write(sent)
        said = await reply(reader)
        assert (said.status, said.headers["connection"]) == (400, "close")
        assert said.headers["content-type"] == "application/problem+json"
        assert await reader.read() == b""


async def test_a_huge_head_is_refused_whole_or_in_pieces(sqlite_door: Door) -> None:
    huge = request("GET", "/v1/authorize", {"X": "x" * LARGEST_HEAD})
    assert (await sqlite_door.ask("GET", "/v1/authorize", {"X": "x" * LARGEST_HEAD})).status == 431
    assert (await sqlite_door.ask("GET", f"/v1/authorize/{'x' * 5000}")).status == 414
    async with connected(sqlite_door.hot) as (reader, writer):
        for start in range(0, len(huge) * 2, 4096):
            writer.write((huge[:-4] * 2)[start : start + 4096])
            await writer.drain()
        assert (await reply(reader)).status == 431


async def test_a_head_that_drips_in_is_given_up(sqlite_door: Door) -> None:
    wire = Wire()
    connection = connections(sqlite_door)(wire)
    for byte in b"GET /v1":
        connection.data_received(bytes([byte]))
    connection._look()
    closed = [wire.closed]
    connection.data_received(b"/")
    connection._look()
    closed.append(wire.closed)
    assert closed == [False, True]
    assert wire.sent.startswith(b"HTTP/1.1 408 ")


async def test_a_silent_connection_is_closed_and_a_busy_one_is_not(sqlite_door: Door) -> None:
    _, secret = await sqlite_door.integration()
    assert await sqlite_door.accepts(secret)
    wire = Wire()
    connection = connections(sqlite_door)(wire)
    looks = int(5 // LOOK_EVERY) + 2
    for _ in range(looks):
        connection.data_received(introspection(sqlite_door, secret))
        connection._look()
    assert wire.sent.count(b'"active":true') == looks
    looking = [wire.closed]
    for _ in range(looks):
        connection._look()
        looking.append(wire.closed)
    assert (looking[0], looking[-1]) == (False, True)
