"""A request that somebody captured is no good a second time, at any process."""

import asyncio
from datetime import timedelta

import pytest

from bot.gate import KEEP, Gate
from bot.tally import Reason
from tests.bot.transport.signed import Inside, gate_before, send_to, signed
from tests.bot.transport.small_bot import LostMemory, Memory
from tests.databases import Clock


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture
def gate(inside: Inside, clock: Clock) -> Gate:
    return gate_before(inside, clock)


async def test_a_captured_request_runs_once(gate: Gate, inside: Inside, clock: Clock) -> None:
    first = await send_to(gate, signed())
    clock.pass_(timedelta(seconds=299))
    second = await send_to(gate, signed())

    assert (first.status, second.status) == (200, 401)
    assert gate.tally.refused == {Reason.REPLAYED: 1}
    assert len(inside.bodies) == 1


async def test_a_request_is_remembered_for_as_long_as_it_is_good(inside: Inside, clock: Clock) -> None:
    """Also one that was stamped by a clock ahead of ours."""
    gate = gate_before(inside, clock)
    await send_to(gate, signed(at=300))

    clock.pass_(timedelta(seconds=600))
    answer = await send_to(gate, signed(at=300))

    assert answer.status == 401
    assert timedelta(seconds=600) < KEEP
    assert gate.tally.refused == {Reason.REPLAYED: 1}


async def test_two_processes_share_the_memory(inside: Inside, clock: Clock) -> None:
    memory = Memory()
    one, other = gate_before(inside, clock, memory), gate_before(inside, clock, memory)

    answers = await asyncio.gather(send_to(one, signed()), send_to(other, signed()))

    assert sorted(answer.status for answer in answers) == [200, 401]
    assert len(inside.bodies) == 1


async def test_when_nobody_can_tell_a_replay_nothing_runs(inside: Inside, clock: Clock) -> None:
    answer = await send_to(gate_before(inside, clock, LostMemory()), signed())

    assert (answer.status, answer.body) == (503, b"")
    assert inside.bodies == []
