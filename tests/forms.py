"""A form that somebody has opened, as its intent is kept."""

from collections.abc import Mapping
from typing import Any

from core.actor import Person
from core.integration import Integration
from core.intent import LIFETIME, Intent, Purpose
from core.ports import Tools


async def open_form(
    tools: Tools,
    tenant: str,
    purpose: Purpose,
    who: Person,
    about: Integration | None = None,
    *,
    draft: Mapping[str, Any] | None = None,
) -> str:
    """Gives its intent's id."""
    now = tools.now()
    intent = Intent(
        id=tools.new_id(),
        tenant=tenant,
        purpose=purpose,
        actor=who.id,
        integration_id=about.id if about else None,
        generation=about.generation if about else None,
        draft=draft,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    async with tools.store.transaction(tenant) as tx:
        await tx.open_intent(intent)
    return intent.id
