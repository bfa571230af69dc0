"""*Acknowledge*: I have it in hand. The reminder itself then says so, to everybody who reads it."""

from bot.asked import Asked, parse_pair
from bot.desk import Desk
from bot.people import person
from core.actions.acknowledge import acknowledge


async def on_press(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    integration_id, token_id = parse_pair(asked.value)
    await acknowledge(desk.tools, who, integration_id, token_id)
