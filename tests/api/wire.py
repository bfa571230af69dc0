"""As much of a transport as the protocol uses, and a protocol on it: no socket, no waiting."""

from collections.abc import Callable

import uvicorn
from uvicorn.server import ServerState

import api.app
from api.health import Health
from api.protocol import HotProtocol
from tests.api.door import Door


class Wire:
    def __init__(self) -> None:
        self.sent, self.closed = b"", False

    def write(self, data: bytes) -> None:
        self.sent += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_extra_info(self, _name: str, default: object = None) -> object:
        return default

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


def connections(door: Door) -> Callable[[Wire], HotProtocol]:
    """Makes one connection after another."""
    app = api.app.build(Health(database=_well), door.desk, door.tools)
    config = uvicorn.Config(app, http="httptools", lifespan="off", log_config=None, access_log=False)
    config.load()
    make = api.app.protocol(door.desk)

    def connect(wire: Wire) -> HotProtocol:
        connection = make(config=config, server_state=ServerState(), app_state={})
        connection.connection_made(wire)  # type: ignore[arg-type]  # see above
        return connection

    return connect


async def _well() -> str | None:
    return None
