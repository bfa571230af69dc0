"""*Lift quarantine* and *Kill now*: one press each, after a question."""

from bot.asked import Asked
from bot.desk import Desk
from bot.incidents.subject import subject
from bot.intents import open_intent
from core.actions.compromise import compromise
from core.actions.quarantine import lift
from core.incidents.kinds import Way
from core.intent import Purpose
from core.responding import Call


async def on_lift(desk: Desk, asked: Asked) -> None:
    who, incident = await subject(desk, asked, asked.value)
    await lift(desk.tools, who, incident.integration_id)


async def on_kill(desk: Desk, asked: Asked) -> None:
    """The new token is not made at a press in a channel: its owner gets *Show token*."""
    who, incident = await subject(desk, asked, asked.value)
    async with desk.tools.store.reading(desk.tenant) as reading:
        integration = await reading.integration(incident.integration_id)
    intent = await open_intent(desk, asked, Purpose.COMPROMISE, integration)
    await compromise(desk.tools, who, intent.id, Call(way=Way.ROTATE))
