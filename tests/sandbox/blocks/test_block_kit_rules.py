"""What one place of a payload says about another."""

import pytest

from sandbox.blocks import problems_in_message, problems_in_view
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.broken_rules import BROKEN
from tests.sandbox.blocks.rule_bricks import checked, focused, grouped, number, replying

KEPT: dict[str, Json] = {
    "a section with fields only": b.modal({"type": "section", "fields": [b.plain()]}),
    "buttons of one name in two blocks": b.home(
        b.actions(b.button(action_id="a")), b.actions(b.button(action_id="a"))
    ),
    "buttons without a name": b.modal(b.actions(b.button(), b.button())),
    "an initial option from the second group": b.modal(grouped("a", "b", initial_option=b.option("b"))),
    "both options ticked": b.modal(checked(*b.options(2))),
    "a field as long as it may be": b.modal(
        b.field(b.line(min_length=4, max_length=4, initial_value="four"))
    ),
    "a number on both its bounds": b.modal(number(min_value="2", initial_value="2", max_value="2")),
    "a fraction where one is allowed": b.modal(number(initial_value="-0.5")),
    "one field with the focus": b.modal(b.field(focused("plain_text_input")), b.field(b.line())),
    "a reply address for a field of a modal": b.modal(b.field(replying())),
    "nothing to submit and no input": {"type": "modal", "title": b.plain(), "blocks": [b.DIVIDER]},
    "an input in the Home tab, which has no submit": b.home(b.field(b.line())),
    "a table in the Home tab": b.home(b.table(2, 2)),
    "several blocks without a name": b.modal(b.DIVIDER, b.DIVIDER, b.section()),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_named_where_it_is_broken(name: str) -> None:
    view, pointer, reason = BROKEN[name]
    problems = problems_in_view(view)

    assert [(problem.pointer, problem.message, problem.error) for problem in problems] == [
        (f"/view{pointer}", f"{reason} [json-pointer:/view{pointer}]", "invalid_arguments")
    ]


@pytest.mark.parametrize("name", KEPT)
def test_a_rule_that_is_kept_is_not_mentioned(name: str) -> None:
    assert problems_in_view(KEPT[name]) == []


def test_two_icons_of_one_name_in_a_block_are_refused() -> None:
    icon = {"type": "icon_button", "icon": "trash", "text": b.plain(), "action_id": "a"}
    block = {"type": "context_actions", "elements": [icon, icon]}

    assert [problem.pointer for problem in problems_in_message(b.message(block))] == [
        "/blocks/0/elements/1/action_id"
    ]
