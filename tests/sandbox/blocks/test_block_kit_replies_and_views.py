"""What a reply to a response_url and a view are refused for."""

import pytest

from sandbox.blocks import problems_in_response_url, problems_in_view
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x"},
        {"delete_original": True},
        {"replace_original": True, "text": "x", "blocks": [b.section()]},
        {"response_type": "in_channel", "text": "x", "unfurl_links": False},
    ],
    ids=str,
)
def test_a_response_url_takes(body: Json) -> None:
    assert problems_in_response_url(body) == []


@pytest.mark.parametrize(
    ("body", "pointer", "error"),
    [
        ({}, "", "no_text"),
        ({"delete_original": False}, "", "no_text"),
        ({"response_type": "private", "text": "x"}, "/response_type", "invalid_arguments"),
        ({"replace_original": "true", "text": "x"}, "/replace_original", "invalid_arguments"),
        ({"text": "x", "channel": "C1"}, "", "invalid_arguments"),
        ({"blocks": [{"type": "alert", "text": b.mrkdwn()}]}, "/blocks/0/type", "invalid_blocks"),
    ],
    ids=str,
)
def test_a_response_url_refuses(body: Json, pointer: str, error: str) -> None:
    assert [(problem.pointer, problem.error) for problem in problems_in_response_url(body)] == [
        (pointer, error)
    ]


@pytest.mark.parametrize(
    ("view", "pointer"),
    [
        ({"type": "dialog", "blocks": [b.DIVIDER]}, "/view/type"),
        ({"blocks": [b.DIVIDER]}, "/view"),
        ({**b.modal(), "title": "bare"}, "/view/title"),
        ({**b.modal(), "title": b.mrkdwn()}, "/view/title/type"),
        ({**b.modal(), "submit_disabled": True}, "/view"),
        ({**b.modal(), "notify_on_close": "yes"}, "/view/notify_on_close"),
        ({**b.home(), "title": b.plain()}, "/view"),
        ({**b.home(), "private_metadata": {}}, "/view/private_metadata"),
        ({"type": "modal", "title": b.plain()}, "/view"),
    ],
    ids=str,
)
def test_a_view_is_refused_as_invalid_arguments(view: Json, pointer: str) -> None:
    assert [(problem.pointer, problem.error) for problem in problems_in_view(view)] == [
        (pointer, "invalid_arguments")
    ]
