"""How long the old token goes on working once the new one is known to be held."""

from datetime import timedelta
from enum import StrEnum


class Overlap(StrEnum):
    """What the person who rotates may choose. The countdown starts at confirmation, never before."""

    AT_ONCE = "at_once"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    UNTIL_MOVED = "until_moved"

    def span(self, *, first_use: bool = False) -> timedelta:
        """Time from confirmation to the old token's end.

        When the new token's first use is all that confirmed it, nobody has said that every caller has it:
        *as soon as confirmed* then leaves an hour. *Until moved* has a backstop of 30 days.
        """
        if self is Overlap.AT_ONCE:
            return timedelta(hours=1) if first_use else timedelta()
        return _SPANS[self]


_SPANS = {
    Overlap.HOUR: timedelta(hours=1),
    Overlap.DAY: timedelta(days=1),
    Overlap.WEEK: timedelta(days=7),
    Overlap.FORTNIGHT: timedelta(days=14),
    Overlap.MONTH: timedelta(days=30),
    Overlap.UNTIL_MOVED: timedelta(days=30),
}

DEFAULT = Overlap.WEEK
LONGEST = timedelta(days=30)
BY_TIME = (Overlap.AT_ONCE, Overlap.HOUR, Overlap.DAY, Overlap.WEEK, Overlap.FORTNIGHT, Overlap.MONTH)
"""The choices that need no evidence of who uses the old token."""
