"""Whatever is asked, the hot path and the application answer it with the same bytes."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.gateway import PREFIX
from core.secret import Secret
from storage.database import Database
from storage.master import MasterKey
from tests.api.door import FORM, TENANT, Door, a_secret, basic, exchange, open_door, request
from tests.databases import MASTER, Clock, NewDatabase
from tests.storage.making import OTHER_TENANT


class Here:
    """A door that stays open for many examples, with its own event loop."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.door: Door = self.runner.run(self._open(url))

    async def _open(self, url: str) -> Door:
        clock = Clock()
        database = await Database.open(url, MasterKey(MASTER), now=clock)
        self.stack.push_async_callback(database.close)
        door = await self.stack.enter_async_context(open_door(database, clock))
        _, good = await door.integration()
        dead, killed = await door.integration("Dead")
        await door.kill(dead)
        _, foreign = await door.integration("Foreign", OTHER_TENANT)
        narrow = await door.add_gateway("narrow", TENANT)
        stranger = basic("edge", Secret.mint(PREFIX, os.urandom))
        self.tokens = [each.reveal() for each in (good, killed, foreign, a_secret())]
        self.credentials = [door.gateway, narrow, stranger, "Basic !", "Bearer x", ""]
        return door

    def ask(self, sent: bytes, *, slow: bool) -> Any:
        return self.runner.run(exchange(self.door.slow if slow else self.door.hot, sent))

    def close(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()


@pytest.fixture(scope="module")
def here(new_sqlite: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    folder: Path = tmp_path_factory.mktemp("both")
    opened = Here(new_sqlite(folder))
    yield opened
    opened.close()


words = st.sampled_from(
    ["", "contacts.write", "invoices.readonly contacts.write", "nope", 'a"b', "203.0.113.9", "x" * 300]
)
names = st.sampled_from(
    ["token", "client_ip", "user_agent", "required_scope", "token_type_hint", "other", ""]
)
TYPES = st.sampled_from([FORM, f"{FORM}; charset=utf-8", "application/json", "text/plain", ""])
METHODS = st.sampled_from(["POST", "POST", "POST", "GET", "HEAD", "PUT", "DELETE"])


@st.composite
def introspections(draw: st.DrawFn) -> tuple[int, int, bytes, str, str, bool]:
    pairs = draw(st.lists(st.tuples(names, words), max_size=4))
    return (
        draw(st.integers(0, 5)),
        draw(st.integers(0, 4)),
        "&".join(f"{name}={word}" for name, word in pairs).encode(),
        draw(TYPES),
        draw(METHODS),
        draw(st.booleans()),
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(introspections())
def test_an_introspection(here: Here, drawn: tuple[int, int, bytes, str, str, bool]) -> None:
    credential, token, body, content_type, method, is_json = drawn
    tokens = [*here.tokens, "junk"]
    whole = (
        b'{"token": "%b"}' % tokens[token].encode()
        if is_json
        else b"token=%b&%b" % (tokens[token].encode(), body)
    )
    headers = {"Authorization": here.credentials[credential], "Content-Type": content_type}
    sent = request(method, "/v1/introspect", headers, whole)
    hot, slow = here.ask(sent, slow=False), here.ask(sent, slow=True)
    assert hot.raw == slow.raw
    assert here.ask(sent, slow=False).raw == slow.raw, "and again, when everything is remembered"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 5),
    st.integers(0, 4),
    st.dictionaries(
        st.sampled_from(["X-Required-Scope", "X-Client-IP", "X-Client-User-Agent", "Cookie"]), words
    ),
    METHODS,
    st.sampled_from(["", "/", "/a/b?c=d", "/%2e%2e/x", "?token=1", "d"]),
    st.sampled_from(["Bearer ", "bearer ", "Basic ", ""]),
)
def test_an_authorization(
    here: Here, credential: int, token: int, more: dict[str, str], method: str, below: str, scheme: str
) -> None:
    authorization = f"{scheme}{[*here.tokens, 'junk'][token]}"
    headers = {
        "X-Gateway-Authorization": here.credentials[credential],
        "Authorization": authorization,
        **more,
    }
    sent = request(method, f"/v1/authorize{below}", headers)
    hot, slow = here.ask(sent, slow=False), here.ask(sent, slow=True)
    assert hot.raw == slow.raw
    assert here.ask(sent, slow=False).raw == slow.raw, "and again, when it is familiar"


def test_the_hot_path_does_without_the_application(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    door = here.door
    asked = []

    async def answer(*args: object) -> None:
        asked.append(args)

    for path, headers, body in (
        (
            "/v1/introspect",
            {"Authorization": door.gateway, "Content-Type": FORM},
            f"token={here.tokens[0]}".encode(),
        ),
        (
            "/v1/authorize",
            {"X-Gateway-Authorization": door.gateway, "Authorization": f"Bearer {here.tokens[0]}"},
            b"",
        ),
    ):
        sent = request("POST", path, headers, body)
        assert here.ask(sent, slow=False).status == 200
        with monkeypatch.context() as patch:
            patch.setattr(type(door.desk), "answer", answer)
            assert here.ask(sent, slow=False).status == 200
    assert asked == []
