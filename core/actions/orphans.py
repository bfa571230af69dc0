"""An owner has gone: what they owned is marked, and somebody is asked to take it over until somebody does."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from core.actions.undelivered import in_charge
from core.actor import Person, Right
from core.audit import SYSTEM, Event
from core.authority import allowed
from core.integration import Integration
from core.issuing import changed
from core.notices import Kind, Notice
from core.orphans import Caretaker, gone_since, is_orphaned, stage
from core.ports import Query, Reading, Tools
from core.refusals import NotAMember, NothingChanged, Refused
from core.reminders.ports import Whereabouts
from core.tries import Tried as Place

BATCH = 100


async def look_for_gone_owners(tools: Tools, where: Whereabouts, tenant: str) -> int:
    """Returns how many integrations were found without an owner. Slack is asked about each owner."""
    found, last = 0, ""
    while page := await tools.store.orphans.owners(tenant, BATCH, after=last):
        for last in page:
            try:
                person = await where(tenant, last)
            except Refused:  # Slack is silent: there is another day
                continue
            if not person.is_full_member:
                found += await owner_gone(tools, tenant, last)
    return found


async def owner_gone(tools: Tools, tenant: str, user: str) -> int:
    """Mark all that they own. Returns how many were not marked yet."""
    marked = 0
    query = Query(owner=user, limit=BATCH)
    while True:
        async with tools.store.reading(tenant) as reading:
            page = await reading.page(query, tools.now())
        marked += sum([await _marked(tools, each) for each in page.integrations])
        query = replace(query, offset=query.offset + BATCH)
        if query.offset >= page.total:
            return marked


async def ask_caretakers(tools: Tools, tenant: str) -> int:
    """Returns how many integrations somebody was asked about. Safe to run twice and anywhere."""
    return sum([await _ask(tools, place) async for place in _orphaned(tools, tenant)])


async def claim(tools: Tools, person: Person, integration_id: str) -> Integration:
    """Whoever presses owns it: its backup, or whoever may give it to somebody else. Raises any `Refused`."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        integration = await tx.integration(integration_id)
        if not person.is_full_member:
            raise NotAMember
        if integration.backup_owner != person.id:
            await allowed(tx, person, Right.REASSIGN, integration)
        if integration.owner == person.id or not is_orphaned(integration):
            raise NothingChanged
        backup = "" if integration.backup_owner == person.id else integration.backup_owner
        taken = replace(integration, owner=person.id, backup_owner=backup)
        return await tx.save(
            changed(taken, person.id, now),
            Event.INTEGRATION_REASSIGN,
            by=person.id,
            owner_before=integration.owner,
            owner=person.id,
        )


async def _marked(tools: Tools, seen: Integration) -> bool:
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


async def _orphaned(tools: Tools, tenant: str) -> AsyncIterator[Place]:
    last = None
    while page := await tools.store.orphans.orphaned(tenant, BATCH, after=last):
        for last in page:
            yield last


async def _ask(tools: Tools, place: Place) -> bool:
    try:
        async with tools.store.reading(place.tenant) as reading:
            key = _key(tools, await reading.integration(place.integration_id))
            if key is None or await reading.was_said(key):
                return False
        async with tools.store.transaction(place.tenant) as tx:
            integration = await tx.integration(place.integration_id)
            key = _key(tools, integration)
            readers = await _readers(tools, tx, integration)
            if key is None or not readers or not await tx.first_time(key):
                return False
            for to in readers:
                await tx.say(Notice(kind=Kind.ORPHANED, to=to, integration_id=integration.id))
            return True
    except Refused:
        return False


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
    lines = {
        Caretaker.BACKUP: (backup, [channel] if channel else [], admins),
        Caretaker.CHANNEL: ([channel] if channel else [], admins, backup),
        Caretaker.ADMINS: (admins, [channel] if channel else [], backup),
    }
    return next((line for line in lines[caretaker] if line), [])
