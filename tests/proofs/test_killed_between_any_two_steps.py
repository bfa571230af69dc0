"""Promises A, C and E: a process may be killed between any two steps, and nobody loses a token that worked.

Each operation is done in a process of its own, which kills itself just before its n-th step; then other
processes go on with the same database.
"""

import random
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.databases import Clock
from tests.proofs import dying
from tests.proofs.dying import Life
from tests.proofs.ledger import Standing, ledger_at
from tests.proofs.operations import OPERATIONS
from tests.proofs.oracle import Aftermath, goes_on, judge, whole
from tests.proofs.site import ADA, MOMENT, Case, Place, Site, site_at
from tests.proofs.tokens import shown_by

SEED = 20270301
A_FEW_DEATHS = 26
"""More steps than most operations have: a death that comes too late is none, and all must have been done."""


@dataclass
class Killing:
    place: Place
    slack: Sandbox

    async def lives(self, deaths: Sequence[tuple[str, int | None]]) -> list[tuple[Aftermath, Life]]:
        """For each operation and step: do it on an integration of its own, and die there."""
        with ledger_at(self.place.url) as ledger:
            async with site_at(self.place) as site:
                cases = [await self._ready(site, operation, die_at) for operation, die_at in deaths]
            before = [ledger.standing(case.name) for case in cases]
        return [
            await self._live(*death, case, standing)
            for death, case, standing in zip(deaths, cases, before, strict=True)
        ]

    async def _ready(self, site: Site, operation: str, die_at: int | None) -> Case:
        name = f"{operation} {die_at}".replace(",", "")
        case = await OPERATIONS[operation].scene(site, name)
        return replace(case, reply_to=self.slack.world.response_urls.issue(ADA.id, "C0GENERAL"))

    async def _live(
        self, operation: str, die_at: int | None, case: Case, before: Standing
    ) -> tuple[Aftermath, Life]:
        calls = len(self.slack.calls)
        life = await dying.run(self.place, operation, case, die_at)
        shown = shown_by(self.slack.calls[calls:])
        what = f"{operation}, killed at step {die_at}, {life.steps[-1]!r}"
        return Aftermath(case, OPERATIONS[operation], before, shown, what), life

    async def judge(self, aftermaths: list[Aftermath]) -> None:
        """A process that was not there looks at what is left, and people go on with it."""
        with ledger_at(self.place.url) as ledger:
            async with site_at(self.place) as site:
                for aftermath in aftermaths:
                    await judge(site, ledger, aftermath)
                await whole(site, ledger)
                for aftermath in aftermaths:
                    await goes_on(site, aftermath)
                await whole(site, ledger)


@pytest.fixture
async def killing(database_url: str, tmp_path: Path) -> AsyncIterator[Killing]:
    place = Place(database_url, tmp_path)
    async with site_at(place) as site:
        await site.settled("The first takes more steps than any later one")
    async with Sandbox(clock=Clock(MOMENT)) as slack:
        yield Killing(place, slack)
        assert slack.problems == []


async def test_whoever_is_killed_leaves_either_nothing_or_all_of_it(killing: Killing) -> None:
    chance = random.Random(SEED)
    deaths = [(operation, chance.randint(1, A_FEW_DEATHS)) for operation in OPERATIONS]
    await killing.judge([aftermath for aftermath, _ in await killing.lives(deaths)])


async def killed_at(killing: Killing, operation: str, *, wanted: Callable[[str], bool]) -> None:
    [(alive, whole_life)] = await killing.lives([(operation, None)])
    deaths = [(operation, step) for step, what in enumerate(whole_life.steps, start=1) if wanted(what)]
    lives = await killing.lives(deaths)

    assert not whole_life.killed
    assert all(life.killed for _, life in lives)
    await killing.judge([alive, *(aftermath for aftermath, _ in lives)])


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_killed_at_every_step_that_leaves_something_behind(killing: Killing, operation: str) -> None:
    """Before and after each commit and each request. Of a death between two statements nothing is left."""
    await killed_at(killing, operation, wanted=dying.LEAVES_SOMETHING.__contains__)


@pytest.mark.nightly
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_killed_at_every_single_step(killing: Killing, operation: str) -> None:
    await killed_at(killing, operation, wanted=lambda _: True)
