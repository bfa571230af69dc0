"""*Acknowledge*: somebody has the rotation in hand, so nobody else is told of this stage."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import allowed
from core.integration import Integration
from core.ports import Tools
from core.reminders.refusals import InHand, NothingToRemind


async def acknowledge(tools: Tools, person: Person, integration_id: str, token_id: str) -> Integration:
    """Until the next stage. Saying it twice is no mistake and changes nothing.

    Raises `InHand` where somebody else was faster, `NothingToRemind` and other refusals.
    """
    async with tools.store.transaction(person.tenant) as tx:
        integration = await tx.integration(integration_id)
        await allowed(tx, person, Right.ACKNOWLEDGE, integration)
        standing = await tx.reminders.standing(integration)
        if standing.said is None or standing.said.token_id != token_id:
            raise NothingToRemind(integration.name)
        if standing.acknowledged_by == person.id:
            return integration
        if standing.acknowledged_by is not None:
            raise InHand(integration.name, standing.acknowledged_by)
        await tx.reminders.acknowledge(integration, standing.said, person.id)
        await tx.note(
            Event.REMINDER_ACKNOWLEDGE,
            by=person.id,
            subject=integration.id,
            subject_name=integration.name,
            stage=standing.said.stage,
        )
    return integration
