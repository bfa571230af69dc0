"""uvicorn's protocol, which answers the two hot paths itself, before there is an ASGI task.

It holds a request back while it is plain: whole in one piece of at most `SMALL` bytes, on a connection with
nothing else under way. If memory has the answer, that goes out at once, and if the same piece comes again, it
is not even read. Everything else goes on to the application as if nothing had happened.
See docs/decisions/0007-hot-path.md.
"""

from collections.abc import Mapping
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api import authorization, introspection
from api.answers import Answer
from api.asked import Asked, header_fields
from api.connection import LimitedProtocol
from api.desk import Desk
from api.kinds import AUTHORIZATION, INTROSPECTION, Kind

SMALL = 4096
_INTROSPECT = introspection.PATH.encode()
_AUTHORIZE = authorization.PATH.encode()
_BELOW_AUTHORIZE = _AUTHORIZE + b"/"


class HotProtocol(LimitedProtocol):
    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:  # noqa: ANN401 - uvicorn's business
        super().__init__(*args, **kwargs)
        self._desk = desk
        self._held: Kind | None = None
        """What the request that is held back asks."""
        self._body = b""
        self._small = False
        self._settled: tuple[Asked, Answer] | None = None
        """What was answered at once of the piece that is being read."""

    # --- what the parser finds

    def on_message_begin(self) -> None:
        """As in uvicorn, but what the application needs is made when it is asked."""
        self.url, self.headers, self._settled = b"", [], None
        self.in_message = self.in_head = self.began_here = True
        self.messages += 1

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self.in_head = False
        kind = self._hot_kind()
        if kind is not None and self._is_plain():
            self._held, self._body = kind, b""
        else:
            self._to_application()

    def on_body(self, body: bytes) -> None:
        if self._held is None:
            super().on_body(body)
        else:
            self._body += body

    def on_message_complete(self) -> None:
        kind = self._held
        if kind is not None and self._say_at_once(kind, header_fields(self.headers), self._body):
            self.in_message, self._held = False, None
        else:
            self._pass_on()
            super().on_message_complete()

    def _hot_kind(self) -> Kind | None:
        if self.url == _INTROSPECT:
            return INTROSPECTION if self.parser.get_method() == b"POST" else None
        return AUTHORIZATION if self.url.startswith(_BELOW_AUTHORIZE) or self.url == _AUTHORIZE else None

    def _is_plain(self) -> bool:
        parser = self.parser
        return (
            self.began_here
            and self._small
            and self._is_free()
            and parser.should_keep_alive()
            and not parser.should_upgrade()
            and parser.get_http_version() == "1.1"
        )

    def _is_free(self) -> bool:
        cycle = self.cycle
        return (
            (cycle is None or cycle.response_complete)
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    # --- what becomes of it

    def data_received(self, data: bytes) -> None:
        small = self._small = len(data) <= SMALL
        between = not self.in_message
        if small and between and self._is_free() and self._say_again(data):
            return
        before = self.messages
        super().data_received(data)
        if self._held is not None:
            self._pass_on()  # its body is still on the way
        elif self._settled is not None and between and self.messages == before + 1 and not self.in_message:
            self._desk.remember(data, *self._settled)  # which was one request, and nothing else

    def _say_at_once(self, kind: Kind, fields: Mapping[bytes, bytes], body: bytes) -> bool:
        try:
            asked = kind.read(fields, b"", body)
            answer = self._desk.at_once(kind, asked)
        except Exception:  # noqa: BLE001 - the application will meet it too, and knows how to say so
            return False
        if not isinstance(answer, Answer):
            return False
        self._settled = asked, answer
        self.say(answer)
        return True

    def _say_again(self, piece: bytes) -> bool:
        """Without the parser, which stands between two messages and would find what it found before."""
        try:
            answer = self._desk.again(piece)
        except Exception:  # noqa: BLE001 - as above
            return False
        if answer is None:
            return False
        self._unset_keepalive_if_required()
        self.messages += 1
        self.say(answer)
        return True

    def _pass_on(self) -> None:
        """To the application, with what has arrived so far."""
        if self._held is not None:
            self._held = None
            self._to_application()
            super().on_body(self._body)

    def _to_application(self) -> None:
        url, headers = self.url, self.headers
        HttpToolsProtocol.on_message_begin(self)
        self.url = url
        for name, value in headers:
            HttpToolsProtocol.on_header(self, name, value)
        HttpToolsProtocol.on_headers_complete(self)
