"""Integrations whose owner has gone: somebody has to take them over, and is asked until somebody does."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.integration import Integration
from core.tries import Tried as Place

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TO_CHANNEL, TO_ADMINS = 3 * DAY, 7 * DAY
"""So long after the owner was seen to be gone."""


class Caretaker(StrEnum):
    """Who is asked to find a new owner."""

    BACKUP = "backup"
    CHANNEL = "channel"
    ADMINS = "admins"


class OrphanQueue(Protocol):
    async def owners(self, tenant: str, limit: int, *, after: str = "") -> Sequence[str]:
        """Everybody who owns something there, in a fixed order, to page through."""
        ...

    async def orphaned(self, tenant: str, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        """Integrations whose owner is known to be gone, in a fixed order, to page through; without tokens."""
        ...


def stage(gone_for: timedelta) -> tuple[Caretaker, int]:
    """Who is asked by now, and the how manieth time: the admins every week, all others once."""
    if gone_for >= TO_ADMINS:
        return Caretaker.ADMINS, (gone_for - TO_ADMINS) // WEEK
    return (Caretaker.CHANNEL if gone_for >= TO_CHANNEL else Caretaker.BACKUP), 0


def is_orphaned(integration: Integration) -> bool:
    return bool(integration.gone_owner) and integration.gone_owner == integration.owner


def gone_since(integration: Integration) -> datetime | None:
    return integration.gone_at if is_orphaned(integration) else None
