"""Promise: nobody but Slack gets anything done. Thousands of bad requests, the same in each run."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clients import quiet_loggers
from bot.gate import Gate
from bot.http_mode import slack_events
from bot.tally import Reason
from tests.bot.transport.signed import FORM, JSON, SECRET, Request, send_to, signed
from tests.bot.transport.small_bot import Listening, Memory
from tests.databases import Clock

SEED = 20270301
MUTATIONS, REPLAYS = 10_000, 1_000
MARK = "CANARY-7f3a"
"""Stands in every body: it must stand in no log line."""

Spoil = Callable[[random.Random, Request], Request]


def flip_a_bit_of_the_body(chance: random.Random, request: Request) -> Request:
    body = bytearray(request.body)
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return replace(request, body=bytes(body))


def cut_the_body(chance: random.Random, request: Request) -> Request:
    return replace(request, body=request.body[: chance.randrange(len(request.body))])


def lengthen_the_body(chance: random.Random, request: Request) -> Request:
    return replace(request, body=request.body + chance.randbytes(chance.randint(1, 50)))


def flip_a_bit_of_a_header(chance: random.Random, request: Request) -> Request:
    name, value = chance.choice(request.headers[1:])
    spoilt = bytearray(value)
    spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return request.having(name, bytes(spoilt))


def double_a_header(chance: random.Random, request: Request) -> Request:
    return request.with_header(*chance.choice(request.headers))


def split_a_header(chance: random.Random, request: Request) -> Request:
    name, value = chance.choice(request.headers[1:])
    at = chance.randrange(1, len(value))
    return request.having(name, value[:at]).with_header(name, value[at:])


def leave_out_a_header(chance: random.Random, request: Request) -> Request:
    return request.without(chance.choice(request.headers)[0])


def sign_with_another_secret(chance: random.Random, request: Request) -> Request:
    return request.having(b"x-slack-signature", b"v0=" + chance.randbytes(32).hex().encode())


def sign_outside_the_window(chance: random.Random, request: Request) -> Request:
    content_type = request.headers[0][1]
    return signed(
        request.body, at=chance.choice([-1, 1]) * chance.randint(301, 10**9), content_type=content_type
    )


def stamp_with_nonsense(chance: random.Random, request: Request) -> Request:
    nonsense = ["", "abc", "-1", "1e9", "0x1", "9" * 5000, "٣", "é", "1.5", "\x00", " 1", "nan"]
    return request.having(b"x-slack-request-timestamp", chance.choice(nonsense).encode())


def sign_with_nonsense(chance: random.Random, request: Request) -> Request:
    nonsense = ["", "v0=", "v0=é", "v1=" + "0" * 64, "v0=" + "g" * 64, "v0=" + "0" * 63, "0" * 67]
    return request.having(b"x-slack-signature", chance.choice(nonsense).encode())


def encode_otherwise(chance: random.Random, request: Request) -> Request:
    return replace(request, body=request.body.decode().encode(chance.choice(["utf-16", "utf-32", "cp037"])))


def change_the_content_type(chance: random.Random, request: Request) -> Request:
    other = [b"text/plain", b"multipart/form-data; boundary=x", b"", b"application/xml", b"json"]
    return request.having(b"content-type", chance.choice(other))


SPOILERS: tuple[Spoil, ...] = (
    flip_a_bit_of_the_body,
    cut_the_body,
    lengthen_the_body,
    flip_a_bit_of_a_header,
    double_a_header,
    split_a_header,
    leave_out_a_header,
    sign_with_another_secret,
    sign_outside_the_window,
    stamp_with_nonsense,
    sign_with_nonsense,
    encode_otherwise,
    change_the_content_type,
)


def originals(number: int) -> Iterator[Request]:
    """Good requests of each kind, no two alike."""
    for n in range(number):
        command = f"command=%2Fintegrations&text={MARK}&user_id=U1&team_id=T1&trigger_id={n}".encode()
        event = f'{{"type":"event_callback","event_id":"Ev{n}","event":{{"text":"{MARK}"}}}}'.encode()
        check = f"ssl_check=1&token={MARK}{n}".encode()
        yield [signed(command), signed(event, content_type=JSON), signed(check, content_type=FORM)][n % 3]


@pytest.fixture
def listening() -> Listening:
    return Listening(AsyncWebClient(token="xoxb-sandbox"))


@pytest.fixture
def gate(listening: Listening) -> Gate:
    return slack_events(listening.app, SECRET, Memory(), Clock())


async def test_no_spoilt_request_runs_breaks_anything_or_is_logged(
    gate: Gate, listening: Listening, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    quiet_loggers()
    chance = random.Random(SEED)
    statuses, spans = set[int](), list[float]()

    for original in originals(MUTATIONS):
        spoil = chance.choice(SPOILERS)
        request = spoil(chance, original)
        assert request != original, spoil
        began = time.perf_counter()
        answer = await send_to(gate, request)
        spans.append(time.perf_counter() - began)
        statuses.add(answer.status)
        assert answer.body == b"", spoil

    assert statuses <= {400, 401, 413, 415}
    assert gate.tally.passed == 0
    assert listening.commands == listening.events == []
    assert MARK not in caplog.text
    assert statistics.median(spans) < 0.001


async def test_no_captured_request_runs_a_second_time(gate: Gate, listening: Listening) -> None:
    captured = signed(b"command=%2Fintegrations&text=rotate&user_id=U1&team_id=T1&trigger_id=1.2.3")
    assert (await send_to(gate, captured)).status == 200

    answers = [await send_to(gate, captured) for _ in range(REPLAYS)]

    assert {answer.status for answer in answers} == {401}
    assert listening.commands == ["rotate"]
    assert gate.tally.refused == {Reason.REPLAYED: REPLAYS}
