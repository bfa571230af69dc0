"""What the proof's rows in memory do, the real ones do: the same reminders for the same two months."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.database import Database
from tests.databases import Clock
from tests.proofs.reminders.calendar import DAY, HOUR, ZONES, Jump, Ticks
from tests.proofs.reminders.desk import Desk
from tests.proofs.reminders.fleet import Life, Told
from tests.proofs.reminders.keeper import Keeper, office

DAYS, FLEET, EVERY = 60, 200, timedelta(hours=2)
JUMPS = (
    Jump(10 * DAY, by=HOUR),
    Jump(20 * DAY + 9 * HOUR, by=-HOUR),
    Jump(26 * DAY + 8 * HOUR, by=-DAY),
    Jump(36 * DAY, silent=10 * DAY),
)


def lives() -> list[Life]:
    return [Life(number, DAY // EVERY, DAYS, aged=True) for number in range(FLEET)]


@pytest.mark.slow
async def test_two_months_of_reminders_are_the_same_on_a_real_database(
    database: Database, clock: Clock
) -> None:
    ticks, desk, fleet = Ticks(DAYS, EVERY, JUMPS), Desk(database, clock), lives()
    await desk.open()
    things = [life.thing for life in fleet]
    said: list[list[Told]] = [[] for _ in fleet]
    for tick, now in enumerate(ticks.readings):
        clock.now = now
        for number, life in enumerate(fleet):
            while life.next_change is not None and life.next_change <= tick:
                change = life.change()
                await desk.meets(things[number], change)
                things[number] = things[number].after(change, now)
        for number, told in await desk.sweep(tick):
            said[number].append(told)
            fleet[number].heard(told)
    assert said == expected(ticks)
    assert sum(map(len, said)) > FLEET


def expected(ticks: Ticks) -> list[list[Told]]:
    said: list[list[Told]] = [[] for _ in range(FLEET)]
    for number, told in Keeper(lives(), ticks, office(*ZONES), backup="").run():
        said[number].append(replace(told, readers=tuple(sorted(told.readers))))
    return said
