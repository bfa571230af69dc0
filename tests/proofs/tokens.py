"""Finding tokens in whatever can be turned into text."""

import json
import re

TOKEN = re.compile(r"pit_[0-9A-Za-z]{49}")


def tokens_in(thing: object) -> list[str]:
    return TOKEN.findall(thing if isinstance(thing, str) else json.dumps(thing, default=str))
