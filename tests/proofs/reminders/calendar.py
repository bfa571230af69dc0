"""The clock of the proof, which jumps and stops, and the zones in which its people live."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = datetime(2027, 10, 1, 0, 7, tzinfo=UTC)
"""A Friday, with a leap day ahead."""

ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Anchorage",
    "America/Chicago",
    "America/Havana",
    "America/Los_Angeles",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Berlin",
    "Europe/Chisinau",
    "Europe/Helsinki",
    "Europe/London",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Easter",
)
"""All of them put their clocks forward and back."""


@dataclass(frozen=True)
class Jump:
    """After `after`, the clock reads `by` more; and for `silent`, nobody looks at it."""

    after: timedelta
    by: timedelta = timedelta()
    silent: timedelta = timedelta()


JUMPS = (
    Jump(50 * DAY, by=HOUR),
    Jump(120 * DAY + 9 * HOUR, by=-HOUR),
    Jump(151 * DAY + 8 * HOUR, by=-DAY),
    Jump(260 * DAY, silent=30 * DAY),
    Jump(330 * DAY + 8 * HOUR, by=-HOUR),
    Jump(360 * DAY, by=HOUR),
)


class Ticks:
    """What the clock reads, each time that somebody looks."""

    def __init__(self, days: int, every: timedelta, jumps: Sequence[Jump] = JUMPS) -> None:
        self.readings: list[datetime] = []
        self._starts = [0]
        passed, shift, coming = timedelta(), timedelta(), list(jumps)
        while passed < days * DAY:
            if coming and coming[0].after <= passed:
                jump = coming.pop(0)
                shift, passed = shift + jump.by, passed + jump.silent
                self._starts.append(len(self.readings))
            self.readings.append(START + passed + shift)
            passed += every

    def first(self, since: int, at: datetime) -> int:
        """The first look, from `since` on, at which it is `at` or later."""
        ends = [*self._starts[1:], len(self.readings)]
        for start, end in zip(self._starts, ends, strict=True):
            if end > since:
                found = bisect_left(self.readings, at, max(start, since), end)
                if found < end:
                    return found
        return len(self.readings)
