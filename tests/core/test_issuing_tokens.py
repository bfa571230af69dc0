"""Create, rotate, hand over, mint again: whatever becomes of the message, what worked goes on working."""

from functools import partial

import pytest

from core.actions.confirm import confirm
from core.actions.create import create
from core.actions.remint import remint
from core.actions.rotate import rotate
from core.actions.show_token import show_token
from core.actions.verify import verify
from core.audit import SYSTEM, Event
from core.integration import Integration
from core.intent import Purpose
from core.notices import Kind
from core.overlap import Overlap
from core.ports import Shown
from core.refusals import (
    AlreadyDone,
    BadForm,
    HandoverGone,
    NotAllowed,
    NotAMember,
    NotYours,
    Overtaken,
    RotationUnderway,
    SwitchedOff,
)
from core.secret import Secret
from core.token import Proof, Reason, State, Token
from tests.core.ground import ADA, FIELDS, GUS, MAX, OLIVE, VERA, Ground, Hand


async def works(ground: Ground, secret: Secret) -> bool:
    return await verify(ground.tools, secret) is not None


async def events(ground: Ground) -> list[Event]:
    return [entry.event for entry in await ground.record() if entry.actor != "operator"]


# --- create


async def test_a_created_integration_has_a_token_that_works_once_it_is_used(
    ground: Ground, hand: Hand
) -> None:
    issued = await ground.created(hand)
    assert issued.shown is Shown.SHOWN
    assert issued.token is not None
    assert issued.token.state is State.OFFERED
    assert await works(ground, hand.tokens[0])
    current = (await ground.now(issued.integration)).current
    assert current is not None
    assert current.proof is Proof.FIRST_USE
    assert await events(ground) == [Event.TOKEN_CONFIRM, Event.INTEGRATION_CREATE]


async def test_an_owner_hears_that_an_integration_is_now_theirs(ground: Ground, hand: Hand) -> None:
    await ground.created(hand)
    told = [(each.notice.to, each.notice.kind) for each in await ground.said()]
    assert (OLIVE.id, Kind.NOW_YOURS) in told


@pytest.mark.parametrize("owner", [ADA.id, MAX.id])
async def test_who_creates_or_receives_hears_it_already(ground: Ground, hand: Hand, owner: str) -> None:
    await ground.created(hand, recipient=MAX, owner=owner)
    assert Kind.NOW_YOURS not in [each.notice.kind for each in await ground.said()]


async def test_a_bad_form_creates_nothing_and_names_every_field(ground: Ground, hand: Hand) -> None:
    await ground.created(hand)
    with pytest.raises(BadForm) as refused:
        await ground.created(
            hand,
            name="billing",
            description="a\u202eb",
            storage_note="x" * 501,
            scopes=frozenset({"no.such"}),
        )
    assert [each.field for each in refused.value.problems] == [
        "description",
        "storage_note",
        "scopes",
        "name",
    ]
    assert len(hand.tokens) == 1


# --- hand-over


async def test_a_token_for_somebody_else_is_minted_when_they_press_show_token(
    ground: Ground, hand: Hand
) -> None:
    waiting = (await ground.created(hand, recipient=OLIVE)).integration
    assert hand.tokens == []
    assert waiting.handover is not None
    (asked,) = [each.notice for each in await ground.said() if each.notice.kind is Kind.SHOW_TOKEN]
    assert (asked.to, asked.facts["handover"], asked.urgent) == (OLIVE.id, waiting.handover.id, True)
    with pytest.raises(NotYours):
        await show_token(ground.tools, ADA, waiting.id, waiting.handover.id, hand.show)
    issued = await show_token(ground.tools, OLIVE, waiting.id, waiting.handover.id, hand.show)
    assert issued.token is not None
    assert issued.token.minted_by == ADA.id
    with pytest.raises(HandoverGone):
        await show_token(ground.tools, OLIVE, waiting.id, waiting.handover.id, hand.show)
    assert len(hand.tokens) == 1


async def test_who_asked_hears_that_the_recipient_has_saved_it(ground: Ground, hand: Hand) -> None:
    waiting = (await ground.created(hand, recipient=OLIVE)).integration
    assert waiting.handover is not None
    issued = await show_token(ground.tools, OLIVE, waiting.id, waiting.handover.id, hand.show)
    assert issued.token is not None
    await confirm(ground.tools, OLIVE, waiting.id, issued.token.id)
    (told,) = [each.notice for each in await ground.said() if each.notice.kind is Kind.TOKEN_SAVED]
    assert (told.to, told.facts) == (ADA.id, {"recipient": OLIVE.id})


async def test_who_asked_hears_it_once_also_if_it_was_used_before_it_was_saved(
    ground: Ground, hand: Hand
) -> None:
    waiting = (await ground.created(hand, recipient=OLIVE)).integration
    assert waiting.handover is not None
    issued = await show_token(ground.tools, OLIVE, waiting.id, waiting.handover.id, hand.show)
    assert issued.token is not None
    assert await works(ground, hand.tokens[0])
    await confirm(ground.tools, OLIVE, waiting.id, issued.token.id)
    assert [each.notice.kind for each in await ground.said()].count(Kind.TOKEN_SAVED) == 1


