"""The words of warnings that an old token ends soon, while somebody may still need it."""

from datetime import datetime

from bot import buttons
from bot.blocks import actions, prose
from bot.incidents.buttons import report as report_compromised
from bot.message import Message
from bot.text import bold, moment
from bot.views.hold_outs import in_one_line, report
from core.evidence import Usage
from core.integration import Integration
from core.moving import hold_outs
from core.notices import Notice


def overlap_ending(integration: Integration, notice: Notice, now: datetime, usage: Usage) -> Message | None:
    """Moot once that token has ended, or somebody gave it more time."""
    old = integration.retiring(now)
    if old is None or old.ends_at is None or old.id != notice.facts.get("token"):
        return None
    found = hold_outs(integration, usage, now)
    if found is None or old.ends_at.isoformat() != notice.facts.get("ends_at"):
        return None
    words = (
        f"The old token (…{old.fingerprint.last_four}) of {bold(integration.name)} stops working "
        f"{moment(old.ends_at)}."
    )
    ways = actions(
        buttons.extend_overlap(integration),
        buttons.expire_old(integration, old, found),
        buttons.cancel_rotation(integration),
        report_compromised(integration),
    )
    blocks = [prose(f":warning: {words}"), *report(found, usage, integration, old, moment), ways]
    return Message(blocks, f"{words} {in_one_line(found, usage)}")
