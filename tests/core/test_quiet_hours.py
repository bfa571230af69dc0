"""Quiet hours are by the workspace's own clock, also when that clock is put forward or back."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.quiet import is_time_zone, next_allowed

EVENING, MORNING = time(18), time(9)
ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour of daylight saving
    "Pacific/Chatham",
    "Africa/Casablanca",  # a change in spring and another in autumn, around Ramadan
    "America/Santiago",  # changes at midnight
    "Asia/Beirut",  # the same
)


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def berlin(text: str) -> datetime:
    return local(text, "Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2030-01-08T12:00", "2030-01-08T12:00"),  # a Tuesday
        ("2030-01-08T17:59:59", "2030-01-08T17:59:59"),
        ("2030-01-08T18:00", "2030-01-09T09:00"),
        ("2030-01-08T23:30", "2030-01-09T09:00"),
        ("2030-01-09T00:00", "2030-01-09T09:00"),
        ("2030-01-09T08:59:59", "2030-01-09T09:00"),
        ("2030-01-11T18:00", "2030-01-14T09:00"),  # a Friday evening
        ("2030-01-12T12:00", "2030-01-14T09:00"),
        ("2030-01-13T23:59", "2030-01-14T09:00"),
    ],
)
def test_nothing_is_said_at_night_or_on_a_weekend(now: str, allowed: str) -> None:
    assert next_allowed(berlin(now), "Europe/Berlin", EVENING, MORNING) == berlin(allowed)


def test_weekends_can_be_working_days() -> None:
    saturday = berlin("2030-01-12T12:00")
    assert next_allowed(saturday, "Europe/Berlin", EVENING, MORNING, weekends_too=True) == saturday


def test_a_window_may_lie_within_a_day() -> None:
    lunch = (time(12), time(13, 30))
    assert next_allowed(berlin("2030-01-08T12:15"), "Europe/Berlin", *lunch) == berlin("2030-01-08T13:30")
    assert next_allowed(berlin("2030-01-08T13:30"), "Europe/Berlin", *lunch) == berlin("2030-01-08T13:30")
    assert next_allowed(berlin("2030-01-08T23:00"), "Europe/Berlin", *lunch) == berlin("2030-01-08T23:00")


def test_equal_times_mean_never_quiet() -> None:
    midnight = berlin("2030-01-08T00:00")
    assert next_allowed(midnight, "Europe/Berlin", EVENING, EVENING) == midnight


def test_an_unknown_zone_counts_as_utc() -> None:
    late = datetime(2030, 1, 8, 18, tzinfo=UTC)
    assert next_allowed(late, "Mars/Olympus", EVENING, MORNING) == datetime(2030, 1, 9, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until", "allowed"),
    [
        # 31 March 2030 in Berlin: 02:00 becomes 03:00.
        ("2030-03-30T23:00+01:00", time(9), "2030-03-31T09:00+02:00"),
        ("2030-03-31T01:30+01:00", time(2, 30), "2030-03-31T03:00+02:00"),
        # 27 October 2030: 03:00 becomes 02:00, so 02:30 comes twice.
        ("2030-10-26T23:00+02:00", time(9), "2030-10-27T09:00+01:00"),
        ("2030-10-27T01:00+02:00", time(2, 30), "2030-10-27T02:30+02:00"),
        ("2030-10-27T02:10+01:00", time(2, 30), "2030-10-27T02:30+01:00"),
    ],
)
def test_a_night_in_which_the_clock_changes_ends_in_time(now: str, until: time, allowed: str) -> None:
    instant = datetime.fromisoformat(now)
    found = next_allowed(instant, "Europe/Berlin", time(22), until, weekends_too=True)
    assert found == datetime.fromisoformat(allowed)


def quiet(instant: datetime, zone: str, quiet_from: time, quiet_until: time, *, weekends_too: bool) -> bool:
    """The definition, in other words than the code's."""
    wall = instant.astimezone(ZoneInfo(zone))
    if not weekends_too and wall.strftime("%a") in {"Sat", "Sun"}:
        return True
    if quiet_from <= quiet_until:
        return quiet_from <= wall.time() < quiet_until
    return not quiet_until <= wall.time() < quiet_from


minutes = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(ZONES),
    minutes,
    minutes,
    st.booleans(),
)
def test_it_is_the_first_instant_that_is_not_quiet(
    now: datetime,
    zone: str,
    quiet_from: time,
    quiet_until: time,
    weekends_too: bool,
) -> None:
    found = next_allowed(now, zone, quiet_from, quiet_until, weekends_too=weekends_too)
    assert found >= now
    assert not quiet(found, zone, quiet_from, quiet_until, weekends_too=weekends_too)
    step = now
    while step < found:
        assert quiet(step, zone, quiet_from, quiet_until, weekends_too=weekends_too)
        step += timedelta(minutes=7)
    if found > now:
        before = max(found - timedelta(microseconds=1), now)
        assert quiet(before, zone, quiet_from, quiet_until, weekends_too=weekends_too)


@pytest.mark.parametrize("zone", ZONES)
def test_zones_are_known_by_name(zone: str) -> None:
    assert is_time_zone(zone)
    assert zone in available_timezones()


@pytest.mark.parametrize(
    "name", ["", "Europe", "Europe/", "Mars/Olympus", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 400, "."]
)
def test_what_is_no_zone_is_refused_quietly(name: str) -> None:
    assert not is_time_zone(name)
