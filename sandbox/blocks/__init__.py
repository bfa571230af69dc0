"""Slack's rules for what a bot sends, as data and a small interpreter of it. Pure functions, no I/O.

`limits` holds the numbers with their sources; `objects` to `messages` hold the shapes, written in the
language of `grammar`; `rules` and `payload_rules` say what one place demands of another. Arguments come
decoded: a `blocks` that is still text is a problem, as it is to Slack.
"""

from collections.abc import Mapping
from typing import Any, Literal

from sandbox.blocks.grammar import Kind
from sandbox.blocks.messages import EPHEMERAL, MESSAGE, RESPONSE_URL, UPDATE
from sandbox.blocks.problem import Finding, Problem
from sandbox.blocks.views import VIEW_CALL

__all__ = [
    "Problem",
    "problems_in_message",
    "problems_in_response_url",
    "problems_in_update",
    "problems_in_view",
]

_CODES = {
    "blocks": "invalid_blocks",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_schema",
}


def problems_in_message(
    args: Mapping[str, Any], *, surface: Literal["message", "ephemeral"] = "message"
) -> list[Problem]:
    """What Slack would refuse in the arguments of chat.postMessage or chat.postEphemeral."""
    return _problems(EPHEMERAL if surface == "ephemeral" else MESSAGE, args)


def problems_in_update(args: Mapping[str, Any]) -> list[Problem]:
    """What Slack would refuse in the arguments of chat.update."""
    return _problems(UPDATE, args)


def problems_in_response_url(body: Mapping[str, Any]) -> list[Problem]:
    """What Slack would refuse in a body posted to a response_url, or in the answer to a command."""
    return _problems(RESPONSE_URL, body)


def problems_in_view(view: Mapping[str, Any]) -> list[Problem]:
    """What Slack would refuse in a modal or a Home tab. Pointers start at `/view`."""
    return _problems(VIEW_CALL, {"view": dict(view)})


def _problems(call: Kind, args: Mapping[str, Any]) -> list[Problem]:
    return [_problem(finding) for finding in call.check(dict(args))]


def _problem(finding: Finding) -> Problem:
    argument = finding.pointer.split("/", 2)[1:2]
    error = finding.error or _CODES.get("".join(argument), "invalid_arguments")
    return Problem(finding.pointer, f"{finding.reason} [json-pointer:{finding.pointer}]", error)
