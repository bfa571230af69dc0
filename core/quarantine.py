"""Quarantine: a token that may be in wrong hands goes on working for what it is known to do, and no more.

For the fear of breaking production. It reads only, and it is good only for callers that used it before. It is
written down when it begins, so that nothing has to be looked up while it holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.evidence import Caller, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    at: datetime
    scopes: frozenset[str] = frozenset()
    """Permissions that change nothing: of those that the integration has, only these count."""
    callers: frozenset[Caller] = frozenset()
    """Who used it before."""

    def admits(self, caller: Caller) -> bool:
        """Through a gateway that could not tell its callers apart all of them: it cannot now either."""
        return caller in self.callers or Caller(caller.gateway) in self.callers


def quarantine(now: datetime, reads: Iterable[str], usage: Usage, exposed: datetime | None) -> Quarantine:
    """Known is who used it before the exposure, or, where nobody knows when that was, ever."""
    return Quarantine(at=now, scopes=frozenset(reads), callers=usage.callers_before(exposed or now))
