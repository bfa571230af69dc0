"""When a stage may be said, by the clock of its reader. Instants are UTC.

A stage comes at nine in the morning. What is not overdue keeps to working hours, and what falls on a weekend
comes on the Friday before; what is overdue comes on its day whatever day that is, and at once if it is late.
"""

from datetime import UTC, date, datetime, time, timedelta

from core.quiet import next_allowed, zone_called
from core.reminders.stages import is_overdue

OPENS, CLOSES = time(9), time(18)
_DAY = timedelta(days=1)
_FRIDAY = 4


def moment(due_at: datetime, stage: int, zone: str) -> datetime:
    """When a stage is reached: in the morning of the day, so many days before the one on which it is due."""
    day = due_at.astimezone(zone_called(zone)).date() - stage * _DAY
    return morning(day if is_overdue(stage) else _workday(day), zone)


def morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, OPENS, zone_called(zone)).astimezone(UTC)


def allowed(stage: int, now: datetime, zone: str) -> datetime:
    """The first instant from `now` on at which a stage that was reached may be said."""
    return now if is_overdue(stage) else next_allowed(now, zone, CLOSES, OPENS)


def earliest(due_at: datetime, stage: int) -> datetime:
    """No later than the moment anywhere on Earth: for rows whose reader was not looked up yet.

    Nine in the morning of a day is less than 15 hours before any other instant of that day; the rest is for
    clocks that are put forward or back in between and, where it applies, for a whole weekend.
    """
    return due_at - stage * _DAY - (_DAY if is_overdue(stage) else 3 * _DAY)


def _workday(day: date) -> date:
    return day - max(day.weekday() - _FRIDAY, 0) * _DAY
