"""Callers, and uses of tokens as they are written down."""

from datetime import timedelta

from core.actions.confirm import confirm
from core.evidence import Caller, UseCount
from core.integration import Integration
from core.overlap import Overlap
from tests.core.ground import ADA, HOME, Ground, Hand

CURL = Caller("gateway-1", "203.0.113.0/24", "curl")
CRON = Caller("gateway-1", "198.51.100.0/24", "cron")
MINUTE = timedelta(minutes=1)


async def uses(ground: Ground, integration: Integration, version: int, who: Caller) -> None:
    """Somebody uses one of its tokens now."""
    (token,) = [each for each in await ground.tokens(integration) if each.version == version]
    now = ground.clock.now
    await ground.database.uses.add(
        [
            UseCount(
                tenant=HOME,
                integration_id=integration.id,
                token_id=token.id,
                caller=who,
                first_at=now,
                last_at=now,
                count=1,
            )
        ]
    )


async def moving(
    ground: Ground, hand: Hand, *callers: Caller, overlap: Overlap = Overlap.UNTIL_MOVED
) -> Integration:
    """The callers use the old token; a new one was made and saved."""
    settled = await ground.settled(hand)
    for who in callers:
        await uses(ground, settled, 1, who)
    issued = await ground.rotated(settled, hand, overlap=overlap)
    assert issued.token is not None
    return await confirm(ground.tools, ADA, settled.id, issued.token.id)
