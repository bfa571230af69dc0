"""`core.status.status` as SQL, over the columns of a glance. A test compares the two."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    case,
    extract,
    false,
    func,
    literal,
    not_,
    null,
    type_coerce,
)

from core.status import ORDER, SOON, Health
from storage.tables import integrations

_row = integrations.c


def rank(now: datetime) -> ColumnElement[int]:
    """The place of an integration's health in `ORDER`, most urgent first."""
    return case(*((when, literal(ORDER.index(health))) for when, health, _ in _cases(now)))


def since(now: datetime) -> ColumnElement[Any]:
    """The instant that goes with the health."""
    return case(*((when, at) for when, _, at in _cases(now)))


def _cases(now: datetime) -> list[tuple[ColumnElement[bool], Health, Any]]:
    """Condition, health and instant, in the order in which the first that holds wins."""
    # A comparison with NULL is not true in SQL, so nothing below holds for an instant that is not set.
    waits = func.coalesce(_row.waiting_until > now, false())
    nothing = and_(not_(_row.has_current), _row.offered_at.is_(None), not_(waits))
    return [
        (_row.quarantined_at.is_not(None), Health.QUARANTINED, _row.quarantined_at),
        (nothing, Health.NO_TOKEN, null()),
        (_row.due_at <= now, Health.OVERDUE, _row.due_at),
        (_row.offered_at.is_not(None), Health.UNCONFIRMED, _row.offered_at),
        (waits, Health.UNCONFIRMED, _row.waiting_until),
        (_row.overlap_ends_at > now, Health.OVERLAP, _row.overlap_ends_at),
        (_near(now), Health.DUE_SOON, _row.due_at),
        (literal(True), Health.HEALTHY, _row.due_at),
    ]


def _near(now: datetime) -> ColumnElement[bool]:
    """`core.status.soon`, to the second: the databases agree on no other way to subtract instants."""
    left = extract("epoch", _row.due_at) - now.timestamp()
    return and_(_row.due_at <= now + SOON, left * 3 <= type_coerce(_row.period, Integer))
