"""How an integration is doing, at a glance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.integration import Integration

SOON = timedelta(days=30)


def soon(period: timedelta) -> timedelta:
    """How long before its due date a rotation is due soon: no longer than the last third of its period."""
    return min(SOON, period / 3)


class Health(StrEnum):
    QUARANTINED = "quarantined"
    NO_TOKEN = "no_token"
    """Nothing works and nothing is on its way."""
    OVERDUE = "overdue"
    UNCONFIRMED = "unconfirmed"
    """A new token was shown, or waits to be collected, and nobody has confirmed it."""
    OVERLAP = "overlap"
    DUE_SOON = "due_soon"
    HEALTHY = "healthy"


ORDER = tuple(Health)
"""Most urgent first."""


@dataclass(frozen=True, slots=True)
class Status:
    health: Health
    at: datetime | None = None
    """When it is or was due, when the overlap ends, since when it is unconfirmed or quarantined."""


def status(integration: Integration, now: datetime) -> Status:  # noqa: PLR0911 - one line for each health
    if integration.quarantined_at is not None:
        return Status(Health.QUARANTINED, integration.quarantined_at)
    offered, waiting = integration.offered, integration.waiting(now)
    if integration.current is None and offered is None and waiting is None:
        return Status(Health.NO_TOKEN)
    due = integration.due_at
    if due is not None and due <= now:
        return Status(Health.OVERDUE, due)
    if offered is not None:
        return Status(Health.UNCONFIRMED, offered.minted_at)
    if waiting is not None:
        return Status(Health.UNCONFIRMED, waiting.expires_at)
    retiring = integration.retiring(now)
    if retiring is not None:
        return Status(Health.OVERLAP, retiring.ends_at)
    near = due is not None and due <= now + soon(integration.period)
    return Status(Health.DUE_SOON if near else Health.HEALTHY, due)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many integrations are how."""

    by_health: Mapping[Health, int]

    @property
    def total(self) -> int:
        return sum(self.by_health.values())


@dataclass(frozen=True, slots=True)
class Glance:
    """What a database row needs so that lists, counts and sweeps never read tokens."""

    due_at: datetime | None
    overlap_ends_at: datetime | None
    offered_at: datetime | None
    has_current: bool
    waiting_until: datetime | None


def glance(integration: Integration) -> Glance:
    old = next((token for token in integration.tokens if token.ends_at and not token.ended_at), None)
    return Glance(
        due_at=integration.due_at,
        overlap_ends_at=old.ends_at if old else None,
        offered_at=integration.offered.minted_at if integration.offered else None,
        has_current=integration.current is not None,
        waiting_until=integration.handover.expires_at if integration.handover else None,
    )
