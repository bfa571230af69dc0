"""Finding tokens in whatever can be turned into text."""

import json
import re
from collections.abc import Iterable

from sandbox import Call

TOKEN = re.compile(r"pit_[0-9A-Za-z]{49}")


def tokens_in(thing: object) -> list[str]:
    return TOKEN.findall(thing if isinstance(thing, str) else json.dumps(thing, default=str))


def shown_by(calls: Iterable[Call]) -> list[str]:
    """Every token that was sent to a reply address, as often as it was sent."""
    return [token for call in calls if call.method == "response_url" for token in tokens_in(call.args)]
