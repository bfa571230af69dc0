"""Who is reminded. The one place where that is worked out.

The owner hears of every stage, the backup owner from three days before, the security channel on the day, the
admins three days after. Who has gone, or is a guest by now who may not act on it, is replaced by the next
of them who is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.actor import Person
from core.reminders.decision import Reached, Waiting
from core.reminders.hours import allowed, moment
from core.reminders.items import Part

BACKUP_FROM, CHANNEL_AT, ADMINS_AT = 3, 0, -3


@dataclass(frozen=True, slots=True)
class Reader:
    id: str
    part: Part
    zone: str

    def hears(self, waiting: Waiting, reached: Reached, now: datetime) -> datetime:
        """When: it is said when the owner may hear it, and to the others then or in their own morning."""
        their_moment = moment(waiting.due_at, reached.latest, self.zone)
        return allowed(reached.latest, max(now, their_moment), self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who is there to be told."""

    people: Mapping[str, Person]
    """Those who were asked for, as Slack describes them now."""
    admins: Sequence[str]
    channel: str | None
    zone: str
    """The workspace's own: that of its channel, and of everything whose people have gone."""

    def is_clear(self, waiting: Waiting) -> bool:
        """Whether it is known of everybody who might be told where they are."""
        return all(user in self.people for user in (waiting.owner, waiting.backup, *self.admins) if user)

    def zone_of(self, waiting: Waiting) -> str:
        """By whose clock it is decided."""
        first = self._there(waiting.owner, waiting.backup)
        return first[0].time_zone if first else self.zone

    def readers(self, waiting: Waiting, reached: Reached) -> Sequence[Reader]:
        """Each once, as the first of the parts they have."""
        owner, backup = self._there(waiting.owner), self._there(waiting.backup)
        news = reached.stages[1:] if waiting.snoozed_until else reached.stages
        found = self._as(Part.OWNER, owner)
        if reached.latest <= BACKUP_FROM or not found:
            found += self._as(Part.BACKUP, backup)
        channel = [Reader(self.channel, Part.CHANNEL, self.zone)] if self.channel else []
        if CHANNEL_AT in news or not found:
            found += channel
        if ADMINS_AT in news or not found:
            found += self._as(Part.ADMIN, self._there(*self.admins)) or channel
        return list({each.id: each for each in reversed(found)}.values())[::-1]

    def _there(self, *ids: str) -> list[Person]:
        people = [self.people[each] for each in ids if each in self.people]
        return [person for person in people if person.is_full_member]

    def _as(self, part: Part, people: Sequence[Person]) -> list[Reader]:
        return [Reader(person.id, part, person.time_zone) for person in people]
