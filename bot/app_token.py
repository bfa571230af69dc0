"""Why Slack refuses to open a socket, in words for the operator."""

from slack_sdk.errors import SlackApiError

from bot.slack_code import code_of

_UNKNOWN = (
    "Slack does not accept the app-level token in SLACK_APP_TOKEN. Make one at https://api.slack.com/apps, "
    "in your app under Basic Information, App-Level Tokens, with the scope connections:write."
)
_SENTENCES = {
    "invalid_auth": _UNKNOWN,
    "not_authed": _UNKNOWN,
    "token_revoked": _UNKNOWN,
    "token_expired": _UNKNOWN,
    "account_inactive": _UNKNOWN,
    "not_allowed_token_type": (
        "SLACK_APP_TOKEN holds a token of another kind. "
        "It must be an app-level token, which starts with xapp-."
    ),
    "missing_scope": "The app-level token in SLACK_APP_TOKEN lacks the scope connections:write.",
    "no_permission": "The app-level token in SLACK_APP_TOKEN may not open connections for this app.",
}


class AppTokenRefused(Exception):  # noqa: N818 - reads as what Slack did
    """Trying again will not help."""


def refusal(problem: Exception) -> AppTokenRefused | None:
    """None if it is worth another try: an outage, a limit, an answer that is none."""
    if not isinstance(problem, SlackApiError):
        return None
    code = code_of(problem)
    return AppTokenRefused(_SENTENCES[code]) if code in _SENTENCES else None
