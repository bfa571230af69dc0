"""The tests stay on this machine, and the product knows two addresses outside: Slack's and GitHub's."""

import re
import socket

import pytest

from tests.guards.source import PACKAGES, python_files, text
from tests.loopback import LeftTheMachine

KNOWN = re.compile(
    r"((api|hooks)\.)?slack\.com|api\.github\.com|([a-z]+\.)?example\.org|127\.0\.0\.1|localhost"
)


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
@pytest.mark.parametrize("address", ["192.0.2.1", "slack.com"])
def test_a_test_that_leaves_the_machine_fails(method: str, address: str) -> None:
    with socket.socket() as sock, pytest.raises(LeftTheMachine):
        getattr(sock, method)((address, 80))


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost"])
def test_a_test_may_talk_to_its_own_machine(address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
        sock.connect((address, server.getsockname()[1]))
        assert sock.getpeername() == server.getsockname()


def test_the_product_talks_to_nobody_unknown() -> None:
    """No telemetry, no look for updates, no font or script from elsewhere."""
    hosts = {
        host: path
        for path in python_files(*PACKAGES)
        for host in re.findall(r"(?:https?|wss?)://([a-z0-9-]+\.[a-z0-9.-]+)", text(path))
        if not KNOWN.fullmatch(host)
    }
    assert hosts == {}
