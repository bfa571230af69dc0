"""*Show token*: its recipient collects a token, which is minted at this very press."""

from core.actor import Person
from core.audit import Event
from core.authority import may_receive
from core.issuing import Issued, changed, deliver, offer
from core.ports import Show, Tools


async def show_token(
    tools: Tools, person: Person, integration_id: str, handover_id: str, show: Show
) -> Issued:
    """Raises `HandoverGone`, `NotYours` or another `Refused`; then nothing was minted."""
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        await may_receive(tx, person, integration_id)
        integration = await tx.integration(integration_id)
        waiting, free = integration.collect(handover_id, person.id, now)
        issued = await offer(
            tools, tx, free, by=waiting.asked_by, recipient=person.id, overlap=waiting.overlap
        )
        saved = await tx.save(
            changed(issued.integration, person.id, now),
            Event.TOKEN_OFFER,
            by=person.id,
            version=integration.next_version,
            asked_by=waiting.asked_by,
        )
    return await deliver(tools, issued.saved(saved), show)
