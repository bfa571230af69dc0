"""An owner has gone: what they owned is marked, and somebody is asked to take it over until somebody does."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

from core.actions.undelivered import in_charge
from core.audit import SYSTEM, Event
from core.integration import Integration
from core.issuing import changed
from core.notices import Kind, Notice
from core.orphans import Caretaker, gone_since, is_orphaned, stage, still_here, whose_turn
from core.ports import Query, Reading, Tools
from core.rationing import Ration
from core.refusals import Refused
from core.reminders.ports import Whereabouts
from core.tries import Tried as Place

BATCH = 100
A_DAY = 10
"""So many are asked about on one day of what one person has left behind."""


async def look_for_gone_owners(tools: Tools, where: Whereabouts, tenant: str) -> int:
    """Returns how many integrations were found without an owner. Slack is asked about each owner in turn."""
    found = 0
    for owner in await owners_to_look_for(tools, tenant):
        try:
            person = await where(tenant, owner)
        except Refused:  # Slack is silent: there is another hour
            continue
        if person.is_full_member:
            await owner_is_here(tools, tenant, owner)
        else:
            found += await owner_gone(tools, tenant, owner)
    return found


async def owners_to_look_for(tools: Tools, tenant: str) -> Sequence[str]:
    """Those whose turn it is in this hour."""
    owners: list[str] = []
    while page := await tools.store.orphans.owners(tenant, BATCH, after=owners[-1] if owners else ""):
        owners += page
    return whose_turn(owners, tools.now())


async def owner_gone(tools: Tools, tenant: str, user: str) -> int:
    """Mark all that they own. Returns how many were not marked yet."""
    return await _each_of(tools, tenant, user, _mark)


async def owner_is_here(tools: Tools, tenant: str, user: str) -> int:
    """They are back: nobody needs to take over what they own. Returns how much was marked."""
    return await _each_of(tools, tenant, user, _unmark)


async def ask_caretakers(tools: Tools, tenant: str) -> int:
    """Returns how many integrations somebody was asked about. Safe to run twice and anywhere."""
    return sum([await _ask(tools, place) async for place in _orphaned(tools, tenant)])


async def caretakers_to_ask(tools: Tools, tenant: str) -> int:
    return sum([await _called_for(tools, place) async for place in _orphaned(tools, tenant)])


async def _each_of(
    tools: Tools, tenant: str, user: str, change: Callable[[Tools, Integration], Awaitable[bool]]
) -> int:
    """Returns how many were changed."""
    done, query = 0, Query(owner=user, limit=BATCH)
    while True:
        async with tools.store.reading(tenant) as reading:
            page = await reading.page(query, tools.now())
        done += sum([await change(tools, each) for each in page.integrations])
        query = replace(query, offset=query.offset + BATCH)
        if query.offset >= page.total:
            return done


async def _mark(tools: Tools, seen: Integration) -> bool:
    if is_orphaned(seen):
        return False
    now = tools.now()
    try:
        async with tools.store.transaction(seen.tenant) as tx:
            integration = await tx.integration(seen.id)
            if is_orphaned(integration) or integration.owner != seen.owner:
                return False
            gone = replace(integration, gone_owner=integration.owner, gone_at=now)
            await tx.save(changed(gone, SYSTEM, now), Event.INTEGRATION_ORPHANED, by=SYSTEM, owner=seen.owner)
    except Refused:  # somebody was faster; the next run looks again
        return False
    await _ask(tools, Place(seen.tenant, seen.id, ""))
    return True


async def _unmark(tools: Tools, seen: Integration) -> bool:
    if not is_orphaned(seen):
        return False
    try:
        async with tools.store.transaction(seen.tenant) as tx:
            integration = await tx.integration(seen.id)
            if not is_orphaned(integration) or integration.owner != seen.owner:
                return False
            here = changed(still_here(integration), SYSTEM, tools.now())
            await tx.save(here, Event.INTEGRATION_NOT_ORPHANED, by=SYSTEM, owner=seen.owner)
    except Refused:
        return False
    return True


async def _orphaned(tools: Tools, tenant: str) -> AsyncIterator[Place]:
    last = None
    while page := await tools.store.orphans.orphaned(tenant, BATCH, after=last):
        for last in page:
            yield last


async def _called_for(tools: Tools, place: Place) -> bool:
    """Looked at without a lock first: most were asked about already."""
    try:
        async with tools.store.reading(place.tenant) as reading:
            integration = await reading.integration(place.integration_id)
            key = _key(tools, integration)
            return key is not None and await _ration(tools, integration).has_room(reading, key)
    except Refused:
        return False


async def _ask(tools: Tools, place: Place) -> bool:
    if not await _called_for(tools, place):
        return False
    try:
        async with tools.store.transaction(place.tenant) as tx:
            integration = await tx.integration(place.integration_id)
            key, readers = _key(tools, integration), await _readers(tools, tx, integration)
            if key is None or not readers or not await _ration(tools, integration).takes(tx, key):
                return False
            for to in readers:
                await tx.say(Notice(kind=Kind.ORPHANED, to=to, integration_id=integration.id))
            return True
    except Refused:  # deleted meanwhile
        return False


def _ration(tools: Tools, integration: Integration) -> Ration:
    return Ration(f"left behind by {integration.gone_owner}, {tools.now().date()}", A_DAY)


def _key(tools: Tools, integration: Integration) -> str | None:
    since = gone_since(integration)
    if since is None:
        return None
    caretaker, time = stage(tools.now() - since)
    return f"orphaned {integration.id} {integration.gone_owner} {since.isoformat()} {caretaker} {time}"


async def _readers(tools: Tools, reading: Reading, integration: Integration) -> Sequence[str]:
    """The next in line where there is none of the kind; never the one who has gone."""
    since = gone_since(integration)
    if since is None:
        return []
    caretaker, _ = stage(tools.now() - since)
    channel = (await reading.workspace()).security_channel
    admins = [each for each in await in_charge(reading, "") if each != integration.owner]
    backup = [integration.backup_owner] if integration.backup_owner else []
    public = [channel] if channel else []
    maker = [integration.created_by] if integration.created_by != integration.owner else []
    lines = {
        Caretaker.BACKUP: (backup, public, admins, maker),
        Caretaker.CHANNEL: (public, admins, backup, maker),
        Caretaker.ADMINS: (admins, public, backup, maker),
    }
    return next((line for line in lines[caretaker] if line), [])
