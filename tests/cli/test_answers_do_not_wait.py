"""An answer in two pieces must not wait for the caller's delayed acknowledgement (40 ms on Linux)."""

import socket

from cli.serving import listen
from core.setting_values import Bind


def test_connections_send_what_there_is_at_once() -> None:
    with listen(Bind("127.0.0.1", 0), "") as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
