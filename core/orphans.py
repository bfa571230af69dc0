"""Integrations whose owner has gone: somebody has to take them over, and is asked until somebody does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.integration import Integration
from core.place import Place

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
TO_CHANNEL, TO_ADMINS = 3 * DAY, 7 * DAY
"""So long after the owner was seen to be gone."""
IN_AN_HOUR = 100
"""So many owners Slack is asked about: it answers about as many questions a minute, and people ask, too."""
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


class Caretaker(StrEnum):
    """Who is asked to find a new owner."""

    BACKUP = "backup"
    CHANNEL = "channel"
    ADMINS = "admins"


class OrphanQueue(Protocol):
    async def owners(self, tenant: str, limit: int, *, after: str = "") -> Sequence[str]:
        """Everybody who owns something there, in a fixed order, to page through."""
        ...

    async def gone_owners(self, tenant: str) -> frozenset[str]:
        """Those of them who are known to be gone."""
        ...

    async def owned(
        self, tenant: str, owner: str, limit: int, *, gone: bool, after: Place | None = None
    ) -> Sequence[Place]:
        """What somebody owns, as far as it is marked as left behind, or is not; without tokens."""
        ...

    async def orphaned(self, tenant: str, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        """Integrations whose owner is known to be gone, in a fixed order, to page through; without tokens."""
        ...


def stage(gone_for: timedelta) -> tuple[Caretaker, int]:
    """Who is asked by now, and the how manieth time: the admins every week, all others once."""
    if gone_for >= TO_ADMINS:
        return Caretaker.ADMINS, (gone_for - TO_ADMINS) // WEEK
    return (Caretaker.CHANNEL if gone_for >= TO_CHANNEL else Caretaker.BACKUP), 0


def whose_turn(owners: Sequence[str], now: datetime) -> Sequence[str]:
    """Some in each hour, until all had their turn; without remembering anything."""
    if len(owners) <= IN_AN_HOUR:
        return owners
    first = (now - _BEGINNING) // HOUR * IN_AN_HOUR % len(owners)
    return [*owners, *owners][first : first + IN_AN_HOUR]


def is_orphaned(integration: Integration) -> bool:
    return bool(integration.gone_owner) and integration.gone_owner == integration.owner


def gone_since(integration: Integration) -> datetime | None:
    return integration.gone_at if is_orphaned(integration) else None


def still_here(integration: Integration) -> Integration:
    return replace(integration, gone_owner="", gone_at=None)


def given_to(integration: Integration, owner: str) -> Integration:
    """Nobody backs themselves up, and whoever gets it back another day is not taken to have gone."""
    if integration.owner == owner:
        return integration
    backup = "" if integration.backup_owner == owner else integration.backup_owner
    return replace(still_here(integration), owner=owner, backup_owner=backup)
