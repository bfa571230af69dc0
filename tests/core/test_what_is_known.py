"""Whether a token that is known works at an instant, by a clock that never goes back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.token import State
from core.verification import Changes, Known, Steady
from tests.core.examples import DAY, HOUR, NOW
from tests.databases import Clock

A_MOMENT = timedelta(microseconds=1)
KNOWN = Known(
    tenant="T1",
    integration_id="integration-1",
    name="Billing",
    token_id="token-1",
    version=1,
    scopes=frozenset({"invoices.readonly"}),
    state=State.CURRENT,
    issued_at=NOW,
    ends_at=None,
    epoch=7,
)


@pytest.mark.parametrize("state", [State.OFFERED, State.CURRENT])
def test_a_token_without_an_end_works(state: State) -> None:
    known = replace(KNOWN, state=state)
    assert known.active(NOW + 1000 * DAY)
    assert known.offered is (state is State.OFFERED)


def test_the_end_of_an_overlap_is_exact() -> None:
    known = replace(KNOWN, state=State.RETIRING, ends_at=NOW)
    assert (known.active(NOW - A_MOMENT), known.active(NOW)) == (True, False)


def test_a_dead_token_never_works_whatever_its_end_says() -> None:
    for ends_at in (None, NOW + DAY, NOW):
        assert not replace(KNOWN, state=State.DEAD, ends_at=ends_at).active(NOW - DAY)


def test_a_change_names_an_integration_as_its_answers_do() -> None:
    changed = Changes(epoch=8, integrations=frozenset({("T1", "integration-1")})).integrations
    assert changed is not None
    assert KNOWN.place in changed
    assert not {replace(KNOWN, tenant="T2").place, replace(KNOWN, integration_id="other").place} & changed


def test_no_change_is_told_apart_from_any_change() -> None:
    assert not Changes(epoch=1, integrations=frozenset())
    assert Changes(epoch=1, integrations=None)
    assert Changes(epoch=1, integrations=frozenset({("T1", "a")}))
    assert Changes(epoch=1, integrations=frozenset(), gateways=True)


def test_a_clock_that_is_put_back_revives_nothing() -> None:
    clock = Clock(NOW)
    steady = Steady(clock)
    known = replace(KNOWN, state=State.RETIRING, ends_at=NOW)
    assert not known.active(steady())
    clock.pass_(-HOUR)
    assert not known.active(steady())
    assert (steady(), steady.ahead) == (NOW, HOUR)


def test_it_goes_on_when_the_clock_has_caught_up() -> None:
    clock = Clock(NOW)
    steady = Steady(clock, floor=NOW + HOUR)
    clock.pass_(HOUR + A_MOMENT)
    assert (steady(), steady.ahead) == (NOW + HOUR + A_MOMENT, timedelta())


@given(some.lists(some.timedeltas(min_value=-DAY, max_value=DAY)))
def test_it_never_goes_back_and_never_ahead_of_what_was_seen(steps: list[timedelta]) -> None:
    clock = Clock(NOW)
    steady, latest, furthest = Steady(clock), NOW, NOW
    for step in steps:
        clock.pass_(step)
        furthest = max(furthest, clock.now)
        assert latest <= steady() == furthest
        latest = steady()
