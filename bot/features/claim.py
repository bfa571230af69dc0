"""*Claim*: take over what somebody left behind; and the news that somebody has gone."""

from collections.abc import Mapping
from typing import Any

from bot.asked import Asked, parse_ref
from bot.desk import Desk
from bot.people import facts, person
from core.actions.claim import claim
from core.actions.orphans import owner_gone


async def on_press(desk: Desk, asked: Asked) -> None:
    who = await person(desk, asked.user)
    integration_id, _ = parse_ref(asked.value)
    await claim(desk.tools, who, integration_id)


async def on_user_change(desk: Desk, event: Mapping[str, Any]) -> None:
    """Deactivated, or made a guest: what they owned needs somebody else."""
    user = facts(desk.tenant, event["user"])
    if not user.is_full_member:
        await owner_gone(desk.tools, desk.tenant, user.id)
