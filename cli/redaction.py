"""The second net under the logs: what looks like a secret is cut out of every line.

The first net is that nobody logs one. This one sees whole lines, tracebacks included, just before they are
written.
"""

import logging
import re

from core.secret import SHAPE, Secret

SHORTEST_PREFIX = 2
_SLACK_TOKEN = re.compile(r"\b(xox[a-z][.-]|xapp-)[0-9A-Za-z-]+")
_REPLY_ADDRESS = re.compile(r"https://hooks\.slack\.com/[^\s\"'<>\\]+")


def redacted(line: str) -> str:
    line = SHAPE.sub(_without_token, line)
    line = _SLACK_TOKEN.sub(r"\1[removed]", line)
    return _REPLY_ADDRESS.sub("https://hooks.slack.com/[removed]", line)


def _without_token(found: re.Match[str]) -> str:
    """The prefix may be shorter than it looks: a line break that was escaped adds its “n” to it."""
    text = found[0]
    for start in range(len(found[1]) - SHORTEST_PREFIX + 1):
        secret = Secret.parse(text[start:])
        if secret is not None:
            return f"{text[:start]}[token …{secret.last_four}]"
    return text


class Redacting(logging.Formatter):
    """Formats as another formatter does, then redacts."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return redacted(self._inner.format(record))
