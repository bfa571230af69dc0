"""Every number Slack documents: as much passes, one more does not.

The figures are written out here once more, so that a slip in the table of limits is found.
"""

import pytest

from sandbox.blocks import problems_in_view
from sandbox.blocks.limits import LIMITS, UNLIMITED
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.limit_case import problems_in_ephemeral
from tests.sandbox.blocks.limits_of_blocks import BLOCKS
from tests.sandbox.blocks.limits_of_calls import CALLS
from tests.sandbox.blocks.limits_of_elements import ELEMENTS

CASES = {**CALLS, **BLOCKS, **ELEMENTS}
WITH_A_MOST = [name for name, case in CASES.items() if case.most != UNLIMITED]
WITH_A_LEAST = [name for name, case in CASES.items() if case.least > 0]


def test_each_limit_of_the_table_is_tried_with_its_documented_figures() -> None:
    table = {name: (limit.least, limit.most) for name, limit in LIMITS.items() if name != "free"}

    assert {name: (case.least, case.most) for name, case in CASES.items()} == table


@pytest.mark.parametrize("name", WITH_A_MOST)
def test_as_much_as_slack_takes_passes(name: str) -> None:
    case = CASES[name]

    assert case.problems(case.most) == []


@pytest.mark.parametrize("name", WITH_A_MOST)
def test_one_more_is_refused_where_it_stands(name: str) -> None:
    case = CASES[name]

    assert (case.pointer, case.error) in case.problems(case.most + 1)


@pytest.mark.parametrize("name", WITH_A_LEAST)
def test_as_little_as_slack_takes_passes(name: str) -> None:
    case = CASES[name]

    assert case.problems(case.least) == []


@pytest.mark.parametrize("name", WITH_A_LEAST)
def test_one_fewer_is_refused_where_it_stands(name: str) -> None:
    case = CASES[name]

    assert case.pointer in [pointer for pointer, _ in case.problems(case.least - 1)]


@pytest.mark.parametrize("letter", ["ü", "🔑"])
def test_a_letter_counts_once_however_many_bytes_it_takes(letter: str) -> None:
    assert problems_in_view(b.modal(title=b.plain(letter * 24))) == []


def test_the_text_of_an_ephemeral_message_is_counted_in_bytes() -> None:
    call = {"channel": "C1", "user": "U1", "text": "ü" * 2000}

    assert problems_in_ephemeral(call) == []
    assert [problem.error for problem in problems_in_ephemeral({**call, "text": "ü" * 2001})] == [
        "msg_too_long"
    ]
