"""*I did not get it*: the token on its way is void, and another is minted."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import allowed, is_recipient, may_receive
from core.integration import Integration
from core.issuing import Issued, changed, deliver, issue
from core.ports import Reading, Show, Tools
from core.token import Reason, Token


async def recipient_of(tools: Tools, person: Person, integration_id: str, token_id: str) -> str:
    """Who is to hold the token that is on its way. Raises like `remint`, which asks everything again."""
    async with tools.store.reading(person.tenant) as reading:
        integration = await reading.integration(integration_id)
        return (await _on_its_way(reading, person, integration, token_id)).recipient


async def remint(
    tools: Tools,
    person: Person,
    integration_id: str,
    token_id: str,
    show: Show | None,
    *,
    recipient_left: bool = False,
) -> Issued:
    """For its recipient, who is shown the new one here; anybody else who may rotate sends it to them.

    `recipient_left` says that they may hold no token any more: then it goes to `person`.
    Raises `AlreadySafe` once the token was used or confirmed: then somebody did get it.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        integration = await tx.integration(integration_id)
        token = await _on_its_way(tx, person, integration, token_id)
        recipient = person.id if recipient_left else token.recipient
        without = integration.void(token_id, Reason.NOT_RECEIVED, now)
        issued = await issue(
            tools,
            tx,
            without,
            # Who asked for it goes on waiting for it.
            by=token.minted_by if token.recipient == person.id else person.id,
            recipient=recipient,
            overlap=token.overlap,
            here=show is not None and recipient == person.id,
        )
        saved = await tx.save(
            changed(issued.integration, person.id, now),
            Event.TOKEN_NOT_RECEIVED,
            by=person.id,
            version=token.version,
            next_version=without.next_version,
            recipient=recipient,
        )
    return await deliver(tools, issued.saved(saved), show)


async def _on_its_way(reading: Reading, person: Person, integration: Integration, token_id: str) -> Token:
    """Whoever may not ask for another hears nothing of it, not even that it is gone."""
    if await is_recipient(reading, person, integration.id, token_id):
        await may_receive(reading, person, integration.id)
    else:
        await allowed(reading, person, Right.ROTATE, integration)
    return integration.token(token_id)
