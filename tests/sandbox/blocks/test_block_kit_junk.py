"""Whatever a bot sends, the checker answers and never breaks."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.blocks import problems_in_message, problems_in_view
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.examples_of_blocks import BLOCKS
from tests.sandbox.blocks.examples_of_elements import ELEMENTS

PAYLOADS = [example.full for example in (*BLOCKS.values(), *ELEMENTS.values())]

keys = st.text() | st.just("type")
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=2),
    max_leaves=4,
)


def places(value: object, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path to everything in the payload."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*at, key)
        yield from places(inner, (*at, key))


@st.composite
def spoiled(draw: st.DrawFn) -> Json:
    payload = copy.deepcopy(draw(st.sampled_from(PAYLOADS)))
    *way, last = draw(st.sampled_from(list(places(payload))))
    spot: Any = payload
    for step in way:
        spot = spot[step]
    spot[last] = draw(junk)
    return payload


@given(spoiled())
@settings(max_examples=300, derandomize=True, deadline=None)
def test_a_payload_spoiled_anywhere_gets_an_answer(payload: Json) -> None:
    calls = [
        *problems_in_message(b.message(payload)),
        *problems_in_view(b.modal(payload)),
        *problems_in_view(b.home(b.beside(payload), b.field(payload))),
    ]

    assert all(problem.pointer.startswith(("/blocks", "/view")) for problem in calls)


def test_a_number_beyond_all_measure_gets_an_answer() -> None:
    tall = {"type": "rich_text_input", "min_lines": 10**400, "max_lines": 8}

    assert [problem.pointer for problem in problems_in_view(b.modal(b.field(tall)))] == [
        "/view/blocks/0/element/min_lines"
    ]


@given(st.dictionaries(st.sampled_from(["type", "blocks", "title", "text", "metadata", "attachments"]), junk))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_arguments_that_are_junk_get_an_answer(args: Json) -> None:
    assert problems_in_view(args) != []
    assert problems_in_message(args) != []
