"""Which keys and types Slack knows, and where each may stand."""

from collections.abc import Callable
from functools import partial

import pytest

from sandbox.blocks import Problem, problems_in_message, problems_in_view
from sandbox.blocks.elements import ELEMENTS as KNOWN_ELEMENTS
from sandbox.blocks.layout import BLOCKS as KNOWN_BLOCKS
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.example import Example
from tests.sandbox.blocks.examples_of_blocks import BLOCKS
from tests.sandbox.blocks.examples_of_elements import ELEMENTS

Put = Callable[[Json], Json]
Check = Callable[[Json], list[str]]

SURFACES: dict[str, Callable[[Json], list[Problem]]] = {
    "message": lambda block: problems_in_message(b.message(block)),
    "modal": lambda block: problems_in_view(b.modal(block)),
    "home": lambda block: problems_in_view(b.home(block)),
}
STANDS_ON = {
    **dict.fromkeys(BLOCKS, "message modal home"),
    "alert": "modal",
    "markdown": "message",
    "table": "message home",
    "data_table": "message home",
    "carousel": "message home",
    "container": "message home",
    "context_actions": "message",
    "plan": "message",
    "task_card": "message",
}

PLACES: dict[str, Put] = {
    "section": b.beside,
    "actions": b.actions,
    "input": b.field,
    "context": lambda element: {"type": "context", "elements": [element]},
    "context_actions": lambda element: {"type": "context_actions", "elements": [element]},
    "card": lambda element: b.card(actions=[element]),
}
_CHOICES = "section actions input"
STANDS_IN = {
    **dict.fromkeys(ELEMENTS, _CHOICES),
    "button": "section actions card",
    "workflow_button": "section actions",
    "overflow": "section actions",
    "image": "section context",
    "datetimepicker": "actions input",
    "rich_text_input": "actions input",
    "plain_text_input": "input",
    "email_text_input": "input",
    "url_text_input": "input",
    "number_input": "input",
    "file_input": "input",
    "feedback_buttons": "context_actions",
    "icon_button": "context_actions",
}


def reasons(problems: list[Problem]) -> list[str]:
    return [problem.message.partition(" [")[0] for problem in problems]


def in_place(place: str, element: Json) -> list[str]:
    surface = "message" if place == "context_actions" else "modal"
    return reasons(SURFACES[surface](PLACES[place](element)))


def at_home(kind: str, block: Json) -> list[str]:
    """What is wrong with a block on the first surface for its kind."""
    return reasons(SURFACES[STANDS_ON[kind].split()[0]](block))


def at_work(kind: str, element: Json) -> list[str]:
    """What is wrong with an element in the last place for its kind."""
    return in_place(STANDS_IN[kind].split()[-1], element)


EXAMPLES = {
    **{f"{kind} block": (example, partial(at_home, kind)) for kind, example in BLOCKS.items()},
    **{f"{kind} element": (example, partial(at_work, kind)) for kind, example in ELEMENTS.items()},
}
SWAPS = [name for name, (example, _) in EXAMPLES.items() if example.instead]
every_example = pytest.mark.parametrize(("example", "check"), EXAMPLES.values(), ids=EXAMPLES)


def test_every_block_and_element_has_an_example() -> None:
    assert BLOCKS.keys() == KNOWN_BLOCKS.keys()
    assert ELEMENTS.keys() == KNOWN_ELEMENTS.keys()


@every_example
def test_an_example_with_every_key_passes(example: Example, check: Check) -> None:
    assert check(example.full) == []


@every_example
def test_a_key_slack_does_not_know_is_refused(example: Example, check: Check) -> None:
    assert check({**example.full, "colour": "red"}) == ["invalid additional property: colour"]


@every_example
def test_no_key_may_be_null(example: Example, check: Check) -> None:
    for key in example.full:
        assert check({**example.full, key: None}) != [], key


@every_example
def test_what_is_required_is_missed_and_nothing_else(example: Example, check: Check) -> None:
    missed = {key for key in example.full if check(without(example.full, key))}

    assert missed == set(example.required.split())


@pytest.mark.parametrize("name", SWAPS)
def test_one_key_may_stand_for_another(name: str) -> None:
    example, check = EXAMPLES[name]
    ((key, value),) = (example.instead or {}).items()
    replaced = [
        name for name in example.required.split() if not check({**without(example.full, name), key: value})
    ]

    assert len(replaced) == 1


def without(example: Json, key: str) -> Json:
    return {name: value for name, value in example.items() if name != key}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_stands_only_on_the_surfaces_slack_gives_it(kind: str, surface: str) -> None:
    expected = [] if surface in STANDS_ON[kind].split() else [f"unsupported type: {kind}"]

    assert reasons(SURFACES[surface](BLOCKS[kind].full)) == expected


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_element_stands_only_in_the_blocks_slack_gives_it(kind: str, place: str) -> None:
    element = without(ELEMENTS[kind].full, "response_url_enabled")
    expected = [] if place in STANDS_IN[kind].split() else [f"unsupported type: {kind}"]

    assert in_place(place, element) == expected
