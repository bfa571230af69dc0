"""*Report leaked token*, in the menu of any message: whose tokens are in it, and what can be done."""

from bot.asked import Asked
from bot.desk import Desk
from bot.features import is_this_ours
from bot.features.pasted import address
from bot.people import person
from bot.said import files_of, words_in
from bot.screens import Screen
from bot.views.recognised import recognised_view
from core.actions.recognise import recognise
from core.leaks.finding import tokens_in

SHORTCUT = "report_leaked_token"
TITLE = "Report leaked token"
_NONE = "There is no token of ours in that message, as far as it can be read. Did you find one elsewhere?"


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    words = "\n".join([words_in(asked.said), await files_of(desk, asked.said)])
    url, place = address(desk, asked.channel, asked.message), f"{asked.channel} {asked.message}"
    found = await recognise(desk.tools, who, tokens_in(words), url=url, message=place)
    await screen.show(
        is_this_ours.form(_NONE) if found.nothing else recognised_view(TITLE, found, source=place)
    )
