"""The words of what gateways, and whoever holds a token, give cause to say."""

from datetime import datetime

from bot import buttons
from bot.blocks import actions, prose
from bot.incidents.buttons import report
from bot.message import Message
from bot.text import bold, code, someone
from core.audit import OPERATOR
from core.evidence import Usage
from core.integration import Integration
from core.notices import Notice
from core.ports import Reading


def token_revoked(integration: Integration, notice: Notice, now: datetime, _usage: Usage) -> Message:
    """To owner and security channel. Whoever has a token may end it: that may be news to its owner."""
    by, last_four = notice.facts.get("by", ""), notice.facts.get("last_four")
    what = f"A token (…{last_four})" if last_four else "Every token"
    where = "" if by == OPERATOR else " over the API"
    words = f":no_entry: {what} of {bold(integration.name)} was revoked{where} by {someone(by)}."
    left = "Another token of it still works."
    if not any(token.works(now) for token in integration.tokens):
        left = "*It has no token that works.* If nobody meant to do this, find out who had it."
    ways = actions(buttons.rotate(integration), buttons.show(integration), report(integration))
    return Message([prose(f"{words}\n{left}"), ways], f"{words} {left}")


async def bad_tokens(_reading: Reading, notice: Notice, _now: datetime) -> Message:
    """To the security channel, about no integration."""
    gateway = notice.facts.get("gateway", "")
    words = (
        f":warning: The gateway {bold(gateway)} suddenly asks about many tokens that are no good. "
        "Somebody may be trying out tokens behind it, or using its secret."
    )
    replace = code(f"latchkey gateway rotate {gateway} --overlap at_once")
    how = f"Look at who calls it. If its secret has leaked: {replace}"
    return Message([prose(f"{words}\n{how}")], f"{words} {how}")
