"""What Slack calls its own refusal, and whether it passes."""

from collections.abc import Mapping
from datetime import timedelta

from slack_sdk.errors import SlackApiError

NOT_NOW = {
    "ratelimited",
    "rate_limited",
    "service_unavailable",
    "internal_error",
    "fatal_error",
    "request_timeout",
    # The app is being installed again, or its token replaced:
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
    "missing_scope",
}
"""Slack's refusals that pass. All others say that this message will never be taken as it is."""


def code_of(error: SlackApiError) -> str:
    """Empty where the answer was not of Slack's kind: the library hands on an error page as plain text."""
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error") or "") if isinstance(answer, Mapping) else ""


def asked_to_wait(error: SlackApiError) -> timedelta | None:
    """How long Slack asks to be left alone."""
    wait = error.response.headers.get("Retry-After", "")
    return timedelta(seconds=int(wait)) if wait.isdecimal() else None
