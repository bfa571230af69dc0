"""Monitors learn what works, in words that give nothing away, and nothing is kept on the way."""

import re

import pytest
from starlette.types import ASGIApp

from api.app import build, build_operations
from api.health import Health
from api.metrics import Figures
from tests.api.asking import ask
from tests.api.door import Door

NOTHING_WRONG = None


async def _well() -> str | None:
    return NOTHING_WRONG


async def _unwell() -> str | None:
    return "The database does not answer."


async def _broken() -> str | None:
    raise RuntimeError("hunter2 in a connection string")


async def _figures() -> Figures:
    return Figures(
        outbox={"waiting": 3, "buried": 1},
        due=2,
        oldest_due=61.5,
        carried={"sent": 8, "late": 6, "buried": 0},
        reminders_due=12,
        tick_ages={"deliver notices": 0.5},
        connected=True,
        reconnects=2,
        refused_requests=7,
        verdicts={"good": 11, "unknown": 5},
        unavailable=4,
        remembered=9,
        unwritten=4,
        failed_writes=2,
        gateways={"edge": 0.0, "odd": 1.0},
    )


@pytest.fixture(params=["gateways", "operations"])
def app(request: pytest.FixtureRequest, sqlite_door: Door) -> ASGIApp:
    health = Health(database=_well, clock=_unwell)
    return at(sqlite_door, health) if request.param == "gateways" else build_operations(health, _figures)


def at(door: Door, health: Health) -> ASGIApp:
    return build(health, door.desk, door.tools)


async def test_a_living_process_says_so(app: ASGIApp) -> None:
    answer = await ask(app, "/healthz")
    assert (answer.status, answer.json) == (200, {"status": "ok"})


async def test_each_part_answers_for_itself(app: ASGIApp) -> None:
    assert (await ask(app, "/readyz")).status == 200
    clock = await ask(app, "/readyz/clock")
    assert clock.status == 503
    assert clock.json["detail"] == "The database does not answer."


async def test_a_part_that_runs_elsewhere_is_not_vouched_for(app: ASGIApp) -> None:
    answer = await ask(app, "/readyz/slack")
    assert answer.status == 503
    assert answer.json["detail"] == "This part does not run in this process."


async def test_nothing_may_be_kept_on_the_way(app: ASGIApp) -> None:
    for path in ("/healthz", "/readyz/clock", "/nowhere"):
        assert (await ask(app, path)).headers["cache-control"] == "no-store"


async def test_an_unknown_address_is_a_problem_document(app: ASGIApp) -> None:
    answer = await ask(app, "/nowhere")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json == {"type": "about:blank", "title": "Not Found", "status": 404}


async def test_a_wrong_method_is_told_the_right_ones(app: ASGIApp) -> None:
    answer = await ask(app, "/healthz", "POST")
    assert (answer.status, answer.json["status"]) == (405, 405)
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


async def test_a_breakage_is_a_reference_to_quote_and_no_more(sqlite_door: Door) -> None:
    answer = await ask(at(sqlite_door, Health(database=_broken)), "/readyz")
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    assert re.search(r"Quote [0-9a-f]{8} when", answer.json["detail"])
    assert b"hunter2" not in answer.body


async def test_metrics_are_for_the_operator_alone(sqlite_door: Door) -> None:
    health = Health(database=_well)
    assert (await ask(at(sqlite_door, health), "/metrics")).status == 404
    answer = await ask(build_operations(health, _figures), "/metrics")
    lines = answer.body.decode().splitlines()
    assert answer.headers["content-type"].startswith("text/plain; version=")
    for line in (
        'latchkey_outbox_notices{state="waiting"} 3.0',
        'latchkey_outbox_notices{state="buried"} 1.0',
        "latchkey_notices_due 2.0",
        "latchkey_notices_oldest_due_seconds 61.5",
        "latchkey_notices_sent_total 8.0",
        "latchkey_notices_late_total 6.0",
        "latchkey_notices_dead_lettered_total 0.0",
        "latchkey_reminders_due 12.0",
        'latchkey_tick_age_seconds{job="deliver notices"} 0.5',
        "latchkey_slack_connected 1.0",
        "latchkey_slack_reconnects_total 2.0",
        "latchkey_refused_requests_total 7.0",
        'latchkey_answers_total{verdict="good"} 11.0',
        'latchkey_answers_total{verdict="unknown"} 5.0',
        "latchkey_unavailable_total 4.0",
        "latchkey_remembered_tokens 9.0",
        "latchkey_unwritten_uses 4.0",
        "latchkey_failed_use_writes_total 2.0",
        'latchkey_gateway_suspicious{gateway="edge"} 0.0',
        'latchkey_gateway_suspicious{gateway="odd"} 1.0',
    ):
        assert line in lines


async def test_without_a_socket_nothing_is_said_about_it() -> None:
    async def without() -> Figures:
        return Figures()

    answer = await ask(build_operations(Health(database=_well), without), "/metrics")
    assert b"slack_connected" not in answer.body
