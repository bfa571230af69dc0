"""What somebody left behind is claimed; or they come back, and nobody needs to."""

from dataclasses import replace

import pytest

from core.actions.claim import claim
from core.actions.edit import edit
from core.actions.orphans import ask_caretakers, owner_is_here
from core.actions.reassign import reassign
from core.actions.rotate import rotate
from core.actor import Person
from core.audit import SYSTEM, Event
from core.fields import Fields
from core.intent import Purpose
from core.orphans import TO_ADMINS, is_orphaned
from core.overlap import Overlap
from core.refusals import NotAllowed, NotAMember, Overtaken, UnknownIntegration
from tests.core.examples import HOUR
from tests.core.ground import ADA, GUS, HOME, MAX, NOBODY, OLIVE, VERA, Ground, Hand
from tests.core.test_owners_who_have_gone import events, left
from tests.core.test_sweeps_meet_people import deleting, meanwhile


async def test_its_backup_claims_it_without_any_role(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand, backup_owner=NOBODY.id)
    await ground.change_workspace(enabled=False)
    taken = await claim(ground.tools, NOBODY, integration.id)
    assert (taken.owner, taken.backup_owner, is_orphaned(taken)) == (NOBODY.id, "", False)
    assert (await ground.record())[0].details["owner_before"] == OLIVE.id


async def test_a_manager_claims_it_and_the_backup_stays(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand, backup_owner=NOBODY.id)
    taken = await claim(ground.tools, MAX, integration.id)
    assert (taken.owner, taken.backup_owner) == (MAX.id, NOBODY.id)


async def test_whoever_is_slower_hears_who_was_faster(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand, backup_owner=NOBODY.id)
    await claim(ground.tools, MAX, integration.id)
    before = await events(ground)
    with pytest.raises(Overtaken) as slower:
        await claim(ground.tools, NOBODY, integration.id)
    assert slower.value.by == MAX.id
    assert (await claim(ground.tools, MAX, integration.id)).owner == MAX.id
    assert await events(ground) == before


async def test_what_was_deleted_cannot_be_claimed_and_it_is_said_who_did(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand, backup_owner=MAX.id)
    await deleting(ground, integration)()
    with pytest.raises(Overtaken) as deleted:
        await claim(ground.tools, MAX, integration.id)
    assert deleted.value.by == ADA.id


@pytest.mark.parametrize(
    ("who", "refusal"), [(VERA, NotAllowed), (NOBODY, UnknownIntegration), (GUS, NotAMember)]
)
async def test_who_may_not_reassign_may_not_claim(
    ground: Ground, hand: Hand, who: Person, refusal: type[Exception]
) -> None:
    integration = await left(ground, hand)
    with pytest.raises(refusal):
        await claim(ground.tools, who, integration.id)


async def test_a_backup_who_became_a_guest_cannot_claim(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand, backup_owner=GUS.id)
    with pytest.raises(NotAMember):
        await claim(ground.tools, GUS, integration.id)


async def test_a_backup_without_a_role_does_what_the_owner_could(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand, backup_owner=NOBODY.id)
    intent = await ground.form(NOBODY, Purpose.ROTATE, integration)
    issued = await rotate(
        ground.tools, NOBODY, intent, overlap=Overlap.WEEK, recipient=NOBODY.id, show=hand.show
    )
    assert issued.token is not None
    assert issued.token.recipient == NOBODY.id


# --- owners who come back


async def test_an_owner_who_is_back_ends_the_matter(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand)
    ground.clock.pass_(HOUR)
    assert await owner_is_here(ground.tools, HOME, OLIVE.id) == 1
    assert await owner_is_here(ground.tools, HOME, OLIVE.id) == 0
    ground.clock.pass_(TO_ADMINS)
    assert await ask_caretakers(ground.tools, HOME) == 0
    assert not is_orphaned(await ground.now(integration))
    assert (await events(ground))[0] == (Event.INTEGRATION_NOT_ORPHANED, SYSTEM)


async def test_an_owner_who_is_back_says_so_by_claiming_it(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand)
    assert not is_orphaned(await claim(ground.tools, OLIVE, integration.id))
    assert (await events(ground))[0] == (Event.INTEGRATION_NOT_ORPHANED, OLIVE.id)


async def test_whoever_gets_it_back_is_not_taken_to_have_gone(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand)
    form = await ground.form(ADA, Purpose.REASSIGN, integration)
    taken = await reassign(ground.tools, ADA, form, owner=MAX.id)
    form = await ground.form(ADA, Purpose.EDIT, taken)
    given_back = await edit(ground.tools, ADA, form, replace(Fields.of(taken), owner=OLIVE.id))
    assert given_back.owner == OLIVE.id
    assert not is_orphaned(given_back)


async def test_what_is_deleted_as_its_owner_comes_back_stays_deleted(ground: Ground, hand: Hand) -> None:
    integration = await left(ground, hand)
    ground.clock.pass_(HOUR)
    tools = meanwhile(ground, deleting(ground, integration), "transaction")
    assert await owner_is_here(tools, HOME, OLIVE.id) == 0
