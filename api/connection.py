"""uvicorn's connection with limits of its own: no huge head, no slow one and no silence lasts for ever.

What cannot even be read as HTTP is answered like every other mistake, and not logged each time.
"""

from asyncio import TimerHandle, Transport
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.answers import Answer, problem

LARGEST_HEAD = 16 * 1024
LOOK_EVERY = 2.0
"""Seconds. A head has once to twice as long to arrive."""
UNREADABLE = problem(400, "That is not HTTP.")
TOO_LARGE = problem(431, "The head of this request is too large.")
TOO_SLOW = problem(408, "The head of this request took too long.")


class LimitedProtocol(HttpToolsProtocol):
    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's business
        super().__init__(*args, **kwargs)
        self.in_message = self.in_head = self.began_here = False
        """Where the parser is, and whether what it is in began in the piece that it has."""
        self.messages = 0
        self._messages_seen = -1
        self._head_size, self._idle = 0, 0.0
        self._watch: TimerHandle | None = None
        self._stamp: tuple[object, bytes] = (None, b"")

    @property
    def busy(self) -> bool:
        """The application is at work on a request of this connection."""
        return self.cycle is not None and not self.cycle.response_complete

    def say(self, answer: Answer) -> None:
        """In the same bytes as uvicorn would."""
        self.server_state.total_requests += 1
        headers = self.server_state.default_headers
        if headers is not self._stamp[0]:  # a new list each second, because of the date
            self._stamp = (headers, b"".join(b"%b: %b\r\n" % header for header in headers))
        status = STATUS_LINE[answer.status]
        self.transport.write(b"".join((status, self._stamp[1], answer.head, b"\r\n", answer.body)))

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self._watch = self.loop.call_later(LOOK_EVERY, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self.in_message = self.in_head = self.began_here = True
        self.messages += 1
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self.in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self.in_message = False
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        self.began_here, before = False, self.messages
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            pass  # no other protocol is spoken here, so it is answered as plain HTTP (RFC 9110, section 7.8)
        except httptools.HttpParserError:
            self._refuse(UNREADABLE)
            return
        self._measure_head(data, began=self.messages - before)

    def _measure_head(self, data: bytes, began: int) -> None:
        """While it is incomplete. Where several messages came in one piece, what follows is what counts."""
        earlier = self._head_size if not began else 0
        self._head_size = earlier + len(data) if self.in_head and began <= 1 else 0
        if self._head_size > LARGEST_HEAD:
            self._refuse(TOO_LARGE)

    def _look(self) -> None:
        """Now and then; nothing is timed on the way of a request."""
        if self.transport.is_closing():
            return
        nothing_new = self.messages == self._messages_seen and not self.busy
        self._messages_seen = self.messages
        if nothing_new and self.in_head:
            self._refuse(TOO_SLOW)
            return
        self._idle = self._idle + LOOK_EVERY if nothing_new else 0.0
        if self._idle >= self.timeout_keep_alive:
            self.transport.close()
        else:
            self._watch = self.loop.call_later(LOOK_EVERY, self._look)

    def _refuse(self, answer: Answer) -> None:
        """An answer that is under way is not mixed up with this one."""
        if not self.busy:
            self.say(answer.with_header(b"connection", b"close"))
        self.transport.close()
