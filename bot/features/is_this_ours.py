"""Is this token ours? Whatever is pasted is looked up by its digest, and neither kept nor repeated.

What was typed is in Slack's submission and nowhere else: no draft, no intent, nothing in the view's metadata.
"""

from slack_sdk.models.blocks import PlainTextInputElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, prose
from bot.desk import Desk
from bot.listeners import nothing_to_check as check
from bot.people import person
from bot.screens import Screen
from bot.views.recognised import recognised_view
from core.actions.recognise import ask
from core.leaks.finding import tokens_in
from core.refusals import NotAMember

FORM = "is_this_ours"
TITLE = "Is this token ours?"
DOING = "Looking it up."
LONGEST = 3000

__all__ = ["DOING", "FORM", "TITLE", "check", "draw", "form", "submit"]


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    if not (await person(desk, asked.user)).is_full_member:
        raise NotAMember
    await screen.show(form())


def form(introduction: str = "") -> View:
    words = f"{introduction} {_WHAT_HAPPENS}".strip()
    typed = PlainTextInputElement(action_id="pasted", multiline=True, max_length=LONGEST)
    blocks = [prose(words), field("pasted", "The token, or a text with it", typed, hint=_HINT)]
    return modal(TITLE, blocks, callback_id=FORM, submit="Look it up", close="Cancel")


_WHAT_HAPPENS = (
    "Paste what you have found. It is looked up, not kept and not shown again. If it is a token of ours that "
    "is not yours to deal with, looking it up reports it."
)
_HINT = "Complete: a part of a token says nothing."


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await ask(desk.tools, who, tokens_in(asked.filled_in.get("pasted") or ""))
    await screen.done(recognised_view(TITLE, found))
