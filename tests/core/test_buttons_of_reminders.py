"""*Snooze*, *Acknowledge*, *Reassign*: what the buttons of a reminder do, and to whom they say no."""

from datetime import timedelta

import pytest

from core.actions.acknowledge import acknowledge
from core.actions.confirm import confirm
from core.actions.reassign import reassign
from core.actions.snooze import snooze
from core.actor import Person
from core.audit import Event
from core.integration import Integration
from core.intent import Purpose
from core.notices import Kind
from core.refusals import BadField, NothingChanged, UnknownIntegration
from core.reminders.decision import Reached
from core.reminders.items import Part, reminder
from core.reminders.ports import Standing
from core.reminders.refusals import InHand, NothingToRemind, SnoozedEnough, SnoozeNeedsSomebodyElse
from core.reminders.stages import after
from tests.core.examples import DAY, WEEK
from tests.core.ground import ADA, HOME, MAX, NOBODY, OLIVE, Ground, Hand
from tests.statements import statements


async def standing(ground: Ground, integration: Integration) -> Standing:
    async with ground.tools.store.reading(HOME) as reading:
        return await reading.reminders.standing(await reading.integration(integration.id))


async def reminded(ground: Ground, hand: Hand, stage: int = 30) -> Integration:
    """Of a token that is due in a while; the owner and a channel are told of it."""
    integration = await ground.settled(hand)
    await remind(ground, integration, stage)
    return integration


async def remind(ground: Ground, integration: Integration, stage: int) -> None:
    async with ground.tools.store.transaction(HOME) as tx:
        (waiting,) = await tx.reminders.ahead(ground.clock.now + timedelta(days=999))
        stages = [waiting.stage]
        while stages[-1] > stage:
            stages.append(after(stages[-1]))
        await tx.reminders.said({waiting: Reached(tuple(stages))})
        item = waiting.item(stages[-1])
        await tx.say(reminder(item, integration.owner, Part.OWNER))
        await tx.say(reminder(item, "C-SECURITY", Part.CHANNEL))


async def snoozed(
    ground: Ground, who: Person, integration: Integration, span: timedelta, reason: str = "On holiday"
) -> None:
    form = await ground.form(who, Purpose.SNOOZE, await ground.now(integration))
    await snooze(ground.tools, who, form, until=ground.clock.now + span, reason=reason)


async def reminders(ground: Ground) -> list[str]:
    """To whom reminders are on their way."""
    return [each.notice.to for each in await ground.said() if each.notice.kind is Kind.REMINDER]


async def now_yours(ground: Ground) -> dict[str, str]:
    said = [each.notice for each in await ground.said() if each.notice.kind is Kind.NOW_YOURS]
    return {each.to: each.facts["by"] for each in said}


async def test_an_owner_hears_of_it_again_when_they_wished_to(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand)
    await snoozed(ground, OLIVE, integration, DAY)
    known = await standing(ground, integration)
    assert known.waiting is not None
    assert known.waiting.stage == 30, "the one that was said, not the next"
    assert known.waiting.at == known.waiting.snoozed_until == ground.clock.now + DAY
    assert await reminders(ground) == [], "what was on its way is not said any more"
    entry, *_ = await ground.record()
    assert entry.event is Event.REMINDER_SNOOZE
    assert entry.details["reason"] == "On holiday"


async def test_three_times_is_enough(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand)
    for _ in range(3):
        await snoozed(ground, OLIVE, integration, DAY)
    with pytest.raises(SnoozedEnough, match="three times"):
        await snoozed(ground, ADA, integration, DAY)
    assert len((await standing(ground, integration)).snoozes) == 3


async def test_beyond_two_weeks_overdue_it_takes_two_people(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand)
    too_far = timedelta(days=90) + 2 * WEEK + DAY
    with pytest.raises(SnoozeNeedsSomebodyElse):
        await snoozed(ground, OLIVE, integration, too_far)
    await snoozed(ground, OLIVE, integration, too_far - DAY)
    with pytest.raises(SnoozeNeedsSomebodyElse):
        await snoozed(ground, OLIVE, integration, too_far)
    await snoozed(ground, MAX, integration, too_far)
    assert [each.by for each in (await standing(ground, integration)).snoozes] == [OLIVE.id, MAX.id]


async def test_it_is_put_off_into_the_future_and_for_a_reason(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand)
    with pytest.raises(BadField, match="say why"):
        await snoozed(ground, OLIVE, integration, DAY, reason=" ")
    with pytest.raises(BadField, match="in the future"):
        await snoozed(ground, OLIVE, integration, timedelta())


