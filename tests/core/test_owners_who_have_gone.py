"""What somebody leaves behind: who is asked to take it over, when, and who may."""

from collections.abc import Sequence

import pytest

from core.actions import orphans
from core.actions.claim import claim
from core.actions.orphans import (
    A_DAY,
    ask_caretakers,
    caretakers_to_ask,
    look_for_gone_owners,
    owner_gone,
    owner_is_here,
    owners_to_look_for,
)
from core.actor import Role
from core.audit import SYSTEM, Event
from core.integration import Integration
from core.notices import Kind
from core.orphans import (
    IN_AN_HOUR,
    TO_ADMINS,
    TO_CHANNEL,
    WEEK,
    Caretaker,
    is_orphaned,
    stage,
    whose_turn,
)
from tests.core.examples import DAY, HOUR, NOW
from tests.core.ground import ADA, HOME, MAX, NOBODY, OLIVE, Ground, Hand
from tests.core.reminding import CHANNEL, World
from tests.core.test_sweeps_meet_people import deleting, meanwhile


async def asked(ground: Ground) -> list[str]:
    return [each.notice.to for each in await ground.said() if each.notice.kind is Kind.ORPHANED]


async def left(ground: Ground, hand: Hand, **changes: str) -> Integration:
    """By Olive."""
    made = await ground.settled(hand, **changes)
    assert await owner_gone(ground.tools, HOME, OLIVE.id) == 1
    return await ground.now(made)


async def events(ground: Ground) -> list[tuple[Event, str]]:
    return [(each.event, each.actor) for each in await ground.record()]


async def test_it_is_marked_once_and_its_backup_is_asked_at_once(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand, backup_owner=NOBODY.id)
    assert is_orphaned(integration)
    assert await owner_gone(ground.tools, HOME, OLIVE.id) == 0
    assert await caretakers_to_ask(ground.tools, HOME) == await ask_caretakers(ground.tools, HOME) == 0
    assert await asked(ground) == [NOBODY.id]
    assert (await events(ground))[0] == (Event.INTEGRATION_ORPHANED, SYSTEM)


async def test_it_goes_to_the_channel_then_to_the_admins_every_week(ground: Ground, hand: Hand) -> None:
    await ground.give(ADA, Role.ADMIN)
    await ground.change_workspace(security_channel=CHANNEL)
    await left(ground, hand, backup_owner=NOBODY.id)
    heard = []
    for _ in range(22):
        ground.clock.pass_(DAY)
        assert await caretakers_to_ask(ground.tools, HOME) == await ask_caretakers(ground.tools, HOME)
        heard.append(len(await asked(ground)))
    assert await asked(ground) == [NOBODY.id, CHANNEL, ADA.id, ADA.id, ADA.id]
    assert [heard.index(number) + 1 for number in (2, 3, 4, 5)] == [3, 7, 14, 21]


@pytest.mark.parametrize(
    ("backup", "channel", "admin", "hears"),
    [
        ("", CHANNEL, True, [CHANNEL] * 2 + [ADA.id]),
        ("", "", True, [ADA.id] * 3),
        (NOBODY.id, "", False, [NOBODY.id] * 3),
        ("", CHANNEL, False, [CHANNEL] * 3),
        ("", "", False, [ADA.id] * 3),
    ],
)
async def test_where_nobody_of_a_kind_is_the_next_in_line_is_asked(
    ground: Ground, hand: Hand, backup: str, channel: str, admin: bool, hears: list[str]
) -> None:
    """In the end whoever made it; that was Ada."""
    if admin:
        await ground.give(ADA, Role.ADMIN)
    await ground.change_workspace(security_channel=channel or None)
    await left(ground, hand, backup_owner=backup)
    ground.clock.pass_(TO_CHANNEL)
    await ask_caretakers(ground.tools, HOME)
    ground.clock.pass_(TO_ADMINS - TO_CHANNEL)
    await ask_caretakers(ground.tools, HOME)
    assert await asked(ground) == hears


async def test_nobody_is_asked_to_take_over_from_themselves(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand, owner=ADA.id)
    await ground.give(ADA, Role.ADMIN)
    assert await owner_gone(ground.tools, HOME, ADA.id) == 1
    assert not await asked(ground)


async def test_of_a_great_many_some_are_asked_about_each_day(ground: Ground, hand: Hand) -> None:
    for number in range(A_DAY + 2):
        await ground.settled(hand, name=f"Integration {number}")
    assert await owner_gone(ground.tools, HOME, OLIVE.id) == A_DAY + 2
    assert len(await asked(ground)) == A_DAY
    assert await caretakers_to_ask(ground.tools, HOME) == await ask_caretakers(ground.tools, HOME) == 0
    ground.clock.pass_(DAY)
    assert await caretakers_to_ask(ground.tools, HOME) == await ask_caretakers(ground.tools, HOME) == 2


