"""What the table of a token's life cannot show: instants, reasons, and who may collect what."""

from datetime import timedelta

import pytest

from core.integration import Integration
from core.overlap import BY_TIME, LONGEST, Overlap
from core.refusals import (
    AlreadySafe,
    HandoverGone,
    NotYours,
    OverlapTooLong,
    OverlapTooShort,
    RotationUnderway,
    TokenGone,
)
from core.token import End, Proof, Reason, State, Token
from tests.core.examples import (
    DAY,
    HOUR,
    NOW,
    WEEK,
    a_handover,
    a_token,
    an_integration,
    current,
    dead,
    offered,
    retiring,
)

MOMENT = timedelta(microseconds=1)


def by_version(integration: Integration, version: int) -> Token:
    return next(token for token in integration.tokens if token.version == version)


# --- the overlap


@pytest.mark.parametrize(
    ("overlap", "days"),
    [
        (Overlap.HOUR, 1 / 24),
        (Overlap.DAY, 1),
        (Overlap.WEEK, 7),
        (Overlap.FORTNIGHT, 14),
        (Overlap.MONTH, 30),
        (Overlap.UNTIL_MOVED, 30),
    ],
)
@pytest.mark.parametrize("proof", list(Proof))
def test_the_old_token_works_as_long_as_was_chosen(overlap: Overlap, days: float, proof: Proof) -> None:
    rotated = an_integration(current(), offered(2, overlap=overlap)).confirm("token-2", proof, NOW + DAY)
    old = by_version(rotated, 1)
    end = NOW + DAY + timedelta(days=days)
    assert old.ends_at == end
    assert old.works(end - MOMENT)
    assert not old.works(end)


def test_as_soon_as_confirmed_ends_the_old_token_at_the_press_of_i_saved_it() -> None:
    rotated = an_integration(current(), offered(2, overlap=Overlap.AT_ONCE))
    old = by_version(rotated.confirm("token-2", Proof.SAVED, NOW), 1)
    assert (old.state, old.ended_at) == (State.DEAD, NOW)
    assert old.reason is not None
    assert old.reason.end is End.SUPERSEDED


def test_as_soon_as_confirmed_leaves_an_hour_when_only_a_use_confirmed_it() -> None:
    rotated = an_integration(current(), offered(2, overlap=Overlap.AT_ONCE))
    old = by_version(rotated.confirm("token-2", Proof.FIRST_USE, NOW), 1)
    assert old.ends_at == NOW + HOUR


def test_i_saved_it_after_a_first_use_ends_the_old_token_that_was_to_end_at_once() -> None:
    rotated = an_integration(current(), offered(2, overlap=Overlap.AT_ONCE))
    used = rotated.confirm("token-2", Proof.FIRST_USE, NOW)
    saved = used.confirm("token-2", Proof.SAVED, NOW + HOUR / 2)
    old, new = saved.tokens
    assert (old.reason, old.ended_at) == (Reason.OVERLAP_ENDED, NOW + HOUR / 2)
    assert (new.state, new.proof, new.confirmed_at) == (State.CURRENT, Proof.SAVED, NOW)


def test_i_saved_it_after_a_first_use_does_not_end_an_overlap_that_was_extended() -> None:
    rotated = an_integration(current(), offered(2, overlap=Overlap.AT_ONCE))
    extended = rotated.confirm("token-2", Proof.FIRST_USE, NOW).extend_overlap(NOW + WEEK, NOW)
    assert by_version(extended.confirm("token-2", Proof.SAVED, NOW), 1).ends_at == NOW + WEEK


@pytest.mark.parametrize("overlap", [Overlap.HOUR, Overlap.WEEK])
def test_i_saved_it_after_a_first_use_leaves_a_chosen_overlap_as_it_is(overlap: Overlap) -> None:
    used = an_integration(current(), offered(2, overlap=overlap)).confirm("token-2", Proof.FIRST_USE, NOW)
    saved = used.confirm("token-2", Proof.SAVED, NOW)
    assert by_version(saved, 1) == by_version(used, 1)
    with pytest.raises(AlreadySafe):
        saved.confirm("token-2", Proof.SAVED, NOW)


def test_i_saved_it_after_a_first_use_is_fine_for_a_token_that_replaced_none() -> None:
    used = an_integration(offered()).confirm("token-1", Proof.FIRST_USE, NOW)
    saved = used.confirm("token-1", Proof.SAVED, NOW).current
    assert saved is not None
    assert saved.proof is Proof.SAVED


def test_no_choice_is_longer_than_what_an_overlap_can_be_extended_to() -> None:
    assert max(overlap.span() for overlap in Overlap) == LONGEST
    assert {*Overlap} - {*BY_TIME} == {Overlap.UNTIL_MOVED}


def test_until_confirmed_the_old_token_has_no_end() -> None:
    rotating = an_integration(current()).offer(offered(2))
    assert by_version(rotating, 1).ends_at is None
    assert by_version(rotating, 1).works(NOW + 1000 * WEEK)


def test_an_overlap_is_extended_to_later_but_not_beyond_thirty_days() -> None:
    overlapping = an_integration(retiring(), current(2))
    assert by_version(overlapping.extend_overlap(NOW + 2 * WEEK, NOW), 1).ends_at == NOW + 2 * WEEK
    with pytest.raises(OverlapTooShort):
        overlapping.extend_overlap(NOW + WEEK, NOW)
    assert by_version(overlapping.extend_overlap(NOW + LONGEST, NOW), 1).ends_at == NOW + LONGEST
    with pytest.raises(OverlapTooLong):
        overlapping.extend_overlap(NOW + LONGEST + MOMENT, NOW)


