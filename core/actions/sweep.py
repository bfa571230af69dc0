"""What time alone brings about: overlaps that are over, tokens that nobody took up.

Safe to run twice and anywhere: each change compares with what it read, and the slower one steps back.
"""

from collections.abc import AsyncIterator

from core.actions.overlaps import overlaps
from core.audit import SYSTEM, Event
from core.integration import UNCONFIRMED, Integration
from core.issuing import changed
from core.notices import Kind, Notice
from core.place import Place
from core.ports import Reading, Tools, Transaction
from core.sweeping import due, paged, sweep
from core.token import Reason, Token

BATCH = 100


# --- overlaps


async def end_overlaps(tools: Tools) -> int:
    """Write down which overlaps are over; the tokens stopped verifying by themselves. Returns how many."""
    return len(await sweep(tools, _ending(tools), _over, _end))


async def overlaps_to_end(tools: Tools) -> int:
    return await due(tools, _ending(tools), _over)


def _ending(tools: Tools) -> AsyncIterator[Place]:
    return overlaps(tools, ending_by=tools.now())


async def _over(tools: Tools, reading: Reading, place: Place) -> Integration:
    return (await reading.integration(place.integration_id)).end_overlap(tools.now())


async def _end(tools: Tools, tx: Transaction, ended: Integration) -> Integration:
    saved = await tx.save(changed(ended, SYSTEM, tools.now()), Event.OVERLAP_END, by=SYSTEM)
    await tx.say(Notice(kind=Kind.OVERLAP_ENDED, to=saved.owner, integration_id=saved.id))
    return saved


# --- tokens that nobody took up


async def sweep_unconfirmed(tools: Tools) -> int:
    """End offered tokens that were neither confirmed nor used for a week. Returns how many."""
    return len(await sweep(tools, _unconfirmed(tools), _left, _void))


async def unconfirmed_to_sweep(tools: Tools) -> int:
    return await due(tools, _unconfirmed(tools), _left)


def _unconfirmed(tools: Tools) -> AsyncIterator[Place]:
    minted_by = tools.now() - UNCONFIRMED
    return paged(lambda last: tools.store.unconfirmed(minted_by, BATCH, after=last))


async def _left(_tools: Tools, reading: Reading, place: Place) -> tuple[Integration, Token] | None:
    integration = await reading.integration(place.integration_id)
    token = integration.offered
    return (integration, token) if token is not None and token.id == place.token_id else None


async def _void(tools: Tools, tx: Transaction, left: tuple[Integration, Token]) -> Integration:
    now, (integration, token) = tools.now(), left
    swept = changed(integration.void(token.id, Reason.NEVER_CONFIRMED, now), SYSTEM, now)
    saved = await tx.save(swept, Event.TOKEN_SWEEP, by=SYSTEM, version=token.version)
    kind, facts = Kind.NEVER_CONFIRMED, {"old_works": "yes" if saved.current is not None else ""}
    for reader in dict.fromkeys((token.recipient, saved.owner)):
        await tx.say(Notice(kind=kind, to=reader, integration_id=saved.id, facts=facts))
    return saved
