"""How fast people hear of things, when Slack wants to be left alone, and what counts as late."""

import asyncio
from datetime import timedelta

import pytest

from core.delivery import Outcome, Told
from jobs.courier import IN_TIME, Courier
from storage.database import Database
from tests.databases import Clock
from tests.jobs.listening import Listeners, Turns, at_once, say, seconds


@pytest.fixture
def listeners() -> Listeners:
    return Listeners()


@pytest.fixture
def courier(database: Database, clock: Clock, listeners: Listeners) -> Courier:
    return Courier(database.store, database.outbox, listeners.tell, clock, later=at_once, chance=lambda: 1.0)


async def test_when_slack_asks_to_wait_the_whole_workspace_is_left_alone_and_no_other(
    database: Database, clock: Clock, listeners: Listeners
) -> None:
    tells_all = Courier(database.store, database.outbox, listeners.tell, clock, later=at_once)
    tells_one = Courier(database.store, database.outbox, listeners.tell, clock, tenant="T1", later=at_once)
    wish = Told(outcome=Outcome.RETRY, error="ratelimited", retry_after=seconds(30))
    for courier in (tells_all, tells_one):
        listeners.answers["U1"] = wish
        await say(database, "U1")
        assert await courier.deliver(clock()) == {"retry": 1}
        listeners.answers.clear()
        await say(database, "U2")
        await say(database, "U3", tenant="T2")
        assert await courier.deliver(clock()) == ({"left": 1, "sent": 1} if courier is tells_all else {})
        clock.pass_(seconds(30))
        assert (await courier.deliver(clock()))["sent"] == 2


async def test_a_workspace_hears_so_much_a_second_and_no_more(
    database: Database, clock: Clock, listeners: Listeners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.pace.IN_A_WORKSPACE", 3)
    turns = Turns()
    courier = Courier(database.store, database.outbox, listeners.tell, clock, later=turns.later)
    for number in range(5):
        await say(database, f"U{number}")
    delivering = asyncio.create_task(courier.deliver(clock()))
    await listeners.until_told(3)
    await turns.until_waiting(6)
    assert len(listeners.heard) == 3
    turns.pass_()
    assert await delivering == {"sent": 5}


async def test_what_comes_minutes_after_it_might_is_counted_as_late(
    courier: Courier, database: Database, clock: Clock
) -> None:
    await say(database, "U1")
    clock.pass_(IN_TIME)
    await courier.deliver(clock())
    await say(database, "U2")
    clock.pass_(IN_TIME + seconds(1))
    await courier.deliver(clock())
    assert courier.tally == {"sent": 2, "late": 1, "buried": 0}


async def test_what_waited_for_the_morning_is_not_late(
    courier: Courier, database: Database, clock: Clock
) -> None:
    clock.pass_(timedelta(hours=12))  # 21:30 on a Monday
    await say(database, "U1", urgent=False)
    assert await courier.deliver(clock()) == {"waiting": 1}
    clock.pass_(timedelta(hours=11, minutes=30))  # 09:00 on Tuesday
    assert await courier.deliver(clock()) == {"sent": 1}
    assert courier.tally["late"] == 0
