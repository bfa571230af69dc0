"""What must be said, worked out another way: by looking at calendars, day by day and tick by tick.

It shares no code with the product. For each zone it lists, from one quarter of an hour to the next, when the
clock on the wall shows nine; everything else is reading in that list.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tests.proofs.reminders.calendar import DAY, START, Ticks
from tests.proofs.reminders.fleet import Change, Kind, Life, Thing, Told

QUARTER = timedelta(minutes=15)
STAGES = (30, 14, 7, 3, 1, 0, -1, -3, *range(-7, -700, -7))
BACKUP, CHANNEL, ADMIN = "Pacific/Auckland", "America/New_York", "Europe/Berlin"
"""Where the others are."""
SATURDAY = 5


@cache
def nines(zone: str) -> dict[date, datetime]:
    """Of each day, the instant at which the clock on the wall shows nine."""
    there, found = ZoneInfo(zone), {}
    instant = START.replace(minute=0) - 800 * DAY
    while instant < START + 900 * DAY:
        wall = instant.astimezone(there)
        if (wall.hour, wall.minute) == (9, 0):
            found[wall.date()] = instant
            instant += timedelta(hours=20)
        instant += QUARTER
    return found


@cache
def due_day(due_at: datetime, zone: str) -> date:
    return due_at.astimezone(ZoneInfo(zone)).date()


def announced(due_at: datetime, stage: int, zone: str) -> datetime:
    day = due_day(due_at, zone) - timedelta(days=stage)
    while stage >= 0 and day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return nines(zone)[day]


def office_is_open(instant: datetime, zone: str) -> bool:
    wall = instant.astimezone(ZoneInfo(zone))
    return wall.weekday() < SATURDAY and 9 <= wall.hour < 18


def opening(instant: datetime, zone: str) -> datetime:
    """The next time that an office opens."""
    day = instant.astimezone(ZoneInfo(zone)).date()
    while day.weekday() >= SATURDAY or nines(zone)[day] < instant:
        day += timedelta(days=1)
    return nines(zone)[day]


class Oracle:
    def __init__(self, life: Life, ticks: Ticks) -> None:
        self._life, self._ticks, self._thing = life, ticks, life.thing
        self._last: dict[tuple[int, datetime], int] = {}
        self._snoozed: dict[tuple[int, datetime], datetime] = {}

    def foretells(self) -> Iterator[Told]:
        tick = 0
        while tick < len(self._ticks.readings):
            change_at = self._life.next_change
            until = len(self._ticks.readings) if change_at is None else change_at
            told = self._next(tick, min(until, len(self._ticks.readings)))
            if told is not None:
                yield told
                self._life.heard(told)
                tick = told.tick + 1
            elif change_at is None or change_at >= len(self._ticks.readings):
                return
            else:
                tick = change_at
                self._meets(self._life.change(), self._ticks.readings[tick])

    def _meets(self, change: Change, now: datetime) -> None:
        thing = self._thing = self._thing.after(change, now)
        if change.kind is Kind.SNOOZED and thing.token == change.token and thing.due_at == change.due_at:
            assert change.due_at is not None
            self._snoozed[change.token, change.due_at] = now + change.value * DAY

    def _next(self, tick: int, until: int) -> Told | None:
        """The first thing to be said from one look at the clock until before another."""
        thing, due_at = self._thing, self._thing.due_at
        if due_at is None:
            return None
        key = (thing.token, due_at)
        left = self._left(thing, key)
        wanted = max(self._snoozed.get(key, START - 999 * DAY), announced(due_at, left[0], thing.zone))
        if key in self._snoozed:
            wanted = self._snoozed[key]
        tick = self._ticks.first(tick, wanted)
        while tick < until:
            now = self._ticks.readings[tick]
            covers = self._covered(key, left, now)
            if covers and (covers[-1] < 0 or office_is_open(now, thing.zone)):
                return self._say(tick, key, covers, now)
            tick += 1
        return None

    def _left(self, thing: Thing, key: tuple[int, datetime]) -> list[int]:
        """The stages that were not said yet; nothing begins before the last third of a period."""
        last = self._last.get(key)
        if last is not None:
            return [stage for stage in STAGES if stage < last]
        return [stage for stage in STAGES if 3 * stage <= thing.period.days]

    def _covered(self, key: tuple[int, datetime], left: list[int], now: datetime) -> tuple[int, ...]:
        if now < self._snoozed.get(key, now):
            return ()
        reached = [self._last[key]] if key in self._snoozed else []
        for stage in left:
            if announced(key[1], stage, self._thing.zone) > now:
                break
            reached.append(stage)
        return tuple(reached)

    def _say(self, tick: int, key: tuple[int, datetime], covers: tuple[int, ...], now: datetime) -> Told:
        repeated = self._snoozed.pop(key, None) is not None
        self._last[key] = stage = covers[-1]
        news = covers[1:] if repeated else covers
        others = {
            "backup": (BACKUP, stage <= 3),
            "channel": (CHANNEL, 0 in news),
            "admin": (ADMIN, -3 in news),
        }
        readers = [("owner", now)]
        for part, (zone, wanted) in others.items():
            if wanted:
                at = max(now, announced(key[1], stage, zone))
                late = stage >= 0 and not office_is_open(at, zone)
                readers.append((part, opening(at, zone) if late else at))
        return Told(tick, key[0], key[1], stage, covers, tuple(readers))
