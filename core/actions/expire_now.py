"""*Expire old token now*: end an overlap before its time."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.issuing import changed
from core.ports import Tools


async def expire_now(
    tools: Tools, person: Person, integration_id: str, *, generation: int | None
) -> Integration:
    """Raises `NoOverlap` when no old token works any more."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        integration = await as_shown(tx, person, Right.EXPIRE_OLD, integration_id, generation)
        ended = integration.expire_old(now)
        return await tx.save(changed(ended, person.id, now), Event.OVERLAP_EXPIRE, by=person.id)
