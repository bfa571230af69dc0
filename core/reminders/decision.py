"""What is to be said of a token now: nothing yet, or the latest stage that was reached."""

from dataclasses import dataclass
from datetime import datetime

from core.reminders.hours import allowed, moment
from core.reminders.items import Item
from core.reminders.stages import after


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The next stage of a token that works."""

    tenant: str
    integration_id: str
    token_id: str
    due_at: datetime
    stage: int
    owner: str
    backup: str = ""
    """Who is told as well in the end, and in the owner's place when they have gone."""
    at: datetime
    """When to look at it next."""
    claimed_until: datetime | None = None
    snoozed_until: datetime | None = None
    """Somebody has put it off: this stage was said before, and is said again then."""

    def item(self, stage: int) -> Item:
        return Item(self.integration_id, self.token_id, self.due_at, stage)


@dataclass(frozen=True, slots=True)
class Later:
    at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """Said are all of these at once, in the words of the last one."""

    stages: tuple[int, ...]

    @property
    def latest(self) -> int:
        return self.stages[-1]


def decide(waiting: Waiting, zone: str, now: datetime) -> Later | Reached:
    """Stages that coincide merge, and so do those that nobody said while there was an outage."""
    reached, stage = [], waiting.stage
    while (following := moment(waiting.due_at, stage, zone)) <= now:
        reached.append(stage)
        stage = after(stage)
    free = max(now, waiting.snoozed_until or now)
    if not reached:
        return Later(max(following, free))
    at = allowed(reached[-1], free, zone)
    # On a weekend, what becomes overdue need not wait for the Monday that the stage before it waits for.
    return Reached(tuple(reached)) if at <= now else Later(min(at, max(following, free)))
