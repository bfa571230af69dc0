"""Which jobs have stopped, as anybody can tell from when they worked last."""

from datetime import timedelta

from core.beats import GRACE, Beat, in_words, stopped
from tests.core.examples import HOUR, NOW

A_MOMENT = timedelta(microseconds=1)
TICK = timedelta(seconds=30)


def worked(ago: timedelta, period: timedelta = TICK) -> Beat:
    return Beat(at=NOW - ago, period=period)


def test_a_job_that_worked_in_time_has_not_stopped() -> None:
    assert stopped(["outbox"], {"outbox": worked(TICK)}, NOW) == {}


def test_a_job_counts_as_stopped_a_minute_after_it_should_have_worked_and_no_sooner() -> None:
    late = TICK + GRACE
    assert stopped(["outbox"], {"outbox": worked(late)}, NOW) == {}
    later = late + A_MOMENT
    assert stopped(["outbox"], {"outbox": worked(later)}, NOW) == {"outbox": later}


def test_each_job_is_measured_by_its_own_period() -> None:
    beats = {"outbox": worked(HOUR), "sweep": worked(HOUR, period=HOUR)}
    assert stopped(["outbox", "sweep"], beats, NOW) == {"outbox": HOUR}


def test_a_job_that_never_worked_has_stopped_but_nobody_says_since_when() -> None:
    assert stopped(["outbox", "sweep"], {"outbox": worked(TICK)}, NOW) == {"sweep": None}


def test_a_job_that_there_is_no_longer_is_not_missed() -> None:
    assert stopped(["outbox"], {"outbox": worked(TICK), "of an older release": worked(HOUR)}, NOW) == {}


def test_the_operator_reads_what_has_stopped_and_for_how_long() -> None:
    ages = {"outbox": timedelta(seconds=95.7), "sweep": None}
    assert in_words(ages) == "Stopped: outbox (worked last 95 s ago), sweep (never worked)."


def test_while_everything_works_there_is_nothing_to_say() -> None:
    assert in_words({}) is None
