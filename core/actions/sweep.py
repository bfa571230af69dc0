"""What time alone brings about: overlaps that are over, tokens that nobody took up.

Safe to run twice and anywhere: each change compares with what it read, and the slower one steps back.
"""

from core.audit import SYSTEM, Event
from core.integration import UNCONFIRMED
from core.issuing import changed
from core.notices import Kind, Notice
from core.place import Place
from core.ports import Tools, Transaction
from core.refusals import Refused
from core.token import Reason

BATCH = 100


async def end_overlaps(tools: Tools) -> int:
    """Write down which overlaps are over; the tokens stopped verifying by themselves. Returns how many."""
    places = await tools.store.overlaps_over(tools.now(), BATCH)
    return sum([await _end_overlap(tools, place) for place in places])


async def sweep_unconfirmed(tools: Tools) -> int:
    """End offered tokens that were neither confirmed nor used for a week. Returns how many."""
    places = await tools.store.unconfirmed_since(tools.now() - UNCONFIRMED, BATCH)
    return sum([await _sweep(tools, place) for place in places])


async def _end_overlap(tools: Tools, place: Place) -> bool:
    now = tools.now()
    try:
        async with tools.store.transaction(place.tenant) as tx:
            integration = await tx.integration(place.integration_id)
            ended = changed(integration.end_overlap(now), SYSTEM, now)
            await tx.save(ended, Event.OVERLAP_END, by=SYSTEM)
            kind = Kind.OVERLAP_ENDED
            await tx.say(Notice(kind=kind, to=integration.owner, integration_id=integration.id))
    except Refused:
        return False
    return True


async def _sweep(tools: Tools, place: Place) -> bool:
    now = tools.now()
    try:
        async with tools.store.transaction(place.tenant) as tx:
            integration = await tx.integration(place.integration_id)
            token = integration.token(place.token_id)
            swept = changed(integration.void(token.id, Reason.NEVER_CONFIRMED, now), SYSTEM, now)
            await tx.save(swept, Event.TOKEN_SWEEP, by=SYSTEM, version=token.version)
            for reader in dict.fromkeys((token.recipient, integration.owner)):
                await _tell(tx, reader, integration.id, old_works=integration.current is not None)
    except Refused:
        return False
    return True


async def _tell(tx: Transaction, reader: str, integration_id: str, *, old_works: bool) -> None:
    facts = {"old_works": "yes" if old_works else ""}
    await tx.say(Notice(kind=Kind.NEVER_CONFIRMED, to=reader, integration_id=integration_id, facts=facts))
