"""Whatever Latchkey's own level is, Slack's libraries log nothing of what people and tokens say."""

import logging
from collections.abc import Iterator

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_bolt.middleware.request_verification.async_request_verification import AsyncRequestVerification
from slack_sdk.web.async_client import AsyncWebClient

from bot.clients import quiet_loggers
from bot.once import Once
from bot.socket_mode import SocketMode
from bot.tasks import listener_tasks
from sandbox import Person, Sandbox
from tests.bot.transport.small_bot import Memory, authorize
from tests.databases import Clock

TYPED, ANSWERED, POSTED, FORGED = "typed-4c1d", "answered-4c1d", "posted-4c1d", "forged-4c1d"
LIBRARIES = ("slack_bolt", "slack_sdk", "websockets", "aiohttp")


@pytest.fixture(autouse=True)
def everything_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level("DEBUG")
    before = {
        name: (logging.getLogger(name).handlers, logging.getLogger(name).propagate) for name in LIBRARIES
    }
    yield
    for name, (handlers, propagate) in before.items():
        logging.getLogger(name).handlers, logging.getLogger(name).propagate = handlers, propagate


def talkative(client: AsyncWebClient, channel: str) -> AsyncApp:
    """Made while the root logs at DEBUG: Bolt copies that level to each of its loggers."""
    app = AsyncApp(client=client, authorize=authorize)

    async def on_command(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(ANSWERED)
        await client.chat_postMessage(channel=channel, text=POSTED)

    app.command("/integrations")(on_command)
    return app


async def talk(slack: Sandbox, client: AsyncWebClient, ada: Person, clock: Clock) -> None:
    """Over every library: a command comes in by websocket, an answer and a message go out by HTTP."""
    app = talkative(client, slack.world.workspace.conversation("security").id)
    socket = SocketMode(
        app, slack.app_token, client, once=Once(Memory(), clock), listeners=listener_tasks(app)
    )
    await socket.start()
    await ada.types(f"/integrations {TYPED}")
    assert await socket.stop()
    said = " ".join(message.all_text for message in ada.sees)
    assert ANSWERED in said
    assert POSTED in said


async def test_they_would_log_it(
    slack: Sandbox, client: AsyncWebClient, ada: Person, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """So that the next test cannot pass for want of anything to log."""
    await talk(slack, client, ada, clock)

    assert all(text in caplog.text for text in (TYPED, ANSWERED, POSTED))


async def test_they_are_quiet(
    slack: Sandbox, client: AsyncWebClient, ada: Person, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    quiet_loggers()

    await talk(slack, client, ada, clock)

    assert not any(text in caplog.text for text in (TYPED, ANSWERED, POSTED))
    assert not any(token in caplog.text for token in (slack.app_token, slack.bot_token))
    spoken = {record.levelno for record in caplog.records if record.name.startswith(LIBRARIES)}
    assert spoken <= {logging.INFO, logging.WARNING}


def test_the_body_of_a_forged_request_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    quiet_loggers()

    AsyncRequestVerification("secret")._debug_log_error("v0=00", "1", FORGED)

    assert FORGED not in caplog.text


def test_what_they_warn_of_is_still_seen_once(caplog: pytest.LogCaptureFixture) -> None:
    quiet_loggers()
    quiet_loggers()

    logging.getLogger("slack_sdk.web").warning("a warning")

    assert [record.message for record in caplog.records] == ["a warning"]
