"""Undo a rotation: the old token is current again, the new one dies."""

from datetime import datetime

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.evidence import Usage
from core.integration import Integration
from core.intent import Purpose
from core.issuing import changed
from core.moving import used
from core.ports import Tools
from core.refusals import NeedsTypedName
from core.token import Token


def dying(integration: Integration, now: datetime) -> Token | None:
    """The token that cancelling would end; None while the new one only waits to be collected."""
    if integration.waiting(now) is not None:
        return None
    return integration.offered or integration.current


def was_used(integration: Integration, usage: Usage, now: datetime) -> bool:
    """Whether cancelling would end a token that the third party already works with."""
    token = dying(integration, now)
    return token is not None and used(token, usage)


async def cancel_rotation(tools: Tools, person: Person, intent_id: str, *, typed: str = "") -> Integration:
    """Raises `NothingToCancel`, and `NeedsTypedName` once the new token has been used."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, Purpose.CANCEL_ROTATION, now)
        integration = await as_shown(
            tx, person, Right.CANCEL_ROTATION, intent.integration_id, intent.generation
        )
        undone = integration.cancel_rotation(now)
        usage = await tx.usage(integration.id)
        if was_used(integration, usage, now) and typed != integration.name:
            raise NeedsTypedName(integration.name)
        return await tx.save(changed(undone, person.id, now), Event.ROTATION_CANCEL, by=person.id)
