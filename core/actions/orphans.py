"""An owner has gone: what they owned is marked, and somebody is asked to take it over until somebody does."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

from core.actions.undelivered import in_charge
from core.audit import SYSTEM, Event
from core.integration import Integration
from core.issuing import changed
from core.notices import Kind, Notice
from core.orphans import Caretaker, gone_since, is_orphaned, stage, still_here, whose_turn
from core.place import Place
from core.ports import Reading, Tools, Transaction
from core.rationing import Ration
from core.reminders.ports import REMEMBERED, Whereabouts
from core.sweeping import Look, due, each_by_itself, look_then_act, paged, sweep

BATCH = 100
A_DAY = 10
"""So many are asked about on one day of what one person has left behind."""


async def look_for_gone_owners(tools: Tools, where: Whereabouts, tenant: str) -> int:
    """Returns how many integrations were found without an owner. Slack is asked about each owner in turn."""
    gone = await tools.store.orphans.gone_owners(tenant)

    async def look_for(owner: str) -> int:
        person = await where(tenant, owner)
        if not person.is_full_member:
            return await owner_gone(tools, tenant, owner)
        if owner in gone:
            await owner_is_here(tools, tenant, owner)
        return 0

    return sum(await each_by_itself(tools, _each(await owners_to_look_for(tools, tenant)), look_for))


async def owners_to_look_for(tools: Tools, tenant: str) -> Sequence[str]:
    """Those whose turn it is in this hour."""
    owners: list[str] = []
    while page := await tools.store.orphans.owners(tenant, BATCH, after=owners[-1] if owners else ""):
        owners += page
    return whose_turn(owners, tools.now())


async def owner_gone(tools: Tools, tenant: str, user: str) -> int:
    """Mark all that they own. Returns how many were not marked yet."""

    async def mark(place: Place) -> bool:
        marked = await look_then_act(tools, place, _theirs(user), _mark)
        if marked:
            await look_then_act(tools, place, _look, _ask)
        return bool(marked)

    return sum(await each_by_itself(tools, _owned(tools, tenant, user, gone=False), mark))


async def owner_is_here(tools: Tools, tenant: str, user: str) -> int:
    """They are back: nobody needs to take over what they own. Returns how much was marked."""
    return len(await sweep(tools, _owned(tools, tenant, user, gone=True), _back(user), _unmark))


async def ask_caretakers(tools: Tools, tenant: str) -> int:
    """Returns how many integrations somebody was asked about. Safe to run twice and anywhere."""
    return len(await sweep(tools, _orphaned(tools, tenant), _look, _ask))


async def caretakers_to_ask(tools: Tools, tenant: str) -> int:
    return await due(tools, _orphaned(tools, tenant), _look)


async def _each(owners: Sequence[str]) -> AsyncIterator[str]:
    for owner in owners:
        yield owner


def _owned(tools: Tools, tenant: str, user: str, *, gone: bool) -> AsyncIterator[Place]:
    owned = tools.store.orphans.owned
    return paged(lambda last: owned(tenant, user, BATCH, gone=gone, after=last))


def _orphaned(tools: Tools, tenant: str) -> AsyncIterator[Place]:
    return paged(lambda last: tools.store.orphans.orphaned(tenant, BATCH, after=last))


# --- marks


def _theirs(user: str) -> Look[Place, Integration]:
    """It is theirs still, and nobody else has marked it."""

    async def look(_tools: Tools, reading: Reading, place: Place) -> Integration | None:
        integration = await reading.integration(place.integration_id)
        return integration if integration.owner == user and not is_orphaned(integration) else None

    return look


def _back(user: str) -> Look[Place, Integration]:
    """It is theirs still, and marked; but they may have been seen here before they left."""

    async def look(tools: Tools, reading: Reading, place: Place) -> Integration | None:
        integration = await reading.integration(place.integration_id)
        since = gone_since(integration) if integration.owner == user else None
        return integration if since is not None and since <= tools.now() - REMEMBERED else None

    return look


async def _mark(tools: Tools, tx: Transaction, found: Integration) -> bool:
    now = tools.now()
    gone = replace(found, gone_owner=found.owner, gone_at=now)
    await tx.save(changed(gone, SYSTEM, now), Event.INTEGRATION_ORPHANED, by=SYSTEM, owner=found.owner)
    return True


async def _unmark(tools: Tools, tx: Transaction, found: Integration) -> bool:
    here = changed(still_here(found), SYSTEM, tools.now())
    await tx.save(here, Event.INTEGRATION_NOT_ORPHANED, by=SYSTEM, owner=found.owner)
    return True


# --- questions


@dataclass(frozen=True, slots=True)
class _Question:
    integration: Integration
    key: str
    readers: Sequence[str]


async def _look(tools: Tools, reading: Reading, place: Place) -> _Question | None:
    integration = await reading.integration(place.integration_id)
    since = gone_since(integration)
    if since is None:
        return None
    caretaker, time = stage(tools.now() - since)
    key = f"orphaned {integration.id} {integration.gone_owner} {since.isoformat()} {caretaker} {time}"
    if not await _ration(tools, integration).has_room(reading, key):
        return None
    readers = await _readers(reading, integration, caretaker)
    return _Question(integration, key, readers) if readers else None


async def _ask(tools: Tools, tx: Transaction, about: _Question) -> bool:
    await _ration(tools, about.integration).takes(tx, about.key)
    for to in about.readers:
        await tx.say(Notice(kind=Kind.ORPHANED, to=to, integration_id=about.integration.id))
    return True


def _ration(tools: Tools, integration: Integration) -> Ration:
    return Ration(f"left behind by {integration.gone_owner}, {tools.now().date()}", A_DAY)


async def _readers(reading: Reading, integration: Integration, caretaker: Caretaker) -> Sequence[str]:
    """The next in line where there is none of the kind; never the one who has gone."""
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
