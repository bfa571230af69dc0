"""A row that nobody can read keeps no other from its sweep: an alarm does not hang on another row."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import text

from core.actions.confirm import confirm
from core.actions.decoys import decoys_to_speak_of, watch_decoys
from core.actions.idle import ask_about_idle, idle_to_ask_about
from core.actions.late_tries import look_at_tries, tries_to_look_at
from core.actions.orphans import ask_caretakers, caretakers_to_ask, look_for_gone_owners, owner_gone
from core.actions.overlap_warnings import warn_of_ends, warnings_due
from core.actions.sweep import end_overlaps, overlaps_to_end, sweep_unconfirmed, unconfirmed_to_sweep
from core.actions.until_moved import end_moved, moved_by_now
from core.actions.watch_incidents import incidents_to_watch, watch_incidents
from core.actor import Person
from core.idle import IDLE
from core.integration import UNCONFIRMED, Integration
from core.orphans import TO_CHANNEL
from core.overlap import Overlap
from core.ports import Tools
from tests.core.examples import DAY, HOUR, WEEK
from tests.core.ground import ADA, HOME, MAX, OLIVE, Ground, Hand
from tests.core.incident_ground import QUARANTINE, incident_of, reported
from tests.core.reminding import World
from tests.core.test_dead_tokens_are_tried import THIEF, retired, tried
from tests.core.using import CRON, CURL, uses

NAMES = ("Accounts", "Billing", "Contracts")


@dataclass
class Broken:
    """What broke, of which kind."""

    kinds: list[str] = field(default_factory=list)

    def tools(self, ground: Ground) -> Tools:
        return replace(ground.tools, failed=lambda _where, error: self.kinds.append(type(error).__name__))


@pytest.fixture
def broken() -> Broken:
    return Broken()


async def the_second_breaks(ground: Ground, made: Sequence[Integration]) -> None:
    await garble(ground, "UPDATE integrations SET scopes = '{' WHERE id = :id", sorted(e.id for e in made)[1])


async def garble(ground: Ground, statement: str, row: str) -> None:
    async with ground.database._connections.writing() as connection:
        await connection.execute(text(statement), {"id": row})


async def three(make: Callable[[str], Awaitable[Integration]]) -> list[Integration]:
    return [await make(name) for name in NAMES]


async def test_decoys_alarm(ground: Ground, hand: Hand, broken: Broken) -> None:
    async def planted(name: str) -> Integration:
        decoy = (await ground.created(hand, name=name, planted="the wiki")).integration
        await tried(ground, decoy, THIEF)
        return decoy

    await the_second_breaks(ground, await three(planted))
    assert await decoys_to_speak_of(broken.tools(ground)) == 2
    assert await watch_decoys(broken.tools(ground)) == 2
    assert broken.kinds == ["JSONDecodeError"] * 2


async def test_incidents_are_looked_after(ground: Ground, hand: Hand, broken: Broken) -> None:
    async def incident(name: str) -> Integration:
        made = await ground.settled(hand, name=name)
        await reported(ground, made, QUARANTINE)
        return made

    ids = sorted([(await incident_of(ground, each)).id for each in await three(incident)])
    await garble(ground, "UPDATE incidents SET marks = '{' WHERE id = :id", ids[1])
    ground.clock.pass_(2 * DAY)
    assert await incidents_to_watch(broken.tools(ground)) == 2
    assert (await watch_incidents(broken.tools(ground)))["brought up to date"] == 2
    assert len(broken.kinds) == 2


async def test_tries_are_looked_at(ground: Ground, hand: Hand, broken: Broken) -> None:
    made = await three(lambda name: retired(ground, hand, CRON, name=name))
    for each in made:
        await tried(ground, each, THIEF)
    await the_second_breaks(ground, made)
    assert await tries_to_look_at(broken.tools(ground)) == 2
    assert await look_at_tries(broken.tools(ground)) == {"told": 0, "opened": 2}
    assert len(broken.kinds) == 2


async def test_owners_of_idle_tokens_are_asked(ground: Ground, hand: Hand, broken: Broken) -> None:
    made = await three(lambda name: ground.settled(hand, name=name))
    await uses(ground, made[0], 1, CURL)
    ground.clock.pass_(IDLE + HOUR)
    await the_second_breaks(ground, made)
    assert await idle_to_ask_about(broken.tools(ground)) == 2
    assert await ask_about_idle(broken.tools(ground)) == 2
    assert len(broken.kinds) == 2


async def test_what_is_left_behind_is_marked_and_asked_about(
    ground: Ground, hand: Hand, broken: Broken
) -> None:
    await the_second_breaks(ground, await three(lambda name: ground.settled(hand, name=name)))
    assert await owner_gone(broken.tools(ground), HOME, OLIVE.id) == 2
    ground.clock.pass_(TO_CHANNEL)
    await garble(ground, "UPDATE integrations SET gone_owner = owner WHERE scopes = '{' OR id = :id", "")
    assert await caretakers_to_ask(broken.tools(ground), HOME) == 2
    assert await ask_caretakers(broken.tools(ground), HOME) == 2
    assert len(broken.kinds) == 3


async def test_others_are_found_to_have_gone(
    ground: Ground, hand: Hand, world: World, broken: Broken
) -> None:
    await ground.settled(hand, owner=MAX.id)
    await ground.settled(hand, name="Payroll")
    world.leaves(OLIVE)

    async def where(tenant: str, user: str) -> Person:
        if user == MAX.id:
            raise ZeroDivisionError
        return await world.where(tenant, user)

    assert await look_for_gone_owners(broken.tools(ground), where, HOME) == 1
    assert broken.kinds == ["ZeroDivisionError"]


async def moving(ground: Ground, hand: Hand, name: str, overlap: Overlap) -> Integration:
    settled = await ground.settled(hand, name=name)
    await uses(ground, settled, 1, CURL)
    issued = await ground.rotated(settled, hand, overlap=overlap)
    assert issued.token is not None
    return await confirm(ground.tools, ADA, settled.id, issued.token.id)


async def test_overlaps_end_when_all_have_moved(ground: Ground, hand: Hand, broken: Broken) -> None:
    made = await three(lambda name: moving(ground, hand, name, Overlap.UNTIL_MOVED))
    ground.clock.pass_(HOUR)
    for each in made:
        await uses(ground, each, 2, CURL)
    await the_second_breaks(ground, made)
    assert await moved_by_now(broken.tools(ground)) == 2
    assert await end_moved(broken.tools(ground)) == 2
    assert len(broken.kinds) == 2


async def test_people_are_warned_of_ends(ground: Ground, hand: Hand, broken: Broken) -> None:
    made = await three(lambda name: moving(ground, hand, name, Overlap.WEEK))
    ground.clock.pass_(WEEK - DAY)
    await the_second_breaks(ground, made)
    assert await warnings_due(broken.tools(ground)) == 2
    assert await warn_of_ends(broken.tools(ground)) == 2
    assert len(broken.kinds) == 2


async def test_overlaps_end_when_their_time_has_come(ground: Ground, hand: Hand, broken: Broken) -> None:
    made = await three(lambda name: moving(ground, hand, name, Overlap.WEEK))
    ground.clock.pass_(WEEK)
    await the_second_breaks(ground, made)
    assert await overlaps_to_end(broken.tools(ground)) == 2
    assert await end_overlaps(broken.tools(ground)) == 2
    assert len(broken.kinds) == 2


async def test_tokens_that_nobody_took_up_are_swept(ground: Ground, hand: Hand, broken: Broken) -> None:
    async def offered(name: str) -> Integration:
        return (await ground.created(hand, name=name)).integration

    made = await three(offered)
    ground.clock.pass_(UNCONFIRMED)
    await the_second_breaks(ground, made)
    assert await unconfirmed_to_sweep(broken.tools(ground)) == 2
    assert await sweep_unconfirmed(broken.tools(ground)) == 2
    assert len(broken.kinds) == 2


async def test_whoever_looks_by_hand_sees_it_break(ground: Ground, hand: Hand) -> None:
    made = await three(lambda name: ground.settled(hand, name=name))
    await the_second_breaks(ground, made)
    with pytest.raises(ValueError, match="Expecting"):
        await owner_gone(ground.tools, HOME, OLIVE.id)
