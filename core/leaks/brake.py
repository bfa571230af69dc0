"""The brake on mass revocation: somebody who reports very much at once must not stop a whole company.

A false report needs a whole token. This is for the day when somebody has many. It costs the genuine case a
minute of somebody's time.
"""

from datetime import timedelta

MOST = 20
"""Revocations by leak reports in one workspace, within the time below. What is on top waits for a person."""
WITHIN = timedelta(minutes=10)


def holds(revocations: int) -> bool:
    """Whether the next one waits, after so many `WITHIN` this time."""
    return revocations >= MOST
