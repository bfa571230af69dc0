"""Says notices in Slack: the port that `jobs` calls when the outbox has something to deliver.

A notice that was tried before may have arrived although Slack's answer got lost. Looking it up would need
`im:history`, a scope the app does not ask for; so delivery is at least once. The notice's id travels in the
message's metadata, so that a repetition can be recognised.
"""

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.metadata import Metadata

from bot.desk import Desk
from bot.message import Message
from bot.slack_code import NOT_NOW, asked_to_wait, code_of
from bot.words import words_of
from core.notices import Outgoing
from core.ports import Outcome, Tell, Told

_BUSY = 429
_PERSON = ("U", "W")
"""How the ids of Slack users begin."""


def teller(desk: Desk) -> Tell:
    async def tell(outgoing: Outgoing) -> Told:
        async with desk.tools.store.reading(outgoing.tenant) as reading:
            words = await words_of(reading, outgoing.notice, desk.tools.now())
        return Told(outcome=Outcome.MOOT) if words is None else await _post(desk, outgoing, words)

    return tell


async def _post(desk: Desk, outgoing: Outgoing, words: Message) -> Told:
    try:
        answer = await desk.client.chat_postMessage(
            channel=await _conversation(desk, outgoing.notice.to),
            text=words.text,
            blocks=words.blocks,
            metadata=Metadata("latchkey_notice", {"id": outgoing.id}),
            unfurl_links=False,
            unfurl_media=False,
        )
    except SlackApiError as error:
        return _refused(error)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        return Told(outcome=Outcome.RETRY, error=type(error).__name__)
    return Told(outcome=Outcome.SENT, channel=answer["channel"], ts=answer["ts"], face=words.face)


async def _conversation(desk: Desk, to: str) -> str:
    """Where to post: the direct message with a person, or the channel itself."""
    if not to.startswith(_PERSON):
        return to
    channel: str = (await desk.client.conversations_open(users=to))["channel"]["id"]
    return channel


def _refused(error: SlackApiError) -> Told:
    code = code_of(error) or "unknown"
    if code in NOT_NOW or error.response.status_code >= _BUSY:
        return Told(outcome=Outcome.RETRY, error=code, retry_after=asked_to_wait(error))
    return Told(outcome=Outcome.NEVER, error=code)