async def test_who_asked_hears_it_also_if_the_first_token_did_not_arrive(ground: Ground, hand: Hand) -> None:
    waiting = (await ground.created(hand, recipient=OLIVE)).integration
    assert waiting.handover is not None
    lost = await show_token(ground.tools, OLIVE, waiting.id, waiting.handover.id, hand.show)
    assert lost.token is not None
    another = await remint(ground.tools, OLIVE, waiting.id, lost.token.id, hand.show)
    assert another.token is not None
    await confirm(ground.tools, OLIVE, waiting.id, another.token.id)
    told = [each.notice for each in await ground.said() if each.notice.kind is Kind.TOKEN_SAVED]
    assert [notice.to for notice in told] == [ADA.id]


async def test_a_recipient_must_still_be_a_member_and_the_feature_on(ground: Ground, hand: Hand) -> None:
    waiting = (await ground.created(hand, recipient=GUS)).integration
    assert waiting.handover is not None
    with pytest.raises(NotAMember):
        await show_token(ground.tools, GUS, waiting.id, waiting.handover.id, hand.show)
    await ground.change_workspace(enabled=False)
    with pytest.raises(SwitchedOff):
        await show_token(ground.tools, OLIVE, waiting.id, waiting.handover.id, hand.show)


# --- rotate


async def test_both_tokens_work_until_the_new_one_is_saved_and_then_for_the_overlap(
    ground: Ground, hand: Hand
) -> None:
    issued = await ground.rotated(await ground.settled(hand), hand)
    old, new = hand.tokens
    assert await works(ground, old)
    assert issued.token is not None
    await confirm(ground.tools, ADA, issued.integration.id, issued.token.id)
    for span, old_works in ((0, True), (Overlap.WEEK.span().days, False)):
        ground.clock.pass_(Overlap.DAY.span() * span)
        assert await works(ground, old) is old_works
        assert await works(ground, new)


async def test_of_two_who_rotate_at_once_one_wins_and_the_other_hears_who(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    await ground.rotated(settled, hand)
    with pytest.raises(Overtaken) as refused:
        await ground.rotated(settled, hand)
    assert (refused.value.by, refused.value.at) == (ADA.id, ground.clock.now)


async def test_one_form_rotates_once(ground: Ground, hand: Hand) -> None:

    intent = await ground.form(ADA, Purpose.ROTATE, await ground.settled(hand))
    submit = partial(rotate, overlap=Overlap.DAY, recipient=ADA.id, show=hand.show)
    await submit(ground.tools, ADA, intent)
    with pytest.raises(AlreadyDone):
        await submit(ground.tools, ADA, intent)
    assert len(hand.tokens) == 2


async def test_a_rotation_on_its_way_is_not_rotated_over(ground: Ground, hand: Hand) -> None:
    issued = await ground.rotated(await ground.settled(hand), hand)
    with pytest.raises(RotationUnderway):
        await ground.rotated(issued.integration, hand)


async def test_a_hand_over_that_waits_is_not_rotated_over(ground: Ground, hand: Hand) -> None:
    waiting = await ground.rotated(await ground.settled(hand), hand, recipient=OLIVE)
    with pytest.raises(RotationUnderway):
        await ground.rotated(waiting.integration, hand)
    assert (await ground.now(waiting.integration)).handover == waiting.integration.handover
    assert len(hand.tokens) == 1


# --- what Slack says


async def test_a_token_that_slack_refused_to_show_is_void_and_its_recipient_may_collect_another(
    ground: Ground, hand: Hand
) -> None:
    settled = await ground.settled(hand)
    hand.answer = Shown.REFUSED
    issued = await ground.rotated(settled, hand)
    old, refused = hand.tokens
    assert issued.shown is Shown.REFUSED
    assert not await works(ground, refused)
    assert await works(ground, old)
    assert issued.integration.handover is not None
    assert issued.integration.handover.recipient == ADA.id
    assert (await ground.tokens(issued.integration))[1].reason is Reason.NOT_DELIVERED
    assert (await events(ground))[0] is Event.TOKEN_NOT_DELIVERED


async def test_a_token_of_an_unknown_fate_counts_as_offered(ground: Ground, hand: Hand) -> None:
    hand.answer = Shown.UNKNOWN
    issued = await ground.created(hand)
    assert issued.shown is Shown.UNKNOWN
    assert await works(ground, hand.tokens[0])


async def test_a_token_that_is_in_use_stays_even_if_slack_says_it_was_not_shown(
    ground: Ground, hand: Hand
) -> None:
    async def shown_and_denied(_integration: Integration, _token: Token, secret: Secret) -> Shown:
        assert await works(ground, secret)
        hand.tokens.append(secret)
        return Shown.REFUSED

    intent = await ground.form(ADA, Purpose.CREATE)
    issued = await create(ground.tools, ADA, intent, FIELDS, recipient=ADA.id, show=shown_and_denied)
    assert issued.shown is Shown.UNKNOWN
    assert await works(ground, hand.tokens[0])


# --- who did it, and who may


async def test_the_record_says_who_did_it_and_who_nobody_asked(ground: Ground, hand: Hand) -> None:
    await ground.created(hand)
    await works(ground, hand.tokens[0])
    used, made = (await ground.record())[:2]
    assert (used.actor, made.actor) == (SYSTEM, ADA.id)
    assert made.details["owner"] == OLIVE.id


async def test_a_viewer_may_not_create(ground: Ground, hand: Hand) -> None:

    intent = await ground.form(VERA, Purpose.CREATE)
    with pytest.raises(NotAllowed, match="manager or an admin"):
        await create(ground.tools, VERA, intent, FIELDS, recipient=VERA.id, show=hand.show)
