"""Promise F over 400 days: each reminder is the one that an oracle foretells, at the look it foretells."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.proofs.reminders.calendar import DAY, ZONES, Ticks
from tests.proofs.reminders.fleet import Life, Told
from tests.proofs.reminders.keeper import Keeper, office
from tests.proofs.reminders.oracle import Oracle

DAYS = 400
EVERY = timedelta(minutes=20)
TICKS_A_DAY = DAY // EVERY


def lives(size: int) -> list[Life]:
    return [Life(number, TICKS_A_DAY, DAYS) for number in range(size)]


@pytest.fixture(scope="module")
def ticks() -> Ticks:
    return Ticks(DAYS, EVERY)


def test_the_clock_of_this_proof_jumps_and_stops_and_sees_a_leap_day(ticks: Ticks) -> None:
    readings = ticks.readings
    steps = Counter(later - now for now, later in pairwise(readings))
    assert set(steps) == {EVERY, EVERY + DAY / 24, EVERY - DAY / 24, EVERY - DAY, EVERY + 30 * DAY}
    assert any((each.month, each.day) == (2, 29) for each in readings)
    offsets = [
        len({each.astimezone(ZoneInfo(zone)).utcoffset() for each in readings[::72]}) for zone in ZONES
    ]
    assert offsets == [2] * 24


def test_some_integrations_are_reminded_as_an_oracle_foretells(ticks: Ticks) -> None:
    assert seldom(reminded_as_foretold(ticks, 200)) > 20


@pytest.mark.slow
def test_ten_thousand_integrations_are_reminded_as_an_oracle_foretells(ticks: Ticks) -> None:
    assert seldom(reminded_as_foretold(ticks, 10_000)) > 1000


def reminded_as_foretold(ticks: Ticks, size: int) -> list[list[Told]]:
    said: list[list[Told]] = [[] for _ in range(size)]
    for number, told in Keeper(lives(size), ticks, office(*ZONES)).run():
        said[number].append(told)
    foretold = [list(Oracle(life, ticks).foretells()) for life in lives(size)]
    wrong = [number for number in range(size) if said[number] != foretold[number]]
    assert wrong == []
    return said


def seldom(said: list[list[Told]]) -> int:
    """How often the stage was said that was said least."""
    counted = Counter(told.stage for mine in said for told in mine)
    return min(counted[stage] for stage in (30, 14, 7, 3, 1, 0, -1, -3, -7, -14))
