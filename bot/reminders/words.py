"""The words of reminders."""

from datetime import datetime

from bot import buttons
from bot.blocks import actions, prose
from bot.message import Message
from bot.text import bold, count, moment
from core.evidence import Usage
from core.integration import Integration
from core.notices import Notice
from core.reminders.items import items_of


def reminder(integration: Integration, notice: Notice, now: datetime, _usage: Usage) -> Message | None:
    """Moot once the token was replaced, or is due at another time."""
    (item,) = items_of(notice)
    if not item.holds(integration):
        return None
    is_due = "is due for rotation" if item.due_at > now else "has been due for rotation since"
    words = f"{bold(integration.name)} {is_due} {moment(item.due_at)}."
    return Message([prose(words), actions(buttons.rotate(integration, style="primary"))], words)


def digest(_integration: Integration, notice: Notice, _now: datetime, _usage: Usage) -> Message | None:
    several = items_of(notice)
    first = moment(several[0].due_at)
    words = f"{count(len(several), 'integration')} are due for rotation, the first of them {first}."
    return Message([prose(words)], words)
