"""The rule, for every case there is."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from api.asked import Asked
from api.judging import Verdict, judge
from core.evidence import Caller
from core.gateway import Gateway
from core.quarantine import Quarantine
from core.token import State
from tests.api.test_what_memory_holds import known
from tests.databases import START

HOUR = timedelta(hours=1)
ENDS = {"no end": None, "later": START + HOUR, "now": START, "before": START - HOUR}
KNOWN_CALLER = Caller("g", "203.0.113.0/24", "curl")
QUARANTINES = {
    "none": None,
    "stranger": Quarantine(at=START, callers=frozenset({Caller("other", "203.0.113.0/24", "curl")})),
    "known": Quarantine(at=START, callers=frozenset({KNOWN_CALLER})),
    "of a gateway that cannot tell": Quarantine(at=START, callers=frozenset({Caller("g")})),
}
TENANTS = {"all": {"*"}, "ours": {"T1"}, "others": {"T2"}, "none": set()}


@pytest.mark.parametrize(
    ("state", "end", "quarantine", "tenants", "wanted"),
    list(product(State, ENDS, QUARANTINES, TENANTS, ((), ("contacts.write",), ("contacts.write", "more")))),
)
def test_what_is_said_of_a_token(
    state: State, end: str, quarantine: str, tenants: str, wanted: tuple[str, ...]
) -> None:
    token = replace(known(1), state=state, ends_at=ENDS[end], quarantine=QUARANTINES[quarantine])
    gateway = Gateway(id="g", name="g", tenants=frozenset(TENANTS[tenants]), credentials=(), created_at=START)
    if tenants in {"others", "none"}:
        expected = Verdict.UNKNOWN
    elif state is State.DEAD or end in {"now", "before"}:
        expected = Verdict.DEAD
    elif quarantine == "stranger":
        expected = Verdict.HELD
    else:
        expected = Verdict.LACKING if "more" in wanted else Verdict.GOOD
    asked = Asked(b"", b"token", frozenset(wanted), "203.0.113.7", "curl/8")
    assert judge(asked, gateway, token, START) is expected


def test_nothing_is_known_of_nothing() -> None:
    gateway = Gateway(id="g", name="g", tenants=frozenset({"*"}), credentials=(), created_at=START)
    assert judge(Asked(b"", b"token"), gateway, None, START) is Verdict.UNKNOWN
    assert judge(Asked(b"", b""), gateway, None, START) is Verdict.ABSENT
