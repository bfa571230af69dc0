"""Which integration is meant, by what was typed or by what a button carries."""

from bot.asked import Asked, parse_ref
from bot.desk import Desk
from core.actor import Person, Right
from core.authority import allowed, role_now
from core.evidence import Usage
from core.integration import Integration
from core.ports import Reading
from core.refusals import NotAMember, UnknownIntegration


async def integration_for(desk: Desk, asked: Asked, who: Person, right: Right) -> Integration:
    """As it is now, whatever an older screen showed: a form compares again when it is submitted.

    Raises `UnknownIntegration`, `NotAllowed` and others.
    """
    if not who.is_full_member:
        raise NotAMember
    async with desk.tools.store.reading(desk.tenant) as reading:
        integration_id, _ = parse_ref(asked.value)
        if not integration_id:
            return await _named(reading, who, asked.words, right)
        found = await reading.integration(integration_id)
        await allowed(reading, who, right, found)
        return found


async def usage_of(desk: Desk, integration: Integration) -> Usage:
    """Who uses it. What counts is read again in the transaction that acts."""
    async with desk.tools.store.reading(desk.tenant) as reading:
        return await reading.usage(integration.id)


async def _named(reading: Reading, who: Person, name: str, right: Right) -> Integration:
    """For whoever has no role, a name that is not theirs is answered like one that does not exist."""
    try:
        found = await reading.named(name)
        await allowed(reading, who, right, found)
    except UnknownIntegration:
        if await role_now(reading, who):
            raise  # with suggestions
        raise UnknownIntegration(name) from None
    return found
