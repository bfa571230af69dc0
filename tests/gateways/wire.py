"""A connection to uvicorn's protocol without a socket: bytes go in, bytes come out, in this process."""

import asyncio
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

Protocol = Callable[..., HttpToolsProtocol]


class Wire(asyncio.Transport):
    """The server's side of a connection."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 50_000), "sockname": ("127.0.0.1", 8025)})
        self.written = bytearray()
        self.closed = False

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class Connection:
    def __init__(self, protocol: HttpToolsProtocol, state: ServerState) -> None:
        self._protocol, self._state = protocol, state
        self._wire = Wire()
        protocol.connection_made(self._wire)

    @property
    def is_open(self) -> bool:
        return not self._wire.closed

    async def says(self, *pieces: bytes, hangs_up: bool = False) -> bytes:
        """What is answered. A request whose end never comes is waited for only if the caller hangs up."""
        for piece in pieces:
            if self.is_open:
                self._protocol.data_received(piece)
        if hangs_up:
            self.hangs_up()
        while self._state.tasks:
            await asyncio.wait(self._state.tasks)
            await asyncio.sleep(0)
        answer = bytes(self._wire.written)
        self._wire.written.clear()
        return answer

    def hangs_up(self) -> None:
        self._wire.closed = True
        self._protocol.connection_lost(None)


class Server:
    """As `cli.serving` sets it up, but for the sockets."""

    def __init__(self, app: ASGIApp, protocol: Protocol = HttpToolsProtocol) -> None:
        self._config = uvicorn.Config(
            app, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False
        )
        self._config.load()
        self._state = ServerState()
        self._protocol = protocol

    def connection(self) -> Connection:
        made = self._protocol(config=self._config, server_state=self._state, app_state={})
        return Connection(made, self._state)
