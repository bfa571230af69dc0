"""Has this been delivered before? Slack sends an event again when our answer came late or got lost.

The memory is shared by all processes, because the second copy may reach another one.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from core.ports import Replays

log = structlog.get_logger(__name__)

KEEP = timedelta(hours=1)
"""Slack's last repetition comes five minutes after the one before."""


class Once:
    def __init__(self, replays: Replays, now: Callable[[], datetime]) -> None:
        self._replays, self._now = replays, now

    async def first_time(self, payload: Mapping[str, Any], envelope_id: str = "") -> bool:
        """Whether to act on it. What has no name of its own and came in no envelope counts as new.

        It is remembered before it is acted on: a process that dies in between loses it, but no click ever
        counts twice. If the memory fails it counts as new, so that the person hears what is wrong: each
        effect guards itself in its own transaction as well.
        """
        name = _name(payload) or envelope_id
        if not name:
            return True
        digest = hashlib.sha256(f"delivery:{name}".encode()).digest()
        try:
            return await self._replays.first_time(digest, self._now(), keep=KEEP)
        except Exception:
            log.exception("cannot_tell_a_repetition")
            return True


def _name(payload: Mapping[str, Any]) -> str:
    """What Slack calls this one event, click, command or submission."""
    if event := payload.get("event_id"):
        return f"event:{event}"
    if trigger := payload.get("trigger_id"):
        return f"{payload.get('type', 'command')}:{trigger}"
    return ""
