"""Whose token is this? Named to those who may deal with it; and how often somebody may ask."""

from datetime import timedelta

import pytest

from core.actions.recognise import ask, recognise
from core.actions.verify import verify
from core.actor import Person
from core.audit import Detail, Event
from core.leaks.asking import MOST, WITHIN, AskedTooOften, may_ask
from core.refusals import NotAMember
from core.secret import Secret
from tests.core.ground import ADA, GUS, HOME, MAX, NOBODY, OLIVE, VERA, Ground, Hand
from tests.core.incident_ground import incident_of
from tests.core.test_sweeps_meet_people import deleting
from tests.statements import statements
from tests.storage.making import a_secret

URL = "https://example.slack.com/archives/C1/p1772357400000100"


async def asks(ground: Ground, user: str) -> None:
    async with ground.tools.store.transaction(HOME) as tx:
        await may_ask(tx, user, ground.clock.now)


async def has_asked_enough(ground: Ground) -> None:
    for _ in range(MOST):
        await asks(ground, ADA.id)


async def test_whoever_asks_like_a_program_is_told_to_wait_and_what_a_program_would_do(
    ground: Ground,
) -> None:
    await has_asked_enough(ground)
    with pytest.raises(AskedTooOften, match=r"20 times within 10 minutes.*POST /v1/leaks"):
        await asks(ground, ADA.id)


async def test_nobody_waits_because_somebody_else_asked_often(ground: Ground) -> None:
    await has_asked_enough(ground)
    await asks(ground, MAX.id)


async def test_after_a_while_they_may_ask_again_but_no_sooner(ground: Ground) -> None:
    await has_asked_enough(ground)
    window = WITHIN.total_seconds()
    left = timedelta(seconds=window - ground.clock.now.timestamp() % window)
    ground.clock.pass_(left - timedelta(seconds=1))
    with pytest.raises(AskedTooOften):
        await asks(ground, ADA.id)
    ground.clock.pass_(timedelta(seconds=1))
    await asks(ground, ADA.id)


async def works(ground: Ground, secret: Secret) -> bool:
    return await verify(ground.tools, secret) is not None


async def reports(ground: Ground) -> list[tuple[str, Detail]]:
    """Who has reported a leak, and what became of it."""
    record = await ground.record()
    return [(each.actor, each.details["outcome"]) for each in record if each.event is Event.LEAK_REPORT]


@pytest.mark.parametrize("who", [ADA, OLIVE])
async def test_whoever_may_deal_with_it_is_told_its_name_and_nothing_is_done(
    ground: Ground, hand: Hand, who: Person
) -> None:
    integration = await ground.settled(hand)
    found = await recognise(ground.tools, who, hand.tokens)
    assert [each.integration.id for each in found.known] == [integration.id]
    assert (found.others, found.nothing) == (0, False)
    assert await works(ground, hand.tokens[0])
    assert await reports(ground) == []


@pytest.mark.parametrize("who", [VERA, NOBODY])
async def test_everybody_else_has_reported_it_by_asking_and_learns_no_name(
    ground: Ground, hand: Hand, who: Person
) -> None:
    integration = await ground.settled(hand)
    found = await recognise(ground.tools, who, hand.tokens, url=URL, message="C1 1.2")
    assert (found.known, found.others, found.nothing) == ([], 1, False)
    assert not await works(ground, hand.tokens[0])
    assert await reports(ground) == [(who.id, "revoked")]
    incident = await incident_of(ground, integration)
    assert (incident.exposed.link, incident.source) == (URL, "C1 1.2")


async def test_of_several_each_is_judged_by_itself(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    await ground.settled(hand, name="Payroll", owner=ADA.id)
    found = await recognise(ground.tools, OLIVE, [a_secret(), *hand.tokens])
    assert [each.integration.name for each in found.known] == ["Billing"]
    assert found.others == 1
    assert [await works(ground, each) for each in hand.tokens] == [True, False]


@pytest.mark.parametrize("who", [ADA, NOBODY])
async def test_each_is_looked_up_once_whoever_asks(ground: Ground, hand: Hand, who: Person) -> None:
    await ground.settled(hand)
    with statements(ground.database) as asked:
        await recognise(ground.tools, who, [a_secret(), *hand.tokens])
    assert len([each for each in asked if "tokens.digest IN" in each]) == 2


async def test_what_only_looks_like_a_token_is_nothing(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    for who in (ADA, NOBODY):
        assert (await recognise(ground.tools, who, [a_secret()])).nothing
    assert await reports(ground) == []


async def test_a_token_of_what_was_deleted_is_ours_but_has_no_name_any_more(
    ground: Ground, hand: Hand
) -> None:
    integration = await ground.settled(hand)
    await deleting(ground, integration)()
    found = await recognise(ground.tools, ADA, hand.tokens)
    assert (found.known, found.others) == ([], 1)
    assert await reports(ground) == [(ADA.id, "dead")]


async def test_a_guest_asks_in_vain_and_has_reported_nothing(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    with pytest.raises(NotAMember):
        await recognise(ground.tools, GUS, hand.tokens)
    assert await works(ground, hand.tokens[0])


async def test_what_is_typed_in_is_answered_the_same_until_it_is_too_much(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    assert len((await ask(ground.tools, OLIVE, hand.tokens)).known) == 1
    for _ in range(MOST):
        await asks(ground, NOBODY.id)
    with pytest.raises(AskedTooOften):
        await ask(ground.tools, NOBODY, hand.tokens)
    assert await works(ground, hand.tokens[0]), "nothing was done for whoever guesses"


async def test_asking_in_vain_counts_too(ground: Ground) -> None:
    for _ in range(MOST):
        assert (await ask(ground.tools, NOBODY, [])).nothing
    with pytest.raises(AskedTooOften):
        await ask(ground.tools, NOBODY, [])
