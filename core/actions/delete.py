"""Delete an integration: every token of it dies at once."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.catalogue import Catalogue
from core.evidence import Usage
from core.integration import Integration
from core.intent import Purpose
from core.issuing import changed
from core.moving import in_use
from core.ports import Tools
from core.refusals import NeedsTypedName


def needs_typed_name(integration: Integration, usage: Usage, catalogue: Catalogue) -> bool:
    """A second look where it hurts: it is in use, or it may do sensitive things."""
    return in_use(integration, usage) or bool(catalogue.sensitive(integration.scopes))


async def delete(tools: Tools, person: Person, intent_id: str, *, typed: str = "") -> Integration:
    """A tombstone stays for the audit and for leak reports. Raises `NeedsTypedName` and other refusals."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, Purpose.DELETE, now)
        integration = await as_shown(tx, person, Right.DELETE, intent.integration_id, intent.generation)
        usage = await tx.usage(integration.id)
        if needs_typed_name(integration, usage, tools.catalogue) and typed != integration.name:
            raise NeedsTypedName(integration.name)
        return await tx.save(
            changed(integration.delete(now), person.id, now),
            Event.INTEGRATION_DELETE,
            by=person.id,
            tokens_ended=len(integration.tokens),
        )
