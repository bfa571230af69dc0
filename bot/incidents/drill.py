"""`/compromised --drill`: the whole flow on a practice integration, which is made for it and goes with it."""

from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import modal, prose, small
from bot.desk import Desk
from bot.incidents.report_done import done_view
from bot.intents import intent_of, open_intent
from bot.listeners import nothing_to_check as check
from bot.people import person
from bot.screens import Screen
from core.actions.compromise import Compromised
from core.actions.drill import drill
from core.actor import Right
from core.authority import allowed
from core.incidents.kinds import Way
from core.intent import Purpose

FORM = "drill"
TITLE = "Drill"
DOING = "Making a practice integration, and ending its token."
TYPED = frozenset({"--drill", "—drill", "–drill"})
_WHAT = (
    "A drill is an incident without the danger. A practice integration is made, and its token is killed. "
    "Its checklist goes where a real one would go, and says that it is a drill. *Nothing real is touched.*"
)
_HOW = "Work it off as if it were real: the report says how long it took. Closing it takes everything away."

__all__ = ["DOING", "FORM", "TITLE", "TYPED", "check", "draw", "submit"]


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    async with desk.tools.store.reading(desk.tenant) as reading:
        await allowed(reading, who, Right.COMPROMISE)
    intent = await open_intent(desk, asked, Purpose.COMPROMISE)
    await screen.show(form(intent.id))


def form(intent_id: str) -> View:
    blocks = [prose(_WHAT), small(_HOW)]
    return modal(TITLE, blocks, callback_id=FORM, submit="Start", close="Cancel", metadata=intent_id)


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    intent = await intent_of(desk, asked, Purpose.COMPROMISE)
    who = await person(desk, asked.user)
    response = await drill(desk.tools, who, intent.id)
    await screen.done(done_view(Compromised(response), Way.ROTATE, who.id))
