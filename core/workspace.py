"""What a workspace has set for itself, with `/integrations settings` and `/integrations access`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from core.integration import PERIOD
from core.overlap import DEFAULT, Overlap


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    tenant: str
    enabled: bool = True
    """The feature switch. Off: no management, but tokens verify and compromise response works."""
    admins_by_default: bool = True
    """Whether Slack's own admins and owners hold the admin role without being granted it."""
    security_channel: str | None = None
    period: timedelta = PERIOD
    """Proposed for new integrations."""
    overlap: Overlap = DEFAULT
    """Proposed when rotating."""
    time_zone: str = "UTC"
    quiet_from: time = time(18, 0)
    quiet_until: time = time(9, 0)
    """Between these, in `time_zone`, nothing is said unasked unless it is urgent. Equal: never quiet."""
    pasted_tokens: bool = False
    """Whether messages are read in search of tokens. Off: none is looked at."""

    def told_of(self, owner: str) -> Sequence[str]:
        """Who hears of what is urgent: the owner, and the security channel if there is one."""
        return list(filter(None, (owner, self.security_channel)))
