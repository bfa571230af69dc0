"""Posting to a bot that is an ASGI application in this very process: no socket, same bytes."""

import asyncio
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Scope

from sandbox.delivery.http_answer import HttpAnswer


class AsgiClient:
    def __init__(self, app: ASGIApp, path: str = "/slack/events") -> None:
        self._app = app
        self._path = path
        self._underway: set[asyncio.Task[HttpAnswer]] = set()

    async def post(self, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        """A bot that is too slow goes on working: Slack hangs up, it does not stop anybody."""
        task = asyncio.get_running_loop().create_task(self._run(body, headers))
        self._underway.add(task)
        task.add_done_callback(self._underway.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        for task in self._underway:
            task.cancel()
        await asyncio.gather(*self._underway, return_exceptions=True)

    async def _run(self, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        incoming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        answered = asyncio.Event()
        outgoing: list[Message] = []

        async def receive() -> Message:
            if incoming:
                return incoming.pop()
            await answered.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            outgoing.append(message)

        try:
            await self._app(self._scope(headers), receive, send)
        finally:
            answered.set()
        return _answer(outgoing)

    def _scope(self, headers: Mapping[str, str]) -> Scope:
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "https",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 443),
            "server": ("127.0.0.1", 443),
        }


def _answer(outgoing: list[Message]) -> HttpAnswer:
    start = next((each for each in outgoing if each["type"] == "http.response.start"), None)
    if start is None:
        raise ConnectionError("the application answered nothing")
    headers = {name.decode().lower(): value.decode() for name, value in start.get("headers", ())}
    body = b"".join(each.get("body", b"") for each in outgoing if each["type"] == "http.response.body")
    return HttpAnswer(start["status"], headers, body)