async def test_all_that_somebody_owns_is_marked_page_by_page(
    ground: Ground, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "BATCH", 2)
    for number in range(5):
        await ground.settled(hand, name=f"Integration {number}")
    assert await owner_gone(ground.tools, HOME, OLIVE.id) == 5
    ground.clock.pass_(TO_CHANNEL)
    assert await caretakers_to_ask(ground.tools, HOME) == 5


# --- looking for them


async def test_who_left_while_nobody_listened_is_found(ground: Ground, hand: Hand, world: World) -> None:
    integration = await ground.settled(hand)
    await ground.settled(hand, name="Payroll", owner=MAX.id)
    assert await look_for_gone_owners(ground.tools, world.where, HOME) == 0
    world.leaves(OLIVE)
    world.silent = {OLIVE.id}
    assert await look_for_gone_owners(ground.tools, world.where, HOME) == 0
    world.silent = set()
    assert await look_for_gone_owners(ground.tools, world.where, HOME) == 1
    assert is_orphaned(await ground.now(integration))
    world.people[OLIVE.id] = OLIVE
    ground.clock.pass_(HOUR)
    assert await look_for_gone_owners(ground.tools, world.where, HOME) == 0
    assert not is_orphaned(await ground.now(integration))


async def test_who_was_seen_here_before_they_left_is_not_taken_to_be_back(
    ground: Ground, hand: Hand, world: World
) -> None:
    """Where people are may be remembered for an hour; that they left, Slack tells at once."""
    integration = await left(ground, hand)
    ground.clock.pass_(HOUR / 2)
    assert await look_for_gone_owners(ground.tools, world.where, HOME) == 0
    assert is_orphaned(await ground.now(integration))


def test_within_a_day_everybody_of_two_thousand_had_their_turn() -> None:
    owners = [f"U{number}" for number in range(2_000)]
    turns: list[Sequence[str]] = [whose_turn(owners, NOW + hour * HOUR) for hour in range(24)]
    assert {owner for turn in turns for owner in turn} == set(owners)
    assert {len(turn) for turn in turns} == {IN_AN_HOUR}


async def test_a_few_owners_are_all_looked_for_each_hour(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    await ground.settled(hand, name="Payroll", owner=MAX.id)
    assert await owners_to_look_for(ground.tools, HOME) == [MAX.id, OLIVE.id]


def test_the_admins_are_asked_every_week() -> None:
    assert stage(TO_ADMINS - HOUR) == (Caretaker.CHANNEL, 0)
    assert [stage(TO_ADMINS + week * WEEK) for week in range(3)] == [(Caretaker.ADMINS, n) for n in range(3)]


# --- somebody is faster


@pytest.mark.parametrize("before", ["reading", "transaction"])
async def test_what_is_deleted_meanwhile_is_nobodys_business(ground: Ground, hand: Hand, before: str) -> None:
    integration = await left(ground, hand)
    ground.clock.pass_(TO_CHANNEL)
    tools = meanwhile(ground, deleting(ground, integration), before)
    assert await ask_caretakers(tools, HOME) == 0


async def test_two_who_ask_at_the_same_time_ask_once(ground: Ground, hand: Hand) -> None:
    await left(ground, hand)
    ground.clock.pass_(TO_CHANNEL)

    async def another() -> None:
        assert await ask_caretakers(ground.tools, HOME) == 1

    assert await ask_caretakers(meanwhile(ground, another, "transaction"), HOME) == 0
    assert len(await asked(ground)) == 2


async def test_what_is_claimed_meanwhile_is_not_asked_about(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand)
    ground.clock.pass_(TO_CHANNEL)

    async def claimed() -> None:
        await claim(ground.tools, MAX, integration.id)

    assert await ask_caretakers(meanwhile(ground, claimed, "transaction"), HOME) == 0
    assert await ask_caretakers(meanwhile(ground, claimed, "reading"), HOME) == 0


async def test_two_who_see_it_mark_it_once(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)

    async def another() -> None:
        assert await owner_gone(ground.tools, HOME, OLIVE.id) == 1

    assert await owner_gone(meanwhile(ground, another, "transaction"), HOME, OLIVE.id) == 0

    ground.clock.pass_(HOUR)

    async def back() -> None:
        assert await owner_is_here(ground.tools, HOME, OLIVE.id) == 1

    assert await owner_is_here(meanwhile(ground, back, "transaction"), HOME, OLIVE.id) == 0
    again = meanwhile(ground, deleting(ground, integration), "transaction")
    assert await owner_gone(again, HOME, OLIVE.id) == 0
