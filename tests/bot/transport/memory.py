"""What stands around the transport: a memory, and a small Bolt app."""

from datetime import datetime, timedelta

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient


class Memory:
    """`core.ports.Replays` for one process."""

    def __init__(self) -> None:
        self.kept: dict[bytes, datetime] = {}

    async def first_time(self, digest: bytes, now: datetime, *, keep: timedelta) -> bool:
        if digest in self.kept and now < self.kept[digest]:
            return False
        self.kept[digest] = now + keep
        return True


class LostMemory:
    async def first_time(self, digest: bytes, now: datetime, *, keep: timedelta) -> bool:
        raise ConnectionError("the database is away")


class Listening:
    """A Bolt app that takes one command and one event, and remembers what reached it."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.app = AsyncApp(client=client, authorize=_authorize, request_verification_enabled=False)
        self.commands: list[str] = []
        self.events: list[str] = []
        self.app.command("/integrations")(self.on_command)
        self.app.event("app_home_opened")(self.on_home)

    async def on_command(self, ack: AsyncAck, command: dict[str, str]) -> None:
        self.commands.append(command.get("text", ""))
        await ack()

    async def on_home(self, event: dict[str, str]) -> None:
        self.events.append(event["user"])


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0SANDBOX", bot_token="xoxb-sandbox", bot_id="B0", bot_user_id="U0"
    )
