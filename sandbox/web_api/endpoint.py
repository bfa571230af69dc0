"""`/api/<method>`: from an HTTP request to a method's answer, recorded and with faults on the way."""

from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from sandbox.errors import SlackError
from sandbox.faults import Fault
from sandbox.json_types import Json
from sandbox.misbehaviour import Misbehaviour, too_many_requests
from sandbox.record import Call
from sandbox.web_api.arguments import read_arguments, refuse_missing, unknown_arguments
from sandbox.web_api.method import Method, Request
from sandbox.web_api.methods import METHODS
from sandbox.web_api.rate_limits import RateLimits
from sandbox.web_api.tokens import authorise, token_of
from sandbox.world import World


@dataclass(frozen=True)
class WebApi:
    world: World
    misbehaviour: Misbehaviour
    limits: RateLimits | None = None

    async def serve(self, http: HttpRequest) -> Response:
        response = await self._answer(http)
        response.headers["x-oauth-scopes"] = ",".join(sorted(self.world.scopes))
        response.headers["x-slack-req-id"] = self.world.ids.next("R")
        response.headers["date"] = format_datetime(self.world.clock().astimezone(UTC), usegmt=True)
        return response

    async def _answer(self, http: HttpRequest) -> Response:
        name: str = http.path_params["method"]
        method = METHODS.get(name)
        if method is None:
            self.world.problem(f"The bot called {name}, which is unknown here.")
            return JSONResponse({"ok": False, "error": "unknown_method", "req_method": name})
        try:
            args = await read_arguments(http, reads_json=method.reads_json)
        except SlackError as refusal:
            return JSONResponse(as_answer(refusal))
        token = token_of(http, args)
        wait = self.limits.seconds_to_wait(name, method.per_minute, args) if self.limits else 0
        if wait:
            self._record(name, args, {"ok": False, "error": "ratelimited"}, None)
            return too_many_requests(wait)
        fault = self.world.faults.take(name)
        if fault is not None and fault.prevents_the_work:
            self._record(name, args, fault.refusal, fault)

        def work() -> Response:
            return JSONResponse(self._call(name, method, token, args, fault))

        return await self.misbehaviour.answer(http, fault, work)

    def _call(self, name: str, method: Method, token: str, args: Json, fault: Fault | None) -> Json:
        shown = fault is None or fault.kind != "lost"
        try:
            authorise(self.world, method, token)
            refuse_missing(method, args)
            for unknown in unknown_arguments(method, args):
                self.world.problem(f"{name} was called with {unknown!r}, an argument it does not have.")
            answer = {"ok": True} | method.handler(Request(self.world, args, shown=shown))
        except SlackError as refusal:
            answer = as_answer(refusal)
        self._record(name, args, answer, fault)
        return answer

    def _record(self, name: str, args: Json, answer: Json, fault: Fault | None) -> None:
        kind = fault.kind if fault else None
        self.world.record.calls.append(Call(name, args, answer, self.world.clock(), kind))
        self.world.changed()


def as_answer(refusal: SlackError) -> Json:
    answer: Json = {"ok": False, "error": refusal.error} | refusal.details
    if refusal.messages:
        answer["response_metadata"] = {"messages": refusal.messages}
    return answer
