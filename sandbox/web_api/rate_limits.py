"""Slack's limits per method and minute, for those who switch them on."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


class RateLimits:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)

    def seconds_to_wait(self, method: str, per_minute: int) -> int:
        """0 and counted, or how long to leave this method alone."""
        now, calls = self._clock(), self._calls[method]
        while calls and now - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= per_minute:
            return math.ceil((calls[0] + MINUTE - now).total_seconds())
        calls.append(now)
        return 0
