"""How many requests the gate let through and turned away: for the metrics, and a sample for the log."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from http import HTTPStatus

import structlog

QUIET_FOR = timedelta(minutes=1)
"""A flood of bad requests fills no log: one line per reason and minute, with the count so far."""

log = structlog.get_logger(__name__)


class Reason(Enum):
    WRONG_PATH = "wrong_path"
    WRONG_METHOD = "wrong_method"
    WRONG_CONTENT_TYPE = "wrong_content_type"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    UNSIGNED = "unsigned"
    STALE = "stale"
    FORGED = "forged"
    REPLAYED = "replayed"
    MALFORMED = "malformed"
    UNSURE = "unsure"
    HUNG_UP = "hung_up"

    @property
    def status(self) -> int:
        return _STATUS.get(self, HTTPStatus.UNAUTHORIZED)


_STATUS = {
    Reason.WRONG_PATH: HTTPStatus.NOT_FOUND,
    Reason.WRONG_METHOD: HTTPStatus.METHOD_NOT_ALLOWED,
    Reason.WRONG_CONTENT_TYPE: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    Reason.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Reason.TOO_SLOW: HTTPStatus.REQUEST_TIMEOUT,
    Reason.MALFORMED: HTTPStatus.BAD_REQUEST,
    Reason.UNSURE: HTTPStatus.SERVICE_UNAVAILABLE,
}


class Tally:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self.passed = 0
        self.refused: Counter[Reason] = Counter()
        self._now = now
        self._quiet_until: dict[Reason, datetime] = {}

    def let_through(self) -> None:
        self.passed += 1

    def turned_away(self, reason: Reason) -> None:
        self.refused[reason] += 1
        now = self._now()
        if reason not in self._quiet_until or now >= self._quiet_until[reason]:
            self._quiet_until[reason] = now + QUIET_FOR
            log.warning("turned_away", reason=reason.value, so_far=self.refused[reason])
