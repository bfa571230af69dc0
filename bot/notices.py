"""The words of what Latchkey says unasked, found at the moment of delivery.

Each function gives the message, or None when nothing has to be said any more.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot import buttons
from bot.blocks import actions, prose, small
from bot.gateway_notices import token_revoked
from bot.leak_notices import leak_found
from bot.message import Message
from bot.overlap_notices import overlap_ending
from bot.reminders.idle import idle
from bot.reminders.orphaned import orphaned
from bot.text import bold, escape, moment, someone
from bot.try_notices import still_tried
from core.evidence import Usage
from core.integration import Integration
from core.notices import Kind, Notice

Words = Callable[[Integration, Notice, datetime, Usage], Message | None]


def message(integration: Integration, notice: Notice, now: datetime, usage: Usage) -> Message | None:
    return WORDS[notice.kind](integration, notice, now, usage)


def _show_token(integration: Integration, notice: Notice, now: datetime, _usage: Usage) -> Message | None:
    waiting = integration.waiting(now)
    if waiting is None or waiting.id != notice.facts.get("handover"):
        return None
    asked = "You asked" if waiting.asked_by == notice.to else f"{someone(waiting.asked_by)} asked you"
    words = f"{asked} to receive the token of {bold(integration.name)}."
    how = (
        "It is made when you press the button, and shown once, only to you. "
        "Have the place ready where it will be kept."
    )
    note = f" Noted place: “{escape(integration.storage_note)}”." if integration.storage_note else ""
    blocks: list[Block] = [
        prose(f"{words}\n{how}{note}"),
        actions(buttons.show_token(integration.id, integration.name, waiting)),
        small(f"It waits until {moment(waiting.expires_at)}. If you did not expect this, tell your admins."),
    ]
    return Message(blocks, f"{words} {how} Press “Show token” here until {moment(waiting.expires_at)}.")


def _still_unconfirmed(
    integration: Integration, notice: Notice, _now: datetime, _usage: Usage
) -> Message | None:
    offered = integration.offered
    if offered is None or offered.id != notice.facts.get("token"):
        return None
    words = (
        f"The new token (…{offered.fingerprint.last_four}) of {bold(integration.name)} was shown to you "
        f"{moment(offered.minted_at)}, and nobody has confirmed it."
    )
    how = (
        "If you have it, use it: that confirms it too. If it is lost, get another. "
        "Unconfirmed and unused, it stops working a week after it was made."
    )
    ways = [buttons.not_received(integration, offered)]
    if integration.current is not None:
        ways.append(buttons.cancel_rotation(integration))
    return Message([prose(f"{words}\n{how}"), actions(*ways)], f"{words} {how}")


def _never_confirmed(
    integration: Integration, notice: Notice, now: datetime, _usage: Usage
) -> Message | None:
    works = integration.current is not None
    another = works and not notice.facts.get("old_works")
    if another or integration.offered is not None or integration.waiting(now) is not None:
        return None  # somebody has seen to it meanwhile
    swept = f"The new token of {bold(integration.name)} was neither confirmed nor used for a week, so it "
    swept += "does not work any more. "
    swept += "The old token still works." if works else "*It has no token that works now.*"
    if notice.to != integration.owner:
        words = f"{swept} Its owner, {someone(integration.owner)}, can make another one."
        return Message([prose(words)], words)
    words = f"{swept} Rotate it here when you are ready." if works else f"{swept} Make a new one here."
    return Message([prose(words), actions(buttons.rotate(integration, style="primary"))], words)


def _never_collected(
    integration: Integration, notice: Notice, _now: datetime, _usage: Usage
) -> Message | None:
    handover = integration.handover
    if handover is None or handover.id != notice.facts.get("handover"):
        return None
    words = (
        f"{someone(handover.recipient)} never collected the new token of {bold(integration.name)}, "
        "so no token was made. "
    )
    words += "The old token still works." if integration.current else "*It has no token that works.*"
    ways = actions(buttons.rotate(integration, style="primary"))
    return Message([prose(f"{words} You can offer it again here."), ways], f"{words} You can offer it again.")


def _overlap_ended(integration: Integration, notice: Notice, _now: datetime, _usage: Usage) -> Message | None:
    old = f"The old token of {bold(integration.name)}"
    if notice.facts.get("moved"):
        words = f"{old} is refused from now on: everybody has moved to the new one."
    else:
        words = f"{old} has reached its end and is refused from now on."
    return Message([prose(words), small("Nothing is left to do, unless something still sends it.")], words)


def _now_yours(integration: Integration, notice: Notice, _now: datetime, _usage: Usage) -> Message | None:
    if integration.owner != notice.to:
        return None
    words = (
        f"{someone(notice.facts.get('by', ''))} made you the owner of {bold(integration.name)}. "
        "You get its reminders, and you may rotate it."
    )
    return Message([prose(words), actions(buttons.show(integration))], words)


def _token_saved(integration: Integration, notice: Notice, _now: datetime, _usage: Usage) -> Message | None:
    recipient = someone(notice.facts.get("recipient", ""))
    words = f"{recipient} has the new token of {bold(integration.name)}: it is confirmed."
    return Message([prose(words)], words)


WORDS: Mapping[Kind, Words] = {
    Kind.SHOW_TOKEN: _show_token,
    Kind.STILL_UNCONFIRMED: _still_unconfirmed,
    Kind.NEVER_CONFIRMED: _never_confirmed,
    Kind.NEVER_COLLECTED: _never_collected,
    Kind.OVERLAP_ENDED: _overlap_ended,
    Kind.OVERLAP_ENDING: overlap_ending,
    Kind.NOW_YOURS: _now_yours,
    Kind.TOKEN_SAVED: _token_saved,
    Kind.IDLE: idle,
    Kind.ORPHANED: orphaned,
    Kind.TOKEN_REVOKED: token_revoked,
    Kind.STILL_TRIED: still_tried,
    Kind.LEAK_FOUND: leak_found,
}
