"""The life of an integration's tokens as the design tells it, written down once more, plainly.

It shares nothing with the product. After each step of a random day the two must agree about every token that
anybody has ever seen.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

OVERLAP = timedelta(days=7)
UNCONFIRMED = timedelta(days=7)
UNSEEN = "never seen by anybody"


@dataclass
class Rules:
    """What must work. Tokens are named by their text, `UNSEEN` where nobody was shown it."""

    current: str | None = None
    offered: str | None = None
    offered_at: datetime | None = None
    retiring: str | None = None
    ends_at: datetime | None = None
    waits_for: str | None = None
    waits_until: datetime | None = None
    used: set[str] = field(default_factory=set)

    def working(self) -> set[str]:
        return {token for token in (self.current, self.offered, self.retiring) if token} - {UNSEEN}

    def under_way(self) -> bool:
        return self.offered is not None or self.waits_for is not None

    def time_is(self, now: datetime) -> None:
        if self.ends_at and now >= self.ends_at:
            self.retiring = self.ends_at = None
        if self.offered_at and now >= self.offered_at + UNCONFIRMED:
            self.offered = self.offered_at = None
        if self.waits_until and now >= self.waits_until:
            self.waits_for = self.waits_until = None

    def hand_over(self, to: str, now: datetime) -> None:
        self.waits_for, self.waits_until = to, now + UNCONFIRMED

    def offer(self, token: str, now: datetime) -> None:
        self.waits_for = self.waits_until = None
        self.offered, self.offered_at = token, now

    def void(self) -> None:
        self.offered = self.offered_at = None

    def confirm(self, now: datetime) -> None:
        self.retiring = self.current
        self.ends_at = now + OVERLAP if self.retiring else None
        self.current, self.offered, self.offered_at = self.offered, None, None

    def use(self, token: str, now: datetime) -> None:
        self.used.add(token)
        if token == self.offered:
            self.confirm(now)

    def can_cancel(self) -> bool:
        has_old = self.current if self.offered else self.retiring
        return self.waits_for is not None or has_old is not None

    def cancel(self) -> None:
        if self.waits_for:
            self.waits_for = self.waits_until = None
        elif self.offered:
            self.void()
        else:
            self.current, self.retiring, self.ends_at = self.retiring, None, None

    def expire_old(self) -> None:
        self.retiring = self.ends_at = None
