"""The words of what is said when a dead token is still tried by somebody we know."""

from datetime import datetime

from bot import buttons
from bot.blocks import actions, prose
from bot.incidents.buttons import report
from bot.message import Message
from bot.text import begun, bold, count, escape
from bot.views.paragraphs import first
from bot.views.use import ago, who
from core.evidence import Usage
from core.integration import Integration
from core.notices import Notice
from core.tries import tries_of

LISTED = 8
FORGOTTEN = (
    "It seems that one was forgotten: {token} is dead, and {callers} still sent it.",
    "They are refused. Whoever runs them needs the newest token.",
)
LEAKED = (
    "{token} was compromised and is dead, and {callers} still sent it.",
    "They are refused. One that is yours needs the newest token; one that you do not know has the old one.",
)


def still_tried(integration: Integration, notice: Notice, now: datetime, usage: Usage) -> Message | None:
    """To the owner. Names whoever tries it at the moment of delivery; but strangers are incidents."""
    token, ended_at, leaked_at = (notice.facts.get(each, "") for each in ("token", "ended_at", "leaked_at"))
    leaked = datetime.fromisoformat(leaked_at) if leaked_at else None
    tried = tries_of(token, datetime.fromisoformat(ended_at), usage, leaked_at=leaked).forgetful
    if not tried:
        return None
    which = f"token v{escape(notice.facts.get('version', ''))} of {bold(integration.name)}"
    words, how = LEAKED if leaked else FORGOTTEN
    words = begun(words.format(token=which, callers=count(len(tried), "caller")))
    lines = [
        f"• {who(each.caller, usage)}, {count(each.count, 'time')}, last {ago(each.last_at, now)}"
        for each in tried
    ]
    blocks = [
        prose("\n".join([words, *first(lines, LISTED, "callers"), how])),
        actions(buttons.show(integration), report(integration, token_id=token)),
    ]
    return Message(blocks, f"{words} {how}")
