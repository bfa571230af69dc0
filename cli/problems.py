"""What an operator is told when a command cannot do its work."""

import sys

from core.catalogue import BadCatalogue
from core.refusals import Refused
from core.settings import BadSettings

_ELSEWHERE = (
    ("storage.problems", "CannotOpen"),
    ("storage.errors", "DatabaseFailed"),
    ("bot.workplace", "SlackRefuses"),
    ("bot.workplace", "SlackIsAway"),
    ("bot.app_token", "AppTokenRefused"),
)
"""Problems with a sentence that belong to packages which a command may never load."""


class Cannot(Exception):  # noqa: N818 - a sentence for the operator
    """The command could not do it, for the reason that the sentence gives."""


def sentence(problem: Exception) -> str | None:
    """What to print for an expected problem; None for a breakage, which deserves its traceback."""
    if isinstance(problem, BadSettings | BadCatalogue):
        return "\n".join(["This cannot start:", *(f"  - {each}" for each in problem.problems)])
    return str(problem) if isinstance(problem, Cannot | Refused) or _is_loaded(problem) else None


def _is_loaded(problem: Exception) -> bool:
    """Whether it is one of these. A module that nobody has loaded cannot have raised anything."""
    kinds = (getattr(sys.modules.get(module), name, None) for module, name in _ELSEWHERE)
    return isinstance(problem, tuple(kind for kind in kinds if kind is not None))
