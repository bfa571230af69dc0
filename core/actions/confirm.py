"""*I saved it*: the recipient holds the new token, and the old one's countdown starts."""

from core.actor import Person
from core.audit import SYSTEM, Event
from core.authority import is_recipient
from core.integration import Integration
from core.issuing import changed
from core.notices import Kind, Notice
from core.ports import Tools, Transaction
from core.refusals import AlreadySafe, NotAMember, NotYours
from core.token import Proof, State, Token


async def confirm(tools: Tools, person: Person, integration_id: str, token_id: str) -> Integration:
    """Saying it twice is no mistake and changes nothing. Raises `NotYours`, `TokenGone` and others.

    Also while the feature is switched off: a token that was saved must not be swept as one that nobody has.
    """
    now = tools.now()
    async with tools.store.transaction(person.tenant) as tx:
        if not person.is_full_member:
            raise NotAMember
        integration = await tx.integration(integration_id)
        if not await is_recipient(tx, person, integration_id, token_id):
            raise NotYours
        token = integration.token(token_id)
        try:
            confirmed = integration.confirm(token_id, Proof.SAVED, now)
        except AlreadySafe:
            return integration
        if token.state is State.OFFERED:  # else its first use has told them already
            await _tell_who_asked(tx, integration, token)
        return await tx.save(
            changed(confirmed, person.id, now),
            Event.TOKEN_CONFIRM,
            by=person.id,
            version=token.version,
            proof=Proof.SAVED,
        )


async def confirm_by_use(
    tools: Tools, tx: Transaction, integration: Integration, token: Token
) -> Integration:
    """The new token's first use proves that the third party holds it."""
    now = tools.now()
    confirmed = integration.confirm(token.id, Proof.FIRST_USE, now)
    await _tell_who_asked(tx, integration, token)
    return await tx.save(
        changed(confirmed, SYSTEM, now),
        Event.TOKEN_CONFIRM,
        by=SYSTEM,
        version=token.version,
        proof=Proof.FIRST_USE,
    )


async def _tell_who_asked(tx: Transaction, integration: Integration, token: Token) -> None:
    """Whoever gave the token into other hands learns that it has arrived."""
    if token.minted_by != token.recipient:
        facts = {"recipient": token.recipient}
        kind = Kind.TOKEN_SAVED
        await tx.say(Notice(kind=kind, to=token.minted_by, integration_id=integration.id, facts=facts))
