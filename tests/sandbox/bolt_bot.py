"""What the tests of the pretend Slack share: a clock that only they move, and a small but real Bolt app."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt.adapter.socket_mode.websockets import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

PING_SECONDS = 0.2


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Bot:
    """What a test writes its listeners on."""

    # Bolt's decorators are not typed.
    app: Any
    client: AsyncWebClient
    handlers: list[Any] = field(default_factory=list)

    async def connects(self, app_token: str) -> None:
        """One more socket."""
        handler: Any = AsyncSocketModeHandler(self.app, app_token, ping_interval=PING_SECONDS)
        self.handlers.append(handler)
        await handler.connect_async()

    async def leaves(self) -> None:
        for handler in self.handlers:
            await handler.close_async()
