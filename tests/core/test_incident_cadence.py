"""When an incident asks for news, warns of the 72 hours, and wants its review."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.incidents.cadence import (
    CLOCK_WARNINGS,
    MOST_NUDGES,
    REVIEW_WITHIN,
    RHYTHM,
    Due,
    Reminder,
    clock_said,
    look_at,
    next_update,
    notify_by,
    reminders,
    review_at,
)
from core.incidents.kinds import PersonalData, Severity
from core.incidents.steps import Step
from tests.core.examples import DAY, HOUR, NOW
from tests.core.incident_ground import an_incident

MINUTE = timedelta(minutes=1)
KNOWN_DATA = replace(an_incident(), personal_data=PersonalData.YES, nudges=MOST_NUDGES)
"""Its leader was reminded often enough, so that only the 72 hours are left to speak of."""


@pytest.mark.parametrize(
    ("severity", "rhythm"), [(Severity.P1, 30 * MINUTE), (Severity.P2, 2 * HOUR), (Severity.P4, DAY)]
)
def test_an_update_is_due_as_often_as_the_severity_asks(severity: Severity, rhythm: timedelta) -> None:
    incident = replace(an_incident(), severity=severity)
    assert reminders(incident, NOW + rhythm - MINUTE) == ()
    assert reminders(incident, NOW + rhythm) == (Reminder(Due.NUDGE),)
    assert next_update(incident) == NOW + rhythm


def test_an_update_or_a_reminder_gives_as_long_again() -> None:
    told = replace(an_incident(), told_at=NOW + HOUR)
    assert (reminders(told, NOW + 2 * HOUR), next_update(told)) == ((), NOW + 3 * HOUR)
    nudged = replace(an_incident(), nudges=1, nudged_at=NOW + 2 * HOUR)
    assert reminders(nudged, NOW + 3 * HOUR) == ()


def test_reminders_end_with_one_that_says_so() -> None:
    incident, said = replace(an_incident(), severity=Severity.P1), []
    for half_hours in range(1, 20):
        now = NOW + half_hours * 30 * MINUTE
        for reminder in reminders(incident, now):
            said.append(reminder.due)
            incident = replace(incident, nudges=incident.nudges + 1, nudged_at=now)
    assert said == [*[Due.NUDGE] * (MOST_NUDGES - 1), Due.LAST_NUDGE]
    assert reminders(incident.claim(Step.SOURCE, "U-ADA", now), now + HOUR) == (Reminder(Due.NUDGE),)


def test_the_72_hours_run_from_the_opening_unless_no_personal_data_was_in_reach() -> None:
    assert notify_by(an_incident()) == NOW + 72 * HOUR
    assert notify_by(replace(an_incident(), personal_data=PersonalData.NO)) is None
    assert notify_by(replace(KNOWN_DATA, drill=True)) is None


def test_each_warning_of_the_72_hours_is_given_once_and_the_last_when_they_are_over() -> None:
    incident, said = KNOWN_DATA, []
    for hours in range(80):
        now = NOW + hours * HOUR
        for reminder in reminders(incident, now):
            assert reminder.due is Due.CLOCK
            said.append(reminder.left)
            incident = replace(incident, clock_said=clock_said(incident, now))
    assert said == list(CLOCK_WARNINGS)


def test_after_an_outage_only_the_latest_warning_is_given() -> None:
    now = NOW + 71 * HOUR
    assert reminders(KNOWN_DATA, now) == (Reminder(Due.CLOCK, HOUR),)
    assert reminders(replace(KNOWN_DATA, clock_said=clock_said(KNOWN_DATA, now)), now) == ()


@pytest.mark.parametrize("answer", [PersonalData.UNKNOWN, PersonalData.NO])
def test_nobody_is_warned_of_what_nobody_has_said(answer: PersonalData) -> None:
    assert reminders(replace(KNOWN_DATA, personal_data=answer), NOW + 71 * HOUR) == ()


def test_once_somebody_has_decided_on_notifying_the_warnings_end() -> None:
    decided = replace(KNOWN_DATA.claim(Step.DATA, "U-ADA", NOW), nudges=MOST_NUDGES)
    assert reminders(decided, NOW + 71 * HOUR) == ()
    assert clock_said(replace(decided, personal_data=PersonalData.NO), NOW + 71 * HOUR) == 0


def test_the_72_hours_go_on_after_a_closing_until_they_are_over() -> None:
    """Whoever closes it with a reason has not decided on notifying."""
    incident, said = KNOWN_DATA.close("U-ADA", NOW + HOUR, NOW + 7 * DAY, "It was ours"), []
    for hours in range(2, 80):
        now = NOW + hours * HOUR
        for reminder in reminders(incident, now):
            said.append(reminder.left)
            incident = replace(incident, clock_said=clock_said(incident, now))
    assert said == list(CLOCK_WARNINGS)


def test_a_closed_incident_is_looked_at_for_the_next_warning_then_for_its_review() -> None:
    closed, review = KNOWN_DATA.close("U-ADA", NOW, NOW + 7 * DAY, "It was ours"), NOW + 7 * DAY
    assert look_at(closed) == NOW + 24 * HOUR
    assert look_at(replace(closed, clock_said=4)) == NOW + 72 * HOUR
    assert look_at(replace(closed, clock_said=5)) == review
    assert look_at(replace(closed, personal_data=PersonalData.UNKNOWN)) == review
    assert look_at(replace(closed, review_said_at=review, clock_said=5)) is None
    assert look_at(KNOWN_DATA) == KNOWN_DATA.opened_at


def test_a_closed_incident_wants_its_review_once() -> None:
    closed = an_incident().close("U-ADA", NOW, NOW + DAY)
    assert reminders(closed, NOW + DAY - MINUTE) == ()
    assert reminders(closed, NOW + DAY) == (Reminder(Due.REVIEW),)
    assert reminders(replace(closed, review_said_at=NOW + DAY), NOW + 2 * DAY) == ()


def test_five_working_days_over_a_weekend_are_a_week() -> None:
    monday = datetime(2030, 1, 7, 12, tzinfo=UTC)
    assert review_at(monday, Severity.P1) == monday + 7 * DAY
    assert review_at(monday, Severity.P3) == monday + 21 * DAY


@given(some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), some.sampled_from(Severity))  # noqa: DTZ001 - UTC is added below
def test_a_review_is_on_a_working_day_and_so_many_later(closed: datetime, severity: Severity) -> None:
    start = closed.replace(tzinfo=UTC)
    end = review_at(start, severity)
    between = [start + DAY * each for each in range(1, (end - start).days + 1)]
    assert end.weekday() < 5
    assert sum(each.weekday() < 5 for each in between) == REVIEW_WITHIN[severity]


def test_every_severity_has_its_rhythm_and_the_worst_is_the_fastest() -> None:
    assert [RHYTHM[each] for each in Severity] == sorted(RHYTHM.values())
