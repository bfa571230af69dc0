"""What a whole call is refused for, and with which of Slack's codes."""

import pytest

from sandbox.blocks import (
    Problem,
    problems_in_message,
    problems_in_update,
)
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json
from tests.sandbox.blocks.full_calls import FULL

EVENT = {"event_type": "due", "event_payload": 1}


def codes(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.error) for problem in problems]


def test_a_problem_says_what_slack_says() -> None:
    problems = problems_in_message(b.message(b.section(), {"type": "secton"}))

    assert problems == [
        Problem(
            pointer="/blocks/1/type",
            message="unsupported type: secton [json-pointer:/blocks/1/type]",
            error="invalid_blocks",
        )
    ]


@pytest.mark.parametrize("name", FULL)
def test_a_call_takes_every_argument_it_has_and_none_without_a_value(name: str) -> None:
    check, call = FULL[name]

    assert check(call) == []
    for key in call:
        assert f"/{key}" in [problem.pointer for problem in check({**call, key: None})], key


@pytest.mark.parametrize("name", FULL)
def test_a_call_that_says_nothing_is_refused(name: str) -> None:
    check, call = FULL[name]
    silent = {**call, "text": "", "blocks": [], "attachments": []}

    assert codes(check(silent)) == [("", "no_text")]


def test_a_field_of_an_attachment_is_short_or_not() -> None:
    field = {"title": "x", "value": "y", "short": "yes"}
    call = b.message(attachments=[{"fields": [field]}])

    assert codes(problems_in_message(call)) == [("/attachments/0/fields/0/short", "invalid_attachments")]


def test_every_problem_is_told_at_once() -> None:
    problems = problems_in_message(b.message({"type": "secton"}, b.section(text="bare"), {"no": "type"}))

    assert [problem.message for problem in problems] == [
        "unsupported type: secton [json-pointer:/blocks/0/type]",
        "must provide an object [json-pointer:/blocks/1/text]",
        "missing required field: type [json-pointer:/blocks/2]",
    ]


@pytest.mark.parametrize(
    ("change", "pointer", "error"),
    [
        ({"text": "", "blocks": []}, "", "no_text"),
        ({"text": 7}, "/text", "invalid_arguments"),
        ({"blocks": '[{"type": "divider"}]'}, "/blocks", "invalid_blocks_format"),
        ({"blocks": {"type": "divider"}}, "/blocks", "invalid_blocks_format"),
        ({"blocks": ["divider"]}, "/blocks/0", "invalid_blocks"),
        ({"blocks": [{"type": ["divider"]}]}, "/blocks/0/type", "invalid_blocks"),
        ({"attachments": "none"}, "/attachments", "invalid_attachments"),
        ({"attachments": [{"words": "x"}]}, "/attachments/0", "invalid_attachments"),
        ({"markdown_text": "**x**"}, "/markdown_text", "markdown_text_conflict"),
        ({"ephemeral": True}, "", "invalid_arguments"),
        ({"unfurl_links": "no"}, "/unfurl_links", "invalid_arguments"),
        ({"parse": "some"}, "/parse", "invalid_arguments"),
        ({"metadata": "event"}, "/metadata", "invalid_metadata_format"),
        ({"metadata": {"event_type": "due"}}, "/metadata", "invalid_metadata_schema"),
        (
            {"metadata": EVENT},
            "/metadata/event_payload",
            "invalid_metadata_schema",
        ),
    ],
    ids=str,
)
def test_a_message_is_refused_with_slacks_own_code(change: Json, pointer: str, error: str) -> None:
    assert codes(problems_in_message({**b.message(b.section()), **change})) == [(pointer, error)]


def test_the_table_of_an_attachment_counts_too() -> None:
    call = b.message(b.table(), attachments=[{"blocks": [b.table()]}])

    assert codes(problems_in_message(call)) == [("/attachments/0/blocks/0", "only_one_table_allowed")]


@pytest.mark.parametrize("value", [[1], {"a": {"b": 1}}, [{"a": [1]}], None], ids=str)
def test_what_a_message_remembers_is_flat(value: object) -> None:
    call = b.message(metadata={"event_type": "due", "event_payload": {"good": "x", "odd": value}})

    assert codes(problems_in_message(call)) == [("/metadata/event_payload/odd", "invalid_metadata_schema")]


@pytest.mark.parametrize("value", ["x", 1, 2.5, True, {"a": 1}, [{"a": "b"}]], ids=str)
def test_a_message_may_remember_an_event(value: object) -> None:
    call = b.message(metadata={"event_type": "due", "event_payload": {"due": value}})

    assert problems_in_message(call) == []


@pytest.mark.parametrize(
    "said",
    [{"text": "x"}, {"blocks": [b.DIVIDER]}, {"attachments": [{"text": "x"}]}, {"markdown_text": "**x**"}],
    ids=str,
)
def test_a_message_may_be_said_in_four_ways(said: Json) -> None:
    assert problems_in_message({"channel": "C1", **said}) == []
    assert problems_in_update({"channel": "C1", "ts": "1.2", **said}) == []


@pytest.mark.parametrize(
    ("problems", "key"),
    [
        (problems_in_message({"text": "x"}), "channel"),
        (problems_in_message({"text": "x", "channel": "C1"}, surface="ephemeral"), "user"),
        (problems_in_update({"text": "x", "channel": "C1"}), "ts"),
    ],
)
def test_a_call_says_where_for_whom_and_what_it_changes(problems: list[Problem], key: str) -> None:
    assert [problem.message for problem in problems] == [f"missing required field: {key} [json-pointer:]"]


def test_an_ephemeral_message_keeps_nothing_and_unfurls_nothing() -> None:
    call = {"channel": "C1", "user": "U1", "text": "x", "metadata": {}, "unfurl_links": False}

    assert [problem.message for problem in problems_in_message(call, surface="ephemeral")] == [
        "invalid additional property: metadata [json-pointer:]",
        "invalid additional property: unfurl_links [json-pointer:]",
    ]


def test_an_update_may_forget_what_the_message_remembered_and_drop_its_blocks() -> None:
    assert problems_in_update({"channel": "C1", "ts": "1.2", "text": "x", "blocks": [], "metadata": {}}) == []


def test_the_team_that_bolt_adds_to_every_call_passes() -> None:
    assert problems_in_message(b.message(b.section(), team_id="T1")) == []
