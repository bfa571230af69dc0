"""No test leaves this machine: what is tested is ours, and it must pass without a network."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest


class LeftTheMachine(BaseException):
    """Not an `Exception`, so that no product code can take it for a network that is down."""


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse_others(address: object) -> None:
        if isinstance(address, tuple) and not _is_here(str(address[0])):
            raise LeftTheMachine(address)

    def careful_connect(sock: socket.socket, address: tuple[str, int]) -> None:
        refuse_others(address)
        connect(sock, address)

    def careful_connect_ex(sock: socket.socket, address: tuple[str, int]) -> int:
        refuse_others(address)
        return connect_ex(sock, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", careful_connect)
        patch.setattr(socket.socket, "connect_ex", careful_connect_ex)
        yield
