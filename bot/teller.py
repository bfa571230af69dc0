"""Says notices in Slack: the port that `jobs` calls when the outbox has something to deliver.

A notice that was tried before may have arrived although Slack's answer got lost. Looking it up would need
`im:history`, a scope the app does not ask for; so delivery is at least once. The notice's id travels in the
message's metadata, so that a repetition can be recognised.
"""

from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.models.metadata import Metadata

from bot.desk import Desk
from bot.message import Message
from bot.notices import message
from bot.slack_code import code_of
from core.notices import Outgoing
from core.ports import Outcome, Tell, Told
from core.refusals import UnknownIntegration

NOT_NOW = {
    "ratelimited",
    "rate_limited",
    "service_unavailable",
    "internal_error",
    "fatal_error",
    "request_timeout",
    # The app is being installed again, or its token replaced:
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "missing_scope",
}
"""Slack's refusals that pass. All others say that this message will never be taken as it is."""
_BUSY = 429
_PERSON = ("U", "W")
"""How the ids of Slack users begin."""


def teller(desk: Desk) -> Tell:
    async def tell(outgoing: Outgoing) -> Told:
        try:
            async with desk.tools.store.reading(outgoing.tenant) as reading:
                integration = await reading.integration(outgoing.notice.integration_id)
                usage = await reading.usage(integration.id)
        except UnknownIntegration:
            return Told(outcome=Outcome.MOOT)
        words = message(integration, outgoing.notice, desk.tools.now(), usage)
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
    return Told(outcome=Outcome.SENT, channel=answer["channel"], ts=answer["ts"])


async def _conversation(desk: Desk, to: str) -> str:
    """Where to post: the direct message with a person, or the channel itself."""
    if not to.startswith(_PERSON):
        return to
    channel: str = (await desk.client.conversations_open(users=to))["channel"]["id"]
    return channel


def _refused(error: SlackApiError) -> Told:
    code = code_of(error) or "unknown"
    wait = error.response.headers.get("Retry-After", "")
    if code in NOT_NOW or error.response.status_code >= _BUSY:
        after = timedelta(seconds=int(wait)) if wait.isdecimal() else None
        return Told(outcome=Outcome.RETRY, error=code, retry_after=after)
    return Told(outcome=Outcome.NEVER, error=code)
