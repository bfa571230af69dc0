"""What the gate lets through and what it turns away, one reason at a time."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from starlette.types import Message

from bot.gate import LARGEST_BODY, Gate
from bot.tally import Reason
from tests.bot.transport.signed import (
    COMMAND,
    FORM,
    JSON,
    SECRET,
    Inside,
    Request,
    gate_before,
    scope,
    send_to,
    sign,
    signed,
)
from tests.bot.transport.small_bot import Memory
from tests.databases import Clock


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture
def gate(inside: Inside, clock: Clock) -> Gate:
    return gate_before(inside, clock)


def documented_example() -> Request:
    """From Slack's page on verifying requests."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = b"v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    headers = (
        (b"content-type", FORM),
        (b"x-slack-request-timestamp", b"1531420618"),
        (b"x-slack-signature", signature),
    )
    return Request(body, headers)


async def test_the_example_in_slacks_documentation_is_let_through(inside: Inside) -> None:
    clock = Clock(datetime.fromtimestamp(1531420618, tz=UTC))
    example = documented_example()

    answer = await send_to(gate_before(inside, clock), example)

    assert answer.status == 200
    assert inside.bodies == [example.body]


async def test_the_body_arrives_as_it_was_signed_in_however_many_pieces(gate: Gate, inside: Inside) -> None:
    request = signed()

    answer = await send_to(gate, request, [request.body[:1], b"", request.body[1:40], request.body[40:]])

    assert answer.body == b"done"
    assert inside.bodies == [COMMAND]
    assert gate.tally.passed == 1


TURNED_AWAY = {
    "another path": (Request(b"", (), path="/"), Reason.WRONG_PATH, 404),
    "a path below": (Request(b"", (), path="/slack/events/"), Reason.WRONG_PATH, 404),
    "GET": (Request(b"", (), method="GET"), Reason.WRONG_METHOD, 405),
    "plain text": (signed(content_type=b"text/plain"), Reason.WRONG_CONTENT_TYPE, 415),
    "no content type": (signed().without(b"content-type"), Reason.WRONG_CONTENT_TYPE, 415),
    "two content types": (signed().with_header(b"content-type", JSON), Reason.WRONG_CONTENT_TYPE, 415),
    "no signature": (signed().without(b"x-slack-signature"), Reason.UNSIGNED, 401),
    "no timestamp": (signed().without(b"x-slack-request-timestamp"), Reason.UNSIGNED, 401),
    "two signatures": (signed().with_header(b"x-slack-signature", b"v0=" + b"0" * 64), Reason.UNSIGNED, 401),
    "a second timestamp in capitals": (
        signed().with_header(b"X-Slack-Request-Timestamp", b"1"),
        Reason.UNSIGNED,
        401,
    ),
    "a word for a timestamp": (signed().having(b"x-slack-request-timestamp", b"abc"), Reason.UNSIGNED, 401),
    "5,000 digits": (signed().having(b"x-slack-request-timestamp", b"9" * 5000), Reason.UNSIGNED, 401),
    "digits of another script": (
        signed().having(b"x-slack-request-timestamp", "١٢٣".encode()),
        Reason.UNSIGNED,
        401,
    ),
    "a fraction": (signed().having(b"x-slack-request-timestamp", b"1803893400.5"), Reason.UNSIGNED, 401),
    "a newline after it": (
        signed().having(b"x-slack-request-timestamp", b"1803893400\n"),
        Reason.UNSIGNED,
        401,
    ),
    "a signature in capitals": (
        signed().having(b"x-slack-signature", b"v0=" + b"A" * 64),
        Reason.UNSIGNED,
        401,
    ),
    "a signature outside ASCII": (
        signed().having(b"x-slack-signature", "v0=é".encode()),
        Reason.UNSIGNED,
        401,
    ),
    "another signature": (signed().having(b"x-slack-signature", b"v0=" + b"0" * 64), Reason.FORGED, 401),
    "301 seconds old": (signed(at=-301), Reason.STALE, 401),
    "301 seconds ahead": (signed(at=301), Reason.STALE, 401),
    "signed, but not UTF-8": (signed(b"text=\xff"), Reason.MALFORMED, 400),
    "one byte too many": (signed(b"x" * (LARGEST_BODY + 1)), Reason.TOO_LARGE, 413),
}


@pytest.mark.parametrize(("request_", "reason", "status"), TURNED_AWAY.values(), ids=TURNED_AWAY)
async def test_what_is_not_from_slack_gets_a_status_and_nothing_more(
    gate: Gate, inside: Inside, request_: Request, reason: Reason, status: int
) -> None:
    answer = await send_to(gate, request_)

    assert (answer.status, answer.body) == (status, b"")
    assert answer.headers[b"connection"] == b"close"
    assert gate.tally.refused == {reason: 1}
    assert inside.bodies == []


async def test_the_refusal_of_a_method_names_the_right_one(gate: Gate) -> None:
    answer = await send_to(gate, Request(b"", (), method="PUT"))

    assert answer.headers[b"allow"] == b"POST"


@pytest.mark.parametrize(
    "request_",
    [
        signed(at=-300),
        signed(at=300),
        signed(b"x" * LARGEST_BODY),
        signed(b"{}", content_type=b"Application/JSON; charset=utf-8"),
    ],
    ids=["300 seconds old", "300 seconds ahead", "as large as may be", "JSON with a character set"],
)
async def test_the_last_value_that_is_good_is_let_through(gate: Gate, request_: Request) -> None:
    assert (await send_to(gate, request_)).status == 200


async def test_a_body_that_is_too_large_is_not_read_to_its_end(gate: Gate) -> None:
    pieces = [b"x" * LARGEST_BODY, b"x", b"never asked for"]
    request = signed()

    async def receive() -> Message:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": True}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await gate(scope(request), receive, send)

    assert sent[0]["status"] == 413
    assert pieces == [b"never asked for"]


async def test_who_sends_too_slowly_is_not_waited_for(inside: Inside, clock: Clock) -> None:
    gate = Gate(
        inside, signing_secret=SECRET, replays=Memory(), now=clock, read_within=timedelta(milliseconds=5)
    )
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    await gate(scope(signed()), receive, send)

    assert sent[0]["status"] == 408


async def test_who_hangs_up_is_not_answered(gate: Gate) -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        raise AssertionError("nobody is there")

    await gate(scope(signed()), receive, send)

    assert gate.tally.refused == {Reason.HUNG_UP: 1}


async def test_an_upgrade_to_a_websocket_is_closed(gate: Gate) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await gate({"type": "websocket", "path": "/slack/events", "headers": []}, receive_nothing, send)

    assert sent == [{"type": "websocket.close"}]


async def receive_nothing() -> Message:
    raise AssertionError("nothing is asked for")


async def test_only_what_is_signed_reaches_the_database(inside: Inside, clock: Clock) -> None:
    memory = Memory()
    gate = gate_before(inside, clock, memory)

    for request, _, _ in TURNED_AWAY.values():
        await send_to(gate, request)

    assert memory.kept == {}


def test_a_gate_without_a_secret_is_not_built(inside: Inside, clock: Clock) -> None:
    with pytest.raises(ValueError, match="signing secret"):
        Gate(inside, signing_secret="", replays=Memory(), now=clock)


def test_the_tests_sign_as_slack_documents_it() -> None:
    example = documented_example()

    assert sign(b"1531420618", example.body) == dict(example.headers)[b"x-slack-signature"]
