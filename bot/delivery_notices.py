"""The words about delivery itself: what did not arrive, and what arrived here instead of in its channel."""

from dataclasses import replace
from datetime import datetime

from bot.blocks import prose, small
from bot.message import Message
from bot.text import code, count, listed
from core.notices import Notice
from core.ports import Reading
from core.undelivered import ABOUT_DELIVERY, INSTEAD_OF, WHY

LIST_THEM, TRY_AGAIN = "latchkey reminders dead", "latchkey reminders retry --all"
_TROUBLE = {
    "is_archived": ("is archived", "Unarchive it, or choose another security channel in the settings."),
    "not_in_channel": ("no longer has me in it", "Invite me there again, or choose another in the settings."),
    "channel_not_found": (
        "is gone, or private and without me",
        "Invite me there, or choose another security channel in the settings.",
    ),
}


async def undelivered(reading: Reading, _notice: Notice, _now: datetime) -> Message | None:
    """Moot once the operator has seen to them."""
    counts = await reading.dead_letters.counts()
    total = sum(counts.values())
    if not total:
        return None
    reasons = listed(f"{number:,} × {code(error or 'no answer')}" for error, number in counts.items())
    words = f":mailbox_with_no_mail: {count(total, 'notice')} could not be delivered, and nobody has read "
    words += f"{'it' if total == 1 else 'them'}. Slack’s reasons: {reasons}."
    how = f"Whoever runs Latchkey sees which with {code(LIST_THEM)}, and tries again with {code(TRY_AGAIN)}."
    return Message([prose(f"{words}\n{how}")], f"{words} {how}")


async def channel_lost(_reading: Reading, notice: Notice, _now: datetime) -> Message:
    channel, trouble, todo = _place(notice)
    words = (
        f":warning: I cannot post in {channel}: it {trouble}. What is meant for it comes to you until it is "
    )
    words += f"mended. {todo}"
    return Message([prose(words)], words)


def said_here_instead(message: Message, notice: Notice) -> Message:
    """With a line on why it is not where it belongs."""
    if INSTEAD_OF not in notice.facts or notice.kind in ABOUT_DELIVERY:
        return message
    channel, trouble, todo = _place(notice)
    line = f"This was meant for {channel}, which {trouble}. {todo}"
    return replace(message, blocks=[*message.blocks, small(line)], text=f"{message.text} {line}")


def _place(notice: Notice) -> tuple[str, str, str]:
    trouble, todo = _TROUBLE[notice.facts[WHY]]
    return f"<#{notice.facts[INSTEAD_OF]}>", trouble, todo