def test_an_overlap_that_is_over_keeps_its_own_end_whatever_is_recorded_later() -> None:
    over = an_integration(retiring(ends_at=NOW), current(2))
    for later in (over.end_overlap(NOW + DAY), over.kill_all(Reason.COMPROMISED, NOW + DAY)):
        old = by_version(later, 1)
        assert (old.reason, old.ended_at) == (Reason.OVERLAP_ENDED, NOW)


def test_cancelling_brings_the_old_token_back_with_its_due_date() -> None:
    before = an_integration(current(), period=30 * DAY)
    overlapping = before.offer(offered(2, overlap=Overlap.WEEK)).confirm("token-2", Proof.SAVED, NOW + DAY)
    assert overlapping.due_at == NOW + 31 * DAY
    undone = overlapping.cancel_rotation(NOW + 2 * DAY)
    assert undone.current == before.current
    assert undone.due_at == before.due_at
    assert by_version(undone, 2).reason is Reason.ROTATION_CANCELLED


# --- confirmation


def test_being_saved_and_being_used_are_told_apart() -> None:
    saved = an_integration(offered()).confirm("token-1", Proof.SAVED, NOW + DAY)
    used = an_integration(offered()).confirm("token-1", Proof.FIRST_USE, NOW + DAY)
    assert saved.current is not None
    assert used.current is not None
    assert (saved.current.proof, saved.current.first_used_at) == (Proof.SAVED, None)
    assert (used.current.proof, used.current.first_used_at) == (Proof.FIRST_USE, NOW + DAY)
    assert saved.current.confirmed_at == used.current.confirmed_at == NOW + DAY


def test_a_token_is_due_a_period_after_its_confirmation() -> None:
    assert an_integration(offered()).due_at is None
    assert an_integration().due_at is None
    assert an_integration(current(), period=30 * DAY).due_at == NOW + 30 * DAY


# --- hand-over


def test_only_the_recipient_collects_and_only_in_time() -> None:
    waiting = an_integration(handover=a_handover())
    assert waiting.collect("handover-1", "U-BOB", NOW) == (a_handover(), an_integration())
    with pytest.raises(NotYours):
        waiting.collect("handover-1", "U-ADA", NOW)
    with pytest.raises(HandoverGone):
        waiting.collect("handover-2", "U-BOB", NOW)
    with pytest.raises(HandoverGone):
        waiting.collect("handover-1", "U-BOB", NOW + WEEK)


def test_collecting_uses_the_hand_over_up() -> None:
    _, collected = an_integration(handover=a_handover()).collect("handover-1", "U-BOB", NOW)
    with pytest.raises(HandoverGone):
        collected.offer(offered()).collect("handover-1", "U-BOB", NOW)


def test_no_token_is_offered_over_a_hand_over_that_waits() -> None:
    with pytest.raises(RotationUnderway):
        an_integration(current(), handover=a_handover()).offer(offered(2))
    late = an_integration(current(), handover=a_handover(expires_at=NOW))
    assert late.offer(offered(2)).handover is None


def test_a_hand_over_that_waited_too_long_makes_room_for_another() -> None:
    late = an_integration(current(), handover=a_handover(expires_at=NOW))
    another = a_handover(id="handover-2")
    assert late.waiting(NOW) is None
    assert late.hand_over(another, NOW).handover == another


# --- ends


def test_a_dead_token_is_not_found_and_never_changed() -> None:
    ended = an_integration(dead(), current(2))
    with pytest.raises(TokenGone):
        ended.token("token-1")
    assert by_version(ended.kill_all(Reason.COMPROMISED, NOW + DAY), 1) == dead()


def test_no_token_of_another_integration_is_found() -> None:
    with pytest.raises(TokenGone):
        an_integration(current()).token("token-9")


def test_killing_one_token_leaves_the_others() -> None:
    left = an_integration(retiring(), current(2)).kill("token-1", Reason.REVOKED, NOW)
    assert by_version(left, 2) == current(2)


@pytest.mark.parametrize("state", [State.OFFERED, State.CURRENT])
def test_a_token_that_nobody_ended_has_no_end(state: State) -> None:
    assert a_token(state=state).works(NOW + 1000 * WEEK)


def test_a_retiring_token_without_an_end_does_not_work() -> None:
    assert not a_token(state=State.RETIRING).works(NOW)


def test_each_reason_belongs_to_one_end() -> None:
    ends = {reason.value: reason.end.value for reason in Reason}
    assert ends == {
        "overlap_ended": "superseded",
        "expired_now": "superseded",
        "next_rotation": "superseded",
        "never_confirmed": "expired",
        "not_delivered": "repudiated",
        "not_received": "repudiated",
        "rotation_cancelled": "repudiated",
        "revoked": "repudiated",
        "compromised": "repudiated",
        "deleted": "repudiated",
    }


def test_a_confirmation_leaves_the_dead_alone() -> None:
    rotated = an_integration(dead(), current(2), offered(3)).confirm("token-3", Proof.SAVED, NOW)
    assert by_version(rotated, 1) == dead()
