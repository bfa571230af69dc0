"""Undo a rotation: the old token is current again, the new one dies."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.issuing import changed
from core.ports import Tools
from core.refusals import NeedsTypedName


def was_used(integration: Integration) -> bool:
    """Whether cancelling would end a token that the third party already works with."""
    dying = integration.offered or integration.current
    return dying is not None and dying.first_used_at is not None


async def cancel_rotation(tools: Tools, person: Person, intent_id: str, *, typed: str = "") -> Integration:
    """Raises `NothingToCancel`, and `NeedsTypedName` once the new token has been used."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, now)
        integration = await as_shown(
            tx, person, Right.CANCEL_ROTATION, intent.integration_id, intent.generation
        )
        undone = integration.cancel_rotation(now)
        if undone.tokens != integration.tokens and was_used(integration) and typed != integration.name:
            raise NeedsTypedName(integration.name)
        return await tx.save(changed(undone, person.id, now), Event.ROTATION_CANCEL, by=person.id)
