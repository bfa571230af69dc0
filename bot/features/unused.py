"""*Remove unused permissions*, asked for twice by the button itself; and *Put them back*."""

from bot.asked import Asked, parse_ref
from bot.desk import Desk
from bot.people import person
from core.actions.unused import put_back, remove_unused


async def on_remove(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    integration_id, generation = parse_ref(asked.value)
    await remove_unused(desk.tools, who, integration_id, generation=generation)


async def on_put_back(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    integration_id, generation = parse_ref(asked.value)
    await put_back(desk.tools, who, integration_id, generation=generation)
