"""When Latchkey may speak unasked: not at night and not on a weekend, by the workspace's own clock."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_SATURDAY = 5


def is_time_zone(name: str) -> bool:
    return _zone(name) is not None


def zone_called(name: str) -> ZoneInfo:
    """A time zone that nobody knows counts as UTC."""
    return _zone(name) or ZoneInfo("UTC")


def next_allowed(
    now: datetime, time_zone: str, quiet_from: time, quiet_until: time, *, weekends_too: bool = False
) -> datetime:
    """The first instant from `now` on, in UTC, that is neither quiet nor, unless allowed, on a weekend.

    It is quiet from `quiet_from` until just before `quiet_until`, over midnight if that is earlier, never if
    they are equal.
    """
    zone = zone_called(time_zone)
    instant = now.astimezone(UTC)
    while wait := _wait(instant.astimezone(zone), quiet_from, quiet_until, weekends_too=weekends_too):
        instant = _later(instant, wait, zone)
    return instant


@lru_cache(maxsize=600)  # as many as there are; by itself, ZoneInfo reads all but eight from disk each time
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (
        ZoneInfoNotFoundError,
        ValueError,
        OSError,
    ):  # a folder's name, or one that is too long, is OSError
        return None


def _wait(wall: datetime, quiet_from: time, quiet_until: time, *, weekends_too: bool) -> timedelta:
    """How long it stays quiet by the clock on the wall; nothing if it is not quiet."""
    if wall.weekday() >= _SATURDAY and not weekends_too:
        return _DAY - _since_midnight(wall.time())
    quiet_since = (_since_midnight(wall.time()) - _since_midnight(quiet_from)) % _DAY
    quiet_for = (_since_midnight(quiet_until) - _since_midnight(quiet_from)) % _DAY
    return max(quiet_for - quiet_since, timedelta())


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _later(instant: datetime, wait: timedelta, zone: ZoneInfo) -> datetime:
    """`wait` later, or when that clock is put forward or back, if this comes first."""
    before, after = instant, instant + wait
    offset = before.astimezone(zone).utcoffset()
    if after.astimezone(zone).utcoffset() == offset:
        return after
    while after - before >= _SECOND:
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
