"""Who is let in while a token is suspected."""

from core.evidence import Caller, Usage, UseCount
from core.quarantine import quarantine
from tests.core.examples import HOUR, NOW

OURS, THEIRS = Caller("gateway-1", "203.0.113.0/24", "curl"), Caller("gateway-1", "198.51.100.0/24", "x")
UNTOLD = Caller("gateway-2")


def used(who: Caller, *, ago: int, refused: bool = False) -> UseCount:
    at = NOW - ago * HOUR
    return UseCount(
        tenant="T-HOME",
        integration_id="integration-1",
        token_id="token-1",
        caller=who,
        refused=refused,
        first_at=at,
        last_at=at,
        count=1,
    )


def test_known_is_who_used_it_before_and_nobody_else() -> None:
    held = quarantine(NOW, {"read"}, Usage((used(OURS, ago=1), used(THEIRS, ago=1, refused=True))), None)
    assert (held.admits(OURS), held.admits(THEIRS), held.admits(UNTOLD)) == (True, False, False)


def test_who_came_only_since_the_exposure_is_not_known() -> None:
    usage = Usage((used(OURS, ago=3), used(THEIRS, ago=1)))
    assert quarantine(NOW, {"read"}, usage, NOW - 2 * HOUR).callers == {OURS}
    assert quarantine(NOW, {"read"}, usage, None).callers == {OURS, THEIRS}


def test_a_gateway_that_could_not_tell_its_callers_apart_lets_all_of_its_own_in() -> None:
    held = quarantine(NOW, {"read"}, Usage((used(OURS, ago=1), used(UNTOLD, ago=1))), None)
    assert held.admits(Caller("gateway-2", "192.0.2.0/24"))
    assert not held.admits(THEIRS)
