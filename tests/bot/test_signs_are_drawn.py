"""Whoever tries it in the pretend Slack sees signs, and not their names between colons."""

import re
from pathlib import Path

from tests.guards.source import python_files, text

SIGN = re.compile(r":([a-z][a-z0-9_]{2,}):")
KNOWN = Path("sandbox/page/text/emoji.js")


def test_every_sign_in_a_message_is_one_that_the_page_can_draw() -> None:
    used = {name for path in python_files("bot") for name in SIGN.findall(text(path))}
    known = set(text(KNOWN).split())
    assert {"rotating_light", "honey_pot"} <= used
    assert used - known == set()
