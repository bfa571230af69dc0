"""Kill tokens on purpose, from the command line or over the API: ways that work while Slack is down."""

from collections.abc import Mapping

from core.audit import OPERATOR, Event
from core.integration import Integration
from core.issuing import changed
from core.notices import Kind, Notice
from core.place import Place
from core.ports import Tools, Transaction
from core.refusals import UnknownIntegration
from core.secret import Secret
from core.token import Reason


async def revoke_all(tools: Tools, tenant: str, name: str, *, by: str = OPERATOR) -> Integration:
    """Every token of an integration; owner and security channel are told. Raises `UnknownIntegration`."""
    now = tools.now()
    async with tools.store.transaction(tenant) as tx:
        integration = await tx.named(name)
        dead = integration.kill_all(Reason.REVOKED, now)
        versions = ", ".join(str(token.version) for token in integration.tokens)
        saved = await tx.save(changed(dead, by, now), Event.TOKEN_REVOKE, by=by, versions=versions)
        if integration.tokens:
            await _tell(tx, saved, {"by": by})
        return saved


async def revoke_token(tools: Tools, secret: Secret, *, by: str = OPERATOR) -> Integration | None:
    """One token, by itself. None if it is not ours, or its integration was deleted with all its tokens.

    Owner and security channel are told: whoever has a token may end it.
    """
    place = await tools.store.find(secret)
    try:
        return await _revoke(tools, place, by) if place is not None else None
    except UnknownIntegration:
        return None


async def _revoke(tools: Tools, place: Place, by: str) -> Integration:
    now = tools.now()
    async with tools.store.transaction(place.tenant) as tx:
        integration = await tx.integration(place.integration_id)
        if not any(token.id == place.token_id for token in integration.tokens):
            return integration
        token = integration.token(place.token_id)
        dead = integration.kill(place.token_id, Reason.REVOKED, now)
        saved = await tx.save(changed(dead, by, now), Event.TOKEN_REVOKE, by=by, versions=str(token.version))
        await _tell(tx, saved, {"by": by, "last_four": token.fingerprint.last_four})
        return saved


async def _tell(tx: Transaction, integration: Integration, facts: Mapping[str, str]) -> None:
    for reader in (await tx.workspace()).told_of(integration.owner):
        kind, about = Kind.TOKEN_REVOKED, integration.id
        await tx.say(Notice(kind=kind, to=reader, integration_id=about, facts=facts, urgent=True))
