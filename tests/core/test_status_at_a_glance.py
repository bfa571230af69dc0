"""How an integration is doing: one answer, the most urgent one."""

from datetime import datetime, timedelta

import pytest

from core.fields import PERIODS
from core.integration import Integration
from core.quarantine import Quarantine
from core.status import ORDER, SOON, Counts, Glance, Health, Status, glance, soon, status
from core.token import Token
from tests.core.examples import DAY, NOW, WEEK, a_handover, an_integration, current, offered, retiring

PERIOD = timedelta(days=90)
DUE = NOW + PERIOD


def confirmed(ago: timedelta) -> Token:
    return current(confirmed_at=NOW - ago)


@pytest.mark.parametrize(
    ("integration", "health", "at"),
    [
        (an_integration(current()), Health.HEALTHY, DUE),
        (an_integration(confirmed(PERIOD - SOON)), Health.DUE_SOON, NOW + SOON),
        (an_integration(confirmed(PERIOD - SOON - DAY)), Health.HEALTHY, NOW + SOON + DAY),
        (an_integration(confirmed(19 * DAY), period=30 * DAY), Health.HEALTHY, NOW + 11 * DAY),
        (an_integration(confirmed(20 * DAY), period=30 * DAY), Health.DUE_SOON, NOW + 10 * DAY),
        (an_integration(confirmed(PERIOD)), Health.OVERDUE, NOW),
        (an_integration(confirmed(PERIOD), offered(2)), Health.OVERDUE, NOW),
        (an_integration(current(), offered(2)), Health.UNCONFIRMED, NOW),
        (an_integration(offered()), Health.UNCONFIRMED, NOW),
        (an_integration(handover=a_handover()), Health.UNCONFIRMED, NOW + WEEK),
        (an_integration(handover=a_handover(expires_at=NOW)), Health.NO_TOKEN, None),
        (an_integration(current(), handover=a_handover()), Health.UNCONFIRMED, NOW + WEEK),
        (an_integration(retiring(), current(2)), Health.OVERLAP, NOW + WEEK),
        (an_integration(retiring(ends_at=NOW), current(2)), Health.HEALTHY, DUE),
        (an_integration(), Health.NO_TOKEN, None),
        (an_integration(retiring()), Health.NO_TOKEN, None),
        (an_integration(quarantine=Quarantine(at=NOW)), Health.QUARANTINED, NOW),
        (an_integration(confirmed(2 * PERIOD), quarantine=Quarantine(at=NOW)), Health.QUARANTINED, NOW),
    ],
)
def test_the_most_urgent_fact_is_the_status(
    integration: Integration, health: Health, at: datetime | None
) -> None:
    assert status(integration, NOW) == Status(health, at)


def test_the_order_begins_with_what_needs_somebody_now() -> None:
    assert [health.value for health in ORDER] == [
        "quarantined",
        "no_token",
        "overdue",
        "unconfirmed",
        "overlap",
        "due_soon",
        "healthy",
    ]


def test_counts_add_up() -> None:
    assert Counts({Health.HEALTHY: 3, Health.OVERDUE: 2}).total == 5


def test_a_glance_holds_what_a_list_needs() -> None:
    assert glance(an_integration(retiring(), current(2), offered(3), handover=a_handover())) == Glance(
        due_at=DUE,
        overlap_ends_at=NOW + WEEK,
        offered_at=NOW,
        has_current=True,
        waiting_until=NOW + WEEK,
    )
    assert glance(an_integration()) == Glance(
        due_at=None, overlap_ends_at=None, offered_at=None, has_current=False, waiting_until=None
    )


def test_a_new_token_is_healthy_however_short_its_period() -> None:
    for period in PERIODS:
        assert status(an_integration(current(), period=period), NOW).health is Health.HEALTHY


def test_due_soon_is_a_month_or_the_last_third_of_a_short_period() -> None:
    assert [soon(period).days for period in PERIODS] == [10, 20, 30, 30, 30]
