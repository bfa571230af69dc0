"""Tokens that nobody uses: whoever looks after one is asked whether it is needed at all."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from core.evidence import Usage
from core.integration import Integration
from core.place import Place

IDLE = timedelta(days=90)
"""Unused for so long, it is asked about; and again after as long, whether it was kept or nobody answered."""


class IdleQueue(Protocol):
    async def idle(self, since: datetime, limit: int, *, after: Place | None = None) -> Sequence[Place]:
        """Current tokens, confirmed, kept and used no later than that; in a fixed order, to page through.

        Only of workspaces whose gateways have told of any use: without evidence nothing is seen to be idle.
        """
        ...


def idle_since(integration: Integration, usage: Usage) -> datetime | None:
    """Since when nobody has used its current token, or has said that it stays; None without one."""
    token = integration.current
    if token is None or token.confirmed_at is None:
        return None
    used = [each.last_at for each in usage.of(token.id)]
    return max([token.confirmed_at, *used, *([integration.kept_at] if integration.kept_at else [])])
