"""Socket Mode: a connection to Slack, and a supervisor that is the only one to replace it.

Left alone, the library is slow to notice, tries an address that is spent, and may connect twice at once:
then Slack keeps writing to a connection that nobody reads.
"""

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass
from datetime import timedelta

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.app_token import AppTokenRefused, refusal
from bot.once import Once
from bot.socket_client import SocketClient
from bot.tasks import Tasks

ACKNOWLEDGE_WITHIN = timedelta(seconds=3)
"""Slack's own limit. Later, nobody waits for an acknowledgement."""
STEEPEST = 10

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    check_every: timedelta = timedelta(seconds=15)
    answer_within: timedelta = timedelta(seconds=10)
    connect_within: timedelta = timedelta(seconds=20)
    settled_after: timedelta = timedelta(seconds=60)
    """A connection that lasts this long ends the caution after failures."""
    first_pause: timedelta = timedelta(seconds=1)
    longest_pause: timedelta = timedelta(seconds=60)

    def pause(self, tries: int, chance: float) -> timedelta:
        """None before the first try, then doubling, and spread so that not all apps come back at once."""
        if not tries:
            return timedelta()
        steep = self.first_pause * (1 << min(tries - 1, STEEPEST))
        return min(steep, self.longest_pause) * (0.5 + chance / 2)


PACE = Pace()

ANSWERED = frozenset({"view_submission", "block_suggestion"})
"""What waits for more than an acknowledgement: errors or a view, and the entries of a menu.

All else is acknowledged as soon as it is here, before anything is looked up: Slack waits for nothing else.
"""


class SocketMode:
    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        client: AsyncWebClient,
        *,
        once: Once,
        listeners: Tasks,
        pace: Pace = PACE,
    ) -> None:
        self._app, self._app_token, self._client = app, app_token, client
        self._once, self._listeners, self._pace = once, listeners, pace
        self._envelopes = Tasks()
        self._socket: SocketClient | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._connections = self._tries = 0
        self.connected = False
        """Slack has greeted us, and answered since."""
        self._changed = asyncio.Event()
        self._stopping = False

    @property
    def reconnects(self) -> int:
        return max(self._connections - 1, 0)

    async def until_connected(self, *, reconnects: int = 0) -> None:
        """Wait for a connection, after it was replaced at least this often."""
        while not self.connected or self.reconnects < reconnects:
            await self._changed.wait()

    async def start(self) -> None:
        """Connects, or goes on trying behind. Raises `AppTokenRefused` if that would be in vain."""
        self._socket = SocketClient(self._app_token, self._client)
        self._socket.socket_mode_request_listeners.append(self._take)
        if refused := await self._try_to_connect(self._socket):
            await self._socket.close()
            raise refused
        self._supervisor = asyncio.create_task(self._supervise(self._socket))

    async def stop(self, within: timedelta = timedelta(seconds=10)) -> bool:
        """Takes nothing more, finishes what was acknowledged, and says whether it could."""
        self._stopping = True
        if self._supervisor is not None:
            self._supervisor.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._supervisor
        acknowledged = await self._envelopes.drained(ACKNOWLEDGE_WITHIN)
        if self._socket is not None:
            await self._socket.close()
        self._lost()
        return await self._listeners.drained(within) and acknowledged

    async def _supervise(self, socket: SocketClient) -> None:
        while True:
            began = time.monotonic()
            if not await socket.until_useless(self._pace.check_every, self._pace.answer_within):
                self._lost()
            if time.monotonic() - began >= self._pace.settled_after.total_seconds():
                self._tries = 0
            pause = self._pace.pause(self._tries, random.random())  # noqa: S311 - spreads load, hides nothing
            await asyncio.sleep(pause.total_seconds())
            if refused := await self._try_to_connect(socket):
                log.error("slack_refuses_the_connection", why=str(refused))

    async def _try_to_connect(self, socket: SocketClient) -> AppTokenRefused | None:
        self._tries += 1
        try:
            await socket.connect_anew(self._pace.connect_within)
        except Exception as problem:  # noqa: BLE001 - the network and two libraries: whatever it is, try again
            log.warning("slack_not_reached", problem=type(problem).__name__, tries=self._tries)
            return refusal(problem)
        self._connections += 1
        self.connected = True
        self._changed.set()
        self._changed.clear()
        log.info("slack_connected", connections=self._connections)
        return None

    def _lost(self) -> None:
        if self.connected:
            self.connected = False
            log.info("slack_connection_ended" if self._stopping else "slack_connection_lost")

    async def _take(self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self._stopping:
            return  # without an acknowledgement, Slack gives it to another process
        self._envelopes.hold()
        answers = request.payload.get("type") in ANSWERED
        if not answers:
            self._listeners.hold()  # acknowledged: from here on it is finished, whatever ends
            await _acknowledge(socket, request)
        if await self._once.first_time(request.payload, request.envelope_id):
            response = await run_async_bolt_app(self._app, request)
            if answers:
                await send_async_response(socket, request, response, time.time())
        elif answers:
            await _acknowledge(socket, request)


async def _acknowledge(socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
    await socket.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
