"""End the overlaps in which everybody has moved to the new token.

Looked at without a lock first: most are not ready yet, and each is looked at every minute.
"""

from dataclasses import dataclass

from core.actions.overlaps import overlaps
from core.audit import SYSTEM, Event
from core.integration import Integration
from core.issuing import changed
from core.moving import hold_outs
from core.notices import Kind, Notice
from core.place import Place
from core.ports import Reading, Tools, Transaction
from core.sweeping import due, sweep


@dataclass(frozen=True, slots=True)
class _Moved:
    integration: Integration
    callers: int


async def end_moved(tools: Tools) -> int:
    """Returns how many were ended. Safe to run twice and anywhere."""
    return len(await sweep(tools, overlaps(tools, until_moved=True), _look, _end))


async def moved_by_now(tools: Tools) -> int:
    """How many would be ended."""
    return await due(tools, overlaps(tools, until_moved=True), _look)


async def _look(tools: Tools, reading: Reading, place: Place) -> _Moved | None:
    """Nothing is found where it is another overlap by now, or one that somebody has extended."""
    now = tools.now()
    integration = await reading.integration(place.integration_id)
    old = integration.until_moved(now)
    if old is None or old.id != place.token_id:
        return None
    found = hold_outs(integration, await reading.usage(integration.id), now)
    return _Moved(integration, found.callers) if found is not None and found.moved else None


async def _end(tools: Tools, tx: Transaction, moved: _Moved) -> bool:
    now, integration = tools.now(), moved.integration
    ended = changed(integration.end_as_moved(now), SYSTEM, now)
    await tx.save(ended, Event.OVERLAP_END, by=SYSTEM, moved=True, callers=moved.callers)
    kind, facts = Kind.OVERLAP_ENDED, {"moved": "yes"}
    await tx.say(Notice(kind=kind, to=integration.owner, integration_id=integration.id, facts=facts))
    return True
