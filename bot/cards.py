"""Draws a card in its place: the port that `jobs` calls when what a message shows has changed."""

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.slack_code import NOT_NOW, asked_to_wait, code_of
from bot.words import dealt_with, words_of
from core.cards import Card, Drawing, Drawn, Redraw

log = structlog.get_logger(__name__)
LOST = {"message_not_found", "channel_not_found", "not_in_channel", "is_archived", "is_inactive"}
"""Somebody deleted the message or closed the channel. Any other refusal is our mistake."""
_BUSY = 429


def redrawer(desk: Desk) -> Redraw:
    async def redraw(card: Card) -> Drawn:
        async with desk.tools.store.reading(card.tenant) as reading:
            words = await words_of(reading, card.notice, desk.tools.now())
            words = words or await dealt_with(reading, card.notice)
        if words.face == card.face:
            return Drawn(outcome=Drawing.SETTLED if words.settled else Drawing.SAME, face=card.face)
        try:
            await desk.client.chat_update(
                channel=card.channel, ts=card.ts, text=words.text, blocks=words.blocks
            )
        except SlackApiError as error:
            return _refused(card, error)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            return Drawn(outcome=Drawing.RETRY, error=type(error).__name__)
        return Drawn(outcome=Drawing.SETTLED if words.settled else Drawing.DRAWN, face=words.face)

    return redraw


def _refused(card: Card, error: SlackApiError) -> Drawn:
    """What does not pass says that this message can never be changed again."""
    code = code_of(error) or "unknown"
    if code in NOT_NOW or error.response.status_code >= _BUSY:
        return Drawn(outcome=Drawing.RETRY, error=code, retry_after=asked_to_wait(error))
    said = log.info if code in LOST else log.error
    said("card_given_up", card=card.id, kind=card.notice.kind, error=code)
    return Drawn(outcome=Drawing.GONE, error=code)
