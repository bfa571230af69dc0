"""What Slack calls its own refusal."""

from collections.abc import Mapping

from slack_sdk.errors import SlackApiError


def code_of(error: SlackApiError) -> str:
    """Empty where the answer was not of Slack's kind: the library hands on an error page as plain text."""
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error") or "") if isinstance(answer, Mapping) else ""
