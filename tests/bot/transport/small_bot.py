"""What stands around the transport: a memory of requests, a small Bolt app, a connection for it."""

from datetime import datetime, timedelta

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.once import Once
from bot.socket_mode import Pace, SocketMode
from bot.tasks import listener_tasks
from sandbox import Sandbox
from tests.databases import Clock

QUICK = Pace(
    check_every=timedelta(milliseconds=50),
    answer_within=timedelta(milliseconds=200),
    connect_within=timedelta(seconds=2),
    first_pause=timedelta(milliseconds=1),
    longest_pause=timedelta(milliseconds=10),
)
"""So that nobody waits. Otherwise it is the product's."""


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
        self.app = AsyncApp(client=client, authorize=authorize, request_verification_enabled=False)
        self.commands: list[str] = []
        self.events: list[str] = []
        self.app.command("/integrations")(self.on_command)
        self.app.event("app_home_opened")(self.on_home)

    async def on_command(self, ack: AsyncAck, command: dict[str, str]) -> None:
        self.commands.append(command.get("text", ""))
        await ack()

    async def on_home(self, event: dict[str, str]) -> None:
        self.events.append(event["user"])


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id="T0SANDBOX", bot_token="xoxb-sandbox", bot_id="B0", bot_user_id="U0"
    )


def socket_of(
    slack: Sandbox, listening: Listening, client: AsyncWebClient, clock: Clock, pace: Pace = QUICK
) -> SocketMode:
    return SocketMode(
        listening.app,
        slack.app_token,
        client,
        once=Once(Memory(), clock),
        listeners=listener_tasks(listening.app),
        pace=pace,
    )
