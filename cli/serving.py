"""HTTP servers inside the running event loop."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from cli.problems import Cannot
from core.setting_values import Bind

Protocol = str | Callable[..., asyncio.Protocol]
STOP_WITHIN = 10
"""Seconds that requests under way have to finish in."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # Left to itself it catches SIGTERM and raises it again: the process would die before it has finished.
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready.set()


@contextlib.asynccontextmanager
async def serving(
    app: ASGIApp, bind: Bind, setting: str, *, http: Protocol = "httptools", keep_alive: int = 5
) -> AsyncIterator[str]:
    """Serve until the block ends, then finish what is under way. Gives the address, such as http://host:port.

    Raises `Cannot`, naming the `setting`, where the address cannot be had.
    """
    listener = listen(bind, setting)
    config = uvicorn.Config(
        app,
        http=http,  # type: ignore[arg-type]  # whatever makes a protocol will do
        timeout_keep_alive=keep_alive,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_WITHIN,
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await server.ready.wait()
        yield address(listener)
    finally:
        server.should_exit = True
        await running


def listen(bind: Bind, setting: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in bind.host else socket.AF_INET
    try:
        listener = socket.create_server((bind.host, bind.port), family=family)
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno and problem.errno > 0 else "nobody knows it"
        raise Cannot(f"{setting}: cannot listen on {bind.host}:{bind.port}: {reason}.") from None
    # Its connections inherit this. Else an answer in two pieces waits for the caller's delayed ACK: 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def free(bind: Bind) -> Bind:
    """The same address, or one with any free port where that one is taken."""
    try:
        listen(bind, "").close()
    except Cannot:
        return bind._replace(port=0)
    return bind
