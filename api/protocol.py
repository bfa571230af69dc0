"""uvicorn's protocol, which answers the two hot paths itself, before there is an ASGI task.

It holds a request back while it is plain: whole in one piece of at most `SMALL` bytes, on a connection with
nothing else under way. If memory has the answer, that goes out at once. Everything else goes on to the
application as if nothing had happened. See docs/decisions/0007-hot-path.md.
"""

from asyncio import TimerHandle, Transport
from dataclasses import replace
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api import authorization, introspection
from api.answers import Answer, problem
from api.desk import Desk
from api.kinds import AUTHORIZATION, INTROSPECTION, Kind

SMALL = 4096
LARGEST_HEAD = 16 * 1024
LOOK_EVERY = 2.0
"""Seconds. A head has once to twice as long to arrive."""
_INTROSPECT = introspection.PATH.encode()
_AUTHORIZE = authorization.PATH.encode()
_BELOW_AUTHORIZE = _AUTHORIZE + b"/"
UNREADABLE = problem(400, "That is not HTTP.")
TOO_LARGE = problem(431, "The head of this request is too large.")
TOO_SLOW = problem(408, "The head of this request took too long.")


class HotProtocol(HttpToolsProtocol):
    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's business
        super().__init__(*args, **kwargs)
        self._desk = desk
        self._held: Kind | None = None
        """What the request that is held back asks."""
        self._held_body = b""
        self._small = self._began_here = self._in_head = False
        self._head_size = 0
        self._messages, self._messages_seen, self._idle = 0, -1, 0.0
        self._watch: TimerHandle | None = None
        self._stamp: tuple[object, bytes] = (None, b"")

    # --- what the parser finds

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = self._began_here = True
        self._messages += 1

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._held = self._hot_kind() if self._is_plain() else None
        if self._held is None:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if self._held is None:
            super().on_body(body)
        else:
            self._held_body += body

    def on_message_complete(self) -> None:
        answer = self._at_once()
        if answer is not None:
            self._say(answer)
            return
        self._pass_on()
        super().on_message_complete()

    def _is_plain(self) -> bool:
        parser = self.parser
        return (
            self._began_here
            and self._small
            and not self._busy
            and not self.expect_100_continue
            and not self.flow.write_paused
            and not self.transport.is_closing()
            and parser.should_keep_alive()
            and not parser.should_upgrade()
            and parser.get_http_version() == "1.1"
        )

    @property
    def _busy(self) -> bool:
        """The application is at work on an earlier request of this connection."""
        return self.cycle is not None and not self.cycle.response_complete

    def _hot_kind(self) -> Kind | None:
        if self.url == _INTROSPECT:
            return INTROSPECTION if self.parser.get_method() == b"POST" else None
        return AUTHORIZATION if self.url.startswith(_BELOW_AUTHORIZE) or self.url == _AUTHORIZE else None

    # --- what is said

    def _at_once(self) -> Answer | None:
        kind = self._held
        if kind is None:
            return None
        try:
            answer = self._desk.at_once(kind, kind.read(self.headers, b"", self._held_body))
        except Exception:  # noqa: BLE001 - the application will meet it too, and knows how to say so
            return None
        return answer if isinstance(answer, Answer) else None

    def _say(self, answer: Answer) -> None:
        """In the same bytes as uvicorn would."""
        self._held, self._held_body = None, b""
        self.server_state.total_requests += 1
        headers = self.server_state.default_headers
        if headers is not self._stamp[0]:  # a new list each second, because of the date
            self._stamp = (headers, b"".join(b"%b: %b\r\n" % header for header in headers))
        self.transport.write(b"".join((STATUS_LINE[answer.status], self._stamp[1], answer.head, answer.body)))

    def _pass_on(self) -> None:
        """To the application, with what has arrived so far."""
        if self._held is not None:
            body, self._held, self._held_body = self._held_body, None, b""
            super().on_headers_complete()
            super().on_body(body)

    # --- the connection

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self._watch = self.loop.call_later(LOOK_EVERY, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        self._began_here, self._small = False, len(data) <= SMALL
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # no other protocol is spoken here, so it is answered as plain HTTP (RFC 9110, section 7.8)
        except httptools.HttpParserError:
            self._refuse(UNREADABLE)
            return
        self._pass_on()  # its body is still on the way
        self._head_size = 0 if self._began_here or not self._in_head else self._head_size + len(data)
        if self._head_size > LARGEST_HEAD:
            self._refuse(TOO_LARGE)

    def _look(self) -> None:
        """Now and then: neither a head that drips in nor a silent connection may stay for ever."""
        if self.transport.is_closing():
            return
        nothing_new = self._messages == self._messages_seen and not self._busy
        self._messages_seen = self._messages
        if nothing_new and self._in_head:
            self._refuse(TOO_SLOW)
            return
        self._idle = self._idle + LOOK_EVERY if nothing_new else 0.0
        if self._idle >= self.timeout_keep_alive:
            self.transport.close()
        else:
            self._watch = self.loop.call_later(LOOK_EVERY, self._look)

    def _refuse(self, answer: Answer) -> None:
        """What could not even be read. An answer that is under way is not mixed up with this one."""
        self._held = None
        if not self._busy:
            self._say(replace(answer, headers=(*answer.headers, (b"connection", b"close"))))
        self.transport.close()
