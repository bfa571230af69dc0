"""*Keep*: it stays, although nobody uses it."""

from bot.asked import Asked, parse_pair
from bot.desk import Desk
from bot.people import person
from core.actions.idle import keep


async def on_press(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    integration_id, token_id = parse_pair(asked.value)
    await keep(desk.tools, who, integration_id, token_id)
