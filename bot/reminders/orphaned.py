"""*Its owner has gone*: who takes it over, and who did."""

from datetime import datetime

from bot.blocks import actions, prose, small
from bot.incidents.buttons import report
from bot.message import Message
from bot.reminders import buttons
from bot.text import bold, count, someone
from core.evidence import Usage
from core.integration import Integration
from core.notices import Notice
from core.orphans import is_orphaned


def orphaned(integration: Integration, _notice: Notice, now: datetime, _usage: Usage) -> Message:
    name = bold(integration.name)
    if integration.deleted_at is not None:
        return _over(f"{someone(integration.changed_by)} deleted {name}.")
    if not is_orphaned(integration):
        return _over(f"{someone(integration.owner)} looks after {name} now.")
    works = sum(token.works(now) for token in integration.tokens)
    has = f"It has {count(works, 'token') if works else 'no token'} that {'work' if works > 1 else 'works'}"
    words = f"The owner of {name}, {someone(integration.owner)}, is not here any more. {has}."
    how = "Somebody has to get its reminders and see to its rotation."
    ways = [buttons.claim(integration), buttons.reassign(integration), report(integration)]
    why = (
        "Until somebody takes it over, the backup owner is asked, after 3 days the security channel, after 7 "
        "the admins. Where there is none of them, the next in line."
    )
    return Message(
        [prose(f":bust_in_silhouette: {words}\n{how}"), actions(*ways), small(why)], f"{words} {how} {why}"
    )


def _over(words: str) -> Message:
    return Message([prose(words)], words, settled=True, news=False)
