"""A response_url is the right to answer one interaction: five times within thirty minutes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.errors import SlackError
from sandbox.messages import Message

USES = 5
LIFETIME = timedelta(minutes=30)


@dataclass
class Reply:
    """To whom and where an answer goes."""

    user_id: str
    channel_id: str
    issued_at: datetime
    # The message that was pressed, the only one this address can replace or delete.
    original: Message | None = None
    uses: int = 0


class ResponseUrls:
    def __init__(self, base: Callable[[], str], clock: Callable[[], datetime]) -> None:
        self._base = base
        self._clock = clock
        self._issued: dict[str, Reply] = {}

    def issue(self, user_id: str, channel_id: str, original: Message | None = None) -> str:
        secret = secrets.token_urlsafe(18)
        self._issued[secret] = Reply(user_id, channel_id, self._clock(), original)
        return f"{self._base()}{secret}"

    def look_up(self, secret: str) -> Reply:
        reply = self._issued.get(secret)
        if reply is None:
            raise SlackError("no_such_response_url")
        if reply.uses >= USES or self._clock() - reply.issued_at > LIFETIME:
            raise SlackError("expired_url")
        return reply
