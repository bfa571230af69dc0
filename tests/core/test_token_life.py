"""The life of a token as a table: every situation an integration can be in, and every action.

`c1 o2` reads: token 1 is current, token 2 is offered. `o` offered, `c` current, `r` retiring, `x` the same
but over and not yet written down, `h` a hand-over that waits. Dead tokens are left out. `!` marks a refusal.
"""

from collections.abc import Callable

import pytest

from core.integration import Integration
from core.overlap import Overlap
from core.refusals import Refused
from core.token import Proof, Reason, State, Token
from tests.core.examples import NOW, WEEK, a_handover, an_integration, current, offered, retiring

TABLE = """
situation | offer     | hand over | collect  | confirm  | void  | cancel   | expire | extend   | end   | kill
-         | o1        | h         | !away    | !gone    | !gone | !nothing | !none  | !none    | !none | !gone
h         | !underway | !underway | o1       | !gone    | !gone | -        | !none  | !none    | !none | !gone
o1        | !underway | !underway | !away    | c1       | -     | !nothing | !none  | !none    | !none | -
c1        | c1 o2     | c1 h      | !away    | !safe    | !safe | !nothing | !none  | !none    | !none | -
c1 h      | !underway | !underway | c1 o2    | !safe    | !safe | c1       | !none  | !none    | !none | h
c1 o2     | !underway | !underway | !away    | r1 c2    | c1    | c1       | !none  | !none    | !none | c1
r1 c2     | r1 c2 o3  | r1 c2 h   | !away    | !safe    | !safe | c1       | c2     | r1 c2    | !none | r1
x1 c2     | x1 c2 o3  | x1 c2 h   | !away    | !safe    | !safe | !nothing | !none  | !none    | c2    | x1
r1 c2 h   | !underway | !underway | r1 c2 o3 | !safe    | !safe | r1 c2    | c2 h   | r1 c2 h  | !none | r1 h
r1 c2 o3  | !underway | !underway | !away    | r2 c3    | r1 c2 | r1 c2    | c2 o3  | r1 c2 o3 | !none | r1 c2
x1 c2 o3  | !underway | !underway | !away    | r2 c3    | x1 c2 | x1 c2    | !none  | !none    | c2 o3 | x1 c2
r1        | r1 o2     | r1 h      | !away    | !nothing | !safe | !nothing | -      | r1       | !none | -
r1 o2     | !underway | !underway | !away    | c2       | r1    | !nothing | o2     | r1 o2    | !none | r1
"""


def collected(integration: Integration) -> Integration:
    _, free = integration.collect("handover-1", "U-BOB", NOW)
    return free.offer(offered(free.next_version, overlap=Overlap.WEEK))


ACTIONS: dict[str, Callable[[Integration, str], Integration]] = {
    "offer": lambda it, _: it.offer(offered(it.next_version, overlap=Overlap.WEEK)),
    "hand over": lambda it, _: it.hand_over(a_handover(), NOW),
    "collect": lambda it, _: collected(it),
    "confirm": lambda it, newest: it.confirm(newest, Proof.SAVED, NOW),
    "void": lambda it, newest: it.void(newest, Reason.NOT_RECEIVED, NOW),
    "cancel": lambda it, _: it.cancel_rotation(NOW),
    "expire": lambda it, _: it.expire_old(NOW),
    "extend": lambda it, _: it.extend_overlap(NOW + 2 * WEEK, NOW),
    "end": lambda it, _: it.end_overlap(NOW),
    "kill": lambda it, newest: it.kill(newest, Reason.REVOKED, NOW),
}
REFUSALS = {
    "!underway": "rotation_underway",
    "!away": "handover_gone",
    "!gone": "token_gone",
    "!safe": "already_confirmed",
    "!none": "no_overlap",
}
MAKE: dict[str, Callable[[int], Token]] = {
    "o": lambda version: offered(version, overlap=Overlap.WEEK),
    "c": current,
    "r": retiring,
    "x": lambda version: retiring(version, ends_at=NOW),
}


def cells() -> list[tuple[str, str, str]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    heading = rows[0]
    return [
        (row[0], action, cell) for row in rows[1:] for action, cell in zip(heading[1:], row[1:], strict=True)
    ]


def situations() -> list[str]:
    return list(dict.fromkeys(situation for situation, _, _ in cells()))


def put(situation: str) -> Integration:
    words = situation.replace("-", "").split()
    tokens = [MAKE[word[0]](int(word[1:])) for word in words if word != "h"]
    return an_integration(*tokens, handover=a_handover() if "h" in words else None)


def read(integration: Integration) -> str:
    alive = [token for token in integration.tokens if token.state is not State.DEAD]
    words = [("x" if not token.works(NOW) else token.state[0]) + str(token.version) for token in alive]
    return " ".join(words + ["h"] * (integration.handover is not None)) or "-"


def newest(integration: Integration) -> str:
    return f"token-{max((token.version for token in integration.tokens), default=1)}"


@pytest.mark.parametrize(("situation", "action", "outcome"), cells())
def test_an_action_leads_where_the_table_says(situation: str, action: str, outcome: str) -> None:
    before = put(situation)
    assert read(before) == situation
    if outcome.startswith("!"):
        with pytest.raises(Refused) as refused:
            ACTIONS[action](before, newest(before))
        assert refused.value.code == REFUSALS.get(outcome, f"nothing_to_{action}")
        assert ("Billing" in str(refused.value)) is (outcome != "!away")
    else:
        assert read(ACTIONS[action](before, newest(before))) == outcome
    assert read(before) == situation


@pytest.mark.parametrize("situation", situations())
@pytest.mark.parametrize("action", ["kill all", "delete"])
def test_compromise_and_deletion_end_everything_from_any_situation(situation: str, action: str) -> None:
    before = put(situation)
    after = before.delete(NOW) if action == "delete" else before.kill_all(Reason.COMPROMISED, NOW)
    assert read(after) == "-"
    assert all(token.ended_at == NOW and token.reason is not None for token in after.tokens)
    assert (after.deleted_at == NOW) == (action == "delete")
