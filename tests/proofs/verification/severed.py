"""A line to PostgreSQL that can go silent: what is on its way is held back, and nobody is told.

When it heals, what was held back arrives late, as it does on a network. Unix socket to Unix socket.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy import make_url

_SOCKET = ".s.PGSQL.5432"
_LISTENER = b"latchkey freshness"
"""The name under which the connection that follows changes introduces itself."""
_NOTIFICATION, _HEAD = b"A", 5
"""Each message of the server begins with its kind and its length (PostgreSQL's protocol, version 3)."""
Pass = Callable[[bytes], bytes]


class _Connection:
    def __init__(self, *, open_: bool) -> None:
        self.open = asyncio.Event()
        self.listens = False
        if open_:
            self.open.set()


class Line:
    def __init__(self, target: Path) -> None:
        self._target = target
        self._connections: list[_Connection] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_open = True
        self.deaf = False
        """Notifications get lost, and all else arrives."""

    def cut(self) -> None:
        """Everything, also what connects from now on."""
        self._is_open = False
        for connection in self._connections:
            connection.open.clear()

    def cut_listener(self) -> None:
        """Only the connection that hears of changes now; a new one would get through."""
        for connection in self._connections:
            if connection.listens:
                connection.open.clear()

    def heal(self) -> None:
        self.let_new_ones_through()
        for connection in self._connections:
            connection.open.set()

    def let_new_ones_through(self) -> None:
        """What was cut stays silent for ever, as behind a router that has forgotten it."""
        self._is_open = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        connection = _Connection(open_=self._is_open)
        self._connections.append(connection)
        with suppress(OSError, asyncio.CancelledError):
            async with _closing(writer):
                await self._join(connection, reader, writer)
        self._connections.remove(connection)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks)

    async def _join(
        self, connection: _Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        first = await reader.read(65536)
        connection.listens = _LISTENER in first
        await connection.open.wait()
        far_reader, far_writer = await asyncio.open_unix_connection(self._target)
        async with _closing(far_writer):
            far_writer.write(first)
            notices = _Notices(self) if connection.listens else bytes
            ways = (
                asyncio.create_task(_carry(connection, reader, far_writer, bytes)),
                asyncio.create_task(_carry(connection, far_reader, writer, notices)),
            )
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)


@asynccontextmanager
async def _closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


class _Notices:
    """Takes the notifications out of what the server says, while its line is deaf."""

    def __init__(self, line: Line) -> None:
        self._line, self._rest = line, b""

    def __call__(self, data: bytes) -> bytes:
        self._rest, passed = self._rest + data, b""
        while len(self._rest) >= _HEAD:
            length = 1 + int.from_bytes(self._rest[1:_HEAD])
            if len(self._rest) < length:
                break
            message, self._rest = self._rest[:length], self._rest[length:]
            if not (self._line.deaf and message.startswith(_NOTIFICATION)):
                passed += message
        return passed


async def _carry(
    connection: _Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, let: Pass
) -> None:
    while data := await reader.read(65536):
        await connection.open.wait()
        writer.write(let(data))
        await writer.drain()


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[tuple[Line, str]]:
    """A line to the database, and the address of its near end."""
    address = make_url(url)
    line = Line(Path(str(address.query["host"])) / _SOCKET)
    # Not below pytest's folder: the path of a socket may have about a hundred letters.
    with tempfile.TemporaryDirectory(prefix="line-") as folder:
        server = await asyncio.start_unix_server(line.serve, Path(folder) / _SOCKET)
        try:
            near = address.update_query_dict({"host": folder})
            yield line, near.render_as_string(hide_password=False)
        finally:
            server.close()
            await line.stop()
