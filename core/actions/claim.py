"""*Claim*: take over what somebody left behind."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.issuing import changed
from core.orphans import given_to, is_orphaned, still_here
from core.ports import Tools, Transaction
from core.refusals import Overtaken


async def claim(tools: Tools, person: Person, integration_id: str) -> Integration:
    """Whoever presses owns it: its backup, or whoever may give it to somebody else; its owner, who is back.

    Raises `Overtaken` where somebody was faster, and other refusals.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        integration = await _claimable(tx, person, integration_id)
        if not is_orphaned(integration):
            if integration.owner == person.id:
                return integration
            raise Overtaken(integration.name, integration.changed_by, integration.changed_at)
        if integration.owner == person.id:
            here = changed(still_here(integration), person.id, now)
            return await tx.save(here, Event.INTEGRATION_NOT_ORPHANED, by=person.id, owner=person.id)
        return await tx.save(
            changed(given_to(integration, person.id), person.id, now),
            Event.INTEGRATION_REASSIGN,
            by=person.id,
            owner_before=integration.owner,
            owner=person.id,
        )


async def _claimable(tx: Transaction, person: Person, integration_id: str) -> Integration:
    """Its backup needs no role."""
    integration = await tx.remembered(integration_id)
    if person.is_full_member and person.id == integration.backup_owner and not integration.deleted_at:
        return integration
    return await as_shown(tx, person, Right.REASSIGN, integration_id, None)
