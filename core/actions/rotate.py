"""Give an integration a new token while the old one goes on working."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.actor import Person, Right
from core.audit import Event
from core.authority import as_shown
from core.integration import Integration
from core.intent import Purpose
from core.issuing import Issued, changed, deliver, issue
from core.overlap import Overlap
from core.ports import Reading, Show, Tools
from core.refusals import CallersUnknown


async def rotate(
    tools: Tools,
    person: Person,
    intent_id: str,
    *,
    overlap: Overlap,
    recipient: str,
    show: Show | None,
    quiet: timedelta | None = None,
) -> Issued:
    """The old token's countdown does not start here: it starts when the new one is confirmed or used.

    `quiet` goes with *until moved*: who was silent for so long counts as gone; it stays with the integration.
    Raises any `Refused`; then nothing has changed.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        intent = await tx.use_intent(intent_id, person.id, Purpose.ROTATE, now)
        integration = await as_shown(tx, person, Right.ROTATE, intent.integration_id, intent.generation)
        if overlap is Overlap.UNTIL_MOVED:
            integration = replace(integration, quiet=quiet or integration.quiet)
            await _callers_are_known(tx, integration, now)
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


async def _callers_are_known(tx: Reading, integration: Integration, now: datetime) -> None:
    """Raise `CallersUnknown` unless somebody could say when everybody has moved."""
    current = integration.current
    usage = await tx.usage(integration.id)
    if current is not None and not usage.tells_callers_of(current.id, now):
        raise CallersUnknown(integration.name)
