"""What reminders need from outside: `storage` keeps the rows, `bot` knows where people are.

The rows plan themselves: whatever changes which token is to be replaced by when, cancels what waits for the
old state and plans for the new one, in the same transaction. See docs/decisions/0013-reminders.md.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.actor import Person
from core.integration import Integration
from core.reminders.decision import Reached, Waiting
from core.reminders.items import Item
from core.reminders.snoozing import Snooze

REMEMBERED = timedelta(hours=1)
"""So old may be what is known of where somebody is."""
Whereabouts = Callable[[str, str], Awaitable[Person]]
"""A workspace and a user -> who and where they are, perhaps as `REMEMBERED`. Raises `Refused` when Slack
does not answer; somebody of whom it knows nothing any more is a deactivated person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the reminders of a token have come."""

    said: Item | None = None
    """The latest."""
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    snoozes: Sequence[Snooze] = ()
    """Of this token and due date, oldest first."""
    waiting: Waiting | None = None


class RemindersSeen(Protocol):
    """The reminders of one workspace."""

    async def standing(self, integration: Integration) -> Standing:
        """Of its current token and due date."""
        ...

    async def minted(self, since: datetime, *, at_most: int) -> int:
        """How many tokens were minted since then; no further than that is counted."""
        ...

    async def ahead(self, until: datetime) -> Sequence[Waiting]:
        """What may have to be said by then, the earliest first."""
        ...


class RemindersKept(RemindersSeen, Protocol):
    """The same, in a transaction."""

    async def still(self, claimed: Sequence[Waiting]) -> Sequence[Waiting]:
        """Those that wait as they were claimed: not replaced, not snoozed, not claimed by others since."""
        ...

    async def said(self, said: Mapping[Waiting, Reached]) -> None:
        """Settle them and plan what comes next. Their cards are drawn anew."""
        ...

    async def snooze(self, integration: Integration, said: Item, snooze: Snooze, *, number: int) -> None:
        """Say the latest stage again then, and nothing before; forget what is on its way to anybody.

        Its cards are drawn anew. `number` counts the snoozes of this token and due date, from 1.
        """
        ...

    async def acknowledge(self, integration: Integration, said: Item, by: str) -> None:
        """Somebody has it in hand: what is on its way to others than the owner is not said.

        Its cards are drawn anew.
        """
        ...


class ReminderQueue(Protocol):
    """What may have to be said now. Claimed with a lease, so that any number of processes may say it."""

    async def claim(
        self, now: datetime, *, lease: timedelta, people: int, tenant: str | None = None
    ) -> Sequence[Sequence[Waiting]]:
        """For so many owners, all that waits for each of them; the most urgent first."""
        ...

    async def put_off(self, claimed: Mapping[Waiting, datetime]) -> None:
        """Look at them again at those instants."""
        ...

    async def due(self, now: datetime, *, tenant: str | None = None) -> int:
        """How many may have to be said."""
        ...
