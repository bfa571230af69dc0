"""Who is asking: a Slack user id -> the facts that decide what they may do.

Asked of Slack each time, never cached: a demotion counts at once. A missing fact is taken the careful way.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from core.actor import Person
from core.refusals import NotAColleague, Refused

SLACKBOT = "USLACKBOT"
"""Slack's own, in every workspace, and the one bot of which Slack says that it is none."""


class WhoAreYou(Refused):
    code = "who_are_you"

    def __init__(self) -> None:
        super().__init__(
            "Slack did not say who you are just now, so nothing was done. Please try again in a moment."
        )


async def person(desk: Desk, user_id: str) -> Person:
    """Raises `WhoAreYou` when Slack does not answer: doubt is no."""
    try:
        answer = await desk.client.users_info(user=user_id)
        return facts(desk.tenant, answer["user"])
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, KeyError, ValueError) as error:
        raise WhoAreYou from error


async def colleagues(desk: Desk, *user_ids: str) -> None:
    """Raises `NotAColleague` unless all of them are full members now."""
    for user_id in dict.fromkeys(user_ids):
        if not (await person(desk, user_id)).is_full_member:
            raise NotAColleague


def facts(tenant: str, user: Mapping[str, Any]) -> Person:
    """From Slack's user object (docs.slack.dev, reference/objects/user-object)."""
    enterprise = user.get("enterprise_user") or {}
    home = tenant if tenant in enterprise.get("teams", ()) else user.get("team_id", "")
    return Person(
        tenant=tenant,
        id=user["id"],
        team=home,
        name=user.get("profile", {}).get("display_name") or user.get("real_name", ""),
        time_zone=user.get("tz") or "UTC",
        is_admin=user.get("is_admin", False) is True,
        is_owner=user.get("is_owner", False) is True,
        is_primary_owner=user.get("is_primary_owner", False) is True,
        is_guest=user.get("is_restricted", True) is not False
        or user.get("is_ultra_restricted", True) is not False,
        is_bot=user.get("is_bot", True) is not False
        or user.get("is_app_user", False) is True
        or user["id"] == SLACKBOT,
        is_stranger=user.get("is_stranger", False) is True,
        is_deactivated=user.get("deleted", True) is not False,
    )
