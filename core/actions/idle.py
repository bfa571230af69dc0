"""A token that nobody has used for 90 days: its owner is asked, once, whether to delete or to keep it."""

from collections.abc import AsyncIterator
from dataclasses import replace

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.idle import IDLE, idle_since
from core.integration import Integration
from core.issuing import changed
from core.notices import Kind, Notice
from core.orphans import is_orphaned
from core.ports import Reading, Tools
from core.rationing import Ration
from core.refusals import Refused
from core.tries import Tried as Place

BATCH = 100
A_DAY = 3
"""Questions to one person on one day."""


async def ask_about_idle(tools: Tools) -> int:
    """Returns how many owners were asked. Safe to run twice and anywhere."""
    return sum([await _ask(tools, place) async for place in _idle(tools)])


async def idle_to_ask_about(tools: Tools) -> int:
    return sum([await _called_for(tools, place) async for place in _idle(tools)])


async def keep(tools: Tools, person: Person, integration_id: str, token_id: str) -> Integration:
    """It is needed, although nobody uses it: nobody is asked for another 90 days. Raises any `Refused`.

    Where the question is answered already, by somebody or by a use, nothing changes.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        integration = await as_shown(tx, person, Right.ACKNOWLEDGE, integration_id, None)
        integration.token(token_id)
        if await _key(tools, tx, integration) is None:
            await tx.cards.touch(integration.id)
            return integration
        kept = replace(integration, kept_at=now, kept_by=person.id)
        return await tx.save(changed(kept, person.id, now), Event.INTEGRATION_KEEP, by=person.id)


async def see_answers_by_use(tools: Tools, tenant: str) -> int:
    """A use by itself changes no message: questions that it has answered are drawn anew."""
    async with tools.store.reading(tenant) as reading:
        asked = {card.notice.integration_id for card in await reading.cards.open(Kind.IDLE)}
        used = [each for each in sorted(asked) if await _in_use_again(tools, reading, each)]
    if used:
        async with tools.store.transaction(tenant) as tx:
            for each in used:
                await tx.cards.touch(each)
    return len(used)


async def _in_use_again(tools: Tools, reading: Reading, integration_id: str) -> bool:
    integration = await reading.remembered(integration_id)
    since = idle_since(integration, await reading.usage(integration_id))
    return since is not None and tools.now() - since < IDLE


async def _idle(tools: Tools) -> AsyncIterator[Place]:
    last = None
    while page := await tools.store.idle.idle(tools.now() - IDLE, BATCH, after=last):
        for last in page:
            yield last


async def _called_for(tools: Tools, place: Place) -> bool:
    """Looked at without a lock first: most were asked about already."""
    try:
        async with tools.store.reading(place.tenant) as reading:
            integration = await reading.integration(place.integration_id)
            key = await _key(tools, reading, integration)
            return key is not None and await _ration(tools, integration).has_room(reading, key)
    except Refused:
        return False


async def _ask(tools: Tools, place: Place) -> bool:
    if not await _called_for(tools, place):
        return False
    try:
        async with tools.store.transaction(place.tenant) as tx:
            integration = await tx.integration(place.integration_id)
            key, token = await _key(tools, tx, integration), integration.current
            if key is None or token is None or not await _ration(tools, integration).takes(tx, key):
                return False
            facts = {"token": token.id}
            await tx.say(
                Notice(kind=Kind.IDLE, to=integration.owner, integration_id=integration.id, facts=facts)
            )
            return True
    except Refused:  # deleted meanwhile
        return False


def _ration(tools: Tools, integration: Integration) -> Ration:
    return Ration(f"idle tokens of {integration.owner}, {tools.now().date()}", A_DAY)


async def _key(tools: Tools, reading: Reading, integration: Integration) -> str | None:
    """One question for each 90 days in which nothing happened; None while there is nothing to ask."""
    if is_orphaned(integration):
        return None  # whoever takes it over is asked
    since, token = idle_since(integration, await reading.usage(integration.id)), integration.current
    if since is None or token is None or tools.now() - since < IDLE:
        return None
    return f"idle {token.id} {since.date()} {(tools.now() - since) // IDLE}"
