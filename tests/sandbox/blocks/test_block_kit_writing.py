"""What texts must look like, and what rich text is made of."""

from collections.abc import Callable

import pytest

from sandbox.blocks import problems_in_message, problems_in_view
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json

OVERFLOW: Json = {"type": "overflow", "options": [b.option()]}
GROUP: Json = {"label": b.plain(), "options": b.options(1)}
REPLY: Json = {"text": b.plain(), "value": "good"}
NUMBER: Json = {"type": "raw_number", "value": 3, "text": "three"}
TRIGGER: Json = {"url": "https://example.org"}


def workflow(trigger: Json) -> Json:
    return b.beside({"type": "workflow_button", "text": b.plain(), "workflow": {"trigger": trigger}})


def feedback(reply: Json) -> Json:
    buttons = {"type": "feedback_buttons", "positive_button": reply, "negative_button": REPLY}
    return {"type": "context_actions", "elements": [buttons]}


INNER: dict[str, tuple[Json, Callable[[Json], Json]]] = {
    "a plain text": (b.plain(), lambda text: {"type": "header", "text": text}),
    "a text with marks": (b.mrkdwn(), lambda text: b.section(text=text)),
    "a confirmation": (b.confirm(), lambda confirm: b.beside(b.button(confirm=confirm))),
    "an option": (b.option(), lambda option: b.beside({**OVERFLOW, "options": [option]})),
    "a group of options": (GROUP, lambda group: b.beside(b.menu(option_groups=[group]))),
    "a feedback button": (REPLY, feedback),
    "a number in a table": (NUMBER, lambda cell: {"type": "table", "rows": [[cell]]}),
    "a workflow's trigger": (TRIGGER, workflow),
}


@pytest.mark.parametrize("name", INNER)
def test_the_objects_inside_are_complete_and_hold_nothing_else(name: str) -> None:
    whole, put = INNER[name]

    assert problems_in_message(b.message(put(whole))) == []
    assert problems_in_message(b.message(put({**whole, "colour": "red"}))) != []
    for key in whole:
        assert problems_in_message(b.message(put({k: v for k, v in whole.items() if k != key}))) != [], key


@pytest.mark.parametrize("text", [{**b.plain(), "emoji": False}, {**b.mrkdwn(), "verbatim": True}], ids=str)
def test_a_text_may_say_how_it_is_read(text: Json) -> None:
    assert problems_in_message(b.message(b.section(text=text))) == []


@pytest.mark.parametrize("text", [{**b.plain(), "verbatim": True}, {**b.mrkdwn(), "emoji": True}], ids=str)
def test_a_text_may_not_be_read_as_the_other_kind(text: Json) -> None:
    assert problems_in_message(b.message(b.section(text=text))) != []


TEXTS = {
    "2027-02-20": ("datepicker", "initial_date", True),
    "2028-02-29": ("datepicker", "initial_date", True),
    "2027-02-29": ("datepicker", "initial_date", False),
    "20/02/2027": ("datepicker", "initial_date", False),
    "20270220": ("datepicker", "initial_date", False),
    "2027-W08-6": ("datepicker", "initial_date", False),
    "00:00": ("timepicker", "initial_time", True),
    "23:59": ("timepicker", "initial_time", True),
    "24:00": ("timepicker", "initial_time", False),
    "9:30": ("timepicker", "initial_time", False),
    "9am": ("timepicker", "initial_time", False),
    "-12": ("number_input", "initial_value", True),
    "1e3": ("number_input", "initial_value", False),
    "twelve": ("number_input", "initial_value", False),
    "": ("number_input", "initial_value", False),
    "１２": ("number_input", "initial_value", False),  # digits, but of another script
}


@pytest.mark.parametrize("written", TEXTS)
def test_dates_times_and_numbers_are_written_as_slack_writes_them(written: str) -> None:
    kind, key, good = TEXTS[written]
    needed = {"is_decimal_allowed": True} if kind == "number_input" else {}
    problems = problems_in_view(b.modal(b.field({"type": kind, key: written, **needed})))

    assert [problem.pointer for problem in problems] == ([] if good else [f"/view/blocks/0/element/{key}"])


@pytest.mark.parametrize(
    ("piece", "place"),
    [
        ({"type": "text", "text": "x", "style": {"bold": True, "underline": False}}, []),
        ({"type": "link", "url": "https://example.org", "text": "x", "unsafe": True}, []),
        ({"type": "broadcast", "range": "here"}, []),
        ({"type": "channel", "channel_id": "C1"}, []),
        ({"type": "color", "value": "#405566"}, []),
        ({"type": "date", "timestamp": 1803081600, "format": "{date}", "fallback": "x"}, []),
        ({"type": "emoji", "name": "key", "unicode": "1f511"}, []),
        ({"type": "team", "team_id": "T1"}, []),
        ({"type": "user", "user_id": "U1", "style": {"code": True}}, []),
        ({"type": "usergroup", "usergroup_id": "S1"}, []),
        ({"type": "user", "user_id": 1}, ["/user_id"]),
        ({"type": "user"}, [""]),
        ({"type": "text", "text": "x", "style": {"blink": True}}, ["/style"]),
        ({"type": "text", "text": "x", "style": {"bold": "yes"}}, ["/style/bold"]),
        ({"type": "broadcast", "range": "galaxy"}, ["/range"]),
        ({"type": "date", "timestamp": "soon", "format": "{date}"}, ["/timestamp"]),
        ({"type": "picture"}, ["/type"]),
    ],
    ids=str,
)
def test_rich_text_is_made_of_pieces_slack_knows(piece: Json, place: list[str]) -> None:
    block = b.rich_text({"type": "rich_text_quote", "border": 1, "elements": [piece]})

    assert [problem.pointer for problem in problems_in_message(b.message(block))] == [
        f"/blocks/0/elements/0/elements/0{below}" for below in place
    ]


@pytest.mark.parametrize(
    ("element", "place"),
    [
        ({"type": "rich_text_list", "style": "bullet", "border": 0, "elements": [b.words()]}, []),
        ({"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x"}]}, []),
        ({"type": "rich_text_list", "style": "roman", "elements": [b.words()]}, ["/style"]),
        ({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text"}]}, ["/elements/0/type"]),
        ({"type": "rich_text_preformatted", "elements": [{"type": "emoji"}]}, ["/elements/0/type"]),
        ({"type": "rich_text_quote", "border": True, "elements": []}, ["/border"]),
    ],
    ids=str,
)
def test_rich_text_has_lists_quotes_and_code(element: Json, place: list[str]) -> None:
    problems = problems_in_message(b.message(b.rich_text(element)))

    assert [problem.pointer for problem in problems] == [f"/blocks/0/elements/0{below}" for below in place]
