"""*Expire old token now*: the button asks "are you sure?", and then it is done."""

from bot.asked import Asked, parse_ref
from bot.desk import Desk
from bot.features import home
from bot.people import person
from bot.screens import Screen, notice
from bot.sights import redraw
from bot.text import bold
from core.actions.expire_now import expire_now

TITLE = "Expire old token"


async def now(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    integration_id, generation = parse_ref(asked.value)
    ended = await expire_now(desk.tools, who, integration_id, generation=generation)
    await screen.done(notice(TITLE, f"The old token of {bold(ended.name)} is refused from now on."))
    await home.refresh(desk, asked.user)
    await redraw(desk, asked.user, asked.stack.under(asked.view, asked.metadata).below)
