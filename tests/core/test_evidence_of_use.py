"""Who used a token, and whether everybody has moved to the new one."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.evidence import (
    LONGEST_AGENT,
    LONGEST_QUIET,
    QUIET,
    Caller,
    Usage,
    UseCount,
    agent_family,
    network_of,
    proposed_quiet,
)
from core.moving import moved
from tests.core.examples import DAY, HOUR, NOW

MINUTE = timedelta(minutes=1)
CURL = Caller("gateway-1", "203.0.113.0/24", "curl")
CRON = Caller("gateway-1", "198.51.100.0/24", "cron")


def used(caller: Caller, token: str, last_at: datetime, *, first_at: datetime | None = None) -> UseCount:
    return UseCount(
        tenant="T1",
        integration_id="integration-1",
        token_id=token,
        caller=caller,
        first_at=first_at or last_at,
        last_at=last_at,
        count=1,
    )


def has_moved(*counts: UseCount) -> bool:
    return moved(Usage(counts), old="old", new="new", quiet=QUIET, now=NOW).moved


def test_while_nobody_uses_the_new_token_the_old_one_stays() -> None:
    assert not has_moved()
    assert not has_moved(used(CURL, "old", NOW - 30 * DAY))


def test_a_caller_that_was_seen_with_the_new_token_has_moved() -> None:
    assert has_moved(used(CURL, "old", NOW - HOUR), used(CURL, "new", NOW))


def test_a_caller_that_goes_on_with_both_has_not_moved() -> None:
    assert not has_moved(used(CURL, "old", NOW), used(CURL, "new", NOW, first_at=NOW - HOUR))


def test_one_hold_out_keeps_the_old_token_alive_and_is_named() -> None:
    counts = (used(CURL, "old", NOW - HOUR), used(CRON, "old", NOW - HOUR), used(CURL, "new", NOW))
    left = moved(Usage(counts), old="old", new="new", quiet=QUIET, now=NOW)
    assert ([each.caller for each in left.still], left.callers, left.moved) == ([CRON], 2, False)


def test_a_caller_that_was_silent_long_enough_is_taken_to_have_gone() -> None:
    new = used(CURL, "new", NOW)
    assert has_moved(new, used(CRON, "old", NOW - QUIET))
    assert not has_moved(new, used(CRON, "old", NOW - QUIET + timedelta(seconds=1)))


def test_refused_tries_are_no_use_of_the_token() -> None:
    refused = replace(used(CRON, "old", NOW), refused=True)
    usage = Usage((refused, used(CURL, "new", NOW)))
    assert moved(usage, old="old", new="new", quiet=QUIET, now=NOW).moved
    assert (usage.refused, usage.of("old")) == ((refused,), ())


def test_it_is_known_when_it_was_used_last() -> None:
    usage = Usage((used(CURL, "old", NOW - HOUR), used(CURL, "new", NOW), used(CRON, "old", NOW - 2 * DAY)))
    assert usage.last_at == NOW
    assert Usage().last_at is None


def test_until_moved_needs_gateways_that_say_who_calls() -> None:
    untold = used(Caller("gateway-1"), "old", NOW)
    assert Usage((used(CURL, "old", NOW),)).tells_callers_of("old", NOW)
    assert not Usage((used(CURL, "old", NOW), untold)).tells_callers_of("old", NOW)
    assert not Usage((used(CURL, "another", NOW),)).tells_callers_of("old", NOW)
    assert not Usage().tells_callers_of("old", NOW)


def test_who_did_not_say_who_they_were_a_month_ago_is_no_obstacle_any_more() -> None:
    untold = used(Caller("gateway-1"), "old", NOW - LONGEST_QUIET)
    assert Usage((used(CURL, "old", NOW), untold)).tells_callers_of("old", NOW)


def test_two_machines_behind_one_address_have_not_moved_when_one_of_them_has() -> None:
    """They took turns every ten minutes, so the other one shows within twenty."""
    old = replace(used(CURL, "old", NOW - 10 * MINUTE), longest_pause=10 * MINUTE)
    new = used(CURL, "new", NOW, first_at=NOW - 9 * MINUTE)
    assert not has_moved(old, new)
    assert has_moved(replace(old, last_at=NOW - 21 * MINUTE), new)


def test_what_is_still_on_its_way_to_the_database_keeps_the_old_token_alive() -> None:
    assert not has_moved(used(CURL, "old", NOW - timedelta(seconds=5)), used(CURL, "new", NOW))


def test_callers_that_cannot_be_told_apart_are_only_gone_when_they_are_silent() -> None:
    anybody = Caller("gateway-1")
    assert not has_moved(used(anybody, "old", NOW - HOUR), used(anybody, "new", NOW))
    assert has_moved(used(anybody, "old", NOW - QUIET), used(anybody, "new", NOW))


@pytest.mark.parametrize(
    ("pause", "proposed"),
    [
        (timedelta(), QUIET),
        (HOUR, QUIET),
        (DAY, 2 * DAY),
        (4 * DAY, 6 * DAY),
        (30 * DAY, LONGEST_QUIET),
    ],
)
def test_the_proposed_quiet_follows_the_integrations_own_rhythm(
    pause: timedelta, proposed: timedelta
) -> None:
    usage = Usage((replace(used(CURL, "old", NOW), longest_pause=pause),))
    assert proposed_quiet(usage, NOW) == proposed


def test_who_was_seen_once_and_is_silent_since_may_come_back() -> None:
    monthly = used(CRON, "old", NOW - 10 * DAY)
    assert proposed_quiet(Usage((used(CURL, "old", NOW), monthly)), NOW) == 15 * DAY
    assert proposed_quiet(Usage((monthly, used(CRON, "new", NOW))), NOW) == QUIET, (
        "with the new token it is here"
    )
    assert proposed_quiet(Usage((replace(monthly, refused=True),)), NOW) == QUIET


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        (" 203.0.113.77 ", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::1", "::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("203.0.113.77, 10.0.0.1", ""),
        ("203.0.113.0/24", ""),
        ("1" * 5000, ""),
    ],
)
def test_an_address_becomes_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("agent", "family"),
    [
        ("curl/8.5.0 (x86_64)", "curl"),
        ("python-requests/2.31", "python-requests"),
        ("Mozilla/5.0 (X11; Linux)", "Mozilla"),
        ("", ""),
        ("<script>", ""),
        ("é", ""),
        ("a" * 5000, "a" * LONGEST_AGENT),
    ],
)
def test_an_agent_becomes_its_family(agent: str, family: str) -> None:
    assert agent_family(agent) == family
