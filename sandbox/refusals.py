"""Refusals many methods share."""

from collections.abc import Sequence

from sandbox.blocks import Problem
from sandbox.errors import SlackError


def refuse_problems(problems: Sequence[Problem]) -> None:
    """Slack's answer to a payload it does not take: the first problem names the error, all are listed."""
    if not problems:
        return
    raise SlackError(
        problems[0].error,
        messages=[f"[ERROR] {problem.message}" for problem in problems],
        errors=[problem.message for problem in problems],
    )
