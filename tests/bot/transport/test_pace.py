"""How long the supervisor waits before the next try."""

from datetime import timedelta

from bot.socket_mode import Pace


def test_the_first_try_is_at_once_and_the_next_ones_ever_later() -> None:
    pace = Pace()

    assert pace.pause(0, chance=1) == timedelta()
    assert [pace.pause(tries, chance=1).total_seconds() for tries in range(1, 8)] == [1, 2, 4, 8, 16, 32, 60]
    assert pace.pause(10**6, chance=1) == pace.longest_pause


def test_pauses_are_spread_so_that_not_all_apps_come_back_at_once() -> None:
    assert Pace().pause(3, chance=0) == timedelta(seconds=2)
    assert Pace().pause(3, chance=0.5) == timedelta(seconds=3)
