"""*Extend overlap*: give the third party more time to move."""

from datetime import timedelta

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.issuing import changed
from core.ports import Tools


async def extend_overlap(tools: Tools, person: Person, intent_id: str, *, longer: timedelta) -> Integration:
    """The old token works for `longer` from now. Raises `NoOverlap`, `OverlapTooShort`, `OverlapTooLong`."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, now)
        integration = await as_shown(
            tx, person, Right.EXTEND_OVERLAP, intent.integration_id, intent.generation
        )
        ends_at = now + longer
        extended = integration.extend_overlap(ends_at, now)
        return await tx.save(
            changed(extended, person.id, now),
            Event.OVERLAP_EXTEND,
            by=person.id,
            ends_at=ends_at.isoformat(timespec="seconds"),
        )
