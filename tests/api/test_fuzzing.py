"""Whatever arrives: no answer of 500, no exception, and what is no good token is never let through.

Requests go to the protocol and the application in this process, each whole and as bytes; the seed is fixed,
so that what fails once fails again.
"""

import random
from collections import Counter

import pytest

from tests.api.door import FORM, Door, form, request
from tests.api.wire import Wire, connections

SEED = 20270301
PIECES = (
    b"token=",
    b"&",
    b"=",
    b"%",
    b"+",
    b"%00",
    b"%ff",
    b"{",
    b"}",
    b'"',
    b"[",
    b":",
    b",",
    b"\\u0000",
    b"\\ud800",
    b"client_ip=",
    b"required_scope=",
    b"user_agent=",
    b"\r\n",
    b"\x00",
    b"\xff",
    b" ",
    b"pit_",
    b"Basic ",
    b"Bearer ",
)
PATHS = (
    *("/v1/introspect", "/v1/authorize", "/v1/authorize/a", "/v1/revoke", "/v1/whoami"),
    *("/v1/scopes", "/openapi.json", "/"),
)
TYPES = (FORM, "application/json", f"{FORM};charset=latin-1", "text/plain", "")


class Fuzzer:
    def __init__(self, door: Door, good: bytes) -> None:
        self.chance = random.Random(SEED)
        self.door, self.good = door, good
        self.connect = connections(door)
        self.found: Counter[int] = Counter()

    def junk(self) -> bytes:
        pick = self.chance.random()
        if pick < 0.3:
            return self.chance.randbytes(self.chance.randrange(80))
        if pick < 0.6:
            return b"".join(self.chance.choices(PIECES, k=self.chance.randrange(12)))
        mutated = bytearray(self.good)
        mutated[self.chance.randrange(len(mutated))] = self.chance.randrange(256)
        return bytes(mutated)

    def one(self) -> bytes:
        headers = {"Content-Type": self.chance.choice(TYPES)}
        for name in ("Authorization", "X-Gateway-Authorization", "X-Required-Scope", "X-Client-IP", "Cookie"):
            pick = self.chance.random()
            if pick < 0.4:
                headers[name] = self.door.gateway
            elif pick < 0.6:
                headers[name] = f"Bearer {self.safe()}"
            elif pick < 0.7:
                headers[name] = self.safe()
        body = b"token=" + self.junk() if self.chance.random() < 0.5 else self.junk()
        path = self.chance.choice(PATHS) + (
            "?" + self.safe(printable=True) if self.chance.random() < 0.1 else ""
        )
        sent = request(self.chance.choice(("GET", "POST", "POST", "HEAD", "PUT")), path, headers, body)
        if self.chance.random() < 0.1:
            damaged = bytearray(sent)
            damaged[self.chance.randrange(len(sent))] = self.chance.randrange(256)
            return bytes(damaged)
        return sent

    def safe(self, *, printable: bool = False) -> str:
        """Without what would end a header."""
        text = self.junk().decode("latin-1")
        kept = "".join(letter for letter in text if letter not in "\r\n\x00" and letter.isprintable())
        return "".join(letter for letter in kept if letter.isascii() and letter != " ") if printable else kept

    async def ask(self, sent: bytes) -> None:
        wire = Wire()
        connection = self.connect(wire)
        connection.data_received(sent)
        for task in list(connection.tasks):
            if not wire.sent:
                connection.cycle.disconnected = connection.in_message  # nothing more will come
                connection.cycle.message_event.set()
            await task
        connection.connection_lost(None)
        if wire.sent:
            status = int(wire.sent[9:12])
            self.found[status] += 1
            assert status < 500, (sent, wire.sent)
            assert b'"active":true' not in wire.sent
            assert b"x-integration-id" not in wire.sent


@pytest.mark.parametrize("requests", [3_000, pytest.param(100_000, marks=pytest.mark.slow)])
async def test_nothing_that_is_sent_breaks_anything(sqlite_door: Door, requests: int) -> None:
    integration, secret = await sqlite_door.integration()
    await sqlite_door.kill(integration)
    fuzzer = Fuzzer(sqlite_door, form(secret).removeprefix(b"token="))
    for _ in range(requests):
        await fuzzer.ask(fuzzer.one())
    assert {200, 400, 401, 405, 415} <= fuzzer.found.keys()
    assert sum(fuzzer.found.values()) > requests * 0.9
