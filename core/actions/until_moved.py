"""End the overlaps in which everybody has moved to the new token.

Looked at without a lock first: most are not ready yet, and each is looked at every minute.
"""

from core.actions.overlaps import overlaps
from core.audit import SYSTEM, Event
from core.integration import Integration
from core.issuing import changed
from core.moving import HoldOuts, hold_outs
from core.notices import Kind, Notice
from core.ports import Place, Reading, Tools
from core.refusals import Refused


async def end_moved(tools: Tools) -> int:
    """Returns how many were ended. Safe to run twice and anywhere."""
    return sum([await _end_if_moved(tools, place) async for place in overlaps(tools, until_moved=True)])


async def moved_by_now(tools: Tools) -> int:
    """How many would be ended."""
    return sum([await _is_ready(tools, place) async for place in overlaps(tools, until_moved=True)])


async def _end_if_moved(tools: Tools, place: Place) -> bool:
    if not await _is_ready(tools, place):
        return False
    now = tools.now()
    try:
        async with tools.store.transaction(place.tenant) as tx:
            integration, found = await _look(tools, tx, place)
            if found is None or not found.moved:
                return False
            ended = changed(integration.end_as_moved(now), SYSTEM, now)
            await tx.save(ended, Event.OVERLAP_END, by=SYSTEM, moved=True, callers=found.callers)
            facts = {"moved": "yes"}
            kind = Kind.OVERLAP_ENDED
            await tx.say(Notice(kind=kind, to=integration.owner, integration_id=integration.id, facts=facts))
    except Refused:
        return False
    return True


async def _is_ready(tools: Tools, place: Place) -> bool:
    try:
        async with tools.store.reading(place.tenant) as reading:
            _, found = await _look(tools, reading, place)
    except Refused:
        return False
    return found is not None and found.moved


async def _look(tools: Tools, reading: Reading, place: Place) -> tuple[Integration, HoldOuts | None]:
    """Nothing is found where it is another overlap by now, or one that somebody has extended."""
    now = tools.now()
    integration = await reading.integration(place.integration_id)
    old = integration.until_moved(now)
    if old is None or old.id != place.token_id:
        return integration, None
    return integration, hold_outs(integration, await reading.usage(integration.id), now)
