"""A compromise reported on the command line, while Slack may be down: checklist and notices wait for it."""

from core.actions.compromise import beating
from core.audit import OPERATOR
from core.incidents.kinds import Way
from core.place import Place
from core.ports import Tools
from core.responding import Call, Response, respond
from core.secret import Secret

REVOKE = Call(way=Way.REVOKE)


async def compromised(tools: Tools, tenant: str, name: str, *, by: str = OPERATOR) -> Response:
    """Every token of the integration of that name dies. Raises `UnknownIntegration`."""

    async def once() -> Response:
        async with tools.store.transaction(tenant) as tx:
            return await respond(tools, tx, await tx.named(name), REVOKE, by=by)

    return await beating(once)


async def token_compromised(tools: Tools, secret: Secret, *, by: str = OPERATOR) -> Response | None:
    """The same with the token itself, also a dead one; None if it is none of ours.

    Raises `UnknownIntegration` if its integration was deleted, and all tokens with it.
    """
    place = await tools.store.find(secret)
    return await beating(lambda: _respond(tools, place, by)) if place is not None else None


async def _respond(tools: Tools, place: Place, by: str) -> Response:
    async with tools.store.transaction(place.tenant) as tx:
        integration = await tx.integration(place.integration_id)
        return await respond(tools, tx, integration, Call(way=Way.REVOKE, token_id=place.token_id), by=by)
