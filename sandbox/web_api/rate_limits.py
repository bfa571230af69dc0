"""Slack's limits, for those who switch them on: calls per method and minute, posts per channel and second."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.json_types import Json

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
# "One message per second per channel, short bursts allowed": how short, Slack does not say.
BURST = 5


class RateLimits:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)
        # channel -> when its burst is paid off, a second per message
        self._posts: dict[str, datetime] = {}

    def seconds_to_wait(self, method: str, per_minute: int, args: Json) -> int:
        """0 and counted, or how long to leave this method alone."""
        now, calls = self._clock(), self._calls[method]
        while calls and now - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= per_minute:
            return math.ceil((calls[0] + MINUTE - now).total_seconds())
        if method == "chat.postMessage" and not self._may_post(str(args.get("channel")), now):
            return 1
        calls.append(now)
        return 0

    def _may_post(self, channel: str, now: datetime) -> bool:
        paid_off = max(self._posts.get(channel, now), now)
        if paid_off - now > SECOND * (BURST - 1):
            return False
        self._posts[channel] = paid_off + SECOND
        return True
