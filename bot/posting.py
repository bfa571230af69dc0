"""Posts a notice, once as far as that can be known, and says what came of it."""

from dataclasses import replace

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.message import Message
from bot.read_back import mark, read_back
from bot.slack_code import NOT_NOW, asked_to_wait, code_of
from core.cards import Card
from core.delivery import Outcome, Told
from core.notices import Outgoing

PERHAPS_DONE = frozenset({"", "internal_error", "fatal_error", "request_timeout"})
"""Something broke at Slack's, which then says that "some aspect of the operation" may have succeeded."""
NO_PLACE = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
"""The channel is gone, archived, or closed to the bot. All other refusals are of this message as it is."""
_NO_ANSWER = (aiohttp.ClientError, OSError, TimeoutError, ValueError)
_NOTHING_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_BUSY = 429
_PERSON = ("U", "W")
"""How the ids of Slack users begin."""


async def post(desk: Desk, outgoing: Outgoing, words: Message | None, above: Card | None = None) -> Told:
    """`words` is None where nothing has to be said any more; what has arrived all the same is still found.

    Below the card `above`, if there is one.
    """
    if words is None and not outgoing.doubtful:
        return Told(outcome=Outcome.MOOT)
    try:
        channel = above.channel if above else await _conversation(desk, outgoing.notice.to)
        ts = await read_back(desk, channel, outgoing) if outgoing.doubtful else None
    except SlackApiError as error:
        told = _refused(error, outgoing)
        return replace(told, outcome=Outcome.RETRY) if told.outcome is Outcome.UNKNOWN else told
    except _NO_ANSWER as error:
        return Told(outcome=Outcome.RETRY, error=type(error).__name__)
    if ts is not None:
        return Told(outcome=Outcome.SENT, channel=channel, ts=ts)
    if words is None:
        return Told(outcome=Outcome.MOOT)
    return await _say(desk, outgoing, channel, words, above.ts if above else None)


async def _say(desk: Desk, outgoing: Outgoing, channel: str, words: Message, thread_ts: str | None) -> Told:
    try:
        answer = await desk.client.chat_postMessage(
            channel=channel,
            text=words.text,
            blocks=words.blocks,
            thread_ts=thread_ts,
            metadata=mark(outgoing),
            unfurl_links=False,
            unfurl_media=False,
        )
    except SlackApiError as error:
        return _refused(error, outgoing)
    except _NOTHING_SENT as error:
        return Told(outcome=Outcome.RETRY, error=type(error).__name__)
    except _NO_ANSWER as error:
        return Told(outcome=Outcome.UNKNOWN, error=type(error).__name__)
    return Told(outcome=Outcome.SENT, channel=answer["channel"], ts=answer["ts"], face=words.face)


async def _conversation(desk: Desk, to: str) -> str:
    """Where to post: the direct message with a person, or the channel itself."""
    if not to.startswith(_PERSON):
        return to
    channel: str = (await desk.client.conversations_open(users=to))["channel"]["id"]
    return channel


def _refused(error: SlackApiError, outgoing: Outgoing) -> Told:
    code, status = code_of(error), error.response.status_code
    if status == _BUSY or code in NOT_NOW - PERHAPS_DONE:
        return Told(outcome=Outcome.RETRY, error=code or str(status), retry_after=asked_to_wait(error))
    if status > _BUSY or code in PERHAPS_DONE:
        return Told(outcome=Outcome.UNKNOWN, error=code or str(status))
    lost = code in NO_PLACE and not outgoing.notice.to.startswith(_PERSON)
    return Told(outcome=Outcome.NO_PLACE if lost else Outcome.NEVER, error=code)
