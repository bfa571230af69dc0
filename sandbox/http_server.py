"""One uvicorn server inside the running event loop, on loopback only, quick to start and to stop."""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

STOP_WITHIN = 2.0


class _Server(uvicorn.Server):
    """Leaves the process's signals alone, and stops at once: nothing here is worth waiting for."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        self.ready.set()
        await self.stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=STOP_WITHIN)
        for server in self.servers:
            await server.wait_closed()
        for each in sockets or ():
            each.close()


class HttpServer:
    def __init__(self, bind: str, port: int) -> None:
        refuse_unless_loopback(bind)
        # Set before the start: the application needs to know its server, too.
        self.app: ASGIApp | None = None
        self._bind = bind
        self._port = port
        self._server: _Server | None = None
        self._running: asyncio.Task[None] | None = None
        self.port = port

    async def start(self) -> None:
        if self.app is None:
            raise RuntimeError("an application is needed to start")
        listener = _listen(self._bind, self._port)
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self.app,
            http="httptools",
            ws="websockets-sansio",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=30,  # longer than clients keep an idle connection
        )
        self._server = _Server(config)
        self._running = asyncio.create_task(self._server.serve(sockets=[listener]))
        await self._server.ready.wait()

    async def stop(self) -> None:
        if self._server is not None and self._running is not None:
            self._server.stopping.set()
            await self._running

    @property
    def authority(self) -> str:
        """Host and port as they stand in an address."""
        return f"[{self._bind}]:{self.port}" if ":" in self._bind else f"{self._bind}:{self.port}"

    def cut(self, peer: tuple[str, int]) -> None:
        """Drops a connection without a goodbye."""
        for transport in self._transports(peer):
            transport.abort()

    def pause(self, peer: tuple[str, int]) -> None:
        """Stops reading what this peer sends: it gets no pong and no other sign either."""
        for transport in self._transports(peer):
            transport.pause_reading()

    def _transports(self, peer: tuple[str, int]) -> list[asyncio.Transport]:
        connections = self._server.server_state.connections if self._server else ()
        return [each.transport for each in connections if _peer(each.transport) == peer]


def _peer(transport: asyncio.Transport) -> tuple[str, int]:
    host, port, *_ = transport.get_extra_info("peername") or ("", 0)
    return host, port


def refuse_unless_loopback(bind: str) -> None:
    """Anyone who reaches the pretend Slack can act as anyone: it must not leave the machine."""
    with contextlib.suppress(ValueError):
        if bind == "localhost" or ipaddress.ip_address(bind).is_loopback:
            return
    raise ValueError(f"The pretend Slack serves this machine only. {bind} is not a loopback address.")


def _listen(bind: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    # Only where the protocol is named does asyncio send at once; otherwise each answer waits some 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((bind, port))
    return listener
