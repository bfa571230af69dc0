"""Which integration is meant, by what was typed or by what a button carries."""

from bot.asked import Asked, parse_ref
from bot.desk import Desk
from core.actor import Person, Right
from core.authority import allowed, role_now
from core.integration import Integration
from core.ports import Reading
from core.refusals import UnknownIntegration


async def integration_for(desk: Desk, asked: Asked, who: Person, right: Right) -> Integration:
    """As it is now, whatever an older screen showed: a form compares again when it is submitted.

    Raises `UnknownIntegration`, `NotAllowed` and others.
    """
    async with desk.tools.store.reading(desk.tenant) as reading:
        integration_id, _ = parse_ref(asked.value)
        found = await (reading.integration(integration_id) if integration_id else _named(reading, who, asked))
        await allowed(reading, who, right, found)
        return found


async def _named(reading: Reading, who: Person, asked: Asked) -> Integration:
    """By name. Suggestions are only for those who may see what is suggested."""
    try:
        return await reading.named(asked.words)
    except UnknownIntegration as unknown:
        if not await role_now(reading, who):
            raise UnknownIntegration(asked.words) from None
        raise unknown from None
