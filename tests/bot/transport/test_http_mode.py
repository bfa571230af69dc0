"""HTTP mode from end to end: the pretend Slack signs, the gate looks, Bolt runs."""

import json
from datetime import timedelta

import pytest

from bot.gate import Gate
from bot.http_mode import slack_events
from bot.tasks import listener_tasks
from sandbox import Person, Sandbox
from storage.database import Database
from tests.bot.transport.signed import FORM, JSON, SECRET, send_to, signed
from tests.bot.transport.small_bot import Listening, Memory
from tests.databases import Clock

SOON = timedelta(seconds=2)


@pytest.fixture
def connected(slack: Sandbox, listening: Listening, database: Database, clock: Clock) -> Listening:
    """A bot that Slack calls over HTTP, with the real memory of either database."""
    slack.deliver_over_http(slack_events(listening.app, slack.signing_secret, database.replays, clock))
    return listening


@pytest.fixture
def gate(listening: Listening, clock: Clock) -> Gate:
    return slack_events(listening.app, SECRET, Memory(), clock)


async def test_a_command_reaches_its_listener(ada: Person, connected: Listening) -> None:
    await ada.types("/integrations list")

    assert connected.commands == ["list"]


async def test_the_same_words_typed_again_are_not_a_repetition(ada: Person, connected: Listening) -> None:
    await ada.types("/integrations list")
    await ada.types("/integrations list")

    assert connected.commands == ["list", "list"]


async def test_an_event_sent_again_runs_once_and_slack_is_told_to_stop(
    gate: Gate, listening: Listening
) -> None:
    tasks = listener_tasks(listening.app)
    opened = {"type": "app_home_opened", "user": "U1", "tab": "home"}
    event = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": opened}).encode()

    first = await send_to(gate, signed(event, content_type=JSON))
    again = signed(event, at=60, content_type=JSON).with_header(b"x-slack-retry-num", b"1")
    second = await send_to(gate, again)

    assert (first.status, second.status) == (200, 200)
    assert second.headers[b"x-slack-no-retry"] == b"1"
    assert await tasks.drained(SOON)
    assert listening.events == ["U1"]


async def test_a_click_signed_anew_runs_once(gate: Gate, listening: Listening) -> None:
    command = b"command=%2Fintegrations&text=rotate&user_id=U1&team_id=T1&trigger_id=1.2.3"

    answers = [await send_to(gate, signed(command, at=at)) for at in (0, 1)]

    assert [answer.status for answer in answers] == [200, 200]
    assert listening.commands == ["rotate"]


async def test_slacks_own_repetitions_do_no_harm(slack: Sandbox, ada: Person, connected: Listening) -> None:
    tasks = listener_tasks(connected.app)
    slack.faults.deliver_twice()

    await ada.opens_home()

    assert await tasks.drained(SOON)
    assert connected.events == [ada.id]
    assert slack.problems == []


async def test_a_signed_certificate_check_is_answered(gate: Gate, listening: Listening) -> None:
    answer = await send_to(gate, signed(b"ssl_check=1&token=x"))

    assert answer.status == 200
    assert listening.commands == []


async def test_slack_can_verify_the_address(gate: Gate) -> None:
    question = b'{"type":"url_verification","challenge":"c4"}'

    answer = await send_to(gate, signed(question, content_type=JSON))

    assert (answer.status, json.loads(answer.body)) == (200, {"challenge": "c4"})


NOT_A_REQUEST = [
    (b"{", JSON),
    (b"[1]", JSON),
    (b"null", JSON),
    (b"[" * 100_000, JSON),
    (b"9" * 10_000, JSON),
    (b"payload=X", FORM),
    (b"payload=[]", FORM),
    (b"payload=", FORM),
    (b'{"team":{"id":1},"user":7,"authorizations":[3]}', JSON),
]


@pytest.mark.parametrize(("body", "content_type"), NOT_A_REQUEST)
async def test_what_is_signed_but_no_request_is_refused(gate: Gate, body: bytes, content_type: bytes) -> None:
    answer = await send_to(gate, signed(body, content_type=content_type))

    assert (answer.status, answer.body) == (400, b"")
