"""Leak reports as the rules see them: who is told, what the brake holds, who may let it go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.actions.brake import Held, decide, held
from core.actions.leak import report_leak
from core.actor import Person, Role
from core.audit import SCANNER, Event
from core.integration import Integration
from core.intent import Purpose
from core.leaks.brake import MOST, WITHIN
from core.leaks.policy import OnLeak
from core.leaks.report import Label, Report, Source
from core.notices import Kind, Notice
from core.refusals import AlreadyDone, NotAllowed, NotAMember
from core.secret import Secret
from tests.core.ground import ADA, GUS, HOME, MAX, NOBODY, OLIVE, VERA, Ground, Hand
from tests.storage.making import a_secret, an_integration, confirmed, offering

pytestmark = pytest.mark.slow

RESPONDER = Person(tenant=HOME, id="U-RES", team=HOME)


def about(secret: Secret, place: object = "", source: Source = Source.GITHUB) -> Report:
    return Report(secret=secret, source=source, by=SCANNER, url=f"https://example.org/{place}")


async def many(ground: Ground, number: int) -> list[tuple[Integration, Secret]]:
    """Integrations of Olive's with a token each, made at once: one by one they would take most of a test."""
    made, now = list[tuple[Integration, Secret]](), ground.clock.now
    async with ground.tools.store.transaction(HOME) as tx:
        for _ in range(number):
            secret, name = a_secret(), f"Integration {ground.tools.new_id()}"
            new = replace(an_integration(now, name, HOME), owner=OLIVE.id)
            await tx.add(new, by=ADA.id)
            working = confirmed(await offering(tx, new, secret, now), now)
            made.append((await tx.save(working, Event.TOKEN_CONFIRM, by=ADA.id), secret))
    return made


async def works(ground: Ground, integration: Integration) -> bool:
    return (await ground.now(integration)).current is not None


async def told(ground: Ground, kind: Kind) -> list[Notice]:
    later = ground.clock.now + timedelta(days=1)
    queued = await ground.database.outbox.due(later, 1000)
    return [each.notice for each in queued if each.notice.kind is kind]


async def waiting(ground: Ground, person: Person = ADA) -> Held:
    return await held(ground.tools, person, 100, until=ground.clock.now)


async def decides(ground: Ground, *, let_through: bool, person: Person = ADA) -> int:
    intent = await ground.form(person, Purpose.LEAKS_HELD)
    return await decide(ground.tools, person, intent, until=ground.clock.now, let_through=let_through)


async def braked(ground: Ground, extra: int = 3) -> list[tuple[Integration, Secret]]:
    """Those that are held, after as many as may be revoked."""
    made = await many(ground, MOST + extra)
    for _, secret in made:
        assert await report_leak(ground.tools, about(secret)) is Label.TRUE_POSITIVE
    return made[MOST:]


async def test_what_is_not_ours_is_false_and_leaves_no_trace(ground: Ground, hand: Hand) -> None:
    await ground.settled(hand)
    before = await ground.record()
    assert await report_leak(ground.tools, about(a_secret())) is Label.FALSE_POSITIVE
    assert await ground.record() == before


async def test_owner_and_security_channel_hear_of_a_leak(ground: Ground, hand: Hand) -> None:
    await ground.change_workspace(security_channel="C-SEC")
    await ground.settled(hand)
    await report_leak(ground.tools, about(hand.tokens[0], "a"))
    assert {each.to for each in await told(ground, Kind.LEAK_FOUND)} == {OLIVE.id, "C-SEC"}


async def test_a_token_that_is_found_everywhere_is_one_message_a_day(ground: Ground, hand: Hand) -> None:
    integration = await ground.settled(hand)
    async with ground.tools.store.transaction(HOME) as tx:
        asking = replace(await tx.integration(integration.id), on_leak=OnLeak.ALERT)
        await tx.save(asking, Event.INTEGRATION_EDIT, by=ADA.id)
    for place in range(5):
        await report_leak(ground.tools, about(hand.tokens[0], place))
    assert len(await told(ground, Kind.LEAK_FOUND)) == 1
    ground.clock.pass_(timedelta(days=1))
    await report_leak(ground.tools, about(hand.tokens[0], "tomorrow"))
    assert len(await told(ground, Kind.LEAK_FOUND)) == 2
    assert await works(ground, integration)


async def test_the_brake_holds_what_is_too_much_at_once(ground: Ground) -> None:
    rest = await braked(ground)
    assert [await works(ground, each) for each, _ in rest] == [True] * 3
    assert [leak.integration_id for leak, _ in (await waiting(ground)).reports] == [it.id for it, _ in rest]
    assert [each.to for each in await told(ground, Kind.LEAKS_HELD)] == [MAX.id], "Olive may not decide"


