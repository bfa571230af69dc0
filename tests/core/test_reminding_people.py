"""Who is reminded of what, and how often: the sweep, with people who are somewhere or have gone."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from core.actions.confirm import confirm
from core.actions.foresee import foresee
from core.actions.remind import LEASE, remind
from core.actor import Role
from core.audit import OPERATOR, Event
from core.integration import Integration
from core.notices import Kind
from core.reminders.items import items_of
from core.token import Reason
from tests.core.examples import DAY, HOUR
from tests.core.ground import ADA, HOME, MAX, OLIVE, VERA, Ground, Hand
from tests.core.reminding import (
    CHANNEL,
    DUE,
    MONTH_BEFORE,
    START,
    World,
    claimed,
    deliverable,
    heard,
    sweep,
    told,
)
from tests.core.using import MINUTE

BERLIN = "Europe/Berlin"


async def test_the_owner_hears_of_each_stage_once(ground: Ground, hand: Hand, world: World) -> None:
    await ground.settled(hand)
    assert told(await heard(ground, world, MONTH_BEFORE - HOUR)) == set()
    assert told(await heard(ground, world, MONTH_BEFORE)) == {(OLIVE.id, "owner", "30")}
    assert told(await heard(ground, world, MONTH_BEFORE + DAY)) == set()
    # 16 and 23 May are Sundays as well: announced on the Fridays before.
    assert told(await heard(ground, world, DUE - 16 * DAY)) == {(OLIVE.id, "owner", "14")}
    assert told(await heard(ground, world, DUE - 9 * DAY)) == {(OLIVE.id, "owner", "7")}


async def test_the_channel_hears_of_the_day_and_the_admins_three_days_later(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    await ground.give(ADA, Role.ADMIN)
    await ground.settled(hand)
    assert told(await heard(ground, world, DUE - 3 * DAY)) == {(OLIVE.id, "owner", "3")}
    friday = await heard(ground, world, DUE - 2 * DAY)
    assert told(friday) == {(OLIVE.id, "owner", "0"), (CHANNEL, "channel", "0")}
    assert told(await heard(ground, world, DUE + 1 * DAY)) == {(OLIVE.id, "owner", "-1")}
    assert told(await heard(ground, world, DUE + 3 * DAY)) == {
        (OLIVE.id, "owner", "-3"),
        (ADA.id, "admin", "-3"),
    }
    assert told(await heard(ground, world, DUE + 14 * DAY)) == {(OLIVE.id, "owner", "-14")}


async def test_after_an_outage_the_latest_is_said_to_all_who_missed_something(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    await ground.give(ADA, Role.ADMIN)
    await ground.settled(hand)
    notices = await heard(ground, world, DUE + 8 * DAY)
    assert told(notices) == {
        (OLIVE.id, "owner", "-7"),
        (CHANNEL, "channel", "-7"),
        (ADA.id, "admin", "-7"),
    }
    assert all(each.urgent for each in notices), "reminders keep their readers' hours, not the workspace's"


async def test_each_hears_of_it_in_their_own_morning(ground: Ground, hand: Hand, world: World) -> None:
    await ground.change_workspace(security_channel=CHANNEL, time_zone="America/New_York")
    await ground.settled(hand)
    world.moves(OLIVE, BERLIN)
    friday = DUE - 2 * DAY
    assert await heard(ground, world, friday - 3 * HOUR) == [], "half past eight in Berlin"
    ground.clock.pass_(HOUR)
    assert (await sweep(ground, world))["said"] == 1
    nine_in_new_york = datetime.fromisoformat("2027-05-28T13:00Z")
    assert await deliverable(ground, nine_in_new_york - MINUTE) == {OLIVE.id}
    assert await deliverable(ground, nine_in_new_york) == {OLIVE.id, CHANNEL}


async def test_where_slack_does_not_say_who_is_there_it_is_asked_again_soon(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.settled(hand)
    world.silent = {OLIVE.id}
    assert await heard(ground, world, MONTH_BEFORE) == []
    assert await sweep(ground, world) == Counter()
    world.silent.clear()
    assert told(await heard(ground, world, MONTH_BEFORE + 5 * HOUR / 60)) == {(OLIVE.id, "owner", "30")}


async def test_one_of_whom_slack_says_nothing_holds_up_nobody(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.settled(hand)
    await ground.settled(hand, name="Payroll", owner=MAX.id)
    world.silent = {OLIVE.id}
    assert told(await heard(ground, world, MONTH_BEFORE)) == {(MAX.id, "owner", "30")}


async def test_where_an_admin_is_counts_before_anybody_is_told_of_an_escalation(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.give(ADA, Role.ADMIN)
    await ground.settled(hand)
    world.silent = {ADA.id}
    assert await heard(ground, world, DUE + 3 * DAY) == []
    world.silent.clear()
    assert len(await heard(ground, world, DUE + 3 * DAY + HOUR)) == 2


async def test_a_channel_hears_of_many_peoples_integrations_in_one_message(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    for number, owner in enumerate((OLIVE, MAX, ADA, OLIVE)):
        await ground.settled(hand, name=f"Billing {number}", owner=owner.id)
    said = await heard(ground, world, DUE - 2 * DAY)
    assert [each.kind for each in said if each.to == CHANNEL] == [Kind.REMINDER_DIGEST]
    assert len([each for each in said if each.to != CHANNEL]) == 4


async def test_when_the_owner_has_gone_the_channel_hears_of_it(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.change_workspace(security_channel=CHANNEL)
    await ground.settled(hand)
    world.leaves(OLIVE)
    assert told(await heard(ground, world, MONTH_BEFORE)) == {(CHANNEL, "channel", "30")}


async def test_and_without_a_channel_the_admins_do(ground: Ground, hand: Hand, world: World) -> None:
    await ground.give(ADA, Role.ADMIN)
    await ground.give(MAX, Role.ADMIN)
    await ground.settled(hand)
    world.leaves(OLIVE)
    world.leaves(MAX)
    assert told(await heard(ground, world, MONTH_BEFORE)) == {(ADA.id, "admin", "30")}


async def test_guests_are_reminded_of_nothing_that_they_may_not_act_on(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.give(ADA, Role.ADMIN)
    await ground.give(MAX, Role.ADMIN)
    await ground.settled(hand)
    world.becomes_guest(OLIVE)
    world.becomes_guest(MAX)
    assert told(await heard(ground, world, MONTH_BEFORE)) == {(ADA.id, "admin", "30")}


async def test_nothing_is_lost_while_there_is_nobody_to_tell(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.settled(hand)
    world.leaves(OLIVE)
    assert await heard(ground, world, MONTH_BEFORE) == []
    await ground.change_workspace(security_channel=CHANNEL)
    assert told(await heard(ground, world, MONTH_BEFORE + HOUR)) == {(CHANNEL, "channel", "30")}


async def test_an_owner_who_is_an_admin_too_hears_of_it_once(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.give(OLIVE, Role.ADMIN)
    await ground.settled(hand)
    assert told(await heard(ground, world, DUE + 3 * DAY)) == {(OLIVE.id, "owner", "-3")}


async def test_more_than_three_at_once_become_a_digest(ground: Ground, hand: Hand, world: World) -> None:
    for number in range(4):
        await ground.settled(hand, name=f"Billing {number}")
    (said,) = await heard(ground, world, MONTH_BEFORE)
    assert said.kind is Kind.REMINDER_DIGEST
    assert said.to == OLIVE.id
    assert [item.stage for item in items_of(said)] == [30] * 4
    assert len({item.integration_id for item in items_of(said)}) == 4


async def test_three_at_once_stay_three(ground: Ground, hand: Hand, world: World) -> None:
    made = [await ground.settled(hand, name=f"Billing {number}") for number in range(3)]
    notices = await heard(ground, world, MONTH_BEFORE)
    assert [each.kind for each in notices] == [Kind.REMINDER] * 3
    about = [item for each in notices for item in items_of(each)]
    assert all(any(item.holds(integration) for item in about) for integration in made)


async def test_what_comes_can_be_foreseen(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    assert await foresee(ground.tools, HOME, MONTH_BEFORE - DAY) == []
    (coming,) = await foresee(ground.tools, HOME, MONTH_BEFORE)
    assert (coming.name, coming.foretold.reader.id) == ("Billing", OLIVE.id)
    assert coming.foretold.at == START.replace(minute=0) + MONTH_BEFORE, "at nine on that Friday"


async def test_nobody_is_reminded_of_what_was_rotated_between_claim_and_word(
    ground: Ground, hand: Hand, world: World
) -> None:
    integration = await ground.settled(hand)
    ground.clock.pass_(MONTH_BEFORE)
    (mine,) = await claimed(ground)
    issued = await ground.rotated(integration, hand)
    assert issued.token is not None
    await confirm(ground.tools, ADA, integration.id, issued.token.id)
    assert await remind(ground.tools, world.where, mine) == Counter()
    assert told(await heard(ground, world, MONTH_BEFORE + 31 * DAY)) == set()
    assert told(await heard(ground, world, MONTH_BEFORE + DUE - 30 * DAY)) == {(OLIVE.id, "owner", "30")}


async def test_two_who_sweep_at_once_say_it_once(ground: Ground, hand: Hand, world: World) -> None:
    await ground.settled(hand)
    ground.clock.pass_(MONTH_BEFORE)
    (mine,) = await claimed(ground)
    assert await claimed(ground) == [], "it is being seen to"
    assert (await remind(ground.tools, world.where, mine))["said"] == 1
    assert (await remind(ground.tools, world.where, mine))["said"] == 0


async def test_what_a_crash_left_claimed_is_handed_out_again_and_said_once(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.settled(hand)
    ground.clock.pass_(MONTH_BEFORE)
    (left,) = await claimed(ground)
    ground.clock.pass_(LEASE)
    (mine,) = await claimed(ground)
    assert (await remind(ground.tools, world.where, left))["said"] == 0, "it has come too late"
    assert (await remind(ground.tools, world.where, mine))["said"] == 1


async def test_another_period_plans_anew(ground: Ground, hand: Hand, world: World) -> None:
    integration = await ground.settled(hand)
    async with ground.tools.store.transaction(HOME) as tx:
        shorter = replace(await tx.integration(integration.id), period=60 * DAY)
        await tx.save(shorter, Event.INTEGRATION_EDIT, by=OPERATOR)
    assert told(await heard(ground, world, 60 * DAY - 14 * DAY)) == {(OLIVE.id, "owner", "14")}
    assert told(await heard(ground, world, MONTH_BEFORE)) == {(OLIVE.id, "owner", "0")}


async def test_a_token_that_was_killed_is_not_due(ground: Ground, hand: Hand, world: World) -> None:
    integration = await ground.settled(hand)
    await kill(ground, integration)
    assert await heard(ground, world, DUE + 30 * DAY) == []


async def kill(ground: Ground, integration: Integration) -> None:
    async with ground.tools.store.transaction(HOME) as tx:
        found = await tx.integration(integration.id)
        dead = found.kill_all(Reason.REVOKED, ground.clock.now)
        await tx.save(dead, Event.TOKEN_REVOKE, by=OPERATOR)


async def test_while_the_feature_is_switched_off_reminders_go_on(
    ground: Ground, hand: Hand, world: World
) -> None:
    await ground.settled(hand)
    await ground.change_workspace(enabled=False)
    assert told(await heard(ground, world, MONTH_BEFORE)) == {(OLIVE.id, "owner", "30")}


async def test_the_eleventh_token_of_a_day_is_due_earlier_than_the_first(ground: Ground, hand: Hand) -> None:
    made = [await ground.settled(hand, name=f"Billing {number}", owner=VERA.id) for number in range(30)]
    dues = [each.due_at for each in made]
    assert set(dues[:10]) == {START + DUE}
    assert len(set(dues[10:])) > 5
    assert all(due is not None and DUE - 14 * DAY <= due - START <= DUE for due in dues)
