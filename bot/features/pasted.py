"""A token was pasted into a conversation the app is in: acted on at once, and its author told privately.

Off until a workspace switches it on; then every message here was sent by Slack because the app asked for it.
Slack never sends what only one person sees, so the token message itself is no message for this.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.blocks import prose, small
from bot.desk import Desk
from bot.said import files_of, words_in
from bot.slack_code import code_of
from core.actions.pasted import deal_with, watching
from core.actions.source_deleted import source_deleted
from core.leaks.finding import tokens_in
from core.leaks.report import State

log = structlog.get_logger(__name__)


async def on_message(desk: Desk, event: Mapping[str, Any]) -> None:
    """New ones and edited ones, of whatever kind. Nothing is looked at unless a setting says so."""
    if not await watching(desk.tools, desk.tenant):
        return
    channel, gone = str(event.get("channel", "")), _gone(event)
    if gone:
        await source_deleted(desk.tools, desk.tenant, f"{channel} {gone}")
        return
    message = event.get("message") if event.get("subtype") == "message_changed" else event
    if isinstance(message, Mapping) and not _ours(desk, message):
        await _look_at(desk, channel, message)


def _gone(event: Mapping[str, Any]) -> str:
    """The `ts` of a message that was deleted. With a thread below it, Slack leaves a tombstone instead."""
    if event.get("subtype") == "message_deleted":
        return str(event.get("deleted_ts", ""))
    left = event.get("message")
    if isinstance(left, Mapping) and left.get("subtype") == "tombstone":
        return str(left.get("ts", ""))
    return ""


def _ours(desk: Desk, message: Mapping[str, Any]) -> bool:
    return desk.bot_user == message.get("user") or bool(desk.bot_id and desk.bot_id == message.get("bot_id"))


async def _look_at(desk: Desk, channel: str, message: Mapping[str, Any]) -> None:
    ts = str(message.get("ts", ""))
    url, place = address(desk, channel, ts), f"{channel} {ts}"
    written = tokens_in(words_in(message))
    states = [*await deal_with(desk.tools, written, url=url, message=place)]
    # Asking for files takes a call to Slack: what stands in the message itself does not wait for it.
    filed = [each for each in tokens_in(await files_of(desk, message)) if each not in written]
    states += await deal_with(desk.tools, filed, url=url, message=place)
    if states:
        await _tell_author(desk, channel, message, states)


def address(desk: Desk, channel: str, ts: str) -> str:
    """Of a message, made up here: to ask Slack for it would take longer than to act."""
    return f"https://slack.com/app_redirect?team={desk.tenant}&channel={channel}&message_ts={ts}"


async def _tell_author(desk: Desk, channel: str, message: Mapping[str, Any], states: Sequence[State]) -> None:
    author = message.get("user")
    if not author:
        return  # another app wrote it; owner and security team have been told
    words = what_happened(states)
    blocks = [prose(words), small(NEXT_TIME)]
    try:
        await desk.client.chat_postEphemeral(
            channel=channel,
            user=author,
            text=f"{words} {NEXT_TIME}",
            blocks=blocks,
            thread_ts=message.get("thread_ts"),
        )
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
        reason = code_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        log.warning("author_not_told", error=reason)


def what_happened(states: Sequence[State]) -> str:
    """In the words of the worst of them, and without any name: its author may know of no integration."""
    return next(words for state, words in _WORDS.items() if state in states)


_DELETE = "*Please delete your message now*, and the file if it is in one."
_DECIDED = (
    ":rotating_light: What you just posted shows a token that works. Its owner and the security team have "
    f"been told and decide about it; until then, whoever has read it can use it. {_DELETE}"
)
_WORDS = {
    State.HELD: _DECIDED,
    State.ALERTED: _DECIDED,
    State.REVOKED: (
        ":rotating_light: What you just posted shows a token that worked. It was revoked at once, so nobody "
        f"can use it any more. Its owner and the security team have been told. {_DELETE}"
    ),
    State.DEAD: (
        "What you just posted shows a token. It does not work any more, so no harm is done. "
        "Please delete your message all the same, so that nobody has to wonder."
    ),
}
NEXT_TIME = "A token belongs in no message. Whoever needs one gets it from Latchkey, with *Show token*."
