"""A strict pretend Slack: for trying the bot without an account, and for tests. See README.md."""

from sandbox.errors import NotAcknowledgedError, NotPossibleError
from sandbox.person import Person
from sandbox.record import Call
from sandbox.screens import ShownMessage, ShownView
from sandbox.server import Sandbox

__all__ = [
    "Call",
    "NotAcknowledgedError",
    "NotPossibleError",
    "Person",
    "Sandbox",
    "ShownMessage",
    "ShownView",
]
