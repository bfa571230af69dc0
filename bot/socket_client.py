"""One socket to Slack: the library's client, without a will of its own about when to connect again."""

import asyncio
import contextlib
import logging
from datetime import timedelta
from typing import Any

from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.websockets import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

GOODBYE_WITHIN = 2.0


class SocketClient(SocketModeClient):
    """Must be made in a running event loop."""

    def __init__(self, app_token: str, web_client: AsyncWebClient) -> None:
        logger = logging.getLogger("slack_sdk.socket_mode")
        super().__init__(app_token, logger, web_client, auto_reconnect_enabled=False)
        self._wanted, self._greeted = asyncio.Event(), asyncio.Event()
        self.message_listeners.append(self._heard)

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002 - the library's
        """Called by the library when Slack asks for a new connection: it only says so."""
        self._wanted.set()

    async def connect_anew(self, within: timedelta) -> None:
        """A new connection first, then a goodbye to the old one. Raises whatever went wrong."""
        self._greeted.clear()
        self.wss_uri = None  # an address is good for one handshake, also for one that failed
        try:
            async with asyncio.timeout(within.total_seconds()):
                await self.connect()  # type: ignore[no-untyped-call]
                self._wanted.clear()
                await self._greeted.wait()
        except Exception:
            self._wanted.set()
            raise

    async def until_useless(self, check_every: timedelta, answer_within: timedelta) -> bool:
        """Returns when a new connection is needed, and whether this one is good for as long."""
        session = self.current_session
        if session is None:
            return False
        ends = [asyncio.ensure_future(session.wait_closed()), asyncio.ensure_future(self._wanted.wait())]
        try:
            while await _answers(session, answer_within):
                await asyncio.wait(
                    ends, timeout=check_every.total_seconds(), return_when=asyncio.FIRST_COMPLETED
                )
                if self._wanted.is_set():
                    return session.close_code is None
        finally:
            for end in ends:
                end.cancel()
        session.transport.abort()  # nobody is there to take a goodbye
        if self.message_receiver is not None:
            self.message_receiver.cancel()  # it would complain every few seconds
        return False

    async def close(self) -> None:
        self.closed = True
        tasks = [self.message_processor, self.message_receiver, self.current_session_monitor]
        running = [task for task in tasks if task is not None]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        if self.current_session is not None:
            await _goodbye(self.current_session)

    async def _heard(
        self, _client: AsyncBaseSocketModeClient, message: dict[str, Any], _raw: str | None
    ) -> None:
        if message.get("type") == "hello":
            self._greeted.set()


async def _answers(session: ClientConnection, within: timedelta) -> bool:
    try:
        async with asyncio.timeout(within.total_seconds()):
            await (await session.ping())
    except (TimeoutError, ConnectionClosed):
        return False
    return True


async def _goodbye(session: ClientConnection) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GOODBYE_WITHIN):
            await session.close()
    session.transport.abort()
    await session.wait_closed()
