"""The heartbeat of each job, seen from outside: when it worked last, in whichever process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(minutes=1)
"""A job that has not worked for its period and this long counts as stopped."""


@dataclass(frozen=True, slots=True)
class Beat:
    at: datetime
    period: timedelta


def stopped(
    expected: Sequence[str], beats: Mapping[str, Beat], now: datetime
) -> Mapping[str, timedelta | None]:
    """The jobs that should have worked by now and have not: since when, or None if they never did."""
    ages = {name: now - beats[name].at if name in beats else None for name in expected}
    return {name: age for name, age in ages.items() if age is None or age > beats[name].period + GRACE}


def in_words(ages: Mapping[str, timedelta | None]) -> str | None:
    """None while nothing has stopped."""
    said = [
        f"{name} (worked last {int(age.total_seconds())} s ago)"
        if age is not None
        else f"{name} (never worked)"
        for name, age in ages.items()
    ]
    return f"Stopped: {', '.join(said)}." if said else None
