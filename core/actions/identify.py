"""Whose token is this? By its digest; the token itself is never repeated, kept or written down."""

from dataclasses import dataclass

from core.actor import Person, Right
from core.authority import allowed
from core.integration import Integration
from core.place import Place
from core.ports import Tools
from core.refusals import UnknownIntegration
from core.token import Token


@dataclass(frozen=True, slots=True)
class Identified:
    integration: Integration
    token: Token
    """Dead ones are recognised, too."""

    @property
    def works(self) -> bool:
        return any(each.id == self.token.id for each in self.integration.tokens)


async def identify(tools: Tools, person: Person, place: Place | None) -> Identified:
    """By what the store found. Raises `UnknownIntegration` for nothing, another workspace's, or deleted."""
    async with tools.store.reading(person.tenant) as reading:
        if place is None or place.tenant != person.tenant:
            await allowed(reading, person, Right.COMPROMISE)
            raise UnknownIntegration
        integration = await reading.integration(place.integration_id)
        await allowed(reading, person, Right.COMPROMISE, integration)
        tokens = await reading.tokens(integration.id)
    return Identified(integration, next(each for each in tokens if each.id == place.token_id))
