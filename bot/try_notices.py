"""The words of what is said when a dead token is still tried by somebody we know."""

from datetime import datetime

from bot import buttons
from bot.blocks import actions, prose
from bot.incidents.buttons import report
from bot.message import Message
from bot.text import bold, count, escape
from bot.views.paragraphs import first
from bot.views.use import ago, who
from core.evidence import Usage
from core.integration import Integration
from core.notices import Notice

LISTED = 8


def still_tried(integration: Integration, notice: Notice, now: datetime, usage: Usage) -> Message | None:
    """To the owner. Names whoever tries it at the moment of delivery."""
    tried = [each for each in usage.refused if each.token_id == notice.facts.get("token")]
    if not tried:
        return None
    version = escape(notice.facts.get("version", ""))
    words = (
        f"It seems that one was forgotten: token v{version} of {bold(integration.name)} is dead, "
        f"and {count(len(tried), 'caller')} still sent it."
    )
    lines = [
        f"• {who(each.caller, usage)}, {count(each.count, 'time')}, last {ago(each.last_at, now)}"
        for each in tried
    ]
    how = "They are refused. Whoever runs them needs the newest token."
    blocks = [
        prose("\n".join([words, *first(lines, LISTED, "callers"), how])),
        actions(buttons.show(integration), report(integration, token_id=notice.facts.get("token", ""))),
    ]
    return Message(blocks, f"{words} {how}")
