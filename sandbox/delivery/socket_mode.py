"""Slack's end of Socket Mode: addresses good for one handshake, each envelope to one connection."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Protocol

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.delivery.connection import Connection
from sandbox.delivery.parcel import Parcel
from sandbox.errors import NotAcknowledgedError
from sandbox.faults import Drop, Faults
from sandbox.ids import Ids
from sandbox.json_types import Json

MAX_CONNECTIONS = 10
# Slack asks a connection to leave, then closes it itself.
LEAVE_WITHIN = 10.0
HOST = "applink-sandbox"


class Network(Protocol):
    """The wires under the sockets, for faults that reach that deep."""

    def cut(self, peer: tuple[str, int]) -> None: ...
    def pause(self, peer: tuple[str, int]) -> None: ...


class SocketMode:
    def __init__(
        self,
        app_id: str,
        ids: Ids,
        faults: Faults,
        network: Network,
        *,
        ack_within: float,
        changed: Callable[[], None],
    ) -> None:
        self._app_id = app_id
        self._ids = ids
        self._faults = faults
        self._network = network
        self._ack_within = ack_within
        self._changed = changed
        self._tickets: set[str] = set()
        self._connections: list[Connection] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        return any(not connection.is_deaf for connection in self._connections)

    @property
    def connections(self) -> int:
        return len(self._connections)

    def issue_ticket(self) -> str:
        """Part of an address handed out by apps.connections.open; opens one connection, once."""
        ticket = self._ids.trigger()
        self._tickets.add(ticket)
        return ticket

    async def send(self, parcel: Parcel) -> Json:
        """Each envelope goes to one connection only, in turn."""
        if not self._connections:
            raise NotAcknowledgedError("dispatch_failed")
        healthy = [each for each in self._connections if not (each.is_deaf or each.is_leaving)]
        connection = (healthy or self._connections)[0]
        self._connections.remove(connection)
        self._connections.append(connection)
        return await connection.send(parcel, self._ack_within)

    async def serve(self, websocket: WebSocket) -> None:
        """The life of one connection, from handshake to hang-up."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close()
            return
        self._tickets.remove(ticket)
        if self._faults.take_delivery("handshake_503"):
            await websocket.send_denial_response(PlainTextResponse("upstream connect error", 503))
            return
        await websocket.accept()
        connection = Connection(websocket)
        if len(self._connections) >= MAX_CONNECTIONS:
            await connection.say(_disconnect("too_many_websockets"))
            await connection.close()
            return
        await self._keep(connection)

    async def _keep(self, connection: Connection) -> None:
        self._connections.append(connection)
        try:
            await connection.say(self._hello())
            self._changed()
            await connection.listen()
        except WebSocketDisconnect:
            pass  # gone before it heard hello
        finally:
            self._connections.remove(connection)
            self._changed()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    def drop(self, how: Drop) -> None:
        for connection in self._connections:
            if how == "reset":
                self._network.cut(connection.peer)
            elif how == "close":
                self._in_background(connection.close())
            else:
                connection.is_leaving = True
                self._in_background(_ask_to_leave(connection, how))

    def freeze(self) -> None:
        for connection in self._connections:
            connection.is_deaf = True
            self._network.pause(connection.peer)
        self._changed()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(_unless_gone(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _unless_gone(work: Coroutine[None, None, None]) -> None:
    """Closed on our side is a RuntimeError to Starlette, closed on theirs a WebSocketDisconnect."""
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await work


async def _ask_to_leave(connection: Connection, reason: Drop) -> None:
    await connection.say(_disconnect(reason))
    if reason == "refresh_requested":
        await asyncio.sleep(LEAVE_WITHIN)
        await connection.close()


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}