async def test_channel_and_admins_are_asked_once(ground: Ground) -> None:
    await ground.change_workspace(security_channel="C-SEC")
    await ground.give(RESPONDER, Role.RESPONDER)
    await ground.give(NOBODY, Role.ADMIN)
    await braked(ground)
    asked = await told(ground, Kind.LEAKS_HELD)
    assert {(each.to, each.urgent) for each in asked} == {("C-SEC", True), (NOBODY.id, True)}
    assert len(asked) == 2


async def test_later_the_brake_lets_go_by_itself_but_not_of_what_it_holds(ground: Ground) -> None:
    rest = await braked(ground)
    ground.clock.pass_(WITHIN)
    (late, secret) = (await many(ground, 1))[0]
    await report_leak(ground.tools, about(secret))
    assert not await works(ground, late)
    assert [await works(ground, each) for each, _ in rest] == [True] * 3


async def test_what_is_let_through_is_revoked_and_told(ground: Ground) -> None:
    rest = await braked(ground)
    assert await decides(ground, let_through=True) == 3
    assert [await works(ground, each) for each, _ in rest] == [False] * 3
    assert (await waiting(ground)).total == 0
    assert len(await told(ground, Kind.LEAK_FOUND)) == MOST + 3
    decision = next(each for each in await ground.record() if each.event is Event.LEAK_DECIDE)
    assert (decision.actor, decision.details["decision"]) == (ADA.id, "let through")


async def test_the_message_that_showed_it_is_known_when_it_is_let_through(ground: Ground) -> None:
    await braked(ground, 1)
    ((integration, secret),) = await many(ground, 1)
    said = Report(secret=secret, source=Source.SLACK, by=SCANNER, message="C-GENERAL 1.2")
    await report_leak(ground.tools, said)
    await decides(ground, let_through=True)
    async with ground.tools.store.reading(HOME) as reading:
        opened = await reading.incidents.open_for(integration.id)
    assert opened is not None
    assert opened.source == "C-GENERAL 1.2"


async def test_what_was_let_through_does_not_pull_the_brake(ground: Ground) -> None:
    await braked(ground)
    ground.clock.pass_(WITHIN)
    await decides(ground, let_through=True)
    made = await many(ground, MOST)
    for _, secret in made:
        await report_leak(ground.tools, about(secret))
    assert [await works(ground, each) for each, _ in made] == [False] * MOST


async def test_what_is_dropped_goes_on_working_and_is_not_reported_again(ground: Ground) -> None:
    rest = await braked(ground)
    assert await decides(ground, let_through=False) == 3
    ground.clock.pass_(WITHIN)
    for _, secret in rest:
        await report_leak(ground.tools, about(secret))
    assert [await works(ground, each) for each, _ in rest] == [True] * 3


async def test_a_token_that_died_meanwhile_stays_as_it_is(ground: Ground) -> None:
    (integration, _), *_ = await braked(ground)
    async with ground.tools.store.transaction(HOME) as tx:
        deleted = (await tx.integration(integration.id)).delete(ground.clock.now)
        await tx.save(deleted, Event.INTEGRATION_DELETE, by=ADA.id)
    assert integration.name in {it.name for _, it in (await waiting(ground)).reports}
    assert await decides(ground, let_through=True) == 3
    about_it = [each for each in await told(ground, Kind.LEAK_FOUND) if each.integration_id == integration.id]
    assert about_it == []


async def test_what_comes_after_they_looked_is_not_decided(ground: Ground) -> None:
    await braked(ground)
    looked = ground.clock.now
    ground.clock.pass_(timedelta(minutes=1))
    (late, secret) = (await many(ground, 1))[0]
    await report_leak(ground.tools, about(secret))
    intent = await ground.form(ADA, Purpose.LEAKS_HELD)
    assert await decide(ground.tools, ADA, intent, until=looked, let_through=True) == 3
    assert await works(ground, late)
    assert (await waiting(ground)).total == 1
    with pytest.raises(AlreadyDone):
        await decide(ground.tools, ADA, intent, until=ground.clock.now, let_through=True)


async def test_who_may_not_kill_tokens_may_not_decide(ground: Ground) -> None:
    await braked(ground, 1)
    for person, refusal in ((VERA, NotAllowed), (OLIVE, NotAllowed), (GUS, NotAMember)):
        with pytest.raises(refusal):
            await decides(ground, let_through=True, person=person)
        with pytest.raises(refusal):
            await waiting(ground, person)
    await ground.give(RESPONDER, Role.RESPONDER)
    assert await decides(ground, let_through=True, person=RESPONDER) == 1
