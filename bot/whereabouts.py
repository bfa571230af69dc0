"""Where people are, for reminders: asked of Slack at most once an hour for each of them."""

from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError

from bot.desk import Desk
from bot.people import WhoAreYou, person
from bot.slack_code import code_of
from core.actor import Person
from core.reminders.ports import REMEMBERED, Whereabouts

MOST = 10_000
"""People who are remembered; when there are more, all are forgotten."""
UNKNOWN = {"user_not_found", "user_not_visible"}


def whereabouts(desk: Desk) -> Whereabouts:
    known: dict[str, tuple[Person, datetime]] = {}

    async def where(_tenant: str, user: str) -> Person:
        now = desk.tools.now()
        if user in known and timedelta() <= now - known[user][1] < REMEMBERED:
            return known[user][0]
        if len(known) >= MOST:
            known.clear()
        found = await _asked(desk, user)
        known[user] = (found, now)
        return found

    return where


async def _asked(desk: Desk, user: str) -> Person:
    """Raises `WhoAreYou` when Slack does not answer; whom it does not know is nobody any more."""
    try:
        return await person(desk, user)
    except WhoAreYou as silence:
        refusal = silence.__cause__
        if isinstance(refusal, SlackApiError) and code_of(refusal) in UNKNOWN:
            return Person(tenant=desk.tenant, id=user, team="", is_deactivated=True)
        raise
