"""What a process has been told of the changes in the database: the part that both kinds of freshness share.

The epoch is read before the rows that changed, or with them. What is committed in between is told now and
once more later, which does no harm.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.verification import Changes

NOW = "SELECT value, ring, sealed FROM epoch"
CHANGED = "SELECT tenant, id FROM integrations WHERE changed_epoch > {since} LIMIT {limit}"
GATEWAYS = "SELECT EXISTS (SELECT 1 FROM gateways WHERE changed_epoch > {since})"
LEASE = timedelta(seconds=1)
"""How old knowledge may be where nobody can be asked on each request."""
MOST = 10_000
"""Integrations that are named one by one. Where more have changed, everything may have."""


@dataclass(frozen=True, slots=True)
class Stand:
    """The row that counts the changes."""

    epoch: int
    ring: int
    sealed: bool


class Following:
    def __init__(self) -> None:
        self._stand: Stand | None = None
        self._gone_back = False
        self.sealed = False
        """The database is, or it was replaced by an older one while we looked."""
        self._listeners: list[Callable[[Changes], None]] = []

    def on_change(self, listener: Callable[[Changes], None]) -> None:
        self._listeners.append(listener)

    @property
    def since(self) -> int:
        return self._stand.epoch if self._stand else 0

    def is_news(self, stand: Stand) -> bool:
        return stand != self._stand

    def took_in(self, stand: Stand, integrations: Sequence[tuple[str, str]], *, gateways: bool) -> None:
        """Tell what has changed up to here. A count that goes down is another, older database."""
        before, self._stand = self._stand, stand
        self._gone_back = self._gone_back or (before is not None and stand.epoch < before.epoch)
        self.sealed = self._gone_back or stand.sealed
        if before is None:
            self.tell(Changes(epoch=stand.epoch, integrations=None, gateways=True))
            return
        anything = stand.epoch < before.epoch or stand.ring != before.ring or len(integrations) > MOST
        named = None if anything else frozenset(integrations)
        self.tell(Changes(epoch=stand.epoch, integrations=named, gateways=gateways or anything))

    def tell(self, changes: Changes) -> None:
        for listener in self._listeners:
            listener(changes)
