"""*Snooze*: hear of it again later, and say why it can wait."""

from datetime import date, datetime, timedelta

from slack_sdk.models.blocks import Block, DatePickerElement, PlainTextInputElement, RadioButtonsElement
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, option, plain, prose
from bot.desk import Desk
from bot.find import integration_for
from bot.intents import intent_of, open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import bold, moment
from core.actions.snooze import snooze
from core.actor import Right
from core.integration import Integration
from core.intent import Intent, Purpose
from core.naming import clean_text
from core.refusals import BadField
from core.reminders.hours import morning
from core.reminders.ports import Standing
from core.reminders.refusals import NothingToRemind, SnoozedEnough
from core.reminders.snoozing import AT_MOST, Snooze, may_snooze

FORM = "snooze"
TITLE = "Snooze"
DOING = "Putting it off."
LONGEST_REASON = 200
CHOICES = {"1": "1 day", "3": "3 days", "7": "1 week", "date": "Until a date"}


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    found = await integration_for(desk, asked, who, Right.SNOOZE)
    standing = await _standing(desk, found)
    if standing.said is None:
        raise NothingToRemind(found.name)
    if len(standing.snoozes) >= AT_MOST:
        raise SnoozedEnough(found.name)
    intent = await open_intent(desk, asked, Purpose.SNOOZE, found, draft={"zone": who.time_zone})
    await screen.show(form(found, standing, intent.id))


def form(integration: Integration, standing: Standing, intent_id: str) -> View:
    often = len(standing.snoozes) + 1
    told = (
        f"The reminders of {bold(integration.name)} pause, for everybody. "
        f"This is snooze {often} of {AT_MOST}; nothing goes beyond 14 days overdue without a second person."
    )
    blocks = [prose(told), *_until_when(), _why()]
    return modal(TITLE, blocks, callback_id=FORM, submit=TITLE, close="Cancel", metadata=intent_id)


def _until_when() -> list[Block]:
    options = [option(text, value) for value, text in CHOICES.items()]
    return [
        field("until", "For how long?", RadioButtonsElement(action_id="until", options=options)),
        field(
            "date",
            "The date",
            DatePickerElement(action_id="date"),
            optional=True,
            hint="Only for “Until a date”: you hear of it again at nine that morning.",
        ),
    ]


def _why() -> Block:
    reason = PlainTextInputElement(
        action_id="reason",
        max_length=LONGEST_REASON,
        placeholder=plain("The third party deploys on Thursday"),
    )
    return field("reason", "Why can it wait?", reason, hint="Everybody who gets the reminder reads this.")


async def check(desk: Desk, asked: Asked) -> None:
    """All that is refused is refused here, with the form still open."""
    intent = await intent_of(desk, asked, Purpose.SNOOZE)
    async with desk.tools.store.reading(desk.tenant) as reading:
        found = await reading.integration(intent.integration_id or "")
        standing = await reading.reminders.standing(found)
    now = desk.tools.now()
    wish = Snooze(by=asked.user, at=now, until=_until(asked, intent, now), reason=_reason(asked))
    if standing.said is None:
        raise NothingToRemind(found.name)
    may_snooze(standing.snoozes, standing.said.due_at, wish, found.name)


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    intent = await intent_of(desk, asked, Purpose.SNOOZE)
    who = await person(desk, asked.user)
    until = _until(asked, intent, desk.tools.now())
    snoozed = await snooze(desk.tools, who, intent.id, until=until, reason=_reason(asked))
    words = f"Nobody hears of the rotation of {bold(snoozed.name)} again before {moment(until)}."
    await screen.done(notice(TITLE, words))


async def _standing(desk: Desk, integration: Integration) -> Standing:
    async with desk.tools.store.reading(desk.tenant) as reading:
        return await reading.reminders.standing(integration)


def _until(asked: Asked, intent: Intent, now: datetime) -> datetime:
    """The date is one of the person's own calendar."""
    chosen, picked = asked.filled_in.get("until"), asked.filled_in.get("date")
    if chosen not in CHOICES:
        raise BadField("until", "Please choose one of these.")
    if chosen != "date":
        return now + timedelta(days=int(chosen))
    if not picked:
        raise BadField("date", "Please choose a date.")
    until = morning(date.fromisoformat(picked), str((intent.draft or {}).get("zone", "")))
    if until <= now:
        raise BadField("date", "Please choose a day in the future.")
    return until


def _reason(asked: Asked) -> str:
    """One line: it is quoted on the reminder."""
    reason = clean_text(asked.filled_in.get("reason") or "", "reason", longest=LONGEST_REASON)
    return " ".join(reason.split())
