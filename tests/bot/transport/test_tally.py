"""A flood of bad requests is counted, and fills no log."""

from datetime import timedelta

from structlog.testing import capture_logs

from bot.tally import QUIET_FOR, Reason, Tally
from tests.databases import Clock


def test_each_request_is_counted_by_what_became_of_it() -> None:
    tally = Tally(Clock())

    tally.let_through()
    tally.turned_away(Reason.FORGED)
    tally.turned_away(Reason.FORGED)
    tally.turned_away(Reason.STALE)

    assert tally.passed == 1
    assert tally.refused == {Reason.FORGED: 2, Reason.STALE: 1}


def test_a_flood_makes_one_line_per_reason_and_minute() -> None:
    clock = Clock()
    tally = Tally(clock)

    with capture_logs() as lines:
        for _ in range(1000):
            tally.turned_away(Reason.FORGED)
        tally.turned_away(Reason.STALE)
        clock.pass_(QUIET_FOR - timedelta(seconds=1))
        tally.turned_away(Reason.FORGED)
        clock.pass_(timedelta(seconds=1))
        tally.turned_away(Reason.FORGED)

    assert [(line["reason"], line["so_far"]) for line in lines] == [
        ("forged", 1),
        ("stale", 1),
        ("forged", 1002),
    ]


def test_every_refusal_is_a_client_error_but_our_own_doubt() -> None:
    assert [reason for reason in Reason if not 400 <= reason.status < 500] == [Reason.UNSURE]
