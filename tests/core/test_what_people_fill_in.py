"""A form about an integration: who may be named in it, what it changes, and that it is used for one thing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.actions.edit import preview
from core.changes import Changes
from core.fields import Fields
from core.intent import Intent, Purpose
from core.leaks.policy import OnLeak
from core.refusals import BadForm, FormExpired
from tests.core.examples import NOW
from tests.core.ground import ADA, FIELDS, HOME, MAX, OLIVE, Ground, Hand

BOTH = replace(FIELDS, owner=OLIVE.id, backup_owner=MAX.id)


async def test_an_owner_is_not_their_own_backup(ground: Ground, hand: Hand) -> None:
    with pytest.raises(BadForm, match="somebody else than the owner") as refused:
        await ground.created(hand, backup_owner=OLIVE.id)
    assert [problem.field for problem in refused.value.problems] == ["backup_owner"]
    assert hand.tokens == []


async def test_all_that_is_wrong_is_said_at_once_each_at_its_field(ground: Ground, hand: Hand) -> None:
    settled = await ground.settled(hand)
    wrong = replace(FIELDS, name=" ", backup_owner=FIELDS.owner, scopes=frozenset({"nonsense"}))
    with pytest.raises(BadForm) as refused:
        await preview(ground.tools, HOME, settled.id, wrong)
    assert {problem.field for problem in refused.value.problems} == {"name", "scopes", "backup_owner"}


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        (FIELDS, replace(FIELDS, owner=ADA.id), {ADA.id}),
        (FIELDS, BOTH, {MAX.id}),
        (FIELDS, replace(FIELDS, owner=ADA.id, backup_owner=MAX.id), {ADA.id, MAX.id}),
        (BOTH, replace(BOTH, owner=MAX.id, backup_owner=OLIVE.id), set()),
        (BOTH, replace(BOTH, backup_owner=""), set()),
        (BOTH, replace(BOTH, description="Sends them"), set()),
    ],
)
def test_only_who_did_not_look_after_it_before_is_new(before: Fields, after: Fields, new: set[str]) -> None:
    assert Changes(before, after).new_people == new


def test_what_is_to_be_done_about_a_leak_goes_on_record_as_it_was_and_as_it_is() -> None:
    asking = Changes(FIELDS, replace(FIELDS, on_leak=OnLeak.ALERT))
    assert asking.any
    assert asking.details() == {"on_leak_before": "revoke", "on_leak": "alert"}


def test_a_form_that_was_read_as_one_thing_does_no_other() -> None:
    form = Intent(
        id="intent-1",
        tenant=HOME,
        purpose=Purpose.ROTATE,
        actor=ADA.id,
        created_at=NOW,
        expires_at=NOW + timedelta(minutes=30),
    )
    assert form.meant_for(Purpose.ROTATE) is form
    for purpose in set(Purpose) - {Purpose.ROTATE}:
        with pytest.raises(FormExpired):
            form.meant_for(purpose)


async def test_a_form_for_something_else_is_refused_and_stays_good_for_its_own_purpose(
    ground: Ground, hand: Hand
) -> None:
    settled = await ground.settled(hand)
    form = await ground.form(ADA, Purpose.ROTATE, settled)
    with pytest.raises(FormExpired):
        async with ground.tools.store.transaction(HOME) as tx:
            await tx.use_intent(form, ADA.id, Purpose.DELETE, ground.clock.now)
    async with ground.tools.store.transaction(HOME) as tx:
        used = await tx.use_intent(form, ADA.id, Purpose.ROTATE, ground.clock.now)
    assert used.integration_id == settled.id
