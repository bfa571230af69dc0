"""Settings of the workspace, each with a line on what it changes."""

from dataclasses import replace
from datetime import time, timedelta

from slack_sdk.models.blocks import (
    Block,
    ConversationFilter,
    ConversationSelectElement,
    InputInteractiveElement,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.blocks.basic_components import Option
from slack_sdk.models.views import View

from bot.asked import Asked
from bot.blocks import field, modal, option
from bot.desk import Desk
from bot.intents import intent_of, open_intent
from bot.people import person
from bot.screens import Screen, notice
from bot.text import OVERLAPS, count
from core.actions.settings import as_shown, change_settings, workspace_settings
from core.fields import PERIODS
from core.intent import Purpose
from core.overlap import BY_TIME, Overlap
from core.quiet import is_time_zone
from core.refusals import BadField
from core.workspace import Workspace

FORM = "settings"
TITLE = "Settings"
DOING = "Saving it."


async def draw(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    now = await workspace_settings(desk.tools, who)
    intent = await open_intent(desk, asked, Purpose.SETTINGS, draft=as_shown(now))
    await screen.show(form(now, intent.id))


def form(workspace: Workspace, intent_id: str) -> View:
    return modal(
        TITLE, _fields(workspace), callback_id=FORM, submit="Save", close="Cancel", metadata=intent_id
    )


def _fields(now: Workspace) -> list[Block]:
    return [
        field("enabled", "Private integrations", _switch(now), hint=_SWITCH),
        field("channel", "Security channel", _channel(now), optional=True, hint=_CHANNEL),
        field("pasted", "Look for pasted tokens", _pasted(now), hint=_PASTED),
        field("period", "Remind to rotate every", _period(now), hint=_PERIOD),
        field("overlap", "When the old token ends", _overlap(now), hint=_OVERLAP),
        field("quiet_from", "Quiet from", _time("quiet_from", now.quiet_from), hint=_QUIET),
        field("quiet_until", "Quiet until", _time("quiet_until", now.quiet_until), hint=_WAITS),
        field("time_zone", "Time zone", _zone(now), hint="Of the quiet hours. For example Europe/Berlin."),
    ]


_SWITCH = "Off: nobody can manage integrations. Tokens go on working, and emergencies can still be handled."
_CHANNEL = "Where security notices go. Add the app to it first, so that it may post there."
_PASTED = (
    "Off: no message is read. On: in conversations that this app was added to, every message, edit and text "
    "file is read in search of tokens. A pasted one counts as leaked, and its author is told privately. "
    "Nothing else is kept. The app needs more permissions for it: see the operator's guide."
)
_PERIOD = "Proposed for new integrations. Those that exist keep theirs."
_OVERLAP = "Proposed when somebody rotates; counted from when the new token is confirmed."
_QUIET = "Between these times nothing is said unasked, unless it is urgent. The same time twice: never quiet."
_WAITS = "What had to wait is said from then on. Saturdays and Sundays are quiet as well."


def _switch(now: Workspace) -> InputInteractiveElement:
    options = [option("On", "on"), option("Off", "off")]
    return RadioButtonsElement(
        action_id="enabled", options=options, initial_option=options[0 if now.enabled else 1]
    )


def _pasted(now: Workspace) -> InputInteractiveElement:
    options = [option("Off", "off"), option("On", "on")]
    return RadioButtonsElement(
        action_id="pasted", options=options, initial_option=options[1 if now.pasted_tokens else 0]
    )


def _channel(now: Workspace) -> InputInteractiveElement:
    return ConversationSelectElement(
        action_id="channel",
        initial_conversation=now.security_channel,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )


def _period(now: Workspace) -> InputInteractiveElement:
    options = {
        each: option(count(each.days, "day"), str(each.days)) for each in sorted({*PERIODS, now.period})
    }
    return _select("period", options[now.period], list(options.values()))


def _overlap(now: Workspace) -> InputInteractiveElement:
    options = {each: option(OVERLAPS[each], each.value) for each in BY_TIME}
    return _select("overlap", options[now.overlap], list(options.values()))


def _select(name: str, chosen: Option, options: list[Option]) -> InputInteractiveElement:
    return StaticSelectElement(action_id=name, options=options, initial_option=chosen)


def _time(name: str, value: time) -> InputInteractiveElement:
    return TimePickerElement(action_id=name, initial_time=value.strftime("%H:%M"))


def _zone(now: Workspace) -> InputInteractiveElement:
    return PlainTextInputElement(action_id="time_zone", initial_value=now.time_zone)


async def check(desk: Desk, asked: Asked) -> None:
    await intent_of(desk, asked, Purpose.SETTINGS)
    zone = (asked.filled_in.get("time_zone") or "").strip()
    if not is_time_zone(zone):
        raise BadField(
            "time_zone", "Please give a time zone's name, such as Europe/Berlin or America/New_York."
        )


async def submit(desk: Desk, asked: Asked, screen: Screen) -> None:
    who = await person(desk, asked.user)
    before = await workspace_settings(desk.tools, who)
    wanted = _wanted(before, asked)
    await change_settings(desk.tools, who, asked.metadata, wanted)
    words = "Saved."
    if before.enabled and not wanted.enabled:
        words = "Saved. Private integrations are off now; everybody who looks for them is told so."
    await screen.done(notice(TITLE, words))


def _wanted(before: Workspace, asked: Asked) -> Workspace:
    filled = asked.filled_in
    return replace(
        before,
        enabled=filled.get("enabled") != "off",
        security_channel=filled.get("channel"),
        pasted_tokens=filled.get("pasted") == "on",
        period=timedelta(days=int(filled["period"])),
        overlap=Overlap(filled["overlap"]),
        quiet_from=time.fromisoformat(filled["quiet_from"]),
        quiet_until=time.fromisoformat(filled["quiet_until"]),
        time_zone=filled["time_zone"].strip(),
    )
