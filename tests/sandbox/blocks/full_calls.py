"""Calls with every argument they have."""

from collections.abc import Callable
from functools import partial

from sandbox.blocks import Problem, problems_in_message, problems_in_update
from tests.sandbox.blocks import bricks as b
from tests.sandbox.blocks.bricks import Json

Check = Callable[[Json], list[Problem]]

SAID: Json = {"channel": "C1", "text": "x", "parse": "none", "link_names": False, "blocks": [b.DIVIDER]}
ATTACHMENT: Json = {
    "fallback": "x",
    "color": "#36a64f",
    "title": "x",
    "title_link": "https://example.org",
    "fields": [{"title": "x", "value": "y", "short": True}],
    "mrkdwn_in": ["text", "fields"],
    "blocks": [b.section()],
}
KEPT: Json = {"metadata": {"event_type": "due", "event_payload": {"days": 14}}, "attachments": [ATTACHMENT]}
SIGNED: Json = {"username": "Latch", "icon_emoji": ":key:", "icon_url": "https://example.org/key.png"}
FLAGS: Json = {"mrkdwn": True, "unfurl_links": False, "unfurl_media": False}
problems_in_ephemeral = partial(problems_in_message, surface="ephemeral")

FULL: dict[str, tuple[Check, Json]] = {
    "message": (
        problems_in_message,
        {**SAID, **KEPT, **SIGNED, **FLAGS, "thread_ts": "1.2", "reply_broadcast": True},
    ),
    "ephemeral": (problems_in_ephemeral, {**SAID, **SIGNED, "user": "U1", "thread_ts": "1.2"}),
    "update": (problems_in_update, {**SAID, **KEPT, "ts": "1.2", "reply_broadcast": False}),
}
