"""Identifiers that look like Slack's and never repeat within one workspace."""

import itertools
import secrets
from datetime import datetime

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MICROSECONDS = 1_000_000


class Ids:
    def __init__(self) -> None:
        self._count = itertools.count(36**3)
        self._last_instant = 0

    def next(self, letter: str) -> str:
        """`V0SANDBOX1A2B`: the letter says what it is, as with Slack."""
        return f"{letter}0SANDBOX{_base36(next(self._count))}"

    def short(self) -> str:
        """What Slack puts where an app gave no block_id or action_id: new with every message and update."""
        return secrets.token_urlsafe(4)

    def trigger(self) -> str:
        return f"{next(self._count)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"

    def hash(self) -> str:
        return f"{next(self._count)}.{secrets.token_hex(4)}"

    def ts(self, now: datetime) -> str:
        """A message's timestamp is its identity: strictly increasing, even when the clock stands still."""
        instant = int(now.timestamp() * MICROSECONDS)
        self._last_instant = max(instant, self._last_instant + 1)
        return f"{self._last_instant // MICROSECONDS}.{self._last_instant % MICROSECONDS:06d}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits
