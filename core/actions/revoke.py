"""Kill tokens on purpose, from the command line: the way that works while Slack is down."""

from core.audit import OPERATOR, Event
from core.integration import Integration
from core.issuing import changed
from core.ports import Place, Tools
from core.refusals import UnknownIntegration
from core.secret import Secret
from core.token import Reason


async def revoke_all(tools: Tools, tenant: str, name: str, *, by: str = OPERATOR) -> Integration:
    """Every token of an integration. Raises `UnknownIntegration`."""
    now = tools.now()
    async with tools.store.transaction(tenant) as tx:
        integration = await tx.named(name)
        dead = integration.kill_all(Reason.REVOKED, now)
        versions = ", ".join(str(token.version) for token in integration.tokens)
        return await tx.save(changed(dead, by, now), Event.TOKEN_REVOKE, by=by, versions=versions)


async def revoke_token(tools: Tools, secret: Secret, *, by: str = OPERATOR) -> Integration | None:
    """One token, by itself. None if it is not ours, or its integration was deleted with all its tokens."""
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
        version = integration.token(place.token_id).version
        dead = integration.kill(place.token_id, Reason.REVOKED, now)
        return await tx.save(changed(dead, by, now), Event.TOKEN_REVOKE, by=by, versions=str(version))
