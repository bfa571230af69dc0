"""*Reassign*: somebody else looks after an integration from now on, and gets its reminders."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.intent import Purpose
from core.issuing import changed
from core.notices import Kind, Notice
from core.orphans import given_to
from core.ports import Tools
from core.refusals import NothingChanged


async def reassign(tools: Tools, person: Person, intent_id: str, *, owner: str) -> Integration:
    """`owner` is known to be a full member. Raises `NothingChanged` and other refusals."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, Purpose.REASSIGN, now)
        integration = await as_shown(tx, person, Right.REASSIGN, intent.integration_id, intent.generation)
        if integration.owner == owner:
            raise NothingChanged
        if owner != person.id:
            facts = {"by": person.id}
            await tx.say(Notice(kind=Kind.NOW_YOURS, to=owner, integration_id=integration.id, facts=facts))
        return await tx.save(
            changed(given_to(integration, owner), person.id, now),
            Event.INTEGRATION_REASSIGN,
            by=person.id,
            owner_before=integration.owner,
            owner=owner,
        )
