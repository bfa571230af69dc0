"""A token bucket: so many in a burst, so many a second. Time is an argument, in seconds."""


class Bucket:
    __slots__ = ("_at", "_burst", "_left", "_rate")

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._left, self._at = burst, 0.0

    def take(self, now: float) -> bool:
        """Whether there was one left to take."""
        left = self._left + (now - self._at) * self._rate
        left = min(left, self._burst)
        self._at = now
        self._left = left - 1 if left >= 1 else left
        return left >= 1

    def is_empty(self, now: float) -> bool:
        return self._left + (now - self._at) * self._rate < 1
