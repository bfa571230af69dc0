"""*Remove unused permissions*, and *Put them back* for seven days."""

from dataclasses import replace

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.issuing import changed
from core.ports import Tools
from core.unused import NothingToPutBack, NothingUnused, unused_of


async def remove_unused(
    tools: Tools, person: Person, integration_id: str, *, generation: int | None
) -> Integration:
    """Takes effect at the next verification. What was used since the person was asked, stays.

    Raises `NothingUnused` and other refusals.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        integration = await as_shown(tx, person, Right.REMOVE_UNUSED, integration_id, generation)
        found = await unused_of(tx, integration, await tx.usage(integration.id), now)
        if not found.scopes:
            raise NothingUnused(integration.name)
        less = replace(integration, scopes=integration.scopes - found.scopes)
        return await tx.save(
            changed(less, person.id, now),
            Event.PERMISSIONS_REMOVE,
            by=person.id,
            scopes_lost=sorted(found.scopes),
        )


async def put_back(
    tools: Tools, person: Person, integration_id: str, *, generation: int | None
) -> Integration:
    """What was removed last, as far as it is offered today. Raises `NothingToPutBack` and other refusals."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        integration = await as_shown(tx, person, Right.REMOVE_UNUSED, integration_id, generation)
        found = await unused_of(tx, integration, await tx.usage(integration.id), now)
        again = found.taken - set(tools.catalogue.unknown(found.taken))
        if not again:
            raise NothingToPutBack(integration.name)
        more = replace(integration, scopes=integration.scopes | again)
        return await tx.save(
            changed(more, person.id, now),
            Event.PERMISSIONS_PUT_BACK,
            by=person.id,
            scopes_gained=sorted(again),
        )
