"""*Revoke now*, below what is said of a leak: one press, after a question."""

from bot.answer import to_person
from bot.asked import Asked
from bot.desk import Desk
from bot.features import home
from bot.incidents.report_done import done_words
from bot.people import person
from core.actions.revoke_leaked import revoke_leaked


async def on_press(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    done = await revoke_leaked(desk.tools, who, asked.value)
    await to_person(desk, asked)(done_words(done, who.id))
    await home.refresh(desk, asked.user)
