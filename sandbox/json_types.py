"""JSON as it crosses the wire. Its shape is Slack's business, so it stays a plain dictionary."""

from typing import Any

Json = dict[str, Any]
Blocks = list[Json]
