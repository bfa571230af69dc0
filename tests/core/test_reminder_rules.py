"""When a stage is reached and may be said, and which one is: by the clock of whoever reads it."""

from datetime import UTC, datetime, timedelta

import pytest

from core.reminders.decision import Later, Reached, Waiting, decide
from core.reminders.hours import allowed, earliest, moment
from core.reminders.jitter import early, most_early
from core.reminders.stages import after, first

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BERLIN, KOLKATA, NEW_YORK = "Europe/Berlin", "Asia/Kolkata", "America/New_York"


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


WEDNESDAY = utc(2027, 6, 30, 12)
"""When the tokens of these tests are due."""


def waiting(stage: int = 30, due_at: datetime = WEDNESDAY, snoozed_until: datetime | None = None) -> Waiting:
    return Waiting(
        tenant="T",
        integration_id="billing",
        token_id="token",
        due_at=due_at,
        stage=stage,
        owner="U-OLIVE",
        at=earliest(due_at, stage),
        snoozed_until=snoozed_until,
    )


def test_the_stages_come_closer_and_go_on_weekly() -> None:
    stages = [30]
    while len(stages) < 12:
        stages.append(after(stages[-1]))
    assert stages == [30, 14, 7, 3, 1, 0, -1, -3, -7, -14, -21, -28]


@pytest.mark.parametrize(("days", "stage"), [(365, 30), (90, 30), (60, 14), (30, 7), (7, 1), (1, 0)])
def test_a_short_period_begins_with_a_late_stage(days: int, stage: int) -> None:
    assert first(days * DAY) == stage


@pytest.mark.parametrize(
    ("zone", "stage", "expected"),
    [
        (BERLIN, 0, utc(2027, 6, 30, 7)),
        (KOLKATA, 0, utc(2027, 6, 30, 3, 30)),
        (NEW_YORK, 0, utc(2027, 6, 30, 13)),
        ("Mars/Olympus", 0, utc(2027, 6, 30, 9)),
        # 31 May is a Monday, 27 and 29 June are a Sunday and a Tuesday.
        (BERLIN, 30, utc(2027, 5, 31, 7)),
        (BERLIN, 3, utc(2027, 6, 25, 7)),
        (BERLIN, 1, utc(2027, 6, 29, 7)),
        # 3 July is a Saturday.
        (BERLIN, -3, utc(2027, 7, 3, 7)),
    ],
)
def test_a_stage_comes_at_nine_where_its_reader_is(zone: str, stage: int, expected: datetime) -> None:
    assert moment(WEDNESDAY, stage, zone) == expected


def test_the_day_is_the_one_of_the_reader() -> None:
    late = utc(2027, 6, 30, 22, 30)
    assert moment(late, 0, BERLIN) == utc(2027, 7, 1, 7)
    assert moment(late, 0, NEW_YORK) == utc(2027, 6, 30, 13)


def test_clocks_that_are_put_forward_leave_it_at_nine() -> None:
    """The night to 28 March 2027 in Berlin: winter time before, summer time after."""
    due = utc(2027, 3, 30, 10)
    assert [moment(due, stage, BERLIN) for stage in (7, 1)] == [utc(2027, 3, 23, 8), utc(2027, 3, 29, 7)]


def test_a_leap_day_is_a_day() -> None:
    assert moment(utc(2028, 3, 1, 12), 1, "UTC") == utc(2028, 2, 29, 9)
    assert moment(utc(2028, 2, 29, 12), 30, "UTC") == utc(2028, 1, 28, 9), "the Friday before 30 January"


def test_what_is_late_waits_for_working_hours_unless_it_is_overdue() -> None:
    friday_night = utc(2027, 6, 25, 20)
    assert allowed(3, friday_night, BERLIN) == utc(2027, 6, 28, 7)
    assert allowed(-1, friday_night, BERLIN) == friday_night


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", BERLIN, "Antarctica/Troll", "UTC"])
@pytest.mark.parametrize("hour", range(24))
def test_a_row_is_looked_at_before_its_moment_anywhere_on_earth(zone: str, hour: int) -> None:
    for day in range(370):
        due = utc(2027, 1, 1, hour) + day * DAY
        for stage in (30, 1, 0, -1, -7):
            assert timedelta() <= moment(due, stage, zone) - earliest(due, stage) <= 4 * DAY


def test_nothing_is_said_before_the_moment() -> None:
    assert decide(waiting(), BERLIN, utc(2027, 5, 31, 6, 59)) == Later(utc(2027, 5, 31, 7))
    assert decide(waiting(), BERLIN, utc(2027, 5, 31, 7)) == Reached((30,))


def test_stages_that_fall_on_one_friday_merge() -> None:
    """Due on a Sunday: the day before and the day itself are both announced on the Friday."""
    sunday = utc(2027, 7, 4, 12)
    friday = utc(2027, 7, 2, 7)
    assert decide(waiting(1, sunday), BERLIN, friday) == Reached((1, 0))


def test_after_an_outage_only_the_latest_is_said() -> None:
    reached = decide(waiting(), BERLIN, utc(2027, 6, 28, 7))
    assert reached == Reached((30, 14, 7, 3))
    assert isinstance(reached, Reached)
    assert reached.latest == 3


def test_what_was_missed_on_a_friday_comes_on_the_monday() -> None:
    saturday = utc(2027, 6, 26, 12)
    assert decide(waiting(3), BERLIN, saturday) == Later(utc(2027, 6, 28, 7))


def test_unless_it_is_overdue_by_then() -> None:
    """Due on a Friday and missed: on the Saturday it is a day overdue, and that does not wait."""
    friday = utc(2027, 7, 2, 12)
    assert decide(waiting(0, friday), BERLIN, utc(2027, 7, 2, 20)) == Later(utc(2027, 7, 3, 7))
    assert decide(waiting(0, friday), BERLIN, utc(2027, 7, 3, 7)) == Reached((0, -1))


def test_what_was_snoozed_comes_back_when_the_snooze_is_over() -> None:
    until = utc(2027, 6, 1, 9)
    snoozed = waiting(30, snoozed_until=until)
    assert decide(snoozed, BERLIN, until - HOUR) == Later(until)
    assert decide(snoozed, BERLIN, until) == Reached((30,))


def test_a_snooze_that_ends_at_night_ends_in_the_morning() -> None:
    until = utc(2027, 6, 1, 20)
    assert decide(waiting(30, snoozed_until=until), BERLIN, until) == Later(utc(2027, 6, 2, 7))


def test_a_snooze_covers_the_stages_that_pass_meanwhile() -> None:
    until = utc(2027, 6, 18, 9)
    snoozed = waiting(30, snoozed_until=until)
    assert decide(snoozed, BERLIN, utc(2027, 6, 16, 12)) == Later(until)
    assert decide(snoozed, BERLIN, until) == Reached((30, 14))


def test_a_reader_who_has_moved_east_since_is_still_not_told_at_night() -> None:
    assert decide(waiting(30), KOLKATA, utc(2027, 5, 31, 13)) == Later(utc(2027, 6, 1, 3, 30))


def test_tokens_of_one_day_are_due_on_different_days_and_never_later() -> None:
    spread = {early(f"integration-{number}", 90 * DAY) for number in range(1000)}
    assert spread == {days * DAY for days in range(15)}
    assert {early(f"integration-{number}", 30 * DAY) for number in range(1000)} == {
        days * DAY for days in range(6)
    }
    assert early("integration-1", 3 * DAY) == timedelta()
    assert most_early(365 * DAY) == 14 * DAY