async def test_what_was_never_said_cannot_be_put_off_or_acknowledged(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    with pytest.raises(NothingToRemind):
        await snoozed(ground, OLIVE, integration, DAY)
    (token,) = integration.tokens
    with pytest.raises(NothingToRemind):
        await acknowledge(ground.tools, OLIVE, integration.id, token.id)


async def test_whoever_has_it_in_hand_spares_the_others(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand, 0)
    (token,) = integration.tokens
    for _ in range(2):
        await acknowledge(ground.tools, OLIVE, integration.id, token.id)
    known = await standing(ground, integration)
    assert (known.acknowledged_by, known.acknowledged_at) == (OLIVE.id, ground.clock.now)
    assert await reminders(ground) == [OLIVE.id]
    with pytest.raises(InHand) as refused:
        await acknowledge(ground.tools, ADA, integration.id, token.id)
    assert refused.value.by == OLIVE.id
    assert [each.event for each in await ground.record()].count(Event.REMINDER_ACKNOWLEDGE) == 1


async def test_the_next_stage_knows_of_no_acknowledgement(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand, 30)
    (token,) = integration.tokens
    await acknowledge(ground.tools, OLIVE, integration.id, token.id)
    await remind(ground, integration, 14)
    assert (await standing(ground, integration)).acknowledged_by is None
    await acknowledge(ground.tools, ADA, integration.id, token.id)


async def test_a_reminder_of_a_token_that_was_replaced_is_settled(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand)
    (token,) = integration.tokens
    issued = await ground.rotated(integration, hand)
    assert issued.token is not None
    await confirm(ground.tools, ADA, integration.id, issued.token.id)
    with pytest.raises(NothingToRemind):
        await acknowledge(ground.tools, OLIVE, integration.id, token.id)


async def test_the_new_owner_is_told_and_reminded_from_now_on(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand)
    form = await ground.form(OLIVE, Purpose.REASSIGN, integration)
    given = await reassign(ground.tools, OLIVE, form, owner=MAX.id)
    assert given.owner == MAX.id
    known = await standing(ground, integration)
    assert known.waiting is not None
    assert (known.waiting.owner, known.waiting.stage) == (MAX.id, 14), "what was said is not said again"
    assert await now_yours(ground) == {OLIVE.id: ADA.id, MAX.id: OLIVE.id}, "by whom"


async def test_nothing_is_reassigned_to_the_owner_it_has(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    with pytest.raises(NothingChanged):
        await reassign(
            ground.tools, ADA, await ground.form(ADA, Purpose.REASSIGN, integration), owner=OLIVE.id
        )


async def test_who_takes_it_over_is_not_told_so(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    await reassign(ground.tools, ADA, await ground.form(ADA, Purpose.REASSIGN, integration), owner=ADA.id)
    assert ADA.id not in await now_yours(ground)


async def test_to_strangers_it_is_not_there(ground: Ground, hand: Hand) -> None:
    integration = await reminded(ground, hand)
    (token,) = integration.tokens
    with pytest.raises(UnknownIntegration):
        await acknowledge(ground.tools, NOBODY, integration.id, token.id)
    with pytest.raises(UnknownIntegration):
        await snoozed(ground, NOBODY, integration, DAY)
    form = await ground.form(NOBODY, Purpose.REASSIGN, integration)
    with pytest.raises(UnknownIntegration):
        await reassign(ground.tools, NOBODY, form, owner=NOBODY.id)


async def test_reminders_can_be_answered_while_the_feature_is_switched_off(
    ground: Ground, hand: Hand
) -> None:
    integration = await reminded(ground, hand)
    (token,) = integration.tokens
    await ground.change_workspace(enabled=False)
    await acknowledge(ground.tools, OLIVE, integration.id, token.id)
    await snoozed(ground, OLIVE, integration, DAY)
    form = await ground.form(OLIVE, Purpose.REASSIGN, integration)
    assert (await reassign(ground.tools, OLIVE, form, owner=MAX.id)).owner == MAX.id


@pytest.mark.parametrize("button", ["Snooze", "Acknowledge"])
async def test_a_button_reads_each_thing_once_and_touches_its_cards_once(
    ground: Ground, hand: Hand, button: str
) -> None:
    integration = await reminded(ground, hand)
    said = (await standing(ground, integration)).said
    assert said is not None
    intent = await ground.form(OLIVE, Purpose.SNOOZE, integration)
    with statements(ground.database) as asked:
        if button == "Snooze":
            until = ground.clock.now + DAY
            await snooze(ground.tools, OLIVE, intent, until=until, reason="They are on holiday")
        else:
            await acknowledge(ground.tools, OLIVE, integration.id, said.token_id)
    for once in ("FROM workspaces", "FROM reminders", "FROM snoozes", "UPDATE cards SET touched"):
        assert len([each for each in asked if once in each]) == 1, once
