"""Opening and reading the intent that a form carries: all that Slack holds of it is a random id."""

from collections.abc import Mapping
from typing import Any

from bot.asked import Asked
from bot.desk import Desk
from core.integration import Integration
from core.intent import LIFETIME, Intent, Purpose
from core.refusals import Refused


async def open_intent(
    desk: Desk,
    asked: Asked,
    purpose: Purpose,
    integration: Integration | None = None,
    *,
    draft: Mapping[str, Any] | None = None,
) -> Intent:
    """Remember what a form is for, and where a token could be shown to the person who opened it."""
    now = desk.tools.now()
    intent = Intent(
        id=desk.tools.new_id(),
        tenant=desk.tenant,
        purpose=purpose,
        actor=asked.user,
        integration_id=integration.id if integration else None,
        generation=integration.generation if integration else None,
        reply_to=await reply_address(desk, asked),
        draft=draft,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    async with desk.tools.store.transaction(desk.tenant) as tx:
        await tx.open_intent(intent)
    return intent


async def intent_of(desk: Desk, asked: Asked, purpose: Purpose) -> Intent:
    """Raises `FormExpired` for a stale or forged form, `AlreadyDone` for one that was used."""
    return (await _carried(desk, asked)).meant_for(purpose)


async def _carried(desk: Desk, asked: Asked) -> Intent:
    async with desk.tools.store.reading(desk.tenant) as reading:
        return await reading.intent(asked.metadata, asked.user, desk.tools.now())


async def reply_address(desk: Desk, asked: Asked) -> str | None:
    """Their own, or that of the screen they came from."""
    if asked.reply_to is not None or not asked.metadata:
        return asked.reply_to
    try:
        return (await _carried(desk, asked)).reply_to
    except Refused:
        return None
