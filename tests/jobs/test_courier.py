"""Notices reach people: each once, at a bearable pace, and none stands in another's way."""

import asyncio
from datetime import timedelta

import pytest

from core.delivery import Outcome, Told
from jobs.courier import ATTEMPTS, HANDS, LEASE, LONGEST_PAUSE, SOON, Courier, pause_after
from storage.database import Database
from tests.databases import Clock
from tests.jobs.listening import Listeners, Turns, at_once, say, seconds


@pytest.fixture
def listeners() -> Listeners:
    return Listeners()


@pytest.fixture
def courier(database: Database, clock: Clock, listeners: Listeners) -> Courier:
    return Courier(database.store, database.outbox, listeners.tell, clock, later=at_once, chance=lambda: 1.0)


async def until_busy(courier: Courier) -> None:
    while not courier.under_way:  # noqa: ASYNC110 - it says so to nobody
        await asyncio.sleep(0)


async def test_everybody_hears_what_is_for_them_once(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    for person in ("U1", "U2", "U3"):
        await say(database, person)
    assert await courier.deliver(clock()) == {"sent": 3}
    clock.pass_(LEASE * 2)
    assert await courier.deliver(clock()) == {}
    assert sorted(listeners.who()) == ["U1", "U2", "U3"]
    assert (await database.outbox.counts())["delivered"] == 3


async def test_what_became_moot_is_settled_too(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    listeners.answers["U1"] = Told(outcome=Outcome.MOOT)
    await say(database, "U1")
    assert await courier.deliver(clock()) == {"moot": 1}
    assert (await database.outbox.counts())["waiting"] == 0


@pytest.mark.parametrize(
    "failure", [Told(outcome=Outcome.RETRY), OSError("reset"), TimeoutError(), KeyError("a mistake of ours")]
)
async def test_whatever_goes_wrong_with_one_it_is_tried_again_and_the_others_hear_theirs(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners, failure: Told | Exception
) -> None:
    listeners.answers["U1"] = failure
    await say(database, "U1")
    await say(database, "U2")
    outcome = "retry" if isinstance(failure, Told) else "unknown"
    assert await courier.deliver(clock()) == {outcome: 1, "sent": 1}

    listeners.answers.clear()
    clock.pass_(max(pause_after(0, 1.0), LEASE))
    assert await courier.deliver(clock()) == {"sent": 1}


async def test_what_may_still_be_on_its_way_is_left_alone_until_its_lease_is_over(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    listeners.answers["U1"] = Told(outcome=Outcome.UNKNOWN, error="TimeoutError")
    await say(database, "U1")
    assert await courier.deliver(clock()) == {"unknown": 1}
    clock.pass_(LEASE - seconds(1))
    assert await courier.deliver(clock()) == {}
    clock.pass_(seconds(1))
    assert await courier.deliver(clock()) == {"unknown": 1}
    assert listeners.doubts == [False, True]


async def test_somebody_whom_slack_keeps_waiting_keeps_nobody_else_waiting(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    listeners.answers["U1"] = answered = asyncio.Event()
    await say(database, "U1")
    slow = asyncio.create_task(courier.deliver(clock()))
    await listeners.until_told(1)

    await say(database, "U2")
    assert await courier.deliver(clock()) == {"sent": 1}
    answered.set()
    assert await slow == {"sent": 1}


async def test_within_one_round_nobody_waits_for_somebody_else_either(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    listeners.answers["U1"] = answered = asyncio.Event()
    for person in ("U1", "U2"):
        await say(database, person)
        clock.pass_(seconds(1))
    delivering = asyncio.create_task(courier.deliver(clock()))
    try:
        async with asyncio.timeout(5):
            await listeners.until_told(2)
    finally:
        answered.set()
        assert await delivering == {"sent": 2}


async def test_only_so_many_are_under_way_at_once(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    answered = asyncio.Event()
    for number in range(HANDS + 2):
        listeners.answers[f"U{number}"] = answered
        await say(database, f"U{number}")
    first = asyncio.create_task(courier.deliver(clock()))
    await listeners.until_told(HANDS)
    assert await courier.deliver(clock()) == {}
    answered.set()
    assert await first == {"sent": HANDS}
    assert await courier.deliver(clock()) == {"sent": 2}


async def test_one_person_hears_one_thing_a_second(
    database: Database, clock: Clock, listeners: Listeners
) -> None:
    turns = Turns()
    courier = Courier(database.store, database.outbox, listeners.tell, clock, later=turns.later)
    await say(database, "U1", "first")
    clock.pass_(seconds(0.001))
    await say(database, "U1", "second")
    assert await courier.deliver(clock()) == {"sent": 1}
    delivering = asyncio.create_task(courier.deliver(clock()))
    await until_busy(courier)
    await say(database, "U2", "meanwhile")
    assert await courier.deliver(clock()) == {"sent": 1}
    assert listeners.heard == [("U1", "first"), ("U2", "meanwhile")]
    turns.pass_()
    assert await delivering == {"sent": 1}
    assert listeners.heard[-1] == ("U1", "second")


async def test_of_a_thousand_things_for_one_person_none_stands_in_anybodys_way(
    database: Database, clock: Clock, listeners: Listeners
) -> None:
    turns = Turns()
    courier = Courier(database.store, database.outbox, listeners.tell, clock, later=turns.later)
    for number in range(3 * HANDS):
        await say(database, "U1", f"i{number}")
    clock.pass_(seconds(1))
    for number in range(HANDS - 1):
        await say(database, f"U{number + 2}")
    assert await courier.deliver(clock()) == {"sent": HANDS}
    assert len(set(listeners.who())) == HANDS


async def test_what_would_come_after_its_lease_is_left_to_the_next(
    database: Database, clock: Clock, listeners: Listeners
) -> None:
    turns = Turns()
    courier = Courier(database.store, database.outbox, listeners.tell, clock, later=turns.later)
    await say(database, "U1", "first")
    await courier.deliver(clock())
    await say(database, "U1", "second")
    delivering = asyncio.create_task(courier.deliver(clock()))
    await until_busy(courier)
    clock.pass_(LEASE)
    turns.pass_()
    assert await delivering == {"left": 1}
    turns.pass_()
    assert await courier.deliver(clock()) == {"sent": 1}
    assert listeners.heard == [("U1", "first"), ("U1", "second")]


async def test_slacks_own_wish_to_wait_is_respected(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    wish = timedelta(minutes=7)
    listeners.answers["U1"] = Told(outcome=Outcome.RETRY, error="ratelimited", retry_after=wish)
    await say(database, "U1")
    await courier.deliver(clock())
    listeners.answers.clear()
    clock.pass_(wish - seconds(1))
    assert await courier.deliver(clock()) == {}
    clock.pass_(seconds(1))
    assert await courier.deliver(clock()) == {"sent": 1}


async def test_what_waits_for_its_card_is_looked_after_soon_and_keeps_nobody_else_waiting(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    listeners.answers["U1"] = Told(outcome=Outcome.NOT_YET)
    await say(database, "U1")
    assert await courier.deliver(clock()) == {"not_yet": 1}
    await say(database, "U2")
    assert await courier.deliver(clock()) == {"sent": 1}, "in the same workspace, at the same instant"

    clock.pass_(SOON - seconds(1))
    assert await courier.deliver(clock()) == {}
    clock.pass_(seconds(1))
    assert await courier.deliver(clock()) == {"not_yet": 1}


async def test_however_often_it_had_to_wait_for_its_card_it_is_not_given_up(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    listeners.answers["U1"] = Told(outcome=Outcome.NOT_YET)
    await say(database, "U1")
    for _ in range(ATTEMPTS):
        assert await courier.deliver(clock()) == {"not_yet": 1}
        clock.pass_(SOON)
    listeners.answers.clear()
    assert await courier.deliver(clock()) == {"sent": 1}
    assert not any(listeners.doubts), "Slack was never asked"


async def test_what_slack_will_never_take_is_kept_for_the_operator(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    listeners.answers["U1"] = Told(outcome=Outcome.NEVER, error="channel_not_found")
    await say(database, "U1")
    assert await courier.deliver(clock()) == {"buried": 1}
    assert await database.outbox.counts() == {"waiting": 0, "delivered": 0, "buried": 1}
    assert courier.tally["buried"] == 1


async def test_after_a_hundred_attempts_it_is_given_up(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    listeners.answers["U1"] = Told(outcome=Outcome.RETRY, error="internal_error")
    await say(database, "U1")
    met: list[str] = []
    for _ in range(ATTEMPTS):
        met += await courier.deliver(clock())
        clock.pass_(LONGEST_PAUSE)
    assert met == ["retry"] * (ATTEMPTS - 1) + ["buried"]
    assert await courier.deliver(clock()) == {}


async def test_a_bot_speaks_in_its_own_workspace_only(
    database: Database, clock: Clock, listeners: Listeners
) -> None:
    await say(database, "U1", tenant="T1")
    await say(database, "U2", tenant="T2")
    ours = Courier(database.store, database.outbox, listeners.tell, clock, tenant="T2", later=at_once)
    assert await ours.deliver(clock()) == {"sent": 1}
    assert listeners.who() == ["U2"]


async def test_nobody_is_woken_for_what_can_wait_until_morning(
    courier: Courier, database: Database, clock: Clock, listeners: Listeners
) -> None:
    clock.pass_(timedelta(hours=12))  # 21:30 on a Monday
    await say(database, "U1", urgent=False)
    await say(database, "U2", urgent=True)
    assert await courier.deliver(clock()) == {"sent": 1, "waiting": 1}
    assert listeners.who() == ["U2"]

    clock.pass_(timedelta(hours=11, minutes=30))  # 09:00 on Tuesday
    assert await courier.deliver(clock()) == {"sent": 1}
    assert listeners.who() == ["U2", "U1"]


def test_pauses_grow_up_to_an_hour_and_are_spread_by_chance() -> None:
    longest = [pause_after(attempts, 1.0).total_seconds() for attempts in range(12)]
    assert longest[:3] == [5, 10, 20]
    assert longest == sorted(longest)
    assert longest[-1] == 3600
    assert pause_after(3, 0.5) == pause_after(3, 1.0) / 2
    assert pause_after(10_000, 1.0) == LONGEST_PAUSE
