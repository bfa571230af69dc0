"""*Nobody uses it*: the question, and how it was answered."""

from datetime import datetime

from bot import buttons as everywhere
from bot.blocks import actions, prose, small
from bot.incidents.buttons import report
from bot.message import Message
from bot.reminders import buttons
from bot.text import bold, moment, someone
from core.evidence import Usage
from core.idle import IDLE, idle_since
from core.integration import Integration
from core.notices import Notice
from core.token import Token


def idle(integration: Integration, notice: Notice, now: datetime, usage: Usage) -> Message:
    token = integration.current
    over = _answered(integration, notice, now, usage)
    if over or token is None:
        return Message([prose(over)], over, settled=True, news=False)
    words = _nobody(integration, token, usage)
    how = "If the third party is gone, delete it: a token that nobody uses can only be stolen."
    ways = actions(everywhere.delete(integration), buttons.keep(integration, token.id), report(integration))
    kept = (
        "*Keep* is for what runs rarely; you are asked again in 90 days. Managers and admins can delete it."
    )
    return Message([prose(f":zzz: {words}\n{how}"), ways, small(kept)], f"{words} {how} {kept}")


def _nobody(integration: Integration, token: Token, usage: Usage) -> str:
    last = next(iter(usage.of(token.id)), None)
    name = bold(integration.name)
    if last is None:
        return f"Nobody has used the token of {name} since it was made {moment(token.minted_at)}."
    return f"Nobody has used the token of {name} since {moment(last.last_at)}."


def _answered(integration: Integration, notice: Notice, now: datetime, usage: Usage) -> str:
    """Empty while the question is open."""
    name, token = bold(integration.name), integration.current
    if integration.deleted_at is not None:
        return f"{someone(integration.changed_by)} deleted {name}."
    if token is None:
        return f"{name} has no token in use any more."
    if token.id != notice.facts.get("token"):
        return f"{name} has another token by now."
    since = idle_since(integration, usage)
    if since is None or now - since >= IDLE:
        return ""
    if integration.kept_at == since:
        return f"{someone(integration.kept_by)} keeps {name}, {moment(since)}."
    return f"The token of {name} is in use again."
