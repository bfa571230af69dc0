"""Promise F, delivered: four processes, killed at random, before a Slack that loses one answer in twenty."""

import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cli.manifest import manifest
from sandbox import Sandbox
from tests.proofs.delivery.clocks import clocks, until
from tests.proofs.delivery.fleet import (
    BROKEN,
    FEW,
    MANY,
    UNREACHABLE,
    Load,
    instants,
    poison,
    prepare,
    rows,
    times_shown,
)

PROCESSES = 4
WITHIN = 400.0
"""Seconds. Whoever is killed holds what it had claimed until its lease is over, and those add up."""
SOME = Load(people=50, each=3)
SINGLE = Load(people=60, each=1)
DELAY = 10.0
"""Seconds that fifty notices which can never be delivered may cost all the others together."""


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest=manifest()) as running:
        yield running


@pytest.mark.slow
@pytest.mark.parametrize(
    ("loads", "number", "deaths"),
    [([SOME], 150, 3), pytest.param([FEW, MANY], 1000, 24, marks=pytest.mark.nightly)],
)
async def test_all_reminders_are_shown_exactly_once(
    slack: Sandbox, postgres_url: str, tmp_path: Path, loads: list[Load], number: int, deaths: int
) -> None:
    chance = random.Random(20270301)
    due = await prepare(postgres_url, slack, loads)
    assert len(due) == number
    await poison(postgres_url, slack, about=due[0])
    slack.faults.sometimes("chat.postMessage", "ratelimit", 0.06, chance.random, retry_after=1)
    slack.faults.sometimes("chat.postMessage", "reset_after", 0.06, chance.random)

    def settled() -> bool:
        said = rows(postgres_url).values()
        about = [each for row in said if row.state == "delivered" for each in row.about()]
        return len(about) >= len(due) and all(row.state == "delivered" for row in said if row.about())

    began = time.monotonic()
    async with clocks(slack, postgres_url, tmp_path, chance, PROCESSES) as running:
        await running.kill_at_random(settled, deaths)
        await until(settled, WITHIN)
    said = rows(postgres_url)

    assert times_shown(said, slack) == Counter(dict.fromkeys(due, 1))
    poisoned = Counter((row.kind, row.state) for row in said.values() if row.is_poison)
    assert poisoned == {("overlap_ended", "buried"): UNREACHABLE, ("reminder", "waiting"): BROKEN}
    assert running.deaths == deaths
    assert slack.problems == []
    met = Counter(call.fault or call.method for call in slack.calls)
    print(  # noqa: T201 - the figures of this proof
        f"{len(due)} reminders in {len(instants(slack))} messages, {time.monotonic() - began:.0f} s; "
        f"{running.deaths} deaths, {met['reset_after']} answers lost, {met['ratelimit']} refused, "
        f"looked {met['conversations.history']} times"
    )


async def _seconds(url: str, folder: Path, *, poisoned: bool) -> float:
    """How long one clock takes to remind sixty people."""
    async with Sandbox(manifest=manifest()) as slack:
        due = await prepare(url, slack, [SINGLE])
        if poisoned:
            await poison(url, slack, about=due[0])
        async with clocks(slack, url, folder, random.Random(), 1) as running:
            await running.serving()
            began = time.monotonic()
            await slack.waits_until(lambda: len(instants(slack)) == len(due), within=60)
            return time.monotonic() - began


@pytest.mark.slow
async def test_poison_delays_the_others_by_no_more_than_seconds(
    postgres_url: str, empty_postgres_url: str, tmp_path: Path
) -> None:
    without = await _seconds(empty_postgres_url, tmp_path / "without", poisoned=False)
    with_poison = await _seconds(postgres_url, tmp_path / "with", poisoned=True)
    print(f"{with_poison:.1f} s with poison, {without:.1f} s without")  # noqa: T201 - the figures of this proof
    assert with_poison - without < DELAY
