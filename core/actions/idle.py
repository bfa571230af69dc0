"""A token that nobody has used for 90 days: its owner is asked, once, whether to delete or to keep it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.idle import IDLE, idle_since
from core.integration import Integration
from core.issuing import changed
from core.notices import Kind, Notice
from core.orphans import is_orphaned
from core.place import Place
from core.ports import Reading, Tools, Transaction
from core.rationing import Ration
from core.sweeping import due, paged, sweep

BATCH = 100
A_DAY = 3
"""Questions to one person on one day."""


async def ask_about_idle(tools: Tools) -> int:
    """Returns how many owners were asked. Safe to run twice and anywhere."""
    return len(await sweep(tools, _idle(tools), _look, _ask))


async def idle_to_ask_about(tools: Tools) -> int:
    return await due(tools, _idle(tools), _look)


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
    return len(await sweep(tools, _asked_about(tools, tenant), _in_use_again, _draw_anew))


async def _asked_about(tools: Tools, tenant: str) -> AsyncIterator[Place]:
    async with tools.store.reading(tenant) as reading:
        asked = {card.notice.integration_id for card in await reading.cards.open(Kind.IDLE)}
    for each in sorted(asked):
        yield Place(tenant, each)


async def _in_use_again(tools: Tools, reading: Reading, place: Place) -> Integration | None:
    integration = await reading.remembered(place.integration_id)
    since = idle_since(integration, await reading.usage(integration.id))
    return integration if since is not None and tools.now() - since < IDLE else None


async def _draw_anew(_tools: Tools, tx: Transaction, integration: Integration) -> bool:
    await tx.cards.touch(integration.id)
    return True


def _idle(tools: Tools) -> AsyncIterator[Place]:
    since = tools.now() - IDLE
    return paged(lambda last: tools.store.idle.idle(since, BATCH, after=last))


@dataclass(frozen=True, slots=True)
class _Question:
    integration: Integration
    token_id: str
    key: str


async def _look(tools: Tools, reading: Reading, place: Place) -> _Question | None:
    integration = await reading.integration(place.integration_id)
    key, token = await _key(tools, reading, integration), integration.current
    if key is None or token is None or not await _ration(tools, integration).has_room(reading, key):
        return None
    return _Question(integration, token.id, key)


async def _ask(tools: Tools, tx: Transaction, about: _Question) -> bool:
    integration, facts = about.integration, {"token": about.token_id}
    await _ration(tools, integration).takes(tx, about.key)
    await tx.say(Notice(kind=Kind.IDLE, to=integration.owner, integration_id=integration.id, facts=facts))
    return True


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
