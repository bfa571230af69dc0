"""What the page asks for and does. Everything goes through the same functions as `Person`."""

import asyncio
import contextlib
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.errors import NotAcknowledgedError, NotPossibleError
from sandbox.json_types import Json
from sandbox.page_actions import ACTIONS
from sandbox.snapshot import people, snapshot
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
# Changes that come together are shown together.
COALESCE_SECONDS = 0.02


@dataclass(frozen=True)
class PageApi:
    world: World

    async def index(self, _: Request) -> Response:
        return _file("index.html")

    async def file(self, http: Request) -> Response:
        return _file(http.path_params["file"])

    async def people(self, _: Request) -> Response:
        return JSONResponse(people(self.world))

    async def do(self, http: Request) -> Response:
        """One thing the person on show does."""
        try:
            user = self.world.workspace.user(http.query_params.get("as", ""))
            body: Json = await http.json()
            action = ACTIONS[str(body.pop("action", ""))]
            answer = await action(self.world, user, body)
        except (NotPossibleError, NotAcknowledgedError) as problem:
            return JSONResponse({"ok": False, "error": str(problem)})
        except (KeyError, TypeError, ValueError) as problem:
            error = f"the page asked for something unknown: {problem!r}"
            return JSONResponse({"ok": False, "error": error}, HTTPStatus.BAD_REQUEST)
        return JSONResponse({"ok": True} | (answer or {}))

    async def live(self, websocket: WebSocket) -> None:
        """A snapshot at once and after every change, until the page goes."""
        try:
            user = self.world.workspace.user(websocket.query_params.get("as", ""))
        except NotPossibleError:
            await websocket.close()
            return
        await websocket.accept()
        pushing = asyncio.create_task(self._push(websocket, user.id))
        try:
            while True:
                await websocket.receive_text()
        except WebSocketDisconnect:
            pass
        finally:
            pushing.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await pushing

    async def _push(self, websocket: WebSocket, user_id: str) -> None:
        while True:
            await websocket.send_json(snapshot(self.world, user_id))
            await self.world.changes.next()
            await asyncio.sleep(COALESCE_SECONDS)


def _file(name: str) -> Response:
    """A file of the page, and nothing outside it."""
    path = (PAGE / name).resolve()
    if not (path.is_relative_to(PAGE) and path.is_file()):
        return PlainTextResponse("The page has no such file.", HTTPStatus.NOT_FOUND)
    return FileResponse(path, headers={"Cache-Control": "no-store"})
