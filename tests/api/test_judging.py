"""The rule, for every case there is."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from api.asked import Asked
from api.judging import Verdict, judge
from core.gateway import Gateway
from core.token import State
from tests.api.test_what_memory_holds import known
from tests.databases import START

HOUR = timedelta(hours=1)
ENDS = {"no end": None, "later": START + HOUR, "now": START, "before": START - HOUR}
TENANTS = {"all": {"*"}, "ours": {"T1"}, "others": {"T2"}, "none": set()}


@pytest.mark.parametrize(
    ("state", "end", "quarantined", "tenants", "wanted"),
    list(product(State, ENDS, (True, False), TENANTS, ((), ("contacts.write",), ("contacts.write", "more")))),
)
def test_what_is_said_of_a_token(
    state: State, end: str, quarantined: bool, tenants: str, wanted: tuple[str, ...]
) -> None:
    token = replace(known(1), state=state, ends_at=ENDS[end], quarantined=quarantined)
    gateway = Gateway(id="g", name="g", tenants=frozenset(TENANTS[tenants]), credentials=(), created_at=START)
    if tenants in {"others", "none"}:
        expected = Verdict.UNKNOWN
    elif state is State.DEAD or quarantined or end in {"now", "before"}:
        expected = Verdict.DEAD
    else:
        expected = Verdict.LACKING if "more" in wanted else Verdict.GOOD
    assert judge(Asked(b"", b"token", frozenset(wanted)), gateway, token, START) is expected


def test_nothing_is_known_of_nothing() -> None:
    gateway = Gateway(id="g", name="g", tenants=frozenset({"*"}), credentials=(), created_at=START)
    assert judge(Asked(b"", b"token"), gateway, None, START) is Verdict.UNKNOWN
    assert judge(Asked(b"", b""), gateway, None, START) is Verdict.ABSENT
