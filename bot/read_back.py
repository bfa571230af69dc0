"""Looks whether a notice has arrived although Slack's answer never did: each carries its id in its metadata.

Done before anything that is in doubt is said again, where the app may read: in direct messages, and in
channels that it has joined if it was given the scope for them. Elsewhere nobody can know: it is said again.
"""

from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.models.metadata import Metadata

from bot.desk import Desk
from bot.slack_code import code_of
from core.notices import Outgoing

EVENT = "latchkey_notice"
EARLIER = timedelta(minutes=1)
"""Slack's clock and ours may differ by so much."""
PAGE, PAGES = 200, 5
"""A conversation in which more was said since is not read to its end."""
MAY_NOT_LOOK = frozenset({"missing_scope", "not_in_channel", "channel_not_found", "no_permission"})


def mark(outgoing: Outgoing) -> Metadata:
    """What a message carries so that it can be found. Whoever is in the workspace may read it."""
    return Metadata(EVENT, {"id": outgoing.id})


async def read_back(desk: Desk, channel: str, outgoing: Outgoing) -> str | None:
    """The `ts` of the message, if it is there. None also where the app may not look."""
    cursor: str | None = None
    for _ in range(PAGES):
        try:
            page = await desk.client.conversations_history(
                channel=channel,
                cursor=cursor,
                oldest=f"{(outgoing.created_at - EARLIER).timestamp():.6f}",
                limit=PAGE,
                include_all_metadata=True,
            )
        except SlackApiError as error:
            if code_of(error) in MAY_NOT_LOOK:
                return None
            raise
        for message in page["messages"]:
            if message.get("user") == desk.bot_user and _is(message, outgoing):
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return None


def _is(message: dict[str, Any], outgoing: Outgoing) -> bool:
    found = message.get("metadata") or {}
    return found.get("event_type") == EVENT and found.get("event_payload", {}).get("id") == outgoing.id
