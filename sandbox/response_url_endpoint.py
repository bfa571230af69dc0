"""`/response/<secret>`: where a response_url leads."""

import json
from dataclasses import dataclass
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox import replies
from sandbox.errors import SlackError
from sandbox.faults import Fault
from sandbox.json_types import Json
from sandbox.misbehaviour import Misbehaviour
from sandbox.record import Call
from sandbox.web_api.endpoint import as_answer
from sandbox.world import World

NAME = "response_url"
GONE = frozenset({"expired_url", "no_such_response_url", "message_not_found"})


@dataclass(frozen=True)
class ResponseUrlEndpoint:
    world: World
    misbehaviour: Misbehaviour

    async def serve(self, http: Request) -> Response:
        try:
            body = json.loads(await http.body())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return JSONResponse({"ok": False, "error": "invalid_payload"}, HTTPStatus.BAD_REQUEST)
        fault = self.world.faults.take(NAME)
        if fault is not None and fault.prevents_the_work:
            self._record(body, fault.refusal, fault)

        def work() -> Response:
            return self._post(http.path_params["secret"], body, fault)

        return await self.misbehaviour.answer(http, fault, work)

    def _post(self, secret: str, body: Json, fault: Fault | None) -> Response:
        shown = fault is None or fault.kind != "lost"
        answer: Json = {"ok": True}
        try:
            reply = self.world.response_urls.look_up(secret)
            replies.apply(self.world, reply, body, shown=shown)
            reply.uses += 1
        except SlackError as refusal:
            answer = as_answer(refusal)
        self._record(body, answer, fault)
        if answer["ok"]:
            return PlainTextResponse("ok")
        status = HTTPStatus.NOT_FOUND if answer["error"] in GONE else HTTPStatus.BAD_REQUEST
        return JSONResponse(answer, status)

    def _record(self, body: Json, answer: Json, fault: Fault | None) -> None:
        kind = fault.kind if fault else None
        self.world.record.calls.append(Call(NAME, body, answer, self.world.clock(), kind))
        self.world.changed()
