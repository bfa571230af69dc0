"""Whether the third party has moved to the new token: the rules of `core.evidence`, for an integration."""

from datetime import datetime

from core.evidence import HoldOuts, Usage, moved
from core.integration import Integration
from core.token import Token


def used(token: Token, usage: Usage) -> bool:
    """Whether anybody ever worked with it, by what was written down at its first use or since."""
    return token.first_used_at is not None or bool(usage.of(token.id))


def in_use(integration: Integration, usage: Usage) -> bool:
    """Whether anybody would be refused if its tokens ended."""
    return any(used(token, usage) for token in integration.tokens)


def hold_outs(integration: Integration, usage: Usage, now: datetime) -> HoldOuts | None:
    """Who still uses the old token; None while no overlap is running."""
    old, new = integration.retiring(now), integration.current
    if old is None or new is None:
        return None
    return moved(usage, old=old.id, new=new.id, quiet=integration.quiet, now=now)
