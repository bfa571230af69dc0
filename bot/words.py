"""The words of a notice, found anew each time: when it is said and, of a card, whenever it is drawn again."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.blocks import small
from bot.delivery_notices import channel_lost, said_here_instead, undelivered
from bot.gateway_notices import bad_tokens
from bot.incidents import notices as incidents
from bot.leak_notices import leaks_held
from bot.message import Message
from bot.notices import message
from bot.reminders.board import board
from bot.reminders.digest import digest
from bot.reminders.words import reminder
from bot.text import bold
from core.notices import OUTLIVE_DELETION, Kind, Notice
from core.ports import Reading
from core.refusals import UnknownIntegration

Compose = Callable[[Reading, Notice, datetime], Awaitable[Message | None]]


async def words_of(reading: Reading, notice: Notice, now: datetime) -> Message | None:
    """None when nothing has to be said any more, and no card can say more than it says already."""
    words = await COMPOSED.get(notice.kind, _about_one_integration)(reading, notice, now)
    return words and said_here_instead(words, notice)


async def _about_one_integration(reading: Reading, notice: Notice, now: datetime) -> Message | None:
    try:
        integration = await reading.remembered(notice.integration_id)
    except UnknownIntegration:
        return None
    if integration.deleted_at is not None and notice.kind not in OUTLIVE_DELETION:
        return None
    return message(integration, notice, now, await reading.usage(integration.id))


async def dealt_with(reading: Reading, notice: Notice) -> Message:
    """Instead of a message whose buttons would all be refused."""
    try:
        about = f"{bold((await reading.remembered(notice.integration_id)).name)}: this"
    except UnknownIntegration:
        about = "This"
    words = f"{about} was dealt with. Nothing is left to do here."
    return Message([small(words)], words, news=False, settled=True)


COMPOSED: Mapping[Kind, Compose] = {
    Kind.UNDELIVERED: undelivered,
    Kind.LEAKS_HELD: leaks_held,
    Kind.BAD_TOKENS: bad_tokens,
    Kind.CHANNEL_LOST: channel_lost,
    Kind.BOARD: board,
    Kind.REMINDER: reminder,
    Kind.REMINDER_DIGEST: digest,
    **dict.fromkeys(incidents.KINDS, incidents.incident_notice),
}
"""Kinds whose words need more than one integration and its use."""
