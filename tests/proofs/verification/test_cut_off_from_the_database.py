"""Promise B: a replica that is cut off from PostgreSQL refuses what was revoked, or doubts.

Three real processes, each behind a line of its own that can go silent without anybody being told. There is no
margin in the bounds for a stale yes: they are exact.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from api.lookup import WITHIN
from storage.following import LEASE
from storage.lease import LONGEST_SILENCE
from tests.proofs.site import Site
from tests.proofs.verification.crowd import Crowd, crowd_at
from tests.proofs.verification.lives import gateway, office_at
from tests.proofs.verification.replicas import replicas
from tests.proofs.verification.severed import Line, line_to
from tests.proofs.verification.truth import Answer, Says

LEASE_SECONDS = LEASE.total_seconds()
AGAIN_WITHIN = LONGEST_SILENCE + 10.0
"""Seconds in which a replica answers again once its line has healed: what it may take, and a busy machine."""
MARGIN = 500
"""Milliseconds that the answer itself may take on a busy machine."""
FEW, MANY = 5, 60
CONNECTIONS = 15
"""That one replica may have to the database."""
ALL, REVOKER, OTHERS, REPLICA = (0, 1, 2), 0, (1, 2), 1
YES, NO, DOUBT = Says.YES, Says.NO, Says.DOUBT


class Span(NamedTuple):
    """Milliseconds from "revoked" to the first no: until it was asked for, and until it was there."""

    asked: float
    answered: float


@dataclass
class Replicas:
    site: Site
    crowd: Crowd
    lines: Sequence[Line]

    async def token(self, name: str) -> str:
        """One that every replica remembers as good."""
        token = (await self.site.settled(name)).tokens["old"]
        assert [each.says for each in await self.all_say(token)] == [YES] * len(ALL)
        return token

    async def all_say(self, token: str, which: Sequence[int] = ALL) -> list[Answer]:
        return [await self.crowd.introspect(replica, token) for replica in which]

    async def until(self, replica: int, token: str, *wanted: Says) -> list[Answer]:
        """All that is answered up to the first answer that is wanted."""
        heard: list[Answer] = []
        while not heard or heard[-1].says not in wanted:
            heard.append(await self.crowd.introspect(replica, token))
        return heard

    async def refused_after(self, token: str) -> list[Span]:
        """Revoke it at one replica; how long until each of the others says no."""
        await self.crowd.revoke(REVOKER, token)
        told = time.time()
        itself, *heard = await asyncio.gather(
            self.until(REVOKER, token, YES, NO, DOUBT),
            *(self.until(replica, token, NO) for replica in OTHERS),
        )
        assert itself[0].says is NO, "it revoked it itself"
        never_stale([each for answers in heard for each in answers], since=told)
        first = [answers[-1] for answers in heard]
        return [Span((each.sent - told) * 1000, (each.answered - told) * 1000) for each in first]


def never_stale(answers: Sequence[Answer], *, since: float) -> None:
    """No yes past the lease that counts from `since` at the latest."""
    stale = [each for each in answers if each.says is YES and each.sent > since + LEASE_SECONDS]
    assert stale == []


@pytest.fixture
async def three(postgres_url: str, tmp_path: Path) -> AsyncIterator[Replicas]:
    async with AsyncExitStack() as stack:
        near = [await stack.enter_async_context(line_to(postgres_url)) for _ in ALL]
        site = await stack.enter_async_context(office_at(postgres_url, tmp_path))
        doors = await stack.enter_async_context(replicas(tmp_path, [address for _, address in near]))
        edge = await gateway(site, "edge", "*")
        crowd = await stack.enter_async_context(crowd_at(doors, edge, edge, 1))
        lines = [line for line, _ in near]
        yield Replicas(site, crowd, lines)
        for line in lines:
            line.heal()


async def revocations(three: Replicas, number: int) -> list[Span]:
    """Whoever is the slowest keeps to the lease."""
    took: list[Span] = []
    for _ in range(number):
        took += await three.refused_after(await three.token(f"Revoked at {time.time():.6f}"))
    assert max(took).asked <= LEASE_SECONDS * 1000 + MARGIN, took
    return took


def figures(took: Sequence[float]) -> str:
    slowest_last = sorted(took)
    middle, p99 = slowest_last[len(took) // 2], slowest_last[-1 - len(took) // 100]
    return f"p50 {middle:.1f} ms, p99 {p99:.1f} ms, longest {slowest_last[-1]:.1f} ms"


@pytest.mark.slow
async def test_a_revocation_reaches_every_replica(three: Replicas) -> None:
    await revocations(three, FEW)
    for line in three.lines:
        line.deaf = True
    await revocations(three, FEW)


@pytest.mark.nightly
@pytest.mark.parametrize("deaf", [False, True], ids=["notified", "deaf"])
async def test_many_revocations_reach_every_replica(
    three: Replicas, deaf: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in three.lines:
        line.deaf = deaf
    took = await revocations(three, MANY // 3 if deaf else MANY)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(took)} revocations {'without' if deaf else 'with'} NOTIFY\n")
        sys.stdout.write(f"until refused when asked: {figures([each.asked for each in took])}\n")
        sys.stdout.write(f"with that first look-up: {figures([each.answered for each in took])}\n")


@pytest.mark.slow
async def test_a_replica_that_hears_nothing_any_more_doubts_and_recovers(three: Replicas) -> None:
    """Its connection for changes is dead without saying so; a new one would get through."""
    token, other = await three.token("Revoked meanwhile"), await three.token("Still good")
    for replica in OTHERS:
        three.lines[replica].cut_listener()
    await three.crowd.revoke(REVOKER, token)
    told = time.time()

    heard = await asyncio.gather(*(three.until(replica, token, NO) for replica in OTHERS))
    never_stale([each for answers in heard for each in answers], since=told)
    assert all(answers[-1].answered - told < AGAIN_WITHIN for answers in heard)
    for line in three.lines:
        line.heal()  # and now what was held back arrives
    assert {each.says for each in await three.all_say(token)} == {NO}
    assert {each.says for each in await three.all_say(other)} == {YES}


@pytest.mark.slow
async def test_a_replica_that_is_cut_off_doubts_after_the_lease_and_heals(three: Replicas) -> None:
    revoked, good = await three.token("Revoked meanwhile"), await three.token("Still good")
    for replica in OTHERS:
        three.lines[replica].cut()
    cut = time.time()
    await three.crowd.revoke(REVOKER, revoked)

    heard = await asyncio.gather(
        *(three.until(replica, token, DOUBT) for replica in OTHERS for token in (revoked, good))
    )
    never_stale([each for answers in heard for each in answers], since=cut)
    past = [await three.all_say(token, OTHERS) for token in (revoked, good) * 20]
    assert {each.says for answers in past for each in answers} == {DOUBT}

    for line in three.lines:
        line.heal()
    healed = time.time()
    for replica in OTHERS:
        assert [each.says for each in await three.until(replica, revoked, YES, NO)][-1] is NO
        assert (await three.until(replica, good, YES, NO))[-1].says is YES
    assert time.time() - healed < AGAIN_WITHIN


@pytest.mark.slow
async def test_questions_that_need_the_database_are_not_left_waiting(three: Replicas) -> None:
    """About a token that this replica does not remember, more of them than it has connections."""
    cold = (await three.site.settled("Never asked about")).tokens["old"]
    line = three.lines[REPLICA]
    line.cut()
    heard = await asyncio.gather(*(three.crowd.introspect(REPLICA, cold) for _ in range(CONNECTIONS * 2)))
    assert {each.says for each in heard} == {DOUBT}
    assert max(each.answered - each.sent for each in heard) < WITHIN + MARGIN / 1000

    line.let_new_ones_through()
    healed = time.time()
    assert (await three.until(REPLICA, cold, YES, NO))[-1].says is YES
    assert time.time() - healed < AGAIN_WITHIN
