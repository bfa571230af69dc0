"""Where this bot works and what it may do there: asked at the start, and by `latchkey doctor`."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack_code import code_of

log = structlog.get_logger(__name__)
_NO_MESSAGE = "0000000001.000000"
_CAN_SEE = frozenset({"message_not_found"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    team: str
    team_name: str
    bot_id: str
    bot_user: str
    scopes: frozenset[str]
    """What the installation was granted."""
    slacks_clock: datetime | None
    """The instant at which Slack answered, to the second."""


class SlackRefuses(Exception):  # noqa: N818 - an answer, not an error
    """Slack answered, and said no. `code` is Slack's own word for it."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)

    @property
    def says_uninstalled(self) -> bool:
        """The app was there and was removed: no mistake in the settings."""
        return self.code in {"account_inactive", "token_revoked"}


class SlackIsAway(Exception):  # noqa: N818 - a state, not an error
    """Slack did not answer, or not as Slack does. Trying again later may help."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"Slack cannot be reached ({problem}). Is SLACK_API_URL right, and the network up?")


class Inquiry:
    """What is asked of Slack besides work. Every question raises `SlackRefuses` or `SlackIsAway`."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def workplace(self) -> Workplace:
        answer = await _asked(self._client.auth_test())
        if answer.get("is_enterprise_install"):
            raise SlackRefuses("org_wide", _SENTENCES["org_wide"])
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Workplace(
            team=str(answer["team_id"]),
            team_name=str(answer.get("team", "")),
            bot_id=str(answer.get("bot_id", "")),
            bot_user=str(answer["user_id"]),
            scopes=frozenset(filter(None, _header(headers, "x-oauth-scopes").replace(" ", "").split(","))),
            slacks_clock=_instant(_header(headers, "date")),
        )

    async def until_it_answers(self, pauses: Iterable[float]) -> Workplace:
        """While Slack is away, ask again after each pause. What it refuses, it would refuse again."""
        for pause in pauses:
            try:
                return await self.workplace()
            except SlackIsAway as away:
                log.warning("slack_is_away", problem=str(away), again_in=pause)
            await asyncio.sleep(pause)
        return await self.workplace()

    async def try_socket(self, app_token: str) -> None:
        """Whether Socket Mode may be opened."""
        await _asked(self._client.apps_connections_open(app_token=app_token))

    async def try_channel(self, channel: str) -> None:
        """Whether the bot can see a channel. Needs no scope and says nothing in it."""
        try:
            await _asked(self._client.chat_getPermalink(channel=channel, message_ts=_NO_MESSAGE))
        except SlackRefuses as refusal:
            if refusal.code not in _CAN_SEE:
                raise


async def _asked(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse:
    try:
        return await call
    except SlackApiError as refusal:
        code = code_of(refusal)
        if not code:
            raise SlackIsAway("no answer of Slack's kind") from None
        raise SlackRefuses(code, _SENTENCES.get(code, f"Slack refuses: {code}.")) from None
    except (TimeoutError, aiohttp.ClientError, SlackClientError, OSError) as problem:
        raise SlackIsAway(type(problem).__name__) from None


def _header(headers: dict[str, Any], name: str) -> str:
    value = headers.get(name, "")
    return str(value[0]) if isinstance(value, list) else str(value)


def _instant(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


_BOT_TOKEN = "Copy the bot token anew from “OAuth & Permissions” into SLACK_BOT_TOKEN."
_SENTENCES = {
    "org_wide": (
        "This app is installed for a whole organisation, which one bot cannot serve yet. "
        "Install it into the one workspace it is for."
    ),
    "invalid_auth": f"Slack does not know this token. {_BOT_TOKEN}",
    "not_authed": f"Slack got no token. {_BOT_TOKEN}",
    "account_inactive": f"The app was uninstalled. Install it again. {_BOT_TOKEN}",
    "token_revoked": f"This token was revoked. Install the app again. {_BOT_TOKEN}",
    "token_expired": (
        "This token has expired: token rotation is on for the Slack app, which cannot be switched off. "
        "Create the app anew from the manifest."
    ),
    "not_allowed_token_type": "Slack does not take a token of this kind here. Check which token is where.",
    "missing_scope": (
        "The token lacks a scope. An app-level token needs connections:write; for the bot token, "
        "install the app again with the scopes of the manifest."
    ),
    "channel_not_found": "The bot cannot see that channel. Invite it there: /invite @latchkey",
    "not_in_channel": "The bot is not in that channel. Invite it there: /invite @latchkey",
    "is_archived": "That channel is archived.",
}
