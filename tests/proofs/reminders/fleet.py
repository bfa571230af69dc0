"""Integrations and what happens to them: by plan, and because somebody was reminded.

Everything follows from an integration's number, so that whoever replays it meets the same life, as long as
the reminders are the same.
"""

import heapq
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from tests.proofs.reminders.calendar import DAY, ZONES

PERIODS = (30, 60, 90, 90, 90, 180, 365)


class Kind(IntEnum):
    CREATED = 0
    ROTATED = 1
    CANCELLED = 2
    PERIOD = 3
    OWNER = 4
    DELETED = 5
    SNOOZED = 6


@dataclass(frozen=True, order=True)
class Change:
    tick: int
    kind: Kind
    value: int = 0
    """Days, or the number of a zone."""
    token: int = 0
    due_at: datetime | None = None
    """What was snoozed."""


@dataclass(frozen=True)
class Told:
    """One reminder: at which look at the clock, of what, in which words, covering which stages."""

    tick: int
    token: int
    due_at: datetime
    stage: int
    covers: tuple[int, ...]
    readers: tuple[tuple[str, datetime], ...] = ()
    """As what somebody is told, and when."""


@dataclass(frozen=True)
class Thing:
    """An integration as far as reminders are concerned."""

    number: int
    zone: str = ""
    """Its owner's."""
    period: timedelta = timedelta()
    token: int = 0
    """0: there is none."""
    confirmed_at: datetime | None = None
    before: tuple[int, datetime] | None = None
    """The old token, to which a cancelled rotation goes back."""
    minted: int = 0

    @property
    def due_at(self) -> datetime | None:
        return self.confirmed_at + self.period if self.confirmed_at is not None and self.token else None

    def after(self, change: Change, now: datetime) -> "Thing":  # noqa: PLR0911 - one line for each kind
        if change.kind is not Kind.CREATED and not self.token:
            return self
        match change.kind:
            case Kind.CREATED:
                return replace(self, token=1, minted=1, confirmed_at=now - change.value * DAY)
            case Kind.ROTATED if self.confirmed_at is not None:
                old = (self.token, self.confirmed_at)
                fresh = self.minted + 1
                return replace(self, token=fresh, minted=fresh, confirmed_at=now, before=old)
            case Kind.CANCELLED if self.before is not None:
                token, confirmed_at = self.before
                return replace(self, token=token, confirmed_at=confirmed_at, before=None)
            case Kind.PERIOD:
                return replace(self, period=change.value * DAY)
            case Kind.OWNER:
                return replace(self, zone=ZONES[change.value])
            case Kind.DELETED:
                return replace(self, token=0, before=None)
        return self


class Life:
    """What is going to happen to one integration."""

    def __init__(self, number: int, ticks_a_day: int, days: int, *, aged: bool = False) -> None:
        chance = random.Random(number)
        self._ticks_a_day, self._heard = ticks_a_day, 0
        period = chance.choice(PERIODS)
        self.thing = Thing(number, zone=chance.choice(ZONES), period=period * DAY)
        age = chance.randrange(period) if aged else 0
        born = chance.randrange(1 if aged else 30 * ticks_a_day)
        self._coming = [Change(born, Kind.CREATED, age)]

        def sometime() -> int:
            return chance.randrange(born + 1, days * ticks_a_day)

        if chance.random() < 0.2:
            self._plan(Change(sometime(), Kind.PERIOD, chance.choice(PERIODS)))
        if chance.random() < 0.2:
            self._plan(Change(sometime(), Kind.OWNER, chance.randrange(len(ZONES))))
        if chance.random() < 0.2:
            rotated = sometime()
            self._plan(Change(rotated, Kind.ROTATED))
            self._plan(Change(rotated + chance.randrange(1, 7 * ticks_a_day), Kind.CANCELLED))
        if chance.random() < 0.05:
            self._plan(Change(sometime(), Kind.DELETED))

    @property
    def next_change(self) -> int | None:
        return self._coming[0].tick if self._coming else None

    def change(self) -> Change:
        return heapq.heappop(self._coming)

    def heard(self, told: Told) -> None:
        """The owner acts on a reminder, puts it off, or does nothing."""
        self._heard += 1
        chance = random.Random(f"{self.thing.number} {self._heard} {told.token} {told.stage}")
        soon = told.tick + chance.randrange(1, 2 * self._ticks_a_day)
        what = chance.random()
        if what < 0.3:
            self._plan(Change(soon, Kind.ROTATED))
        elif what < 0.45:
            days = chance.choice((1, 3, 7, 10))
            self._plan(Change(soon, Kind.SNOOZED, days, told.token, told.due_at))

    def _plan(self, change: Change) -> None:
        heapq.heappush(self._coming, change)
