"""Give an integration a new token while the old one goes on working."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.issuing import Issued, changed, deliver, issue
from core.overlap import Overlap
from core.ports import Show, Tools


async def rotate(
    tools: Tools, person: Person, intent_id: str, *, overlap: Overlap, recipient: str, show: Show | None
) -> Issued:
    """The old token's countdown does not start here: it starts when the new one is confirmed or used.

    Raises any `Refused`; then nothing has changed.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, now)
        integration = await as_shown(tx, person, Right.ROTATE, intent.integration_id, intent.generation)
        here = show is not None and recipient == person.id
        issued = await issue(
            tools, tx, integration, by=person.id, recipient=recipient, overlap=overlap, here=here
        )
        saved = await tx.save(
            changed(issued.integration, person.id, now),
            Event.TOKEN_OFFER if issued.token else Event.TOKEN_HAND_OVER,
            by=person.id,
            version=integration.next_version,
            overlap=overlap,
            recipient=recipient,
        )
    return await deliver(tools, issued.saved(saved), show)
