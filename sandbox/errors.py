"""The three ways in which something does not happen here."""

from sandbox.json_types import Json


class SlackError(Exception):
    """A method of the Web API says no: the answer is `{"ok": false, "error": ...}`."""

    def __init__(self, error: str, *, messages: list[str] | None = None, **details: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages or []
        self.details: Json = details


class NotAcknowledgedError(Exception):
    """The bot did not acknowledge in time, or answered what Slack does not take. The person saw a notice."""

    def __init__(self, error: str, *, retry_reason: str = "timeout") -> None:
        super().__init__(error)
        self.error = error
        # Why an event is tried again; empty when it is not.
        self.retry_reason = retry_reason


class NotPossibleError(Exception):
    """A person tried what Slack's client does not offer her: a button she does not see, a closed modal."""
