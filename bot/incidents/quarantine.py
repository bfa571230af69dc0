"""*Lift quarantine* and *Kill now*: one press each, after a question."""

from bot.asked import Asked, parse_ref
from bot.desk import Desk
from bot.features import home
from bot.incidents.subject import subject
from bot.intents import open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.sights import redraw
from bot.text import bold
from core.actions.compromise import compromise
from core.actions.quarantine import lift
from core.incidents.kinds import Way
from core.intent import Purpose
from core.responding import Call

TITLE = "Lift quarantine"


async def lifted(desk: Desk, asked: Asked, screen: Screen) -> None:
    """From the checklist, and from the integration itself: its incident may be closed by now."""
    who = await person(desk, asked.user)
    integration_id, generation = parse_ref(asked.value)
    free = await lift(desk.tools, who, integration_id, generation=generation)
    words = f"{bold(free.name)} is out of quarantine: its tokens may do all that its permissions say."
    await screen.done(notice(TITLE, words))
    await home.refresh(desk, asked.user)
    await redraw(desk, asked.user, asked.stack.under(asked.view, asked.metadata).below)


async def on_kill(desk: Desk, asked: Asked) -> None:
    """The new token is not made at a press in a channel: its owner gets *Show token*."""
    who, incident = await subject(desk, asked, asked.value)
    async with desk.tools.store.reading(desk.tenant) as reading:
        integration = await reading.integration(incident.integration_id)
    intent = await open_intent(desk, asked, Purpose.COMPROMISE, integration)
    await compromise(desk.tools, who, intent.id, Call(way=Way.ROTATE))
