"""Leaks that wait for a person: who is asked, how often, and when that stops."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.actions.leak import report_leak
from core.actions.undecided import ask_again, undecided
from core.actor import Role
from core.audit import OPERATOR, Event
from core.incidents.kinds import Way
from core.integration import Integration
from core.leaks.policy import OnLeak
from core.leaks.waiting import alerted_rounds, held_rounds
from core.notices import Kind
from core.responding import Call, respond
from tests.core.ground import ADA, HOME, MAX, NOBODY, OLIVE, Ground, Hand
from tests.core.test_leaks_and_the_brake import about, braked, decides, many, told

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def later(ground: Ground, span: timedelta) -> int:
    """How much is asked about then, on one of two replicas whose clocks tick at once."""
    ground.clock.pass_(span)
    due = await undecided(ground.tools, HOME)
    asked = await asyncio.gather(*(ask_again(ground.tools, HOME) for _ in range(2)))
    assert sum(asked) == due, "what a dry run counts, and that once"
    return due


async def leaked(ground: Ground, hand: Hand) -> Integration:
    """It asks first, and its token was found."""
    integration = await ground.settled(hand, on_leak=OnLeak.ALERT)
    await report_leak(ground.tools, about(hand.tokens[-1]))
    return integration


def test_people_are_asked_hourly_for_a_while_and_then_daily() -> None:
    hours = (0.9, 1, 2.5, 6, 7, 23, 24, 47, 48, 24 * 30)
    assert [held_rounds(hour * HOUR) for hour in hours] == [0, 1, 2, 6, 6, 6, 7, 7, 8, 36]
    assert [alerted_rounds(hour * HOUR) for hour in hours] == [0, 1, 1, 1, 1, 1, 2, 2, 3, 8]


async def test_what_is_held_is_asked_about_again_once_until_somebody_decides(ground: Ground) -> None:
    await braked(ground, 1)
    assert [await later(ground, span) for span in (timedelta(0), HOUR / 2, HOUR / 2, HOUR / 2)] == [
        0,
        0,
        1,
        0,
    ]
    asked = await told(ground, Kind.LEAKS_HELD)
    assert [(each.to, "since" in each.facts, each.urgent) for each in asked] == [
        (MAX.id, False, True),
        (MAX.id, True, True),
    ]
    await decides(ground, let_through=False)
    assert [await later(ground, span) for span in (HOUR, DAY)] == [0, 0]
    assert len(await told(ground, Kind.LEAKS_HELD)) == 2


async def test_where_nobody_was_given_a_role_those_who_made_it_are_asked_and_its_owner(
    ground: Ground,
) -> None:
    await ground.give(MAX, Role.NONE)
    await braked(ground, 1)
    maker = (await many(ground, 1))[0][0].created_by
    assert {each.to for each in await told(ground, Kind.LEAKS_HELD)} == {maker, OLIVE.id}


async def test_admins_are_asked_rather_than_others_who_may_decide(ground: Ground) -> None:
    await ground.give(NOBODY, Role.ADMIN)
    await braked(ground, 1)
    assert [each.to for each in await told(ground, Kind.LEAKS_HELD)] == [NOBODY.id]


async def test_a_token_that_still_works_is_spoken_of_again_for_a_week(ground: Ground, hand: Hand) -> None:
    await ground.change_workspace(security_channel="C-SEC")
    await leaked(ground, hand)
    assert [await later(ground, span) for span in (timedelta(0), HOUR, HOUR, DAY - 2 * HOUR)] == [0, 1, 0, 1]
    readers = [each.to for each in await told(ground, Kind.LEAK_FOUND) if each.facts.get("since")]
    assert sorted(readers) == ["C-SEC", "C-SEC", OLIVE.id, OLIVE.id]
    assert [await later(ground, DAY) for _ in range(8)] == [1] * 6 + [0] * 2


async def test_found_in_many_places_it_is_spoken_of_again_once(ground: Ground, hand: Hand) -> None:
    await leaked(ground, hand)
    for place in range(3):
        await report_leak(ground.tools, about(hand.tokens[-1], place))
    assert await later(ground, HOUR) == 1


@pytest.mark.parametrize("end", ["revoked", "retired", "quarantined"])
async def test_nothing_more_is_said_of_a_token_that_was_dealt_with(
    ground: Ground, hand: Hand, end: str
) -> None:
    integration = await leaked(ground, hand)
    async with ground.tools.store.transaction(HOME) as tx:
        if end == "retired":
            # Its overlap is over, and no sweep has come by yet.
            (token,) = integration.tokens
            over = replace(integration, tokens=(token.retiring(ground.clock.now + HOUR / 2),))
            await tx.save(over, Event.INTEGRATION_EDIT, by=OPERATOR)
        else:
            way = Way.REVOKE if end == "revoked" else Way.QUARANTINE
            await respond(ground.tools, tx, integration, Call(way=way), by=ADA.id)
    assert await later(ground, HOUR) == 0
