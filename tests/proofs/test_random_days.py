"""Promises A, C and D on days when all happens in any order. A failure names its seed and its steps."""

import random
from pathlib import Path

import pytest

from tests.databases import Clock
from tests.proofs.mischief import impatient_office
from tests.proofs.random_day import Day

FEW, MANY = 15, 80


async def a_day(url: str, clock: Clock, folder: Path, *, seed: int, steps: int) -> None:
    async with impatient_office(url, clock, folder, http=seed % 2 == 1) as office:
        day = Day(office, random.Random(seed))
        await day.begin()
        for _ in range(steps):
            await day.step()
        checked = await office.database.audit.verify()
        assert [each.flaw for each in checked if each.flaw] == []


@pytest.mark.parametrize("seed", range(2))
async def test_a_day_at_the_office_goes_as_the_rules_say(
    sqlite_url: str, clock: Clock, tmp_path: Path, seed: int
) -> None:
    await a_day(sqlite_url, clock, tmp_path, seed=seed, steps=FEW)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 103))
async def test_long_days_at_the_office_go_as_the_rules_say(
    sqlite_url: str, clock: Clock, tmp_path: Path, seed: int
) -> None:
    await a_day(sqlite_url, clock, tmp_path, seed=seed, steps=MANY)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(200, 220))
async def test_many_days_at_the_office_go_as_the_rules_say(
    sqlite_url: str, clock: Clock, tmp_path: Path, seed: int
) -> None:
    await a_day(sqlite_url, clock, tmp_path, seed=seed, steps=MANY)
