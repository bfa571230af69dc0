"""A trigger_id is the permission to open something in front of a person: three seconds, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.errors import SlackError
from sandbox.ids import Ids

LIFETIME = timedelta(seconds=3)


@dataclass
class Trigger:
    user_id: str
    issued_at: datetime
    view_id: str | None = None  # the view it was pressed in, if any: only there can another be pushed
    exchanged: bool = False


class Triggers:
    def __init__(self, ids: Ids, clock: Callable[[], datetime]) -> None:
        self._ids = ids
        self._clock = clock
        self._issued: dict[str, Trigger] = {}

    def issue(self, user_id: str, view_id: str | None = None) -> str:
        trigger_id = self._ids.trigger()
        self._issued[trigger_id] = Trigger(user_id, self._clock(), view_id)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Uses it up, or refuses with Slack's word for why not."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id", messages=["[ERROR] invalid `trigger_id`"])
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.issued_at > LIFETIME:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger
