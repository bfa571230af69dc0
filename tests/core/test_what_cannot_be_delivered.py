"""What cannot be delivered is heard by somebody, and by whom: see `core.actions.undelivered`."""

from datetime import timedelta

from core.actions.undelivered import COLLECTED_FOR, bury
from core.notices import Kind, Notice, Outgoing
from tests.core.ground import ADA, HOME, OLIVE, Ground, Hand

LEASE = timedelta(minutes=1)


async def claimed(ground: Ground, kind: Kind, to: str, about: str = "", **facts: str) -> Outgoing:
    async with ground.tools.store.transaction(HOME) as tx:
        await tx.say(Notice(kind=kind, to=to, integration_id=about, facts=facts, urgent=True))
    found = await ground.database.outbox.claim(ground.clock.now, lease=LEASE, limit=100)
    return next(each for each in found if (each.notice.kind, each.notice.to) == (kind, to))


async def waiting(ground: Ground, kind: Kind, within: timedelta) -> list[str]:
    """Who will be told something of that kind."""
    due = await ground.database.outbox.due(ground.clock.now + within, 100)
    return [each.notice.to for each in due if each.notice.kind is kind]


async def test_a_loss_of_which_nobody_can_be_told_does_not_use_up_the_day(ground: Ground) -> None:
    about_nobody = await claimed(ground, Kind.BAD_TOKENS, ADA.id)
    assert await bury(ground.tools.store, about_nobody, ground.clock.now, "user_disabled")
    assert await waiting(ground, Kind.UNDELIVERED, COLLECTED_FOR) == []

    billing = await ground.settled(Hand())
    of_hers = await claimed(ground, Kind.NOW_YOURS, ADA.id, billing.id)
    assert await bury(ground.tools.store, of_hers, ground.clock.now, "user_disabled")
    assert await waiting(ground, Kind.UNDELIVERED, COLLECTED_FOR) == [OLIVE.id], "today"
