"""Many tokens minted within a day would all be due on one day: each is due a little earlier than the next.

Never later than its period says, and never so early that the period means nothing.
"""

import hashlib
from datetime import timedelta

MANY = 10
"""Tokens of one workspace, within `WITHIN`."""
WITHIN = timedelta(days=1)
_LONGEST = timedelta(days=14)
_DAY = timedelta(days=1)


def most_early(period: timedelta) -> timedelta:
    return min(_LONGEST, period / 6)


def early(integration_id: str, period: timedelta) -> timedelta:
    """Whole days, the same for an integration each time."""
    choice = int.from_bytes(hashlib.sha256(integration_id.encode()).digest()[:8])
    return choice % (most_early(period) // _DAY + 1) * _DAY
