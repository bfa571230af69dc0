"""What every listener is given: the product's tools, and the way to Slack."""

from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

from core.ports import Tools

RESPOND = "/compromised"
"""Wherever `command` is: in an emergency nobody should look for it. It is the verb of that name by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    tools: Tools
    client: AsyncWebClient
    tenant: str
    """The workspace this bot is installed in."""
    bot_id: str = ""
    bot_user: str = ""
    """Both as Slack's ``auth.test`` told them at the start."""
    command: str = "/integrations"
    reply_timeout: float = field(default=5.0)
    """Seconds that Slack may take to accept a message by reply address."""
