"""How often and how long a reminder may be put off, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.refusals import BadField
from core.reminders.refusals import SnoozedEnough, SnoozeNeedsSomebodyElse

AT_MOST = 3
"""For one token and due date."""
ALONE_UNTIL = timedelta(days=14)
"""After the due date. Further only where two agree: who asks, and somebody else who snoozed it before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    by: str
    at: datetime
    until: datetime
    reason: str


def may_snooze(before: Sequence[Snooze], due_at: datetime, wish: Snooze, name: str) -> None:
    """Raises `SnoozedEnough`, `SnoozeNeedsSomebodyElse`, or `BadField` for an end that has passed."""
    if wish.until <= wish.at:
        raise BadField("until", "Please choose a day in the future.")
    if len(before) >= AT_MOST:
        raise SnoozedEnough(name)
    if wish.until > due_at + ALONE_UNTIL and all(each.by == wish.by for each in before):
        raise SnoozeNeedsSomebodyElse(name)
