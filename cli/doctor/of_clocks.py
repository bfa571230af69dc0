"""Clocks: when things end, and whether Slack's signatures are fresh, depends on them."""

from datetime import datetime, timedelta

from cli.doctor.finding import Finding, ok, problem, warning

SLOW, WRONG = timedelta(seconds=10), timedelta(seconds=60)
"""Slack's clock is told to the second, and the answer took a while."""


def of_clock(whose: str, theirs: datetime, ours: datetime) -> Finding:
    off = abs(ours - theirs)
    if off < SLOW:
        return ok("clock", f"This machine's clock agrees with {whose}.")
    said = f"This machine's clock is {off.total_seconds():.0f} s off {whose}. Let both follow a time server."
    return problem("clock", said) if off >= WRONG else warning("clock", said)
