"""The brake on mass revocation: what it holds is listed, and let through or dropped as it is listed."""

from datetime import datetime

from slack_sdk.models.blocks import Block, RadioButtonsElement

from bot.asked import Asked
from bot.blocks import field, modal, option, prose
from bot.desk import Desk
from bot.intents import intent_of, open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold, count, moment
from bot.views.paragraphs import paragraphs
from core.actions.brake import Held, decide, held
from core.intent import Purpose
from core.leaks.report import Source
from core.refusals import BadField, FormExpired

FORM = "held_reports"
TITLE = "Held leak reports"
DOING = "Working through them."
LISTED = 25
THROUGH, DROP = "through", "drop"
CHOICES = {
    THROUGH: "Let them through: every token of these integrations is revoked",
    DROP: "Drop them: these tokens go on working",
}


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    until = desk.tools.now()
    found = await held(desk.tools, who, LISTED, until=until)
    if not found.reports:
        await screen.show(notice(TITLE, "Nothing is held any more."))
        return
    intent = await open_intent(desk, asked, Purpose.LEAKS_HELD, draft={"until": until.isoformat()})
    await screen.show(
        modal(TITLE, _blocks(found), callback_id=FORM, submit="Decide", close="Not now", metadata=intent.id)
    )


def _blocks(found: Held) -> list[Block]:
    told = (
        f"{count(found.total, 'report')} waited when you opened this. Each comes from somebody who has the "
        "whole token, so each of these tokens is in other hands. Let them through, unless an outage of so "
        "many integrations is worse, or is what somebody is after: then drop them, and rotate each in turn."
    )
    lines = [
        f"• {bold(it.name)}, reported {_BY[leak.source]} {moment(leak.at)}" for leak, it in found.reports
    ]
    options = [option(text, value) for value, text in CHOICES.items()]
    choice = field(
        "choice", "What shall become of them?", RadioButtonsElement(action_id="choice", options=options)
    )
    return [prose(told), *paragraphs(lines), *_more(found.total - len(lines)), choice]


_BY = {
    Source.GITHUB: "by GitHub",
    Source.HOLDER: "by somebody who has it",
    Source.SLACK: "in a conversation here",
}


def _more(number: int) -> list[Block]:
    return [prose(f"…and {count(number, 'more report')}.")] if number > 0 else []


async def check(desk: Desk, asked: Asked) -> None:
    await intent_of(desk, asked, Purpose.LEAKS_HELD)
    if asked.filled_in.get("choice") not in CHOICES:
        raise BadField("choice", "Please choose one of these.")


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    intent = await intent_of(desk, asked, Purpose.LEAKS_HELD)
    if intent.draft is None:
        raise FormExpired
    who = await person(desk, asked.user)
    until, through = datetime.fromisoformat(intent.draft["until"]), asked.filled_in["choice"] == THROUGH
    number = await decide(desk.tools, who, intent.id, until=until, let_through=through)
    became = "let through: those tokens are revoked" if through else "dropped: those tokens go on working"
    await screen.done(notice(TITLE, f"{count(number, 'report')} {became}."))
