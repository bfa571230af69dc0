"""What incidents need from outside: `storage` provides it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.audit import Detail
from core.incidents.incident import Incident


class IncidentsSeen(Protocol):
    """The incidents of one workspace."""

    async def one(self, incident_id: str) -> Incident:
        """Raises `UnknownIncident`."""
        ...

    async def open_for(self, integration_id: str) -> Incident | None:
        """The one that is open: there is one at most. A drill is one of its decoy."""
        ...

    async def about(self, integration_id: str) -> Sequence[Incident]:
        """All that there ever were, open or closed."""
        ...

    async def showing(self, source: str) -> Sequence[Incident]:
        """The open ones whose token was seen in that message, named as ``channel ts``."""
        ...

    async def latest(self, limit: int = 20) -> Sequence[Incident]:
        """The open ones first, then the newest."""
        ...

    async def count_open(self) -> int:
        """However many there are; a drill does not count."""
        ...


class Incidents(IncidentsSeen, Protocol):
    """The same, in a transaction."""

    async def add(self, incident: Incident, *, by: str, **details: Detail) -> None:
        """With the audit entry that it was opened."""
        ...

    async def keep(self, incident: Incident) -> Incident:
        """Write the changed value, which is on record already, and let its cards be drawn anew.

        Raises `IncidentChanged` if somebody was faster; gives back the value of the next generation.
        """
        ...


@dataclass(frozen=True, slots=True)
class Where:
    tenant: str
    incident_id: str


class IncidentQueue(Protocol):
    """Which incidents the clock has to look at, in all workspaces."""

    async def due(self, now: datetime, limit: int, *, after: Where | None = None) -> Sequence[Where]:
        """The open ones, and closed ones with a warning or a review due.

        In a fixed order, to page through from `after`.
        """
        ...
