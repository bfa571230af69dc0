"""*Extend overlap*: give the third party more time to move."""

from datetime import datetime, timedelta

from core.actions.overlap_warnings import stage_of, warning_of
from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.intent import Purpose
from core.issuing import changed
from core.ports import Tools, Transaction


async def extend_overlap(tools: Tools, person: Person, intent_id: str, *, longer: timedelta) -> Integration:
    """The old token works for `longer` from now. Raises `NoOverlap`, `OverlapTooShort`, `OverlapTooLong`."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, Purpose.EXTEND_OVERLAP, now)
        integration = await as_shown(
            tx, person, Right.EXTEND_OVERLAP, intent.integration_id, intent.generation
        )
        ends_at = now + longer
        extended = integration.extend_overlap(ends_at, now)
        await _no_news(tx, extended, now)
        return await tx.save(
            changed(extended, person.id, now),
            Event.OVERLAP_EXTEND,
            by=person.id,
            ends_at=ends_at.isoformat(timespec="seconds"),
        )


async def _no_news(tx: Transaction, extended: Integration, now: datetime) -> None:
    """Whoever has just chosen the end is not warned of it at once."""
    old, stage = extended.retiring(now), stage_of(extended, now)
    if old is not None and stage is not None:
        await tx.first_time(warning_of(old, stage))
