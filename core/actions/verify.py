"""Whether a token is good, and for what. Doubt is never a yes."""

from dataclasses import dataclass

from core.actions.confirm import confirm_by_use
from core.integration import Integration
from core.place import Place
from core.ports import Tools
from core.refusals import UnknownIntegration
from core.secret import Secret
from core.token import State, Token, working


@dataclass(frozen=True, slots=True)
class Verdict:
    integration: Integration
    token: Token


async def verify(tools: Tools, secret: Secret) -> Verdict | None:
    """The live integration and token behind `secret`; None for an unknown or a dead one.

    A use of an offered token confirms it: the yes is given after that is committed, and not otherwise.
    """
    place = await tools.store.find(secret)
    if place is None:
        return None
    try:
        verdict = await _look(tools, place)
        if verdict is None or verdict.token.state is not State.OFFERED:
            return verdict
        return await _confirmed(tools, place)
    except UnknownIntegration:  # deleted, perhaps at this very moment
        return None


async def _look(tools: Tools, place: Place) -> Verdict | None:
    async with tools.store.reading(place.tenant) as reading:
        integration = await reading.integration(place.integration_id)
    return _verdict(tools, integration, place)


async def _confirmed(tools: Tools, place: Place) -> Verdict | None:
    async with tools.store.transaction(place.tenant) as tx:
        integration = await tx.integration(place.integration_id)
        verdict = _verdict(tools, integration, place)
        if verdict is None or verdict.token.state is not State.OFFERED:
            return verdict
        saved = await confirm_by_use(tools, tx, integration, verdict.token)
    return _verdict(tools, saved, place)


def _verdict(tools: Tools, integration: Integration, place: Place) -> Verdict | None:
    token = working(integration.tokens, place.token_id, tools.now())
    return Verdict(integration, token) if token is not None and not integration.decoy else None
