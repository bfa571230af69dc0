"""What is known of a token when a gateway asks, and the clock that its end is measured by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.quarantine import Quarantine
from core.token import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A token and its integration, as they were after so many changes. A process may keep a million."""

    tenant: str
    integration_id: str
    name: str
    token_id: str
    version: int
    scopes: frozenset[str]
    state: State
    issued_at: datetime
    ends_at: datetime | None
    """The end of its overlap, or the instant it died; None while no end is in sight."""
    quarantine: Quarantine | None = None
    """Who may use it nevertheless; the permissions are already those that are left to it."""
    epoch: int
    """How many changes this answer knows of: an older one must not replace what a newer one has emptied."""

    @property
    def place(self) -> tuple[str, str]:
        """Workspace and integration, as changes name them."""
        return self.tenant, self.integration_id

    @property
    def offered(self) -> bool:
        """Nobody has confirmed it yet: a yes has to follow a committed confirmation by use."""
        return self.state is State.OFFERED

    def active(self, now: datetime) -> bool:
        """Exact to the instant, whether or not a sweep has run."""
        return self.state is not State.DEAD and (self.ends_at is None or now < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has changed since somebody asked last."""

    epoch: int
    """All changes up to this one are in here, or were told before."""
    integrations: frozenset[tuple[str, str]] | None
    """Workspace and id of each integration that changed; None: it may be any."""
    gateways: bool = False
    """Whether a gateway, or one of its credentials, has changed."""

    def __bool__(self) -> bool:
        return self.gateways or self.integrations is None or bool(self.integrations)


class Steady:
    """A clock that never goes back: a wall clock that is put back revives nothing that has ended.

    It stands still until the wall clock has caught up.
    """

    def __init__(self, now: Callable[[], datetime], floor: datetime | None = None) -> None:
        self._now = now
        self._latest = floor if floor is not None else now()

    def __call__(self) -> datetime:
        seen = self._now()
        self._latest = max(self._latest, seen)
        return self._latest

    @property
    def ahead(self) -> timedelta:
        """How far it is ahead of the wall clock."""
        return max(self._latest - self._now(), timedelta())
