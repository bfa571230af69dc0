"""*I did not get it*: the token on its way is void, and another is minted."""

from core.actor import Person, Right
from core.audit import Event
from core.authority import allowed, still_a_member
from core.integration import Integration
from core.issuing import Issued, changed, deliver, issue
from core.ports import Reading, Show, Tools
from core.token import Reason, Token


async def remint(
    tools: Tools, person: Person, integration_id: str, token_id: str, show: Show | None
) -> Issued:
    """For its recipient, who is shown the new one here; anybody else who may rotate sends it to them.

    Raises `AlreadySafe` once the token was used or confirmed: then somebody did get it.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        integration = await tx.integration(integration_id)
        token = integration.token(token_id)
        await _may_ask(tx, person, integration, token)
        without = integration.void(token_id, Reason.NOT_RECEIVED, now)
        is_recipient = token.recipient == person.id
        issued = await issue(
            tools,
            tx,
            without,
            by=token.minted_by if is_recipient else person.id,  # who asked for it goes on waiting for it
            recipient=token.recipient,
            overlap=token.overlap,
            here=show is not None and is_recipient,
        )
        saved = await tx.save(
            changed(issued.integration, person.id, now),
            Event.TOKEN_NOT_RECEIVED,
            by=person.id,
            version=token.version,
            next_version=without.next_version,
        )
    return await deliver(tools, issued.saved(saved), show)


async def _may_ask(tx: Reading, person: Person, integration: Integration, token: Token) -> None:
    if token.recipient == person.id:
        await still_a_member(tx, person)
    else:
        await allowed(tx, person, Right.ROTATE, integration)
