"""Promise B under a wall clock that jumps: what was over once is over, also after a restart."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from cli.opening import opened
from cli.wiring import Product, product
from core.actions.confirm import confirm
from core.overlap import Overlap
from core.secret import Secret
from core.setting_values import Bind
from core.settings import Settings
from tests.cli.backups import settings_of
from tests.databases import Clock
from tests.proofs.site import ADA, Seen, Site
from tests.proofs.verification.crowd import crowd_at
from tests.proofs.verification.lives import gateway
from tests.proofs.verification.truth import Says

SEED = 20270301
ANY = Bind("127.0.0.1", 0)
OVERLAPS = {Overlap.HOUR: timedelta(hours=1), Overlap.DAY: timedelta(days=1), Overlap.WEEK: timedelta(days=7)}
STARTS, JUMPS = 5, 8
Ends = dict[str, datetime]


async def rotated(site: Site, overlap: Overlap) -> tuple[str, str]:
    """Its old token, and the new one that was confirmed this instant."""
    case, seen = await site.settled(f"Replaced with {overlap}"), Seen()
    issued = await site.rotate(case, ADA.id, seen.show, overlap)
    assert issued.token is not None
    await confirm(site.tools, ADA, case.integration_id, issued.token.id)
    return case.tokens["old"], seen.tokens[0]


def jump(random: Random, clock: Clock) -> None:
    """Forward more often than back, by seconds or by days."""
    span = timedelta(seconds=random.choice([1, 60, 3600, 86400]) * random.uniform(0.1, 3))
    clock.pass_(span if random.random() < 0.6 else -span)


@dataclass
class Gateway:
    """Asks about all tokens, wherever it finds a door."""

    edge: Secret
    ends: Ends
    good: list[str]

    async def hears(self, running: Product, latest: datetime) -> None:
        """What is right if `latest` is the latest instant that anybody has seen."""
        async with crowd_at([str(running.api_url)], self.edge, self.edge, SEED) as crowd:
            for token, end in self.ends.items():
                wanted = Says.YES if latest < end else Says.NO
                assert (await crowd.introspect(0, token)).says is wanted, (latest, end)
            assert {(await crowd.introspect(0, token)).says for token in self.good} == {Says.YES}


@dataclass
class Host:
    """Where the product runs, and is started again and again."""

    settings: Settings
    clock: Clock

    def started(self) -> AbstractAsyncContextManager[Product]:
        return product(self.settings, now=self.clock, parts={"api"})


@pytest.fixture
async def gateway_(database_url: str, tmp_path: Path, clock: Clock) -> Gateway:
    async with opened(settings_of(database_url, tmp_path), now=clock) as base:
        site, ends, good = Site(base), Ends(), list[str]()
        for overlap, span in OVERLAPS.items():
            old, new = await rotated(site, overlap)
            ends[old] = clock.now + span
            good.append(new)
        return Gateway(await gateway(site, "edge", "*"), ends, good)


@pytest.fixture
def host(database_url: str, tmp_path: Path, clock: Clock) -> Host:
    settings = replace(settings_of(database_url, tmp_path), api_bind=ANY, metrics_bind=ANY)
    return Host(settings, clock)


async def test_a_restart_on_a_clock_that_was_put_back_revives_nothing(
    gateway_: Gateway, host: Host, clock: Clock
) -> None:
    for overlap in OVERLAPS.values():
        async with host.started() as running:
            clock.pass_(overlap)
            latest = clock.now
            await gateway_.hears(running, latest)
        clock.pass_(-overlap)
        async with host.started() as running:
            await gateway_.hears(running, latest)


async def test_no_jump_of_the_clock_revives_a_token(gateway_: Gateway, host: Host, clock: Clock) -> None:
    random, latest = Random(SEED), clock.now
    for _ in range(STARTS):
        async with host.started() as running:
            for _ in range(JUMPS):
                jump(random, clock)
                latest = max(latest, clock.now)
                await gateway_.hears(running, latest)
    assert latest > max(gateway_.ends.values()), "it would be no proof"
