"""While the feature is switched off, the list is there for what goes on: emergencies. For nothing else."""

import pytest

from core.actions.list import fleet
from core.actor import Person, Role
from core.ports import Query
from core.refusals import NotAllowed, NotAMember, SwitchedOff
from tests.core.ground import ADA, GUS, HOME, NOBODY, OLIVE, VERA, Ground, Hand

RES = Person(tenant=HOME, id="U-RES", team=HOME)
"""A responder."""


async def names(ground: Ground, person: Person) -> list[str]:
    found = await fleet(ground.tools, person, Query(), while_off=True)
    return [each.name for each in found.page.integrations]


async def switched_off(ground: Ground, hand: Hand) -> None:
    await ground.give(RES, Role.RESPONDER)
    await ground.settled(hand)
    await ground.settled(hand, name="Payroll", owner=ADA.id)
    await ground.change_workspace(enabled=False)


async def test_a_responder_still_finds_what_has_leaked(ground: Ground, hand: Hand) -> None:
    await switched_off(ground, hand)
    assert await names(ground, RES) == ["Billing", "Payroll"]
    with pytest.raises(SwitchedOff):
        await fleet(ground.tools, RES, Query())


async def test_an_owner_still_finds_their_own(ground: Ground, hand: Hand) -> None:
    await switched_off(ground, hand)
    assert await names(ground, OLIVE) == ["Billing"]
    with pytest.raises(SwitchedOff):
        await fleet(ground.tools, OLIVE, Query())


@pytest.mark.parametrize(("who", "refusal"), [(VERA, NotAllowed), (NOBODY, NotAllowed), (GUS, NotAMember)])
async def test_who_may_not_respond_finds_nothing(
    ground: Ground, hand: Hand, who: Person, refusal: type[Exception]
) -> None:
    await switched_off(ground, hand)
    with pytest.raises(refusal):
        await names(ground, who)
